/** What does a harness mean by its unit, and which way is better? Times become seconds, sizes bytes, rates per second. */

export type Better = 'lower' | 'higher' | null

export interface ReadUnit {
  readonly unit: string
  /** What a number in the harness's unit is multiplied with. */
  readonly factor: number
  readonly better: Better
}

const SECONDS: Readonly<Record<string, number>> = {
  ps: 1e-12,
  ns: 1e-9,
  nanosecond: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  microsecond: 1e-6,
  ms: 1e-3,
  millisecond: 1e-3,
  s: 1,
  sec: 1,
  second: 1,
  min: 60,
  minute: 60,
}

const BYTES: Readonly<Record<string, number>> = {
  b: 1,
  byte: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
}

/** `ms`, `ns/op`, `µs/iter`, `ops/s`, `req/sec`, `MB/s`, `B/op`, `allocs/op`; any other word stays, without a direction. */
export function unitOf(text: string): ReadUnit {
  const whole = text.trim().toLowerCase()
  const [head = '', per, ...more] = whole.split('/').map(word => word.trim())
  const amount = head.replace(/s$/, '')
  if (more.length === 0 && per !== undefined && SECONDS[singular(per)] !== undefined)
    return rate(head, 1 / (SECONDS[singular(per)] as number))
  const isEach = per === undefined || /^(op|iter|iteration|call|run|request)s?$/.test(per)
  if (more.length > 0 || !isEach) return own(text)
  const seconds = SECONDS[head] ?? SECONDS[amount]
  if (seconds !== undefined) return { unit: 'seconds', factor: seconds, better: 'lower' }
  const bytes = BYTES[head] ?? BYTES[amount]
  if (bytes !== undefined) return { unit: 'bytes', factor: bytes, better: 'lower' }
  if (amount === 'alloc') return { unit: 'allocations', factor: 1, better: 'lower' }
  return own(text)
}

const singular = (word: string) => (SECONDS[word] === undefined ? word.replace(/s$/, '') : word)

function rate(head: string, factor: number): ReadUnit {
  const bytes = BYTES[head] ?? BYTES[head.replace(/s$/, '')]
  return bytes === undefined
    ? { unit: 'per second', factor, better: 'higher' }
    : { unit: 'bytes per second', factor: factor * bytes, better: 'higher' }
}

const own = (text: string): ReadUnit => ({
  unit:
    text
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .slice(0, 40) || 'number',
  factor: 1,
  better: null,
})
