/** What is still to be done, and for how long has it been? A line that no commit of the window added is older than that. */

import type { HistoryEvidence } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import type { Answer, Commit, Lens } from '../../core/lens.mts'

type Todos = NonNullable<HistoryEvidence['todos']>

/**
 * `telling`: the commits that changed more than layout. Lines that are in no commit yet would pass for the oldest, so
 * that a work tree with changes tells no age.
 */
export async function todosOf(
  lens: Lens,
  log: Answer<readonly Commit[]>,
  telling: readonly Commit[],
): Promise<Todos> {
  const young = new Set(
    telling.flatMap(({ todos = [] }) => todos.map(({ path, key }) => `${path}\0${key}`)),
  )
  const isKnown = log.ok && !lens.project.isDirty
  return (await lens.facts('source'))
    .filter(({ file }) => file.role === 'source')
    .flatMap(({ file: { path }, facts: { todos = [] } }) =>
      todos.map(row => ({
        ...{ path, ...row },
        isOld: isKnown ? !young.has(`${path}\0${row.key}`) : null,
      })),
    )
}

export const oldTodos = ({ todos = [] }: HistoryEvidence): Todos =>
  todos.filter(({ isOld }) => isOld === true)

export const oldTodo =
  (days: number) =>
  ({ path, line, word, key }: Todos[number]): Draft<'old-todo'> => ({
    ...{ rule: 'old-todo', path, line, symbol: key },
    message: `this ${word} stood here ${days} days ago already`,
  })
