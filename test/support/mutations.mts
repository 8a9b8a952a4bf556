/** What may stand in a file that nobody checked? Real texts damaged at random, and every extreme a reader must bear. */

import fc from 'fast-check'

const JUNK = [
  ...['\0', '\ud800', '\udfff', '\ufeff', '\u2028', '\r\n', '\x1b[31m', '\u202e', '\t'],
  ...['{', '[[', '(', '"', "'", '`', '<', '<!--', '*/', '/*', '"""', '#', '\\', '${', '*a', '&a '],
  ...['null', 'NaN', '-1', '1e999', '9'.repeat(400), '__proto__', 'constructor', '../../..', '%00'],
]

type Edit = (text: string, at: number, length: number, other: string) => string

const EDITS: Readonly<Record<string, Edit>> = {
  cut: (text, at, length) => text.slice(0, at) + text.slice(at + length),
  truncate: (text, at) => text.slice(0, at),
  double: (text, at, length) => text.slice(0, at + length) + text.slice(at),
  splice: (text, at, length, other) =>
    text.slice(0, at) + other.slice(at % (other.length + 1)).slice(0, length * 4) + text.slice(at),
  flip: (text, at, length) => {
    const bytes = Buffer.from(text)
    for (let n = 0; n < length % 8; n++) {
      const byte = (at + n * 131) % Math.max(1, bytes.length)
      bytes[byte] = (bytes[byte] ?? 0) ^ (1 << n)
    }
    return bytes.toString('utf8')
  },
  junk: (text, at, length) =>
    text.slice(0, at) + JUNK[length % JUNK.length] + text.slice(at + (length % 3)),
  number: (text, at) =>
    text.slice(0, at) + text.slice(at).replace(/\d+/, number => `-${number}${'9'.repeat(30)}`),
  lines: text => text.replaceAll('\n', '\r\n'),
  mark: text => `\ufeff${text}`,
}

/** A real text with up to eight things wrong with it. */
export const damaged = (samples: readonly string[]): fc.Arbitrary<string> => {
  const edit = fc.tuple(fc.constantFrom(...Object.values(EDITS)), fc.nat(), fc.nat(200))
  const other = fc.constantFrom(...samples)
  return fc
    .tuple(other, other, fc.array(edit, { minLength: 1, maxLength: 8 }))
    .map(([sample, donor, edits]) =>
      edits.reduce(
        (text, [change, at, length]) => change(text, at % (text.length + 1), length, donor),
        sample,
      ),
    )
}

export interface Sizes {
  readonly levels: number
  /** Characters of the longest line. */
  readonly line: number
  /** Entries of the longest report. */
  readonly rows: number
}

const OPENERS = [
  '(',
  '[',
  '{',
  '<a>',
  '{"a":',
  '[{"a":',
  'a: {',
  'if (a) {',
  'f(',
  '[[a]]\n',
  '"$(',
]

const ENTITIES = `<!DOCTYPE a [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, n) => `<!ENTITY a${n + 1} "&a${n};&a${n};">`).join('')}]>`
const ALIASES = `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`).join('')}`

/** Texts by what is extreme about them; made one by one, since some fill megabytes. */
export function* extremes(
  sample: string,
  { levels, line, rows }: Sizes,
  entries?: (count: number) => string,
): Generator<readonly [what: string, text: string]> {
  const half = Math.floor(sample.length / 2)
  const inside = (text: string) => sample.slice(0, half) + text + sample.slice(half)
  yield ['nothing', '']
  yield ['NULs', '\0'.repeat(10_000)]
  yield ['NULs inside', inside('\0'.repeat(100))]
  yield ['a mark of byte order, twice', `\ufeff\ufeff${sample}`]
  yield ['lone carriage returns', sample.replaceAll('\n', '\r')]
  yield ['huge numbers', sample.replace(/\d+/g, '9'.repeat(400))]
  yield ['negative numbers', sample.replace(/\d+/g, '-1')]
  yield ['entity bomb', `<?xml version="1.0"?>${ENTITIES}<a>&a30;</a>`]
  yield ['entity bomb inside', inside(ENTITIES)]
  yield ['alias bomb', `${ALIASES}${sample}`]
  yield [
    'indentation',
    Array.from({ length: Math.ceil(levels / 5) }, (_, n) => `${' '.repeat(n)}a:\n`).join(''),
  ]
  for (const open of OPENERS) {
    yield [`${levels} levels of ${open}`, open.repeat(levels)]
    yield [`${levels} levels of ${open} inside`, inside(open.repeat(levels))]
  }
  for (const fill of ['a', ' ', '0', '"', '/', '-', 'a ', '==', '\\"', 'a:'])
    yield [`a line of ${JSON.stringify(fill)}`, inside(fill.repeat(line / fill.length))]
  const first = sample.split('\n').find(each => each.trim() !== '') ?? 'a'
  yield ['one line again and again', `${first}\n`.repeat(Math.min(rows, line / first.length))]
  if (entries !== undefined) yield [`${rows} entries`, entries(rows)]
}
