import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readGoTest } from '../../scripts/formats/go-test.mts'
import { readJestResults } from '../../scripts/formats/jest-results.mts'
import { readJUnit } from '../../scripts/formats/junit.mts'
import { mergeResults, type TestResults } from '../../scripts/formats/test-results.mts'
import { readUnittest } from '../../scripts/formats/unittest.mts'
import { fixture } from './coverage/fixtures.mts'

function junit(text: string): TestResults {
  const results = readJUnit('x', text)
  if ('why' in results) throw new Error(results.why)
  return results
}

const counts = ({ passed, failed, skipped }: TestResults) => [passed, failed, skipped]
const suite = (body: string, attributes = '') => `<testsuite ${attributes}>${body}</testsuite>`

const REAL: [string, [number, number, number]][] = [
  ['vitest.xml', [4, 1, 1]],
  ['jest.xml', [4, 1, 1]],
  ['node.xml', [4, 1, 1]],
  ['pytest.xml', [4, 2, 1]],
  ['surefire.xml', [3, 2, 1]],
]

for (const [name, expected] of REAL)
  test(`junit/${name}: passed, failed and skipped as the tool printed them`, () => {
    const results = junit(fixture(`junit/${name}`))
    assert.deepEqual(counts(results), expected)
    assert.ok(results.seconds > 0)
    assert.ok(results.failures.some(({ name }) => /wrong.?on.?purpose/i.test(name)))
  })

test('go test -json and the Jest result file say the same as their tools', () => {
  const go = readGoTest('x', fixture('junit/go-test.json'))
  const jest = readJestResults('x', fixture('junit/jest-results.json'))
  assert.ok(!('why' in go) && !('why' in jest))
  assert.deepEqual(counts(go), [3, 1, 1])
  assert.deepEqual(counts(jest), [4, 1, 1])
  assert.deepEqual(
    go.failures.map(({ name }) => name),
    ['example.com/shop/price › TestLabel/wrong_on_purpose'],
  )
})

for (const name of ['unittest.txt', 'unittest-3.9.txt'])
  test(`junit/${name}: what unittest prints, with docstrings, noise, parts of tests and a class that broke`, () => {
    const results = readUnittest('x', fixture(`junit/${name}`))
    assert.ok(!('why' in results))
    assert.deepEqual(counts(results), [3, 4, 1])
    assert.deepEqual(results.failures.map(({ name }) => name).sort(), [
      'shop.tests.Ports › setUpClass',
      'shop.tests.Prices › test_breaks',
      'shop.tests.Prices › test_parts',
      'shop.tests.Prices › test_wrong_on_purpose',
    ])
    assert.ok('why' in readUnittest('x', 'ImproperlyConfigured: no settings\n'))
  })

test('headers that lie are not believed; suites nest', () => {
  const inner = suite(
    '<testcase name="a"/><testcase name="b"><error/><failure/></testcase>',
    'name="in"',
  )
  const text = `<testsuites tests="99" failures="0">${suite(inner, 'tests="0"')}</testsuites>`
  assert.deepEqual(counts(junit(text)), [1, 1, 0])
})

test('passed when repeated is passed; failed every time is one failure', () => {
  const flaky = '<testcase name="a"><flakyFailure/><flakyError/></testcase>'
  const failed = '<testcase name="b"><failure/><rerunFailure/><rerunFailure/></testcase>'
  assert.deepEqual(counts(junit(suite(flaky + failed))), [1, 1, 0])
})

const AGAIN: [string, [number, number, number], string][] = [
  ['pytest-rerun.xml', [2, 1, 0], 'test_flaky › test_sometimes'],
  ['surefire-rerun.xml', [2, 1, 0], 'shop.FlakyTest › sometimes'],
  ['gotestsum-rerun.xml', [2, 1, 0], 'example.com/shop › TestRerun'],
  ['jest-retry.json', [2, 1, 0], 'sometimes'],
  ['vitest-retry.json', [2, 1, 0], 'sometimes'],
  ['go-count.json', [1, 2, 0], 'example.com/shop › TestSometimes'],
]
for (const [name, expected, flaky] of AGAIN)
  test(`junit/${name}: a test tried again counts once, by its last try, and is flaky when one passed`, () => {
    const text = fixture(`junit/${name}`)
    const read = text.startsWith('<')
      ? readJUnit
      : name.startsWith('go')
        ? readGoTest
        : readJestResults
    const results = read('x', text)
    assert.ok(!('why' in results))
    assert.deepEqual(counts(results), expected)
    assert.equal(results.cases.find(({ isFlaky }) => isFlaky)?.name, flaky)
    assert.equal(
      results.cases.filter(({ isFlaky }) => isFlaky).length,
      name.startsWith('go-') ? 2 : 1,
    )
  })

test('equal names prove nothing where runners allow them: two tests, none of them flaky', () => {
  const twins = '<testcase name="a"><failure/></testcase><testcase name="a"/>'
  const results = junit(suite(twins, 'name="jest"'))
  assert.deepEqual(counts(results), [1, 1, 0])
  assert.deepEqual(
    results.cases.map(({ isFlaky }) => isFlaky),
    [false, false],
  )
})

test('a suite that broke outside its cases is a failure; skipped comes as element or attribute', () => {
  const text = suite(
    '<error/><testcase name="a" status="notrun"/><testcase name="b"><skipped/></testcase>',
    'name="S"',
  )
  const results = junit(text)
  assert.deepEqual(counts(results), [0, 1, 2])
  assert.equal(results.failures[0]?.name, 'S')
})

test("times: thousands separators, nonsense, and the suite's time where cases have none", () => {
  const timed = suite(
    '<testcase name="a" time="1,234.5"/><testcase name="b" time="-3"/><testcase name="c"/>',
  )
  assert.equal(junit(timed).seconds, 1234.5)
  assert.equal(junit(suite('<testcase name="a"/><testcase name="b"/>', 'time="3"')).seconds, 3)
})

test('what is no test report, or holds no test, is refused with a sentence', () => {
  const refusals: [string, RegExp][] = [
    ['<html/>', /^x is XML, but not a JUnit report$/],
    ['<testsuites/>', /^x holds no test case$/],
    ['<testsuite><testcase', /^x is not well-formed XML/],
    ['<!DOCTYPE a [<!ENTITY b "c">]><testsuite/>', /^x declares XML entities/],
  ]
  for (const [text, why] of refusals) {
    const said = readJUnit('x', text)
    assert.match('why' in said ? said.why : 'accepted', why)
  }
})

test('a report that repeats another adds nothing but its failures', () => {
  const [a, b, c] = ['a', 'b', 'c'].map(name => `<testcase name="${name}"/>`)
  const all = junit(suite(`${a}${b}${c}`))
  const part = junit(suite(`${a}<testcase name="b"><failure/></testcase>`))
  assert.deepEqual(counts(mergeResults([part, all])), [2, 1, 0])
  assert.deepEqual(
    mergeResults([part, all]).cases.map(({ isFlaky }) => isFlaky),
    [false, true, false],
  )
  const twice = junit(suite(`${a}${b}${b}`))
  const failed = junit(suite('<testcase name="b"><failure/></testcase>'))
  assert.deepEqual(counts(mergeResults([twice, failed])), [2, 1, 0])
  assert.ok(mergeResults([twice, failed]).cases.every(({ isFlaky }) => !isFlaky))
  const other = junit(suite('<testcase name="d"/>'))
  assert.deepEqual(counts(mergeResults([other, all])), [4, 0, 0])
})

test('a Go package that does not build is a failure, a test that never ended too', () => {
  const lines = [
    '{"Action":"fail","Package":"m/broken"}',
    '{"Action":"run","Package":"m/a","Test":"TestHangs"}',
    '# m/broken: text between events',
    '{"Action":"fail","Package":"m/a"}',
  ]
  const results = readGoTest('x', lines.join('\n'))
  assert.ok(!('why' in results))
  assert.deepEqual(
    results.failures.map(({ name }) => name),
    ['m/a › TestHangs', 'm/broken'],
  )
})

const READERS = {
  'surefire.xml': readJUnit,
  'pytest.xml': readJUnit,
  'node.xml': readJUnit,
  'jest-results.json': readJestResults,
  'go-test.json': readGoTest,
}
for (const [name, read] of Object.entries(READERS))
  test(`junit/${name}, damaged: results or a sentence, never an exception`, () => {
    const text = fixture(`junit/${name}`)
    const edit = fc.tuple(
      fc.nat({ max: text.length }),
      fc.nat({ max: 40 }),
      fc.string({ maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), edits => {
        const damaged = edits.reduce(
          (t, [at, cut, put]) => t.slice(0, at) + put + t.slice(at + cut),
          text,
        )
        const said = read('x', damaged)
        if ('why' in said) assert.match(said.why, /^x [^\n]+$/)
        else assert.equal(said.passed + said.failed + said.skipped, said.cases.length)
      }),
      { numRuns: 80 },
    )
  })
