/** Which numbers does a project define itself? Where the text comes from, the number in it, and how that is to be read. */

import type { Level, Scale, Unit } from './model.mts'
import type { DimensionId } from './verdict.mts'

/** Of `command`, `file` and `files` there is exactly one; with `files` the number is how many lines match `regex`. */
export interface Metric {
  /** Program and arguments, run in the project's folder; the number stands in what it prints. */
  readonly command?: readonly string[]
  /** Path of a file that holds the number, or a glob that leads to exactly one. */
  readonly file?: string
  /** Globs over the project's files. */
  readonly files?: readonly string[]
  /** Path of names and positions to the number: `$.totals['all files'][0]`. */
  readonly json?: string
  /** In the syntax of RE2; its first group, else all it matches, is the number. */
  readonly regex?: string
  readonly unit?: Unit
  readonly better?: Scale['better']
  readonly meaning?: string
  /** Kept by a value that is not worse. */
  readonly budget?: number
  /** Of the finding when the budget is not kept. */
  readonly level?: Level | 'off'
  readonly dimension?: DimensionId
  /** Relative weight inside its dimension; without one it has no part in the score. */
  readonly share?: number
}

export type Metrics = Readonly<Record<string, Metric>>

export const METRICS_SKILL = 'custom-metrics'

/** The rule that a missed budget breaks: one for each metric, so that each is waived by itself. */
export const budgetRule = (name: string): string => `budget-of-${name}`

export const scaleOf = (name: string, { unit, better, meaning }: Metric): Scale => ({
  unit: unit ?? 'count',
  better: better ?? 'neither',
  noise: 'exact',
  meaning: meaning ?? `${name}, as shipworthy.yml defines it.`,
})

/**
 * Names and positions of a JSON path that leads to one place (a singular query of RFC 9535); null for any other.
 * Names after a dot may hold hyphens, too.
 */
export function readJsonPath(path: string): readonly (string | number)[] | null {
  const step =
    /\.([\p{L}_$][\p{L}\p{N}_$-]*)|\[(-?\d{1,9})\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/uy
  if (!path.startsWith('$')) return null
  const steps: (string | number)[] = []
  step.lastIndex = 1
  while (step.lastIndex < path.length) {
    const found = step.exec(path)
    if (found === null) return null
    const [, name, position, ...quoted] = found
    const text = quoted.find(each => each !== undefined)?.replace(/\\(.)/gu, '$1')
    steps.push(position === undefined ? (name ?? text ?? '') : Number(position))
  }
  return steps
}
