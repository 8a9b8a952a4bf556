/** What is a skill? A question, the numbers and faults it may report, one look (`collect`) and one verdict (`judge`). */

import type { EvidenceOf, SkillId } from './evidence.mts'
import type { Lens } from './lens.mts'
import type { Finding, Level, Measure, Missing, Outcome, Proposal, Rule, Scale } from './model.mts'
import type { Waiver } from './waivers.mts'

export type Levels<R extends string> = Readonly<Record<R, Level | 'off'>>

/** The skill's slice of the resolved policy: its own defaults, overridden, plus levels and waivers. */
export type SettingsOf<S, R extends string> = S & {
  readonly levels: Levels<R>
  readonly waivers: readonly Waiver[]
}

export type Needed<N extends SkillId> = { readonly [K in N]?: EvidenceOf[K] }

interface Judgement<M extends string, R extends string> {
  readonly measures: readonly (Measure & { readonly name: M })[]
  readonly findings: readonly (Finding & { readonly rule: R })[]
  readonly missing?: readonly (Missing & { readonly measure: M })[]
  readonly proposals?: readonly Proposal[]
}

/** What `collect` returns instead of evidence when there is nothing, or no way, to look. */
export class NoEvidence {
  readonly status: 'not-applicable' | 'unavailable'
  readonly why: string
  constructor(status: 'not-applicable' | 'unavailable', why: string) {
    this.status = status
    this.why = why
  }
}

/** The question does not arise for this project: weighs nothing. */
export const notApplicable = (why: string) => new NoEvidence('not-applicable', why)

/** The question arises and could not be answered: keeps its weight, lowers evidence. */
export const unavailable = (why: string) => new NoEvidence('unavailable', why)

export interface SkillDefinition<
  I extends SkillId,
  M extends string,
  R extends string,
  S extends object,
  N extends SkillId,
> {
  readonly id: I
  readonly question: string
  readonly scales: Readonly<Record<M, Scale>>
  readonly rules: Readonly<Record<R, Rule<NoInfer<M>>>>
  /** Typed defaults; a project's shipworthy.yml overrides them under `skills.<id>`. */
  readonly settings: S
  /** Skills whose evidence `judge` is handed; one that is missing makes a measure missing. */
  readonly needs: readonly N[]
  /** Static skills are re-measured on the baseline; the others answer only for this work tree. */
  readonly isStatic: boolean
  /** It speaks of the change: a baseline, which changes nothing, has none of it, and all that it finds is new. */
  readonly isAboutChange?: true
  /** Its proposals carry edits: its door shows them, and carries them out when asked. */
  readonly edits?: {
    /** What a person does once they are carried out. */
    readonly next: string
    /** What `--check` fails on: a finding nobody waived, or any edit that is not there as it would be written. */
    readonly isLeftBy: 'finding' | 'edit'
  }
  /** Its commands are timed, or change what others look at: where any may run it runs alone, after the others. */
  readonly isTimed?: true
  collect(lens: Lens, settings: SettingsOf<S, R>): Promise<EvidenceOf[I] | NoEvidence>
  judge(evidence: EvidenceOf[I], settings: SettingsOf<S, R>, needed: Needed<N>): Judgement<M, R>
  /** What `--self-check N` prints: how often the skill raises an alarm where there is nothing. */
  selfCheck?(lens: Lens, settings: SettingsOf<S, R>, rounds: number): Promise<string>
  /** Edits that take time to work out: only asked for at the skill's own door. */
  propose?(lens: Lens, evidence: EvidenceOf[I]): Promise<readonly Proposal[]>
}

/** The identity function: it is here so that a misspelt measure or rule does not compile. */
export function defineSkill<
  const I extends SkillId,
  const M extends string,
  const R extends string,
  S extends object,
  const N extends SkillId = never,
>(skill: SkillDefinition<I, M, R, S, N>): SkillDefinition<I, M, R, S, N> {
  return skill
}

/** Any skill, its own types forgotten: what the front door and the registry handle. */
// biome-ignore lint/suspicious/noExplicitAny: the one place where the skills' types are erased
export type Skill = SkillDefinition<any, any, any, any, any>

/** Turns evidence into the outcome; pure, so the same evidence and settings give the same bytes. */
export function judge(
  skill: Skill,
  evidence: unknown,
  settings: SettingsOf<object, string>,
  needed: Needed<SkillId>,
  durationMs: number,
): Outcome {
  if (evidence instanceof NoEvidence)
    return silent(skill.id, evidence.status, evidence.why, durationMs)
  const judged = skill.judge(evidence as never, settings as never, needed as never)
  return {
    skill: skill.id,
    status: 'judged',
    why: null,
    durationMs,
    measures: judged.measures,
    findings: judged.findings,
    missing: judged.missing ?? [],
    proposals: judged.proposals ?? [],
  }
}

/** A number about the whole project. */
export const whole = <M extends string>(name: M, value: number) => ({ name, subject: '', value })

/** An outcome that carries no number, and says why. */
export function silent(
  skill: string,
  status: 'not-applicable' | 'unavailable' | 'failed',
  why: string,
  durationMs: number,
): Outcome {
  return { skill, status, why, durationMs, measures: [], findings: [], missing: [], proposals: [] }
}
