import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Commit } from '../../../scripts/core/lens.mts'
import { churn } from '../../../scripts/skills/git-workflow-assistant/churn.mts'
import { mainOwner } from '../../../scripts/skills/git-workflow-assistant/ownership.mts'

const commit = (
  id: string,
  at: string,
  author: string,
  files: readonly (readonly [path: string, added: number, deleted: number])[],
): Commit => ({
  id,
  at,
  author,
  isBot: false,
  subject: '',
  isMerge: false,
  isSigned: false,
  secrets: [],
  files: files.map(([path, added, deleted]) => ({ path, added, deleted })),
})

const history = [
  commit('3', '2025-06-20T00:00:00+02:00', 'bert', [['b.ts', 1, 1]]),
  commit('2', '2025-06-10T12:00:00Z', 'anna', [
    ['a.ts', 10, 4],
    ['gone.ts', 0, 90],
  ]),
  commit('1', '2025-06-01T12:00:00Z', 'bert', [
    ['a.ts', 30, 0],
    ['b.ts', 5, 0],
  ]),
]

test('churn adds up per file that still exists, in path order', () => {
  assert.deepEqual(churn(history, new Set(['b.ts', 'a.ts', 'calm.ts']), '2025-06-20T12:00:00Z'), [
    {
      path: 'a.ts',
      revisions: 2,
      authors: 2,
      owner: 'bert',
      ownership: 0.75,
      added: 40,
      deleted: 4,
      changedAt: '2025-06-10T12:00:00.000Z',
      ageDays: 10,
    },
    {
      path: 'b.ts',
      revisions: 2,
      authors: 1,
      owner: 'bert',
      ownership: 1,
      added: 6,
      deleted: 1,
      changedAt: '2025-06-19T22:00:00.000Z',
      ageDays: 0,
    },
  ])
})

test('the order of the log changes nothing', () => {
  const existing = new Set(['a.ts', 'b.ts'])
  const until = '2025-06-20T12:00:00Z'
  assert.deepEqual(churn(history.toReversed(), existing, until), churn(history, existing, until))
})

test('a file named twice in one commit was revised once', () => {
  const [file] = churn(
    [
      commit('1', '2025-06-01T00:00:00Z', 'anna', [
        ['a', 1, 0],
        ['a', 2, 0],
      ]),
    ],
    new Set(['a']),
    '2025-05-01T00:00:00Z',
  )
  assert.deepEqual([file?.revisions, file?.added, file?.ageDays], [1, 3, 0])
})

test('most added lines own a file; without any, most revisions; a tie goes to the first hash', () => {
  const work = (revisions: number, added: number) => ({ revisions, added, deleted: 0 })
  const owner = (...parts: [string, ReturnType<typeof work>][]) => mainOwner(new Map(parts))
  assert.deepEqual(owner(['a', work(9, 10)], ['b', work(1, 30)]), { owner: 'b', ownership: 0.75 })
  assert.deepEqual(owner(['a', work(1, 0)], ['b', work(3, 0)]), { owner: 'b', ownership: 0.75 })
  assert.deepEqual(owner(['b', work(1, 5)], ['a', work(1, 5)]), { owner: 'a', ownership: 0.5 })
})
