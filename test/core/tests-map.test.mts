import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testsMap } from '../../scripts/core/tests-map.mts'

type Graph = Parameters<typeof testsMap>[0]

function mapOf(files: Record<string, readonly string[]>, types: readonly string[] = []) {
  const language = (path: string) =>
    path.endsWith('.java') ? 'java' : path.endsWith('.py') ? 'python' : 'typescript'
  const isTest = (path: string) => /test/i.test(path)
  const paths = Object.keys(files)
  const graph = {
    project: {
      files: paths.map(path => ({
        file: { path, language: language(path), role: isTest(path) ? 'test' : 'source' },
      })),
    },
    links: Object.entries(files).flatMap(([from, all]) =>
      all.map(to => ({ from, to, when: types.includes(to) ? 'type' : 'load' })),
    ),
  }
  return testsMap(graph as unknown as Graph, new Set(paths.filter(path => !isTest(path))))
}

test('a test covers what it imports and what it is named after; the rest is reached over imports', () => {
  const map = mapOf({
    'src/price.ts': ['src/round.ts'],
    'src/round.ts': [],
    'src/label.ts': [],
    'src/alone.ts': ['src/price.ts'],
    'test/label.test.ts': [],
    'test/shop.test.ts': ['test/helper.test.ts', 'src/price.ts'],
    'test/helper.test.ts': [],
  })
  assert.deepEqual(map.rows, [
    { test: 'test/label.test.ts', code: ['src/label.ts'] },
    { test: 'test/shop.test.ts', code: ['src/price.ts'] },
  ])
  assert.deepEqual([map.unreached, map.followed], [['src/alone.ts'], 4])
})

test('names of several files, of other parts of the project and imports of types lead nowhere', () => {
  const map = mapOf(
    {
      'packages/a/src/cli.ts': [],
      'packages/b/__tests__/cli.test.ts': ['packages/b/types.ts'],
      'packages/b/types.ts': [],
      'one/util.ts': [],
      'two/util.ts': [],
      'test/util.test.ts': [],
    },
    ['packages/b/types.ts'],
  )
  assert.deepEqual(map.rows, [])
  assert.equal(map.unreached.length, 4)
})

test('Python and Java go by names too; of Java it is not told what no test reaches', () => {
  const map = mapOf({
    'shop/price.py': [],
    'tests/test_price.py': [],
    'src/main/java/x/Price.java': [],
    'src/test/java/x/PriceTest.java': [],
  })
  assert.deepEqual(
    map.rows.map(({ code }) => code),
    [['shop/price.py'], ['src/main/java/x/Price.java']],
  )
  assert.deepEqual([map.unreached, map.followed], [[], 1])
})
