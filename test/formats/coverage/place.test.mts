import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { indexPaths, normalisePath, placeReport } from '../../../scripts/formats/coverage/place.mts'
import { type CoverageReport, NOTHING_STATED } from '../../../scripts/formats/coverage/report.mts'
import { reportIn } from './fixtures.mts'

function report(...paths: string[]): CoverageReport {
  const files = paths.map(path => ({
    path,
    rooted: [],
    lines: new Map([[1, 1]]),
    branches: new Map(),
    functions: new Map(),
  }))
  return { format: 'LCOV', files, commit: null, writtenAt: null, stated: NOTHING_STATED }
}

function place(names: string[], paths: string[], at = '') {
  const { files, ambiguous, foreign } = placeReport(report(...names), indexPaths(paths), at)
  return { files: files.map(({ path }) => path), ambiguous, foreign }
}

const SHOP = ['src/price.js', 'src/unused.js', 'src/words.js']

test('paths of another machine, of Windows and with ./ lead to the same files', () => {
  for (const root of ['/home/ci/project/', 'C:\\agent\\work\\1\\', './', '', 'file:///x/y/'])
    assert.deepEqual(
      place(
        SHOP.map(path => root + path),
        SHOP,
      ).files,
      SHOP,
    )
  const windows = SHOP.map(path => `D:\\a\\${path.replaceAll('/', '\\')}`)
  assert.deepEqual(place(windows, SHOP).files, SHOP)
  assert.equal(normalisePath('.\\a\\..\\b/./c.js'), 'b/c.js')
})

test('real reports are placed: absolute, Go module, Java package, Python source folder', () => {
  const go = ['price/price.go', 'words/words.go', 'cmd/main.go', 'price/price_test.go']
  const java = 'src/main/java/com/example/shop/'
  const cases: [string, string[], string[]][] = [
    ['vitest-v8/lcov.info', SHOP, SHOP],
    ['jest/coverage-final.json', SHOP, SHOP],
    ['go/set.out', go, go.slice(0, 3)],
    [
      'jacoco/jacoco.xml',
      [`${java}Price.java`, `${java}Unused.java`],
      [`${java}Price.java`, `${java}Unused.java`],
    ],
    [
      'pytest/coverage.xml',
      [
        'shop/__init__.py',
        'shop/price.py',
        'shop/unused.py',
        'other/price.py',
        'tests/__init__.py',
      ],
      ['shop/__init__.py', 'shop/price.py', 'shop/unused.py'],
    ],
  ]
  for (const [name, paths, expected] of cases) {
    const placed = placeReport(reportIn(name), indexPaths(paths))
    assert.deepEqual(placed.files.map(({ path }) => path).sort(), [...expected].sort(), name)
    assert.deepEqual([placed.ambiguous, placed.foreign], [[], []], name)
  }
})

test('a name that fits several files is ambiguous, never guessed', () => {
  const twins = ['a/src/main/java/x/A.java', 'b/src/main/java/x/A.java']
  assert.deepEqual(place(['x/A.java'], twins), { files: [], ambiguous: ['x/A.java'], foreign: [] })
})

test('where the report lies decides between modules', () => {
  const twins = ['a/src/main/java/x/A.java', 'b/src/main/java/x/A.java']
  assert.deepEqual(place(['x/A.java'], twins, 'b/target/site/jacoco/jacoco.xml').files, [twins[1]])
  const packages = ['src/index.js', 'packages/a/src/index.js', 'packages/a/src/b.js']
  const names = ['src/index.js', 'src/b.js']
  assert.deepEqual(place(names, packages, 'packages/a/coverage/lcov.info').files, packages.slice(1))
  assert.deepEqual(place(['src/index.js'], packages, 'coverage/lcov.info').files, ['src/index.js'])
})

test('a root that names the same tail twice is told from the nested one', () => {
  const paths = ['src/index.js', 'src/a.js', 'packages/x/src/index.js', 'examples/app/src/a.js']
  const names = ['src/index.js', 'src/a.js', 'packages/x/src/index.js'].map(p => `/ci/app/${p}`)
  assert.deepEqual(place(names, paths).files, paths.slice(0, 3))
})

test('files below the root that are not in the project are foreign, even when their end fits', () => {
  const names = [
    ...SHOP.map(path => `/ci/app/${path}`),
    '/ci/app/node_modules/lib/src/price.js',
    '/usr/lib/python3/src/words.js',
  ]
  const { files, foreign } = place(names, SHOP)
  assert.deepEqual(files, SHOP)
  assert.deepEqual(foreign, names.slice(3))
})

test('a second root inside or around the first one is foreign, one apart from it is believed', () => {
  const names = SHOP.map(path => `/ci/app/${path}`)
  const nested = SHOP.slice(0, 2).map(path => `/ci/app/dist/${path}`)
  assert.deepEqual(place([...names, ...nested], SHOP).foreign, nested)
  const around = SHOP.slice(0, 2).map(path => `/ci/${path}`)
  assert.deepEqual(place([...names, ...around], SHOP).foreign, around)
  const apart = SHOP.slice(0, 2).map(path => `/builds/2/${path}`)
  assert.deepEqual(place([...names, ...apart], SHOP).foreign, [])
})

test('a subfolder is not inferred from a few files among many', () => {
  const strangers = ['k', 'l', 'm', 'n', 'o'].map(name => `/usr/lib/${name}.py`)
  const names = ['/usr/lib/json/a.py', '/usr/lib/json/b.py', ...strangers]
  assert.deepEqual(place(names, ['src/json/a.py', 'src/json/b.py']).files, [])
})

test('a subfolder mounted elsewhere is recognised by most of its files, not by one bare name', () => {
  const paths = ['backend/api/a.py', 'backend/api/b.py', 'backend/main.py', 'web/main.py']
  const names = ['/app/api/a.py', '/app/api/b.py', '/app/main.py']
  assert.deepEqual(place(names, paths).files, paths.slice(0, 3))
  assert.deepEqual(place(['/x/y/main.py'], ['web/main.py']).files, [])
})

test('nothing is ever placed on a file whose name it does not bear', () => {
  const segment = fc.constantFrom('a', 'b', 'src', 'x.js', 'y.js', '..', '.')
  const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map(parts => parts.join('/'))
  fc.assert(
    fc.property(fc.array(path), fc.array(path), path, (names, paths, at) => {
      const placed = placeReport(report(...names), indexPaths(paths.map(normalisePath)), at)
      const { files, ambiguous, foreign } = placed
      assert.equal(files.length + ambiguous.length + foreign.length, names.length)
      const tails = new Set(names.map(name => normalisePath(name).split('/').at(-1)))
      for (const { path } of files) assert.ok(tails.has(path.split('/').at(-1)))
    }),
  )
})
