import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byPackage, packageOf, packageRows } from '../../scripts/core/packages.mts'

test('a file belongs to the deepest package around it, and to the project where there is none', () => {
  const place = packageOf(['', 'a', 'a/b', 'ab'])
  assert.deepEqual(['a/x.ts', 'a/b/c/x.ts', 'ab/x.ts', 'abc/x.ts', 'x.ts', 'a'].map(place), [
    'a',
    'a/b',
    'ab',
    '.',
    '.',
    '.',
  ])
})

test('rows are grouped only where there are packages', () => {
  const rows = ['a/x', 'b', 'a/y'].map(path => ({ path }))
  assert.deepEqual(byPackage(rows, []), [])
  assert.deepEqual(
    byPackage(rows, ['', 'a']).map(([subject, own]) => [subject, own.length]),
    [
      ['a', 2],
      ['.', 1],
    ],
  )
})

test('a row joins what skills said of a package; what nobody measured is null, findings are counted once', () => {
  const outcome = (
    skill: string,
    measures: [string, string, number][],
    findings: object[] = [],
  ) => ({
    ...{ skill, status: 'judged' as const, why: null, durationMs: 0, missing: [], proposals: [] },
    measures: measures.map(([name, subject, value]) => ({ name, subject, value })),
    findings: findings as never,
  })
  const finding = (path: string | null, more = {}) => ({
    rule: 'r',
    level: 'warn',
    key: path,
    path,
    ...more,
  })
  const rows = packageRows([
    outcome(
      'code',
      [
        ['code-lines', '', 30],
        ['code-lines', 'a', 20],
        ['code-lines', '.', 10],
        ['complex-code', 'a', 5],
      ],
      [
        finding('a/x'),
        finding('x'),
        finding('a/y', { waived: 'w' }),
        finding('a/z', { level: 'note' }),
      ],
    ),
    outcome('tests', [['line-coverage', 'a', 70]], [finding('a/x'), finding(null)]),
    outcome('speed', [['seconds', 'a benchmark', 1]]),
  ])
  assert.deepEqual(rows, [
    { path: 'a', files: 0, code: 20, complex: 5, coverage: 70, documented: null, findings: 2 },
    { path: '.', files: 0, code: 10, complex: null, coverage: null, documented: null, findings: 1 },
  ])
})
