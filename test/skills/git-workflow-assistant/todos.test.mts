import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Commit, Lens } from '../../../scripts/core/lens.mts'
import { todoLines } from '../../../scripts/core/todos.mts'
import { todosOf } from '../../../scripts/skills/git-workflow-assistant/todos.mts'
import { fakeLens, project } from '../fake-lens.mts'

const TEXT = '// TODO: old\n// TODO: young\n'

const file = (path: string, role: 'source' | 'test') => ({
  file: { path, oid: 'a', language: 'typescript', role },
  facts: { todos: todoLines(TEXT) },
})

const lens = (isDirty: boolean) =>
  fakeLens({
    project: { ...project, isDirty },
    facts: async () => [file('a.ts', 'source'), file('a.test.ts', 'test')] as never,
  } as Partial<Lens>)

const commit = (path: string, added: string): Commit => ({
  ...{ id: '1', at: '', author: '', isBot: false, subject: '', isMerge: false, isSigned: false },
  ...{ files: [], secrets: [] },
  todos: todoLines(added).map(({ key }) => ({ path, key })),
})

const ages = async (isDirty: boolean, commits: readonly Commit[] | null) => {
  const log = commits === null ? { ok: false, why: '' } : { ok: true, value: commits }
  const rows = await todosOf(lens(isDirty), log as never, commits ?? [])
  return rows.map(({ path, line, isOld }) => [path, line, isOld])
}

test('a line no commit of the window added is old, in another layout too; tests are left out', async () => {
  assert.deepEqual(await ages(false, [commit('a.ts', '    //   TODO: young')]), [
    ['a.ts', 1, true],
    ['a.ts', 2, false],
  ])
  assert.deepEqual(await ages(false, [commit('b.ts', '// TODO: young')]), [
    ['a.ts', 1, true],
    ['a.ts', 2, true],
  ])
})

test('without a history, or with changes in no commit, no age is told', async () => {
  for (const told of [await ages(true, []), await ages(false, null)])
    assert.deepEqual(
      told.map(([, , isOld]) => isOld),
      [null, null],
    )
})

test('the word stands alone, in capitals or as a tag; a line nobody wrote is no comment', () => {
  const words = (text: string) => todoLines(text).map(({ line, word }) => [line, word])
  assert.deepEqual(words('a\n// FIXME(ada) b\r\n* @todo c\nXXX'), [
    [2, 'FIXME'],
    [3, 'TODO'],
    [4, 'XXX'],
  ])
  assert.deepEqual(words('todo, TODOS, MY_TODO, XXX-XXX, a-HACK'), [])
  assert.deepEqual(words(`// TODO ${'x'.repeat(5000)}`), [])
})
