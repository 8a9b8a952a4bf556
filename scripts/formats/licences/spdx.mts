/** Which licence is meant, and does a policy allow it? SPDX expressions, and the few written-out names that mean one licence only. */

import parse, { type Info } from 'spdx-expression-parse'

/** Names under which registries and POMs state a licence beyond doubt, without case, "the" and punctuation. */
const NAMES: Readonly<Record<string, string>> = {
  'apache license 2 0': 'Apache-2.0',
  'apache license version 2 0': 'Apache-2.0',
  'apache software license version 2 0': 'Apache-2.0',
  'apache 2 0': 'Apache-2.0',
  'apache 2': 'Apache-2.0',
  'mit license': 'MIT',
  'isc license iscl': 'ISC',
  'isc license': 'ISC',
  'bsd 2 clause license': 'BSD-2-Clause',
  'bsd 3 clause license': 'BSD-3-Clause',
  'mozilla public license 2 0 mpl 2 0': 'MPL-2.0',
  'mozilla public license version 2 0': 'MPL-2.0',
  'eclipse public license 1 0': 'EPL-1.0',
  'eclipse public license v1 0': 'EPL-1.0',
  'eclipse public license 2 0': 'EPL-2.0',
  'eclipse public license v2 0': 'EPL-2.0',
  'eclipse public license 2 0 epl 2 0': 'EPL-2.0',
  'gnu general public license v2 gplv2': 'GPL-2.0-only',
  'gnu general public license v2 or later gplv2': 'GPL-2.0-or-later',
  'gnu general public license v3 gplv3': 'GPL-3.0-only',
  'gnu general public license v3 or later gplv3': 'GPL-3.0-or-later',
  'gnu affero general public license v3': 'AGPL-3.0-only',
  'gnu affero general public license v3 or later agplv3': 'AGPL-3.0-or-later',
  'gnu lesser general public license v3 lgplv3': 'LGPL-3.0-only',
  'gnu lesser general public license v3 or later lgplv3': 'LGPL-3.0-or-later',
  'the unlicense unlicense': 'Unlicense',
}

const LONGEST = 500

/** The SPDX expression this text is or names; null when it is neither: a licence is never guessed. */
export function spdxOf(text: string): string | null {
  const written = text.trim()
  if (written === '' || written.length > LONGEST) return null
  if (parsed(written) !== null) return written
  const name = written
    .toLowerCase()
    .replace(/\W+/g, ' ')
    .trim()
    .replace(/^the (?!unlicense)/, '')
  return Object.hasOwn(NAMES, name) ? (NAMES[name] ?? null) : null
}

function parsed(expression: string): Info | null {
  try {
    return parse(expression)
  } catch {
    return null
  }
}

export interface LicencePolicy {
  /** SPDX ids, or ids `WITH` an exception. Empty: everything that is not denied. */
  readonly allow: readonly string[]
  readonly deny: readonly string[]
}

/**
 * Whether the policy lets one use the package under some choice the expression leaves. An id without
 * `-only` or `-or-later` in the policy stands for both; what holds for an id holds for it with an
 * exception, unless the policy names the two together.
 */
export function isAllowed(expression: string, policy: LicencePolicy): boolean {
  const info = parsed(expression)
  return info === null || holds(info, policy)
}

function holds(info: Info, policy: LicencePolicy): boolean {
  if ('conjunction' in info) {
    const sides = [info.left, info.right]
    return info.conjunction === 'or'
      ? sides.some(side => holds(side, policy))
      : sides.every(side => holds(side, policy))
  }
  const id = info.license + (info.plus ? '+' : '')
  const whole = info.exception === undefined ? id : `${id} WITH ${info.exception}`
  const isIn = (list: readonly string[], written: string) =>
    list.some(listed => matches(listed, written))
  if (isIn(policy.allow, whole)) return true
  if (isIn(policy.deny, whole) || isIn(policy.deny, id)) return false
  return policy.allow.length === 0 || isIn(policy.allow, id)
}

function matches(listed: string, id: string): boolean {
  const [wanted, given] = [current(listed), current(id)]
  return wanted === given || (wanted === listed.toLowerCase() && wanted === bare(given))
}

const bare = (id: string) => id.replace(/-(only|or-later)(?= with |$)/, '')

/** SPDX once wrote `GPL-3.0+` for what is `GPL-3.0-or-later` now. */
const current = (id: string) =>
  id
    .trim()
    .toLowerCase()
    .replace(/\+(?= with |$)/, '-or-later')
