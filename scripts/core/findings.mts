/** When are two findings the same one? A key of rule + path + qualified name + ordinal, never a line number. */

import picomatch from 'picomatch'
import type { Finding, Level, Rule } from './model.mts'
import type { Levels } from './skill.mts'
import { covering, type Waiver } from './waivers.mts'

/** What `judge` writes down; level, key and waiver are settled for all skills in one place. */
export interface Draft<R extends string> {
  readonly rule: R
  readonly path: string | null
  readonly line: number | null
  /** Qualified name, package or content hash: what makes it itself when lines move. */
  readonly symbol: string
  readonly message: string
  /** In the unit of its rule: points of complexity, lines, a severity. */
  readonly size?: number
  /** Other names a waiver may use for it: an advisory's ids. */
  readonly aliases?: readonly string[]
  /** Whether it stays the same fault in another file: the path is then no part of the key. */
  readonly isAnywhere?: true
}

/** Levels, keys and waivers applied, the largest of each rule first; faults whose level is off are dropped. */
export function settle<R extends string>(
  settings: { readonly levels: Levels<R>; readonly waivers: readonly Waiver[] },
  drafts: readonly Draft<R>[],
): readonly (Finding & { readonly rule: R })[] {
  const seen = new Map<string, number>()
  const settled = drafts.flatMap((draft): (Finding & { readonly rule: R })[] => {
    const level: Level | 'off' = settings.levels[draft.rule]
    const place = draft.isAnywhere ? '' : (draft.path ?? '')
    const stem = [draft.rule, place, draft.symbol].join(':')
    const ordinal = seen.get(stem) ?? 0
    seen.set(stem, ordinal + 1)
    if (level === 'off') return []
    const key = ordinal === 0 ? stem : `${stem}#${ordinal + 1}`
    const { rule, path, line, message, size } = draft
    const waiver = covering({ ...draft, key }, settings.waivers, matchesGlob)
    return [
      {
        ...{ rule, level, key, path, line, message },
        ...(size === undefined ? {} : { size }),
        ...(waiver ? { waived: waiver.reason } : {}),
      },
    ]
  })
  return largestFirst(settled)
}

/** Each rule keeps its places in the list. */
function largestFirst<F extends Finding>(findings: readonly F[]): readonly F[] {
  const queues = Map.groupBy(
    findings.toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0)),
    ({ rule }) => rule,
  )
  return findings.flatMap(({ rule }) => queues.get(rule)?.shift() ?? [])
}

/** As the globs of waivers mean it: `*` takes names that begin with a dot, too. */
export const matchesGlob = (glob: string, path: string): boolean =>
  picomatch.isMatch(path, glob, { dot: true })

/** Findings that count: not waived, and of a level that weighs. */
export function counting(
  findings: readonly Finding[],
  levels: readonly Level[] = ['error', 'warn'],
): readonly Finding[] {
  return findings.filter(finding => finding.waived === undefined && levels.includes(finding.level))
}

/** The default levels of a skill's rules: what judge's tests and a bare project use. */
export function defaultLevels<R extends string>(rules: Readonly<Record<R, Rule>>): Levels<R> {
  return Object.fromEntries(
    Object.entries<Rule>(rules).map(([name, rule]) => [name, rule.level]),
  ) as Levels<R>
}
