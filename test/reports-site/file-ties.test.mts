/** Are couplings and clones read from the very words in which the skills tell them? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arcChart } from '../../reports-site/src/arc-chart.mts'
import { sparedBy, type TieRow, tiesIn } from '../../reports-site/src/file-ties.mts'
import { couplingFault } from '../../scripts/skills/git-workflow-assistant/coupling.mts'
import { cloneFaults } from '../../scripts/skills/refactor-assistant/faults.mts'

const row = (fault: Omit<TieRow, 'run'>): TieRow => ({ run: 'r', ...fault })

test('a coupling is what the skill said of it, the strongest first', () => {
  const weak = { a: 'src/a.ts', b: 'src/b: 3 % of.ts', degree: 41, revisions: 9 }
  const strong = { a: 'src/a.ts', b: 'src/c.ts', degree: 100, revisions: 5 }
  const { couplings, clones } = tiesIn([weak, strong].map(each => row(couplingFault(each))))
  assert.deepEqual(couplings, [strong, weak])
  assert.deepEqual(clones, [])
})

test('a clone has its places, those only counted too', () => {
  const places = Array.from({ length: 6 }, (_, at) => ({
    ...{ path: `src/and 2 more/${at}.ts`, line: at + 1, endLine: at + 9 },
  }))
  const faults = cloneFaults([
    { id: 'x', tokens: 60, lines: 9, places: places.slice(0, 2) },
    { id: 'y', tokens: 70, lines: 9, places },
  ])
  const { clones } = tiesIn(faults.map(fault => row({ ...fault, path: fault.path ?? '' })))
  const [first, ...others] = places.map(({ path, line }) => ({ path, line }))
  assert.deepEqual(clones, [
    { first, others: others.slice(0, 3), more: 2, lines: 9 },
    { first, others: others.slice(0, 1), more: 0, lines: 9 },
  ])
  assert.deepEqual(clones.map(sparedBy), [45, 9])
})

test('other words make no tie', () => {
  const said = [
    '',
    'changes together with b',
    'these many lines also stand at b:1',
    '\u202e'.repeat(500),
  ]
  const rows = ['change-coupling', 'duplicated-code', 'complex-function'].flatMap(rule =>
    said.map(message => row({ rule, path: 'a', line: 1, message })),
  )
  assert.deepEqual(tiesIn(rows), { couplings: [], clones: [] })
})

test('the picture draws the strongest ties, says how many, and escapes names', () => {
  const ties = Array.from({ length: 60 }, (_, at) => ({
    ...{ a: `<b>${at}`, b: at === 59 ? `<b>${at}` : `c${at}`, weight: at + 1, says: '"' },
  }))
  const { picture, drawn } = arcChart(ties, 'Ties')
  assert.ok(drawn > 5 && drawn < 60)
  assert.equal(picture.markup.match(/class="tie"/g)?.length, drawn)
  assert.equal(picture.markup.match(/<circle class="tie"/g)?.length, 1)
  assert.doesNotMatch(picture.markup, /<b>|NaN/)
})
