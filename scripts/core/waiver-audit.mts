/** Are the project's waivers still alive? An expired one covers nothing, a stale one has nothing left to cover. */

import { settle } from './findings.mts'
import type { Outcome, Rule } from './model.mts'
import type { Policy } from './policy.mts'
import type { Waiver } from './waivers.mts'

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
    fault: 'A waiver covers no finding any more.',
    advice: 'Remove it from shipworthy.yml: what it covered is gone.',
    costs: [],
  },
} as const satisfies Record<string, Rule>

/** `outcomes` as judged with the waivers; the outcome is null when policy has none. */
export function auditWaivers(
  policy: Policy,
  outcomes: readonly Outcome[],
  startedAt: string,
): Outcome | null {
  if (policy.waivers.length === 0) return null
  const used = new Set(
    outcomes.flatMap(({ findings }) => findings.flatMap(({ waived }) => waived ?? [])),
  )
  const drafts = policy.waivers.flatMap(waiver => {
    const rule = ruleFor(waiver, used, startedAt)
    return rule === null ? [] : [draft(rule, waiver)]
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

function ruleFor(
  { expires, reason }: Waiver,
  used: ReadonlySet<string>,
  startedAt: string,
): keyof typeof policyRules | null {
  if (expires < startedAt.slice(0, 10)) return 'expired-waiver'
  return used.has(reason) ? null : 'stale-waiver'
}

function draft(
  rule: keyof typeof policyRules,
  { rule: covered, path, key, owner, expires }: Waiver,
) {
  const where = key ?? path ?? 'every path'
  const message =
    rule === 'expired-waiver'
      ? `the waiver of ${covered} for ${where} expired on ${expires}; ${owner} owns it`
      : `the waiver of ${covered} for ${where} covers nothing; ${owner} owns it`
  return { rule, path: 'shipworthy.yml', line: null, symbol: `${covered}:${where}`, message }
}
