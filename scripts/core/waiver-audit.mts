/** Are the project's waivers still alive? An expired one covers nothing, a stale one has nothing left to cover. */

import { matchesGlob, settle } from './findings.mts'
import type { Finding, Outcome, Rule } from './model.mts'
import type { Policy } from './policy.mts'
import { covering, type Waiver } from './waivers.mts'

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
  const waived = outcomes.flatMap(({ findings }) =>
    findings.filter(finding => finding.waived !== undefined),
  )
  const drafts = policy.waivers.flatMap(waiver => {
    const rule = ruleFor(waiver, waived, startedAt)
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
  waiver: Waiver,
  waived: readonly Finding[],
  startedAt: string,
): keyof typeof policyRules | null {
  if (waiver.expires < startedAt.slice(0, 10)) return 'expired-waiver'
  return isUsed(waiver, waived) ? null : 'stale-waiver'
}

/** Two waivers may give the same reason; an advisory's id, with its capitals, stands for any rule. */
function isUsed(waiver: Waiver, waived: readonly Finding[]): boolean {
  const aliases = /[A-Z]/.test(waiver.rule) ? [waiver.rule] : []
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
  const where = key ?? path ?? 'every path'
  const message =
    rule === 'expired-waiver'
      ? `the waiver of ${covered} for ${where} expired on ${expires}; ${owner} owns it`
      : `the waiver of ${covered} for ${where} covers nothing; ${owner} owns it`
  return { rule, path: 'shipworthy.yml', line: null, symbol: `${covered}:${where}`, message }
}
