/** Which points of a benchmark's history may be compared? A series ends where machine, limits, runtime or benchmark changed. */

/** What one point was measured on, as table `environment` and the benchmark's row keep it; null where unknown. */
export interface MeasuredUnder {
  readonly cpu: string | null
  readonly threads: number | null
  /** A container's limit, where there is one. */
  readonly memoryBytes: number | null
  /** Name and version of what ran the benchmark: only its first number counts. */
  readonly runtime: string | null
  /** Digest of the benchmark's own source. */
  readonly source: string | null
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
  return differs(({ source }) => source) ? 'the source of the benchmark itself changed' : null
}

/** `node 24.21.0` → `node 24`, `Java 17.0.15` → `Java 17`. */
const majorOf = (runtime: string) => runtime.replace(/(\d+)[.\d]*.*$/s, '$1')

/** Points in order of time, cut where a neighbour is not comparable: each stretch is a series of its own. */
export function stretches<P extends MeasuredUnder>(points: readonly P[]): P[][] {
  const found: P[][] = []
  for (const point of points) {
    const last = found.at(-1)
    const previous = last?.at(-1)
    if (last === undefined || previous === undefined || incomparable(previous, point) !== null)
      found.push([point])
    else last.push(point)
  }
  return found
}
