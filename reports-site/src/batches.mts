/** How are facts of many runs read without asking for each? Together, a batch at a time, in the order pages need them. */

/**
 * A reader for pages that ask in the order of `ids`: `read` is called once for a batch of them, the last batches
 * are held. A query over years of small files costs the same for one run as for many.
 */
export function batched<T>(
  ids: readonly string[],
  size: number,
  read: (batch: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): (id: string) => Promise<T> {
  const places = new Map(ids.map((id, index) => [id, Math.floor(index / size)]))
  const held = new Map<number, Promise<ReadonlyMap<string, T>>>()
  return async id => {
    const batch = places.get(id)
    if (batch === undefined) throw new Error(`${id} is not among those to be read`)
    let answers = held.get(batch)
    if (answers === undefined) {
      const [oldest] = held.keys()
      if (held.size >= HELD && oldest !== undefined) held.delete(oldest)
      answers = read(ids.slice(batch * size, (batch + 1) * size))
      held.set(batch, answers)
    }
    const answer = (await answers).get(id)
    if (answer === undefined) throw new Error(`${id} was not read`)
    return answer
  }
}

/** A comparison looks at two runs that may be far apart, and at the newest. */
const HELD = 3
