/** Does text keep its width, whatever the script? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { bar, fit, fitPath, padEnd, page, tall, wrap } from '../../scripts/report/layout.mts'

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom('日本語', 'a', 'word', '👩‍🚀', ' ', 'e\u0301', 'longlonglonglonglonglong'),
    )
    .map(all => all.join('')),
)
const width = fc.integer({ min: 8, max: 60 })

test('cut or wrapped, no line is wider than asked', () => {
  fc.assert(
    fc.property(text, width, (any, most) => {
      assert.ok(stringWidth(fit(any, most)) <= most)
      assert.ok(stringWidth(fitPath(any, most)) <= most)
      const lines = wrap(any, most, 3)
      assert.ok(lines.length <= 3)
      for (const line of lines) assert.ok(stringWidth(line) <= most, line)
    }),
  )
})

test('wrapping loses nothing that fits, and shows where it cut', () => {
  assert.deepEqual(wrap('one two three', 7), ['one two', 'three'])
  assert.deepEqual(wrap('one two three four', 7, 2), ['one two', 'three…'])
  assert.deepEqual(wrap('abcdefghij', 4), ['abcd', 'efgh', 'ij'])
})

test('of a path the file stays', () => {
  assert.equal(fitPath('src/a/very/long/path/to/a/file.ts', 20), 'src/a…h/to/a/file.ts')
})

test('only everything is a full bar and only nothing an empty one', () => {
  assert.deepEqual(bar(100, 4), ['━━━━', ''])
  assert.deepEqual(bar(99.9, 4), ['━━━', '┈'])
  assert.deepEqual(bar(0.1, 4), ['━', '┈┈┈'])
  assert.deepEqual(bar(0, 4), ['', '┈┈┈┈'])
})

test('wide characters are padded by columns', () => {
  assert.equal(padEnd('日', 4), '日  ')
})

test('a tall number has three rows of one width', () => {
  assert.deepEqual(
    tall('10.5').map(row => row.length),
    [16, 16, 16],
  )
})

test('marks that a CI service obeys are pulled apart', () => {
  assert.equal(
    page([['  ::error::x', 'a ##[group]', 'a::b']]),
    '  : :error::x\na # #[group]\na::b\n',
  )
  assert.equal(
    page([['\u001b[2m::stop-commands::x\u001b[22m']]),
    '\u001b[2m: :stop-commands::x\u001b[22m\n',
  )
})
