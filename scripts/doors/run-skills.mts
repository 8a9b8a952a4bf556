/** How do skills run over one lens? Side by side, each handed the evidence it needs; one that breaks breaks alone. */

import type { SkillId } from '../core/evidence.mts'
import { reasonOf, UserFault } from '../core/fault.mts'
import type { Lens } from '../core/lens.mts'
import type { Outcome } from '../core/model.mts'
import type { Policy } from '../core/policy.mts'
import { settingsOf } from '../core/settings.mts'
import { judge, type Needed, NoEvidence, type Skill, silent } from '../core/skill.mts'
import { inSpan } from '../edge/telemetry.mts'

export interface SkillRun {
  readonly outcomes: readonly Outcome[]
  readonly evidence: Needed<SkillId>
  /** Judges the same evidence again, as if no finding were waived. */
  unwaived(): readonly Outcome[]
}

export interface RunOptions {
  readonly policy: Policy
  readonly startedAt: string
  readonly timeoutSeconds: number
  readonly onDone?: (outcome: Outcome) => void
}

interface Collected {
  readonly skill: Skill
  readonly evidence: unknown
  readonly fault: string | null
  readonly durationMs: number
}

/** A command that is stopped at the limit leaves its skill this long to say so. */
const GRACE_SECONDS = 30

export async function runSkills(
  skills: readonly Skill[],
  lens: Lens,
  options: RunOptions,
): Promise<SkillRun> {
  const look = async (skill: Skill) => {
    const result = await collect(skill, lens, options)
    if (result.fault !== null || result.evidence instanceof NoEvidence)
      options.onDone?.(verdict(result, {}, options, true))
    return result
  }
  const isAlone = (skill: Skill) => skill.isTimed === true && (lens.mayBench || lens.mayExecute)
  const found = new Map<Skill, Collected>()
  await Promise.all(
    skills.map(async skill => isAlone(skill) || found.set(skill, await look(skill))),
  )
  for (const skill of skills.filter(isAlone)) found.set(skill, await look(skill))
  const collected = skills.map(skill => found.get(skill) as Collected)
  const evidence: Record<string, unknown> = {}
  for (const each of collected)
    if (each.fault === null && !(each.evidence instanceof NoEvidence))
      evidence[each.skill.id] = each.evidence
  const judgeAll = (hasWaivers: boolean) =>
    collected.map(each => verdict(each, evidence, options, hasWaivers))
  const outcomes = judgeAll(true)
  for (const outcome of outcomes) if (outcome.status === 'judged') options.onDone?.(outcome)
  return { outcomes, evidence: evidence as Needed<SkillId>, unwaived: () => judgeAll(false) }
}

async function collect(skill: Skill, lens: Lens, options: RunOptions): Promise<Collected> {
  const started = performance.now()
  const settings = settingsOf(skill, options.policy, options.startedAt)
  const done = (evidence: unknown, fault: string | null): Collected => ({
    skill,
    evidence,
    fault,
    durationMs: Math.round(performance.now() - started),
  })
  try {
    const looking = inSpan(`skill ${skill.id}`, () => skill.collect(lens, settings))
    return done(await within(options.timeoutSeconds + GRACE_SECONDS, looking), null)
  } catch (error) {
    if (error instanceof UserFault) throw error
    return done(null, reasonOf(error))
  }
}

function verdict(
  { skill, evidence, fault, durationMs }: Collected,
  all: Record<string, unknown>,
  options: RunOptions,
  hasWaivers: boolean,
): Outcome {
  if (fault !== null) return silent(skill.id, 'failed', fault, durationMs)
  const settings = settingsOf(
    skill,
    hasWaivers ? options.policy : { ...options.policy, waivers: [] },
    options.startedAt,
  )
  const needed = Object.fromEntries(skill.needs.map((id: string) => [id, all[id]]))
  try {
    return judge(skill, evidence, settings, needed, durationMs)
  } catch (error) {
    return silent(skill.id, 'failed', reasonOf(error), durationMs)
  }
}

function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`it took longer than ${seconds} s: raise --timeout`)),
      seconds * 1000,
    )
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
