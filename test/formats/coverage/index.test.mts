import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCoverage } from '../../../scripts/formats/coverage/index.mts'
import { totalsOf } from '../../../scripts/formats/coverage/report.mts'
import { fixture, reportIn } from './fixtures.mts'

const TOOLS = ['vitest-v8', 'vitest-istanbul', 'jest', 'c8']

for (const tool of TOOLS) {
  const own = JSON.parse(fixture(`${tool}/totals.json`))
  for (const file of ['lcov.info', 'clover.xml', 'coverage-final.json'])
    test(`${tool}/${file} counts what the tool's own summary counts`, () => {
      const { lines, branches, functions } = totalsOf(reportIn(`${tool}/${file}`).files)
      assert.deepEqual(lines, own.lines)
      assert.deepEqual(branches, own.branches)
      assert.deepEqual(functions, own.functions)
    })
  test(`${tool}/cobertura-coverage.xml counts the lines and functions of the tool's own summary`, () => {
    const report = reportIn(`${tool}/cobertura-coverage.xml`)
    assert.deepEqual(totalsOf(report.files).lines, own.lines)
    assert.deepEqual(totalsOf(report.files).functions, own.functions)
    assert.deepEqual(report.stated.branches, own.branches)
  })
  test(`${tool}/coverage-final.json states the tool's statements`, () => {
    assert.deepEqual(reportIn(`${tool}/coverage-final.json`).stated.statements, own.statements)
  })
}

for (const file of ['coverage.json', 'contexts.json', 'coverage.xml', 'coverage.lcov'])
  test(`pytest/${file} counts what coverage report prints`, () => {
    const { lines, branches } = totalsOf(reportIn(`pytest/${file}`).files)
    assert.deepEqual(lines, { covered: 15, total: 19 })
    assert.deepEqual(branches, { covered: 5, total: 6 })
  })

test('coverage.py counts the same functions in JSON and LCOV, excluded ones in neither', () => {
  for (const file of ['coverage.json', 'coverage.lcov'])
    assert.deepEqual(totalsOf(reportIn(`pytest/${file}`).files).functions, { covered: 4, total: 6 })
})

test('JaCoCo lines, branches and methods are those of its CSV', () => {
  const rows = fixture('jacoco/jacoco.csv').trim().split('\n')
  const columns = rows[0]?.split(',') ?? []
  const sum = (name: string) =>
    rows.slice(1).reduce((all, row) => all + Number(row.split(',')[columns.indexOf(name)]), 0)
  const own = (kind: string) => {
    const covered = sum(`${kind}_COVERED`)
    return { covered, total: covered + sum(`${kind}_MISSED`) }
  }
  const report = reportIn('jacoco/jacoco.xml')
  const { lines, branches, functions } = totalsOf(report.files)
  assert.deepEqual([lines, branches, functions], [own('LINE'), own('BRANCH'), own('METHOD')])
  assert.deepEqual(report.stated, { lines, branches, functions, statements: null })
  assert.equal(report.writtenAt?.slice(0, 4), '2026')
})

for (const mode of ['set', 'count', 'atomic', 'overlap'])
  test(`a Go profile (${mode}) states the total of go tool cover -func`, () => {
    const { statements } = reportIn(`go/${mode}.out`).stated
    const own = /total:.*?([\d.]+)%/.exec(fixture(`go/${mode}.func`))?.[1]
    assert.ok(statements)
    assert.ok(Math.abs((100 * statements.covered) / statements.total - Number(own)) <= 0.051)
  })

test('a Go line ran when any block on it ran, in any of the overlapping runs', () => {
  const file = reportIn('go/overlap.out').files.find(({ path }) => path.endsWith('price.go'))
  assert.ok((file?.lines.get(23) ?? 0) > 0, 'only the test of another package runs it')
  assert.equal(file?.lines.get(9), 0)
})

test('geninfo with checksums and branches counts what lcov --summary prints', () => {
  const { lines, branches, functions } = totalsOf(reportIn('lcov/checksum.info').files)
  assert.deepEqual(lines, { covered: 7, total: 10 })
  assert.deepEqual(functions, { covered: 2, total: 3 })
  assert.deepEqual(branches, { covered: 3, total: 4 })
})

test("node's own LCOV counts what it states", () => {
  const report = reportIn('node/lcov.info')
  assert.deepEqual({ ...totalsOf(report.files), statements: null }, report.stated)
})

test('the format is told by content, whatever the name, mark or line break', () => {
  const names = ['pytest/coverage.xml', 'vitest-v8/clover.xml', 'c8/lcov.info', 'go/set.out']
  for (const name of names) {
    const windows = `\ufeff${fixture(name).replaceAll('\n', '\r\n')}`
    const report = readCoverage('data.bin', windows)
    assert.ok(!('why' in report), JSON.stringify(report))
    assert.deepEqual(totalsOf(report.files), totalsOf(reportIn(name).files))
  }
})

test('what is no coverage report is refused with a sentence that names it', () => {
  const refusals: [string, RegExp][] = [
    ['', /^x is empty$/],
    ['hello', /^x is in none of the coverage formats/],
    ['<html></html>', /^x is XML, but neither/],
    ['{"a": 1}', /^x is JSON, but neither/],
    ['{"a": ', /^x is not well-formed JSON/],
    ['{"total": {"lines": {"total": 3}}}', /^x holds totals only/],
    ['mode: set\n', /^x mentions no file/],
    ['SF:a.js\nend_of_record\n', /^x mentions no coverable line/],
  ]
  for (const [text, why] of refusals) {
    const said = readCoverage('x', text)
    assert.match('why' in said ? said.why : 'accepted', why)
  }
})
