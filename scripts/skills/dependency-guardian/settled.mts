/** What became of each draft? A draft beside its finding, so that a measure can count what was not waived. */

import { counting, type Draft, settle } from '../../core/findings.mts'
import type { Finding } from '../../core/model.mts'
import type { SettingsOf } from '../../core/skill.mts'

export interface Settled<D, R extends string> {
  readonly draft: D
  readonly finding: Finding & { readonly rule: R }
}

/** Drafts whose rule is off are gone. */
export function settled<R extends string, D extends Draft<R>>(
  settings: Pick<SettingsOf<object, R>, 'levels' | 'waivers'>,
  drafts: readonly D[],
): readonly Settled<D, R>[] {
  const kept = drafts.filter(({ rule }) => settings.levels[rule] !== 'off')
  const findings = settle<R>(settings, kept)
  return kept.map((draft, index) => ({
    draft,
    finding: findings[index] as Settled<D, R>['finding'],
  }))
}

export const findingsOf = <R extends string>(pairs: readonly Settled<unknown, R>[]) =>
  pairs.map(({ finding }) => finding)

/** Drafts whose finding weighs: not waived, and of level error or warn. */
export const weighing = <D, R extends string>(pairs: readonly Settled<D, R>[]): readonly D[] =>
  pairs.filter(({ finding }) => counting([finding]).length > 0).map(({ draft }) => draft)

/** Drafts whose finding nobody waived, whatever its level. */
export const standing = <D, R extends string>(pairs: readonly Settled<D, R>[]): readonly D[] =>
  pairs.filter(({ finding }) => finding.waived === undefined).map(({ draft }) => draft)
