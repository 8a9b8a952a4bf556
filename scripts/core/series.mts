/** Which points of a history may be compared? A series ends where what its numbers depend on, besides the project, changed. */

/** What one point was measured under. Null where it is not known, or where it makes no difference to the series. */
export interface MeasuredUnder {
  readonly cpu: string | null
  readonly threads: number | null
  /** A container's limit, where there is one. */
  readonly memoryBytes: number | null
  /** Name and version of what ran the benchmark: only its major version counts. */
  readonly runtime: string | null
  /** Digest of the benchmark's own source. */
  readonly source: string | null
  /** Version of the metrics that read the code. */
  readonly dialect: string | null
  /** The part of the policy that a score depends on. */
  readonly scoring: string | null
}

const GIGABYTE = 2 ** 30

/** Why these two points are not comparable, as a clause; null when they are. What is unknown on one side is no difference. */
export function incomparable(before: MeasuredUnder, after: MeasuredUnder): string | null {
  const differs = (of: (point: MeasuredUnder) => unknown) => {
    const [was, is] = [of(before), of(after)]
    return was !== null && is !== null && was !== is
  }
  if (differs(({ cpu }) => cpu)) return `the processor changed from ${before.cpu} to ${after.cpu}`
  if (differs(({ threads }) => threads))
    return `it may use ${after.threads} threads now, ${before.threads} before`
  if (differs(({ memoryBytes }) => memoryBytes && Math.round(memoryBytes / GIGABYTE)))
    return 'it may use another amount of memory'
  if (differs(({ runtime }) => runtime && majorOf(runtime)))
    return `${before.runtime} became ${after.runtime}`
  if (differs(({ source }) => source)) return 'the source of the benchmark itself changed'
  if (differs(({ dialect }) => dialect))
    return `metrics ${before.dialect} became metrics ${after.dialect}`
  return differs(({ scoring }) => scoring) ? 'the policy scores differently' : null
}

/** `node 24.21.0` → `node 24`; Go, Python and Rust count their major versions in the second number. */
const majorOf = (runtime: string) =>
  runtime.replace(/^((?:go|c?python\d*|rustc) \d+\.\d+|\D+\d+).*$/is, '$1')

/** Points in order of time, cut where a neighbour is not comparable: each stretch is a series of its own. */
export function stretches<P extends MeasuredUnder>(
  points: readonly P[],
): { readonly points: P[]; readonly why: string | null }[] {
  const found: { points: P[]; why: string | null }[] = []
  for (const point of points) {
    const last = found.at(-1)
    const previous = last?.points.at(-1)
    const why = previous === undefined ? null : incomparable(previous, point)
    if (last === undefined || why !== null) found.push({ points: [point], why })
    else last.points.push(point)
  }
  return found
}
