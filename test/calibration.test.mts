/** Do the curves of the score still stand where the corpus put them? The page of measurements, held against the policy. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { scoreOf } from '../scripts/core/curve.mts'
import { defaultPolicy } from '../scripts/policy.mts'

const page = readFileSync(join(import.meta.dirname, '../docs/calibration.md'), 'utf8')
const cellsOf = (line: string) => line.split('|').map(cell => cell.trim().replaceAll('`', ''))

const lines = page.split('\n')
const start = lines.findIndex(line => line.startsWith('| project |'))
const head = cellsOf(lines[start] ?? '')
const projects = lines
  .slice(start + 2)
  .filter(line => line.startsWith('|'))
  .map(cellsOf)

/** Of a measure, in every project that has it; the corpus knows no advisories and no ages. */
const valuesOf = (measure: string) =>
  projects.map(row => Number(row[head.indexOf(measure)])).filter(value => !Number.isNaN(value))

test('the corpus holds forty projects or more', () => {
  assert.ok(projects.length >= 40, `${projects.length} projects`)
})

for (const [name, { curve }] of Object.values(defaultPolicy.dimensions).flatMap(({ parts }) =>
  Object.entries(parts),
)) {
  const values = valuesOf(name)
  if (curve === undefined || values.length === 0) continue
  test(`${name}: the best quarter scores 90 or more, the worst tenth 50 or less`, () => {
    const scores = values.map(value => scoreOf(value, 'lower', { curve }))
    const share = (isMeant: (score: number) => boolean) =>
      scores.filter(isMeant).length / scores.length
    assert.ok(share(score => score >= 90) >= 0.25, `${share(score => score >= 90)}`)
    assert.ok(share(score => score <= 50) >= 0.1, `${share(score => score <= 50)}`)
  })
}
