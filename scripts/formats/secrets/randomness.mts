/** Was this value drawn at random, or typed to stand for one? */

import { crc32 } from 'node:zlib'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Bits a character by Shannon's formula over the value's own characters: 0 for `aaaa`, 4 at most for hexadecimal. */
export function entropy(value: string): number {
  const counts = new Map<string, number>()
  for (const letter of value) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  return [...counts.values()].reduce((bits, count) => {
    const share = count / value.length
    return bits - share * Math.log2(share)
  }, 0)
}

/**
 * GitHub and npm end a token with the CRC-32 of its 30 random characters in six digits of base 62.
 * Source: "Behind GitHub's new authentication token formats", 2021.
 */
export function hasChecksum(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1)
  let rest = crc32(body.slice(0, -6))
  let digits = ''
  for (let place = 0; place < 6; place++) {
    digits = DIGITS[rest % 62] + digits
    rest = Math.floor(rest / 62)
  }
  return body.endsWith(digits)
}

const STAND_IN =
  /example|sample|dummy|fake|mock|placeholder|change[-_]?(?:me|it|this)|your[-_]|insert|replace|redacted|hidden|secret[-_]?here|todo|x{4}|\*{3}|\.{3}|0{6}|1234567|(?:^|\W)12345|abcdefg|qwerty|deadbeef|(?:foo|bar|baz){2}|(.)\1{5}/i

/** A value people write where a real one would stand. */
export const isStandIn = (value: string): boolean => STAND_IN.test(value)

/** Filled in when it runs: `${SECRET}`, `{{ secret }}`, `%(secret)s`, `<secret>`, `process.env.SECRET`. */
const FILLED_IN =
  /\$[{(\w]|\{\{|%[(\w{]|#\{|[<>]|process\.env|os\.environ|getenv|secrets\.|vault:|\{\w*\}/

export const isFilledIn = (value: string): boolean => FILLED_IN.test(value)
