import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CodeEvidence, TestsEvidence } from '../../scripts/core/evidence.mts'
import { defaultLevels } from '../../scripts/core/findings.mts'
import { NoEvidence } from '../../scripts/core/skill.mts'
import { skill } from '../../scripts/skills/test-orchestrator.mts'
import { EARLY, type FakeProject, fakeLens, LATE, lcov } from './test-orchestrator/fake-lens.mts'

const settings = { ...skill.settings, levels: defaultLevels(skill.rules), waivers: [] }

async function collect(project: FakeProject, wishes = {}): Promise<TestsEvidence> {
  const evidence = await skill.collect(fakeLens(project), { ...settings, ...wishes })
  if (evidence instanceof NoEvidence) throw new Error(`${evidence.status}: ${evidence.why}`)
  assert.deepEqual(JSON.parse(JSON.stringify(evidence)), evidence, 'evidence is plain JSON')
  return evidence
}

const judge = (evidence: TestsEvidence) => skill.judge(evidence, settings, {})
const numberIn = (evidence: TestsEvidence, name: string) =>
  judge(evidence).measures.find(measure => measure.name === name)?.value
const whyOf = (evidence: TestsEvidence, name: string) =>
  judge(evidence).missing?.find(({ measure }) => measure === name)?.why ?? ''
const rulesOf = (evidence: TestsEvidence) => judge(evidence).findings.map(({ rule }) => rule)

const FILES = { 'src/a.js': {}, 'src/b.js': {}, 'test/a.test.js': { role: 'test' as const } }
const REPORT = lcov({ 'src/a.js': [3, 4], 'src/b.js': [0, 4] })
const JUNIT =
  '<testsuite><testcase classname="test/a.test.js" name="x" time="2"><failure/></testcase><testcase name="y"/></testsuite>'

test('coverage and results found in the well-known places are measured', async () => {
  const evidence = await collect({
    files: FILES,
    reports: { 'coverage/lcov.info': { text: REPORT }, 'junit.xml': { text: JUNIT } },
  })
  assert.equal(numberIn(evidence, 'line-coverage'), 37.5)
  assert.equal(numberIn(evidence, 'failing-tests'), 1)
  assert.equal(numberIn(evidence, 'passing-tests'), 1)
  assert.equal(numberIn(evidence, 'test-seconds'), 2)
  assert.deepEqual(evidence.coverage?.files[0], {
    path: 'src/a.js',
    lines: { covered: 3, total: 4 },
    missed: [4],
    hit: [1, 2, 3],
  })
  assert.deepEqual(
    judge(evidence).findings.map(({ rule, level, key }) => [rule, level, key]),
    [
      ['failing-test', 'error', 'failing-test:test/a.test.js:test/a.test.js › x'],
      ['untested-file', 'note', 'untested-file:src/b.js:'],
    ],
  )
})

test('extent is the share of source files with functions that the report mentions', async () => {
  const files = { ...FILES, 'src/c.js': {}, 'src/types.js': { functions: 0 } }
  const evidence = await collect({ files, reports: { 'lcov.info': { text: REPORT } } })
  assert.deepEqual([evidence.reportedFiles, evidence.sourceFiles], [2, 3])
  const line = judge(evidence).measures.find(({ name }) => name === 'line-coverage')
  assert.equal(line?.extent, 2 / 3)
})

test('coverage of tests, generated and vendored files does not count', async () => {
  const files = { ...FILES, 'gen/x.js': { role: 'generated' as const } }
  const text = REPORT + lcov({ 'test/a.test.js': [9, 9], 'gen/x.js': [9, 9] })
  const evidence = await collect({ files, reports: { 'lcov.info': { text } } })
  assert.deepEqual(evidence.coverage?.lines, { covered: 3, total: 8 })
})

test('no test and no report in a project with functions is zero, judged', async () => {
  const evidence = await collect({ files: { 'src/a.js': {} } })
  assert.equal(numberIn(evidence, 'line-coverage'), 0)
  assert.deepEqual(rulesOf(evidence), ['no-tests'])
  assert.match(
    judge(evidence).findings[0]?.message ?? '',
    /^nothing tests the 1 function in 1 file:/,
  )
})

test('tests without a report are missing, never zero, and the sentence names the way', async () => {
  const evidence = await collect({ files: FILES })
  assert.equal(numberIn(evidence, 'line-coverage'), undefined)
  assert.match(whyOf(evidence, 'line-coverage'), /--run-tests/)
  assert.match(whyOf(evidence, 'failing-tests'), /--run-tests/)
  assert.equal(judge(evidence).proposals?.[0]?.command, './scripts/assess.mts --run-tests')
})

test('no function at all is not applicable; a commit without a work tree is unavailable', async () => {
  const none = await skill.collect(fakeLens({ files: { 'src/a.js': { functions: 0 } } }), settings)
  assert.ok(none instanceof NoEvidence && none.status === 'not-applicable')
  const bare = await skill.collect(fakeLens({ files: FILES, isWorkTree: false }), settings)
  assert.ok(bare instanceof NoEvidence && bare.status === 'unavailable')
})

async function refusal(project: FakeProject): Promise<string> {
  const evidence = await collect({ files: FILES, ...project })
  assert.equal(evidence.coverage, null)
  assert.equal(numberIn(evidence, 'line-coverage'), undefined)
  assert.ok(rulesOf(evidence).includes('unusable-report'))
  const { report, why } = evidence.unusable[0] ?? { report: '', why: '' }
  assert.ok(whyOf(evidence, 'line-coverage').includes(`${report}: ${why}`))
  return why
}

const found = (text: string, rest = {}) => ({ reports: { 'lcov.info': { text, ...rest } } })

test('a report older than a file it covers is refused', async () => {
  const files = { ...FILES, 'src/b.js': { at: LATE } }
  assert.equal(
    await refusal({ files, ...found(REPORT, { at: EARLY }) }),
    'it is older than src/b.js',
  )
  const other = { ...FILES, 'src/c.js': { at: LATE } }
  const evidence = await collect({ files: other, ...found(REPORT, { at: EARLY }) })
  assert.ok(evidence.coverage, 'a newer file that it does not cover is no matter')
})

test('a committed report is judged by commits, for a checkout gives all files one age', async () => {
  const text = REPORT
  const project = { files: { ...FILES, 'src/a.js': { at: LATE } } }
  const committed = found(text, { at: EARLY, isTracked: true })
  const stale = { ...project, ...committed, commits: [['src/a.js'], ['lcov.info']] }
  assert.equal(await refusal(stale), 'it was committed before the last change of src/a.js')
  const evidence = await collect({ ...project, ...committed, commits: [['src/a.js', 'lcov.info']] })
  assert.ok(evidence.coverage)
  const edited = { ...stale, commits: [['lcov.info']], isDirty: true }
  assert.equal(await refusal(edited), 'it is older than src/a.js')
})

test('a report that says it was written before commit and file is refused', async () => {
  const xml =
    '<coverage timestamp="1700000000"><packages><package><classes><class filename="src/a.js"><lines><line number="1" hits="1"/></lines></class></classes></package></packages></coverage>'
  const why = await refusal({ reports: { 'coverage.xml': { text: xml } } })
  assert.equal(why, 'it says it was written before the last change of src/a.js')
})

test('a report of another commit is refused', async () => {
  const text = `# commit: ${'b'.repeat(40)}\n${REPORT}`
  assert.equal(
    await refusal(found(text)),
    'it was made at commit bbbbbbbbbbbb, not at cccccccccccc',
  )
})

test('a line past the end of a file, or a different number of lines, is another version', async () => {
  const long = 'SF:src/a.js\nDA:1,1\nDA:99,1\nend_of_record\n'
  assert.match(await refusal(found(long)), /^it speaks of line 99 of src\/a.js, which has 10/)
  const everyLine = lcov({ 'src/a.js': [12, 12], 'src/b.js': [10, 10] })
  const files = { ...FILES, 'src/a.js': { lines: 30 } }
  assert.match(
    await refusal({ files, ...found(everyLine) }),
    /^it lists 12 lines of src\/a.js, which has 30/,
  )
})

test('foreign, malformed, cut-off and hostile reports are refused', async () => {
  assert.match(
    await refusal(found(lcov({ '/x/other/z.js': [1, 2] }))),
    /speaks of no file of this project/,
  )
  assert.match(await refusal(found('SF:src/a.js\nDA:1,1')), /ends in the middle of the record/)
  assert.match(await refusal(found('')), /^it is empty$/)
  const bomb = '<!DOCTYPE coverage [<!ENTITY a "b">]><coverage/>'
  assert.match(await refusal({ reports: { 'coverage.xml': { text: bomb } } }), /never expanded/)
  assert.match(await refusal(found(lcov({ 'test/a.test.js': [1, 2] }))), /covers no source file/)
})

test('results older than any source or test file are refused', async () => {
  const files = { ...FILES, 'test/a.test.js': { role: 'test' as const, at: LATE } }
  const evidence = await collect({ files, reports: { 'junit.xml': { text: JUNIT, at: EARLY } } })
  assert.equal(evidence.tests, null)
  assert.equal(evidence.unusable[0]?.why, 'it is older than test/a.test.js')
  assert.equal(numberIn(evidence, 'failing-tests'), undefined)
})

test('reports that are material of tests are left alone; settings name others', async () => {
  const reports = { 'test/fixtures/lcov.info': { text: REPORT, isTracked: true } }
  assert.equal((await collect({ files: FILES, reports })).coverage, null)
  const own = await collect({ files: FILES, reports }, { reports: ['test/fixtures/*.info'] })
  assert.ok(own.coverage)
})

test('left-out files of a used report are counted and named', async () => {
  const files = { 'a/x/A.java': {}, 'b/x/A.java': {}, 'a/x/B.java': {}, ...FILES }
  const evidence = await collect({
    files,
    ...found(lcov({ 'x/A.java': [1, 2], 'x/B.java': [1, 2] })),
  })
  assert.equal(evidence.coverage?.files.length, 1)
  assert.match(
    evidence.unusable[0]?.why ?? '',
    /^1 of its 2 files fit several project files.*x\/A\.java$/,
  )
})

const NODE = { 'package.json': { text: '{"scripts": {"test": "jest"}}', role: 'other' as const } }

test('with --run-tests the command runs and its fresh reports go before the older ones', async () => {
  const ran: string[] = []
  const evidence = await collect({
    files: { ...FILES, ...NODE },
    reports: { 'coverage/lcov.info': { text: lcov({ 'src/a.js': [0, 4], 'src/b.js': [4, 4] }) } },
    mayExecute: true,
    run: command => {
      ran.push(command.args.at(-1) ?? '')
      return { exitCode: 1, leaves: { '/scratch/node/lcov.info': lcov({ 'src/a.js': [4, 4] }) } }
    },
  })
  assert.match(ran[0] ?? '', /jest --coverage .*--coverageDirectory='\/scratch\/node'/)
  assert.deepEqual(evidence.ran, { command: 'npm test', exitCode: 1, seconds: 1 })
  assert.deepEqual(evidence.coverage?.lines, { covered: 8, total: 8 })
  assert.deepEqual(evidence.unusable, [
    { report: 'npm test', why: 'it left no node-jest.json that can be read' },
  ])
})

test('a command that ends red though no test failed is a finding', async () => {
  const evidence = await collect({ files: { ...FILES, ...NODE } })
  const tests = {
    passed: 3,
    failed: 0,
    skipped: 0,
    seconds: 1,
    failures: [],
    slowest: [],
    flaky: [],
  }
  const judged = (exitCode: number, failed = 0) =>
    judge({
      ...evidence,
      tests: { ...tests, failed },
      ran: { command: 'npm test', exitCode, seconds: 1 },
    })
  const said = (exitCode: number, failed?: number) =>
    judged(exitCode, failed).findings.map(({ message }) => message)
  const red = 'npm test: ended with exit code 1, and no test of its report failed'
  assert.ok(said(1).includes(red))
  assert.ok(!said(0).includes(red) && !said(1, 1).includes(red))
  const failing = (exitCode: number, failed?: number) =>
    judged(exitCode, failed).measures.find(({ name }) => name === 'failing-tests')?.value
  assert.deepEqual([failing(0), failing(1, 1), failing(1)], [0, 1, undefined])
})

test('without permission nothing runs', async () => {
  const run = () => assert.fail('ran')
  assert.equal((await collect({ files: { ...FILES, ...NODE }, run })).ran, null)
})

test('a command that hangs, cannot start or leaves nothing is said, and nothing is zero', async () => {
  const endings = [
    [{ isTimedOut: true, exitCode: null, seconds: 600 }, /did not end within 600 s/],
    [{ exitCode: null, stderr: 'spawn sh ENOENT' }, /could not be run: spawn sh ENOENT/],
    [{ exitCode: 2 }, /exit code 2/],
  ] as const
  for (const [ending, why] of endings) {
    const evidence = await collect({
      files: { ...FILES, ...NODE },
      mayExecute: true,
      run: () => ending,
    })
    assert.equal(numberIn(evidence, 'line-coverage'), undefined)
    assert.equal(numberIn(evidence, 'failing-tests'), undefined)
    assert.match(whyOf(evidence, 'line-coverage'), why)
  }
})

test('a project without a test command is told where to set one; its own command is used', async () => {
  const none = await collect({ files: FILES, mayExecute: true })
  assert.match(whyOf(none, 'line-coverage'), /set skills\.test-orchestrator\.command/)
  assert.deepEqual(rulesOf(none), [])
  const command = ['make', 'check']
  const run = () => ({ leaves: { 'out/lcov.info': REPORT } })
  const own = await collect({ files: FILES, mayExecute: true, run }, { command })
  assert.deepEqual(own.ran, { command: 'make check', exitCode: 0, seconds: 1 })
  assert.equal(numberIn(own, 'line-coverage'), 37.5)
})

test('a waived failing test stays visible; same evidence, same verdict', async () => {
  const evidence = await collect({ files: FILES, reports: { 'junit.xml': { text: JUNIT } } })
  const waivers = [{ rule: 'failing-test', reason: 'known', owner: 'me', expires: '2030-01-01' }]
  const [finding] = skill.judge(evidence, { ...settings, waivers }, {}).findings
  assert.equal(finding?.waived, 'known')
  assert.equal(JSON.stringify(judge(evidence)), JSON.stringify(judge(evidence)))
})

test('flaky and slow tests are found where they are; a shared-out time names no slowest', async () => {
  const body =
    '<testcase classname="test/a.test.js" name="x" time="61"><flakyFailure/></testcase><testcase name="y" time="0.2"/>'
  const junit = { 'junit.xml': { text: `<testsuite>${body}</testsuite>` } }
  const evidence = await collect({ files: FILES, reports: junit })
  assert.equal(numberIn(evidence, 'flaky-tests'), 1)
  assert.equal(numberIn(evidence, 'failing-tests'), 0)
  assert.equal(numberIn(evidence, 'slowest-test'), 61)
  assert.deepEqual(
    judge(evidence).findings.map(({ rule, level, path, message }) => [rule, level, path, message]),
    [
      [
        'flaky-test',
        'warn',
        'test/a.test.js',
        'test/a.test.js › x failed and passed, tried again on the same code',
      ],
      ['slow-test', 'note', 'test/a.test.js', 'test/a.test.js › x takes 61.0 s'],
    ],
  )
  const untimed = '<testsuite time="90"><testcase name="x"/><testcase name="y"/></testsuite>'
  const shared = await collect({ files: FILES, reports: { 'junit.xml': { text: untimed } } })
  assert.equal(numberIn(shared, 'slowest-test'), undefined)
  assert.match(whyOf(shared, 'slowest-test'), /tells no time/)
})

test('risky functions need a coverage report and the functions of refactor-assistant', async () => {
  const evidence = await collect({ files: FILES, reports: { 'lcov.info': { text: REPORT } } })
  assert.match(whyOf(evidence, 'risky-functions'), /refactor-assistant did not answer/)
  const row = { path: 'src/b.js', name: 'tangle', line: 1, endLine: 9, cyclomatic: 6 }
  const code = { functions: [row] } as unknown as CodeEvidence
  const judged = skill.judge(evidence, settings, { 'refactor-assistant': code })
  const risky = judged.findings.find(({ rule }) => rule === 'risky-function')
  assert.equal(risky?.message, 'tangle has a change risk (CRAP) of 42: complexity 6, 0 % covered')
  assert.equal(judged.measures.find(({ name }) => name === 'risky-functions')?.value, 1)
  const bare = await collect({ files: FILES })
  assert.match(whyOf(bare, 'risky-functions'), /takes a coverage report/)
})

test('a report of one package says nothing of the others: neither covered nor uncovered', async () => {
  const files = {
    'packages/a/src/a.js': {},
    'packages/b/src/b.js': { at: LATE },
    'packages/b/test/b.test.js': { role: 'test' as const },
  }
  const reports = {
    'packages/a/coverage/lcov.info': { text: lcov({ 'src/a.js': [3, 4] }), at: EARLY },
  }
  const evidence = await collect({ files, reports })
  assert.deepEqual(evidence.coverage?.lines, { covered: 3, total: 4 })
  assert.equal(judge(evidence).measures.find(({ name }) => name === 'line-coverage')?.extent, 0.5)
  assert.deepEqual(rulesOf(evidence), [], 'what was not reported is not untested')
})

test('an older report of a package that did not change is carried along, that of a changed one is not', async () => {
  const files = {
    'packages/a/src/a.js': {},
    'packages/b/src/b.js': { at: LATE },
    'packages/b/test/b.test.js': { role: 'test' as const },
  }
  const report = { text: lcov({ 'src/a.js': [4, 4] }), at: EARLY }
  const stale = { text: lcov({ 'src/b.js': [4, 4] }), at: EARLY }
  const reports = {
    'packages/a/coverage/lcov.info': report,
    'packages/b/coverage/lcov.info': stale,
  }
  const evidence = await collect({ files, reports })
  assert.deepEqual(evidence.coverage?.reports, ['packages/a/coverage/lcov.info'])
  assert.deepEqual(evidence.unusable, [
    { report: 'packages/b/coverage/lcov.info', why: 'it is older than packages/b/src/b.js' },
  ])
})
