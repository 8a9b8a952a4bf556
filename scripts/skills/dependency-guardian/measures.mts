/** How are numbers about the whole project written down, and how is it said that one could not be taken? */

/** Numbers about the whole project; null is no number and leaves its measure out. */
export function measures<const N extends string>(values: readonly (readonly [N, number | null])[]) {
  return values.flatMap(([name, value]) => (value === null ? [] : [{ name, subject: '', value }]))
}

/** No answer is not "none": both measures are missing, and say why. */
export const unanswered = (why: string | null) =>
  why === null
    ? []
    : (['vulnerable-packages', 'vulnerability-weight'] as const).map(measure => ({ measure, why }))

/** A library's users, or a parent POM elsewhere, decide every version: there is no order to keep here. */
export const undecided = (hygiene: number | null, direct: number) =>
  hygiene !== null || direct === 0
    ? []
    : [
        {
          measure: 'dependency-hygiene' as const,
          why: 'The project itself decides the version of no dependency.',
          status: 'not-applicable' as const,
        },
      ]
