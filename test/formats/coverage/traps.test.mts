import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCoverage } from '../../../scripts/formats/coverage/index.mts'
import { totalsOf } from '../../../scripts/formats/coverage/report.mts'
import { reportIn } from './fixtures.mts'

const lcov = (body: string) => reportIn('lcov', `TN:\nSF:src/a.js\n${body}\nend_of_record\n`)
const linesOf = (report: ReturnType<typeof lcov>) => [...(report.files[0]?.lines ?? [])]
const whyOf = (text: string) => {
  const said = readCoverage('x', text)
  return 'why' in said ? said.why : 'accepted'
}

test('LF and LH that disagree with DA are noted, not believed', () => {
  const report = lcov('DA:1,1\nDA:2,0\nLF:100\nLH:100')
  assert.deepEqual(totalsOf(report.files).lines, { covered: 1, total: 2 })
  assert.deepEqual(report.stated.lines, { covered: 100, total: 100 })
})

test('several records of one file are one file', () => {
  const once = 'SF:src/a.js\nDA:1,1\nDA:2,0\nend_of_record\n'
  const report = reportIn('lcov', `${once}SF:src/a.js\nDA:2,3\nDA:3,0\nend_of_record\n`)
  assert.equal(report.files.length, 1)
  assert.deepEqual(linesOf(report), [
    [1, 1],
    [2, 3],
    [3, 0],
  ])
})

test('negative counts ran nothing, missing counts say nothing, huge ones stay numbers', () => {
  assert.deepEqual(linesOf(lcov('DA:1,-5\nDA:2\nDA:3,\nDA:4,1e300\nDA:5,2,checksum,')), [
    [1, 0],
    [4, Number.MAX_SAFE_INTEGER],
    [5, 2],
  ])
})

test('a branch never reached was not taken, and may be an expression with commas', () => {
  const report = lcov('DA:1,1\nBRDA:1,0,f(a, b),3\nBRDA:1,0,1,-\nBRDA:1,e1,0,0')
  assert.deepEqual(totalsOf(report.files).branches, { covered: 1, total: 3 })
})

test('functions of one name are told apart, and LCOV 2.2 aliases are one function', () => {
  const twins = lcov('FN:1,get\nFN:5,9,get\nFNDA:0,get\nFNDA:2,get\nDA:1,1')
  assert.deepEqual(
    [...(twins.files[0]?.functions ?? [])],
    [
      ['1:get', 0],
      ['5:get', 2],
    ],
  )
  const aliases = lcov('FNL:0,1,4\nFNA:0,0,a<int>\nFNA:0,2,a<long>\nFNL:1,6\nFNA:1,0,b\nDA:1,1')
  assert.deepEqual(totalsOf(aliases.files).functions, { covered: 1, total: 2 })
})

test('cut-off reports are refused', () => {
  assert.match(whyOf('SF:src/a.js\nDA:1,1\nDA:2'), /ends in the middle of the record of src\/a.js/)
  assert.match(whyOf('mode: set\na.go:1.1,2.2 1 1\na.go:3.1,4'), /cut off at line 3/)
  assert.match(whyOf('<coverage line-rate="1"><packages><package>'), /not well-formed XML/)
})

const cobertura = (body: string, root = '') =>
  `<?xml version="1.0"?><coverage ${root}><sources><source>/ci/app/lib</source><source>C:\\work\\app</source></sources><packages><package name="p"><classes>${body}</classes></package></packages></coverage>`

test('Cobertura: every source folder is a possible root; counts written as 1.0 are counts', () => {
  const body =
    '<class filename="a.py"><methods/><lines><line number="1" hits="2.0" branch="True" condition-coverage="50% (1/2)"/></lines></class>'
  const report = reportIn(
    'c',
    cobertura(
      body,
      'lines-valid="1.0" lines-covered="1" branches-valid="2.0" branches-covered="1.0"',
    ),
  )
  assert.deepEqual(report.files[0]?.rooted, ['/ci/app/lib/a.py', 'C:\\work\\app/a.py'])
  assert.deepEqual(report.stated.branches, { covered: 1, total: 2 })
  assert.deepEqual(totalsOf(report.files).branches, { covered: 1, total: 2 })
})

test("Cobertura: a class's lines count once, and a method's header does not count as a line", () => {
  const body =
    '<class filename="a.js"><methods><method name="f" hits="1" signature="()V"><lines><line number="1" hits="1"/></lines></method></methods><lines><line number="2" hits="1"/></lines></class><class filename="a.js"><methods/><lines><line number="2" hits="0"/></lines></class>'
  const report = reportIn('c', cobertura(body))
  assert.deepEqual(totalsOf(report.files), {
    lines: { covered: 1, total: 1 },
    branches: null,
    functions: { covered: 1, total: 1 },
  })
})

test('JaCoCo with counters only has no lines to show: refused, with what to do', () => {
  const text =
    '<report name="x"><sessioninfo id="a" start="1" dump="2"/><package name="p"><sourcefile name="A.java"><counter type="LINE" missed="1" covered="3"/></sourcefile></package></report>'
  assert.match(whyOf(text), /holds counters and no lines: compile the classes with debug/)
})

test('JaCoCo groups are modules of one report', () => {
  const module = (name: string) =>
    `<group name="${name}"><package name="p/${name}"><sourcefile name="A.java"><line nr="1" mi="0" ci="1" mb="0" cb="0"/></sourcefile></package></group>`
  const report = reportIn('j', `<report name="all">${module('x')}${module('y')}</report>`)
  assert.deepEqual(
    report.files.map(({ path }) => path),
    ['p/x/A.java', 'p/y/A.java'],
  )
})

test('Clover itself counts true and false; methods are functions, not lines', () => {
  const text =
    '<coverage generated="1" clover="4.4"><project timestamp="1700000000"><package name="com.x"><file name="A.java"><metrics conditionals="2" coveredconditionals="1" methods="1" coveredmethods="1"/><line num="1" type="method" count="3" name="f"/><line num="2" type="cond" truecount="7" falsecount="0"/><line num="3" type="stmt" count="0"/></file></package></project></coverage>'
  const report = reportIn('clover', text)
  assert.equal(report.files[0]?.path, 'com/x/A.java')
  assert.deepEqual(totalsOf(report.files), {
    lines: { covered: 1, total: 2 },
    branches: { covered: 1, total: 2 },
    functions: { covered: 1, total: 1 },
  })
  assert.equal(report.writtenAt, '2023-11-14T22:13:20.000Z')
})

test('Istanbul: the busiest statement that starts on a line is its count', () => {
  const at = (line: number) => ({ start: { line, column: 0 }, end: { line: line + 3, column: 0 } })
  const data = {
    path: '/a.js',
    statementMap: { 0: at(1), 1: at(1), 2: at(2) },
    s: { 0: 0, 1: 4, 2: 0 },
    fnMap: {},
    f: {},
    branchMap: {},
    b: {},
  }
  const report = reportIn('i', JSON.stringify({ '/a.js': data }))
  assert.deepEqual(linesOf(report), [
    [1, 4],
    [2, 0],
  ])
  assert.deepEqual(report.stated.statements, { covered: 1, total: 3 })
})

test('coverage.py: excluded lines are neither covered nor missed', () => {
  const file = { executed_lines: [1], missing_lines: [2], excluded_lines: [5, 6], summary: {} }
  const report = reportIn('p', JSON.stringify({ meta: { version: '7' }, files: { 'a.py': file } }))
  assert.deepEqual(linesOf(report), [
    [1, 1],
    [2, 0],
  ])
})

test('a Go block without statements covers no line', () => {
  const report = reportIn('g', 'mode: count\nm/a.go:1.1,3.2 0 9\nm/a.go:5.1,5.9 1 0\n')
  assert.deepEqual(linesOf(report), [[5, 0]])
})

test('a commit the report names is read', () => {
  const id = 'a'.repeat(40)
  assert.equal(lcov('DA:1,1').commit, null)
  assert.equal(reportIn('l', `# commit: ${id}\nSF:a.js\nDA:1,1\nend_of_record\n`).commit, id)
  const body = '<class filename="a.py"><lines><line number="1" hits="1"/></lines></class>'
  assert.equal(reportIn('c', cobertura(body, `revision="${id}"`)).commit, id)
})
