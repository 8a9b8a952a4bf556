import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CodeEvidence, TestsEvidence } from '../../../scripts/core/evidence.mts'
import { crapOf, functionRisks } from '../../../scripts/skills/test-orchestrator/crap.mts'

const row = (name: string, line: number, endLine: number, cyclomatic: number) => ({
  path: 'a.js',
  name,
  line,
  endLine,
  lines: endLine - line + 1,
  cyclomatic,
  cognitive: 0,
  parameters: 0,
  nesting: 0,
})

function risks(functions: ReturnType<typeof row>[], hit: number[], missed: number[]) {
  const lines = { covered: hit.length, total: hit.length + missed.length }
  const coverage = { files: [{ path: 'a.js', lines, hit, missed }] }
  return functionRisks(
    coverage as unknown as NonNullable<TestsEvidence['coverage']>,
    { functions } as unknown as CodeEvidence,
  ).map(({ name, crap, coverage }) => [name, crap, coverage])
}

test('CRAP is the complexity where all is covered, its square more where nothing is', () => {
  assert.equal(crapOf(5, 1), 5)
  assert.equal(crapOf(5, 0), 30)
  assert.equal(crapOf(10, 0.5), 22.5)
})

test('a line belongs to the innermost function around it; one of a single line shares its owner’s', () => {
  const outer = row('outer', 1, 10, 4)
  const inner = row('outer.inner', 3, 5, 2)
  const arrow = row('outer.<anonymous>', 8, 8, 1)
  const alone = row('alone', 12, 12, 2)
  assert.deepEqual(risks([outer, arrow, inner, alone], [1, 2, 8, 12], [3, 4, 9]), [
    ['outer.inner', 6, 0],
    ['outer', 4 + 16 * 0.25 ** 3, 0.75],
    ['alone', 2, 1],
  ])
})

test('functions without a coverable line, and files without a report, have no risk to tell', () => {
  const other = { ...row('other', 1, 3, 50), path: 'b.js' }
  assert.deepEqual(risks([row('empty', 20, 30, 9), other], [1], []), [])
})
