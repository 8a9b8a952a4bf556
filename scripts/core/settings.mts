/** What does one skill get to know of the policy? Its own defaults, overridden, with levels and living waivers. */

import { defaultLevels } from './findings.mts'
import type { Policy } from './policy.mts'
import type { SettingsOf, Skill } from './skill.mts'
import { isFields } from './untyped.mts'
import { living } from './waivers.mts'

export function settingsOf(
  skill: Skill,
  policy: Policy,
  startedAt: string,
): SettingsOf<object, string> {
  const levels = { ...defaultLevels(skill.rules) }
  for (const rule of Object.keys(skill.rules)) {
    const wish = policy.levels[rule]
    if (wish !== undefined) Object.assign(levels, { [rule]: wish })
  }
  return {
    ...merge(skill.settings, policy.skills[skill.id] ?? {}),
    levels,
    waivers: living(policy.waivers, startedAt),
  }
}

/** Objects merge key by key, everything else is replaced whole. */
function merge(defaults: object, wishes: object): object {
  const merged: Record<string, unknown> = { ...defaults }
  for (const [key, wish] of Object.entries(wishes)) {
    const known = merged[key]
    merged[key] = isFields(known) && isFields(wish) ? merge(known, wish) : wish
  }
  return merged
}
