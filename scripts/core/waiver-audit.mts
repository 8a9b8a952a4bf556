/** Are the project's waivers still alive? An expired one covers nothing, a stale one has nothing left to cover. */

import { askedOf } from './compare.mts'
import { matchesGlob, settle } from './findings.mts'
import { CONDITIONS } from './gate.mts'
import type { CatalogueEntry } from './history.mts'
import type { Finding, Outcome, Rule } from './model.mts'
import type { Policy } from './policy.mts'
import type { Condition } from './verdict.mts'
import { covering, gateRule, type Waiver } from './waivers.mts'

/** The pseudo-skill under which the policy's own faults stand. */
export const POLICY_SKILL = 'policy'

export const policyRules = {
  'expired-waiver': {
    level: 'warn',
    fault: 'A waiver has expired and covers nothing any more.',
    advice: 'Fix what it covered, or renew it with a new reason and date.',
    costs: [],
  },
  'stale-waiver': {
    level: 'warn',
    fault: 'A waiver has nothing left to cover.',
    advice: 'Remove it from shipworthy.yml: what it covered is gone.',
    costs: [],
  },
} as const satisfies Record<string, Rule>

/** What was judged with the waivers in force, and what its rules mean. */
export interface Audited {
  readonly outcomes: readonly Outcome[]
  readonly conditions: readonly Condition[]
  readonly catalogue: readonly CatalogueEntry[]
}

/** Null when policy has no waivers. */
export function auditWaivers(policy: Policy, seen: Audited, startedAt: string): Outcome | null {
  if (policy.waivers.length === 0) return null
  const isStale = staleness(seen)
  const today = startedAt.slice(0, 10)
  const drafts = policy.waivers.flatMap(waiver => {
    if (waiver.expires < today) return [draft('expired-waiver', waiver)]
    return isStale(waiver) ? [draft('stale-waiver', waiver)] : []
  })
  const levels = {
    'expired-waiver': levelOf(policy, 'expired-waiver'),
    'stale-waiver': levelOf(policy, 'stale-waiver'),
  }
  return {
    skill: POLICY_SKILL,
    status: 'judged',
    why: null,
    durationMs: 0,
    measures: [],
    findings: settle({ levels, waivers: [] }, drafts),
    missing: [],
    proposals: [],
  }
}

const levelOf = (policy: Policy, rule: keyof typeof policyRules) =>
  policy.levels[rule] ?? policyRules[rule].level

/** Whether what a waiver covers is gone. Where nobody could look this time, or a change decides, nobody can say. */
function staleness({ outcomes, conditions, catalogue }: Audited): (waiver: Waiver) => boolean {
  const waived = outcomes.flatMap(({ findings }) =>
    findings.filter(finding => finding.waived !== undefined),
  )
  const rules = new Map(
    catalogue.flatMap(({ skill, rules }) =>
      Object.entries(rules).map(([rule, { costs }]) => [rule, { skill, costs }] as const),
    ),
  )
  const isAsked = askedOf(outcomes, new Map([...rules].map(([rule, { costs }]) => [rule, costs])))
  return waiver => {
    const condition = conditions.find(({ id }) => gateRule(id) === waiver.rule)
    if (condition !== undefined)
      return condition.status === 'pass' && CONDITIONS[condition.id as ConditionId] === 'project'
    const rule = isAdvisory(waiver) ? 'vulnerable-package' : waiver.rule
    const skill = rules.get(rule)?.skill
    return (skill === undefined || isAsked({ skill, rule })) && !isUsed(waiver, waived)
  }
}

type ConditionId = keyof typeof CONDITIONS

/** Ids of advisories are written in capitals, rules never. */
const isAdvisory = ({ rule }: Waiver) => /[A-Z]/.test(rule)

/** Two waivers may give the same reason; an advisory's id stands for any rule. */
function isUsed(waiver: Waiver, waived: readonly Finding[]): boolean {
  const aliases = isAdvisory(waiver) ? [waiver.rule] : []
  return waived.some(
    finding =>
      finding.waived === waiver.reason &&
      covering({ ...finding, aliases }, [waiver], matchesGlob) !== undefined,
  )
}

function draft(
  rule: keyof typeof policyRules,
  { rule: covered, path, key, owner, expires }: Waiver,
) {
  const where = covered.startsWith(gateRule('')) ? 'the gate' : (key ?? path ?? 'every path')
  const message =
    rule === 'expired-waiver'
      ? `the waiver of ${covered} for ${where} expired on ${expires}; ${owner} owns it`
      : `the waiver of ${covered} for ${where} covers nothing; ${owner} owns it`
  return { rule, path: 'shipworthy.yml', line: null, symbol: `${covered}:${where}`, message }
}
