import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readCoverage } from '../../../scripts/formats/coverage/index.mts'
import { totalsOf } from '../../../scripts/formats/coverage/report.mts'
import { coverageFixtures, fixture } from './fixtures.mts'

/** A real report with pieces cut out, doubled, swapped and overwritten. */
function mutated(text: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: text.length })
  const junk = fc.constantFrom(
    '',
    '-1',
    '1e999',
    'NaN',
    '"',
    '<',
    '>',
    '\0',
    '\ud800',
    '[]',
    '{}',
    'null',
    '__proto__',
    '\n',
    '99999999999999999999',
  )
  const edit = fc.tuple(place, fc.nat({ max: 60 }), fc.oneof(junk, fc.string({ maxLength: 8 })))
  return fc
    .array(edit, { minLength: 1, maxLength: 6 })
    .map(edits =>
      edits.reduce((all, [at, cut, put]) => all.slice(0, at) + put + all.slice(at + cut), text),
    )
}

for (const name of coverageFixtures)
  test(`${name}, damaged: a report or a sentence, never an exception`, () => {
    fc.assert(
      fc.property(mutated(fixture(name)), text => {
        const said = readCoverage('x', text)
        if ('why' in said) return assert.match(said.why, /^x [^\n]+$/)
        for (const each of Object.values(totalsOf(said.files)))
          assert.ok(each === null || (each.covered <= each.total && each.covered >= 0))
        for (const { lines } of said.files)
          for (const [line, hits] of lines)
            assert.ok(line >= 1 && hits >= 0 && Number.isFinite(hits))
      }),
      { numRuns: 60 },
    )
  })

test('every real report, cut anywhere, is refused or says no more than the whole', () => {
  for (const name of coverageFixtures) {
    const text = fixture(name)
    const whole = readCoverage('x', text)
    assert.ok(!('why' in whole))
    for (let end = 0; end < text.length; end += Math.ceil(text.length / 40)) {
      const said = readCoverage('x', text.slice(0, end))
      if ('why' in said) continue
      assert.ok(said.files.length <= whole.files.length, name)
    }
  }
})

test('entity bombs are refused unread in every XML format', () => {
  for (const root of ['coverage', 'report']) {
    const bomb = `<?xml version="1.0"?><!DOCTYPE ${root} [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><${root} name="&b;"/>`
    const said = readCoverage('x', bomb)
    assert.match(
      'why' in said ? said.why : '',
      /^x declares XML entities, which are never expanded/,
    )
  }
})

test('a hundred thousand records are read', () => {
  const records = Array.from(
    { length: 100_000 },
    (_, n) => `SF:src/f${n % 5000}.js\nDA:${n + 1},${n % 2}\nend_of_record\n`,
  )
  const report = readCoverage('x', records.join(''))
  assert.ok(!('why' in report))
  assert.equal(report.files.length, 5000)
  assert.deepEqual(totalsOf(report.files).lines, { covered: 50_000, total: 100_000 })
})

test('sizes that no source code has end in a sentence, not in a full memory', () => {
  const block = 'm/a.go:1.1,90000.1 1 1\n'
  const cases = [
    `mode: set\n${block.repeat(200)}`,
    'mode: set\nm/a.go:1.1,999999999.1 1 1\n',
    '<coverage clover="1"><project><file path="a"><metrics conditionals="1e12" coveredconditionals="1"/><line num="1" type="stmt" count="1"/></file></project></coverage>',
    '<report><package name="p"><sourcefile name="A"><line nr="1" ci="1" mi="0" mb="1e12" cb="0"/></sourcefile></package></report>',
  ]
  for (const text of cases) {
    const said = readCoverage('x', text)
    if (!('why' in said)) assert.equal(totalsOf(said.files).branches, null)
  }
})
