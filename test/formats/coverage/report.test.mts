import assert from 'node:assert/strict'
import { test } from 'node:test'
import { indexPaths, placeReport } from '../../../scripts/formats/coverage/place.mts'
import {
  type FileCoverage,
  mergeReports,
  totalsOf,
} from '../../../scripts/formats/coverage/report.mts'
import { fixture, reportIn } from './fixtures.mts'

const file = (lines: [number, number][], branches: [string, boolean][] = []): FileCoverage => ({
  path: 'a.js',
  rooted: [],
  lines: new Map(lines),
  branches: new Map(branches),
  functions: new Map(),
})

test('a line and a branch ran when any report ran them', () => {
  const first = file(
    [
      [1, 1],
      [2, 0],
    ],
    [
      ['2:0', true],
      ['2:1', false],
    ],
  )
  const second = file(
    [
      [2, 3],
      [3, 0],
    ],
    [
      ['2:0', false],
      ['2:1', true],
    ],
  )
  const merged = mergeReports([[first], [second]])
  assert.deepEqual(totalsOf(merged), {
    lines: { covered: 2, total: 3 },
    branches: { covered: 2, total: 2 },
    functions: null,
  })
})

test('counted branches join as the larger count, not as their union', () => {
  const half = file(
    [[1, 1]],
    [
      ['1:?0', true],
      ['1:?1', false],
    ],
  )
  assert.deepEqual(totalsOf(mergeReports([[half], [half]])).branches, { covered: 1, total: 2 })
})

for (const tool of ['vitest-v8', 'vitest-istanbul', 'jest', 'c8'])
  test(`four formats of one ${tool} run together say what one says`, () => {
    const index = indexPaths(['src/price.js', 'src/unused.js', 'src/words.js'])
    const names = ['coverage-final.json', 'cobertura-coverage.xml', 'clover.xml', 'lcov.info']
    const placed = names.map(name => placeReport(reportIn(`${tool}/${name}`), index).files)
    const own = JSON.parse(fixture(`${tool}/totals.json`))
    const { lines, branches, functions } = totalsOf(mergeReports(placed))
    assert.deepEqual(lines, own.lines)
    assert.deepEqual(branches, own.branches)
    assert.deepEqual(functions, own.functions)
  })
