/** Which of two Maven versions is newer? The "Version Order Specification" of Maven's POM reference. */

import { compareText } from '../../core/order.mts'

interface Token {
  readonly prefix: '.' | '-'
  /** A number, or a qualifier in lower case. */
  readonly value: bigint | string
}

/** '' is the release itself; qualifiers not listed come after all of these, in alphabetical order. */
const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp']
const ALIASES: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' }
/** Short forms count only directly before a number: `1-a1`, not `1-a`. */
const SHORT_FORMS: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' }

/** Negative when `a` is older, 0 when they are the same. Any text is a Maven version. */
export function compareMaven(a: string, b: string): number {
  const [left, right] = [tokens(a), tokens(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = compareTokens(left[index], right[index])
    if (order !== 0) return order
  }
  return 0
}

/** Split at separators and where digits meet letters, then trimmed: `1.0.0-foo.0` is `1-foo`. */
function tokens(version: string): readonly Token[] {
  const found: Token[] = []
  const parts = version.toLowerCase().match(/\d+|[^\d.-]+|[.-]/g) ?? []
  let prefix: Token['prefix'] | null = '.'
  for (const [index, part] of parts.entries()) {
    if (/^[.-]$/.test(part)) {
      if (prefix !== null) found.push({ prefix, value: 0n })
      prefix = part === '.' ? '.' : '-'
      continue
    }
    found.push({ prefix: prefix ?? '-', value: valueOfPart(part, parts[index + 1] ?? '') })
    prefix = null
  }
  return trimmed(found)
}

function valueOfPart(part: string, next: string): bigint | string {
  if (isNumber(part)) return BigInt(part)
  const short = isNumber(next) ? SHORT_FORMS[part] : undefined
  return short ?? (Object.hasOwn(ALIASES, part) ? (ALIASES[part] ?? '') : part)
}

const isNumber = (part: string) => /^\d/.test(part)

/** Nulls (`0`, `final`, `ga`…) go from the end, and from before every hyphen. */
function trimmed(found: readonly Token[]): readonly Token[] {
  const kept: Token[] = []
  for (const token of found.toReversed()) {
    const isBeforeHyphen = kept.length === 0 || kept.at(-1)?.prefix === '-'
    if (!isBeforeHyphen || !isNull(token)) kept.push(token)
  }
  return kept.reverse()
}

const isNull = ({ value }: Token) => value === 0n || value === ''

/** A missing token is the null of the other's kind. */
function compareTokens(a: Token | undefined, b: Token | undefined): number {
  const left = a?.value ?? nullLike(b)
  const right = b?.value ?? nullLike(a)
  if (typeof left === 'string' && typeof right === 'string') return compareQualifiers(left, right)
  const order = kindOf(left, a ?? b) - kindOf(right, b ?? a)
  if (order !== 0 || typeof left === 'string' || typeof right === 'string') return order
  return left < right ? -1 : left > right ? 1 : 0
}

const nullLike = (other: Token | undefined) => (typeof other?.value === 'string' ? '' : 0n)

/** `.qualifier` = `-qualifier` < `-number` < `.number` */
const kindOf = (value: bigint | string, token: Token | undefined) =>
  typeof value === 'string' ? 0 : token?.prefix === '-' ? 1 : 2

function compareQualifiers(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)]
  if (left !== right || left < QUALIFIERS.length) return left - right
  return compareText(a, b)
}

const rank = (qualifier: string) => {
  const index = QUALIFIERS.indexOf(qualifier)
  return index < 0 ? QUALIFIERS.length : index
}
