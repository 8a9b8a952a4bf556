/** How are many answers awaited at once, without all of them in memory's way? */

/** Asked at a time: enough to keep a disk busy, few enough for open files and contents held. */
const ABREAST = 64

/** Answers in the order of the items. */
export async function abreast<T, R>(
  items: readonly T[],
  ask: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = []
  for (let i = 0; i < items.length; i += ABREAST)
    answers.push(...(await Promise.all(items.slice(i, i + ABREAST).map(ask))))
  return answers
}
