/** Is the verdict on the terminal exact, calm, within its width and about one screen? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { terminal } from '../../scripts/report/terminal.mts'
import { all, bad, catalogue, good, hostile, noted } from './assessments.mts'
import { golden } from './golden.mts'

const options = { color: false, width: 80 }

for (const [name, assessment] of Object.entries(all)) {
  test(`${name} reads well at 80 columns`, t => {
    golden(t, terminal(assessment, catalogue, options), `terminal-${name}.txt`)
  })

  test(`${name} stays within its width and its screen`, () => {
    for (const width of [40, 60, 80, 120]) {
      const lines = terminal(assessment, catalogue, { ...options, width }).split('\n')
      assert.deepEqual(
        lines.filter(line => stringWidth(line) > width),
        [],
      )
      if (width >= 80) assert.ok(lines.length <= 48, `${lines.length} lines`)
    }
  })

  test(`${name} says in colour what it says without`, () => {
    const colored = terminal(assessment, catalogue, { ...options, color: true })
    assert.equal(
      stripVTControlCharacters(colored).replace(/ +$/gm, ''),
      terminal(assessment, catalogue, options),
    )
  })
}

test("a change that is not the whole score's says of what it is", () => {
  const { comparison } = bad
  assert.ok(comparison)
  const score = { before: 90, after: 20.5, delta: -69.5 }
  const said = terminal({ ...bad, comparison: { ...comparison, score } }, catalogue, options)
  assert.match(said, /62\.78 \/ 100 · ▼ −69\.50 .*in what both measured$/m)
})

test('narrow, wide and coloured', t => {
  golden(t, terminal(bad, catalogue, { ...options, width: 40 }), 'terminal-bad-40.txt')
  golden(t, terminal(bad, catalogue, { ...options, width: 60 }), 'terminal-bad-60.txt')
  golden(t, terminal(bad, catalogue, { ...options, width: 120 }), 'terminal-bad-120.txt')
  golden(t, terminal(bad, catalogue, { ...options, color: true }), 'terminal-bad-color.txt')
})

test('a width that is no width is 80', () => {
  assert.equal(
    terminal(good, catalogue, { ...options, width: Number.NaN }),
    terminal(good, catalogue, options),
  )
})

test('the place of the report is shown where it is known', () => {
  assert.match(
    terminal(good, catalogue, { ...options, reportHint: 'site/index.html' }),
    /^ {2}report +site\/index.html$/m,
  )
})

test('the address of the trace is there whole, where there is one', () => {
  const traceLink = `https://tempo.example.org/${'a'.repeat(90)}`
  const last = terminal(good, catalogue, { ...options, traceLink })
    .trimEnd()
    .split('\n')
    .at(-1)
  assert.equal(last?.trim().split(/\s+/).at(-1), traceLink)
})

test('what must be known is there whole, at any width and however much it is', () => {
  const notes = [
    ...(noted.notes ?? []),
    ...['one', 'two', 'three'].map(each => `${'Long. '.repeat(99)}${each}`),
  ]
  for (const width of [40, 60, 80, 120]) {
    const text = terminal({ ...noted, notes }, catalogue, { ...options, width }).replace(
      /\s+/g,
      ' ',
    )
    assert.match(text, /! This change edits shipworthy\.yml: .* only after it is merged\. !/)
    for (const last of ['harbour was cut', 'one', 'two', 'three'])
      assert.match(text, new RegExp(`${last}\\. `))
  }
})

test('new notes are counted, and give way to errors and warnings', () => {
  const lines = terminal(noted, catalogue, options).split('\n')
  assert.ok(lines.some(line => line.startsWith('  5 new findings (3 notes), ')))
  const shown = lines.filter(line => line.startsWith('  + '))
  assert.deepEqual(
    shown.map(line => /[\w/]+\.ts/.exec(line)?.[0]),
    ['src/booking/checkout.ts', 'src/booking/refund.ts', 'src/fare/index.ts'],
  )
})

test('a name cannot give orders to a terminal or a CI service', () => {
  const spread = {
    ...hostile,
    comparisonWhy: '::error::x ##[group]y ##vso[task]z',
    comparison: null,
  }
  for (const assessment of [hostile, spread])
    for (let width = 40; width <= 120; width++) {
      const text = terminal(assessment, catalogue, { ...options, width })
      assert.doesNotMatch(text, /[[\p{Cc}\p{Cf}]--\n]/v)
      assert.doesNotMatch(text, /^\s*::/m)
      assert.doesNotMatch(text, /##/)
    }
})
