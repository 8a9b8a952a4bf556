/** What may no reader ever do, whatever it is given? Throw, hang, or answer differently the second time. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { Language, LanguageReader } from '../../scripts/core/facts.mts'

interface Extremes {
  /** What turns plain text into code, where a language needs it. */
  readonly opening?: string
  /** How deep and how long a text the reader alone must bear; beyond it the pool's limit of time does. */
  readonly levels?: number
  readonly noise?: number
}

/** @param samples Text of the language, to be cut, doubled and mixed. */
export function hostileTexts(
  reader: LanguageReader,
  language: Language,
  samples: readonly string[],
  { opening = '', levels = 5_000, noise = 100_000 }: Extremes = {},
): void {
  const read = (text: string) => reader.read('example', text, language)

  const check = (text: string) => {
    const { source, tokens } = read(text)
    assert.ok(source.code + source.comments <= source.lines)
    assert.equal(tokens.hashes.length, tokens.lines.length)
    if (source.fault !== null) assert.equal(source.functions.length, 0)
    for (const row of source.functions) {
      assert.ok(row.line >= 1 && row.line <= row.endLine && row.endLine <= source.lines)
      assert.ok(row.cyclomatic >= 1 && row.cognitive >= 0 && row.parameters >= 0)
      assert.ok(row.nesting <= row.cyclomatic + row.cognitive + row.lines)
    }
    for (const { line } of [...source.symbols, ...source.imports])
      assert.ok(line >= 1 && line <= Math.max(1, source.lines))
  }

  suite('hostile text', () => {
    test('mutations of real text', () => {
      const piece = fc
        .tuple(fc.constantFrom(...samples), fc.nat(1000), fc.nat(1000))
        .map(([sample, from, length]) =>
          sample.slice(from % sample.length, (from % sample.length) + length),
        )
      const marks = fc.constantFrom(
        '\0',
        '\ud800',
        '\udfff',
        '\r',
        '\u2028',
        '(',
        '"',
        '{',
        '*/',
        '\\',
        ' ',
        ';',
        'é',
      )
      fc.assert(
        fc.property(fc.array(fc.oneof(piece, marks), { maxLength: 12 }), parts =>
          check(parts.join('')),
        ),
        { numRuns: 300 },
      )
    })

    test('any text at all', () => {
      fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check), { numRuns: 200 })
    })

    test('the same text has the same facts, whatever was read before', () => {
      const facts = samples.map(read)
      for (const text of ['):~,'.repeat(500), '>+{'.repeat(500), '\0', '{{{{', 'x = (']) read(text)
      assert.deepEqual(samples.map(read), facts)
    })

    test('thousands of levels', () => {
      for (const [open, close] of [
        ['(', ')'],
        ['[', ']'],
        ['{', '}'],
        ['a(', ')'],
        ['a<', '>'],
        ['!', ''],
        ['not ', ''],
        ['lambda: ', ''],
        ['a -> ', ''],
        ['func() { ', ' }'],
        ['if (a) {', '}'],
        ['class A {', '}'],
        ['a.', ''],
        ['a && ', ''],
      ] as const) {
        const nested = `${opening}${open.repeat(levels)}a${close.repeat(levels)}`
        check(nested)
        check(`${opening}${open.repeat(levels)}`)
        for (const sample of samples) check(`${sample}\n${nested}`)
      }
    })

    test('a thousand levels of indentation', () => {
      const length = Math.min(levels, 1_000)
      const lines = Array.from({ length }, (_, depth) => `${' '.repeat(depth)}if a:\n`)
      check(`${lines.join('')}${' '.repeat(length)}pass\n`)
    })

    test('one line of ten million characters', () => {
      const { source } = read('a'.repeat(10_000_000))
      assert.equal(source.fault, 'longer than 5 million characters')
      assert.deepEqual([source.lines, source.code], [1, 1])
    })

    test('noise is not read past its first error, which would take hours', () => {
      for (const text of ['):~,', 'not :for  ', '&case ', 'a b ( ) def if { ] : ; "x \n'])
        assert.match(read(`${opening}${text.repeat(noise)}`).source.fault ?? '', /^line 1: /)
    })
  })
}
