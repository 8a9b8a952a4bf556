/** How does a skill's test get a change? A repository of two commits, opened as the doors open it. */

import type { TestContext } from 'node:test'
import type { Lens } from '../../scripts/core/lens.mts'
import { openProject } from '../../scripts/doors/open-project.mts'
import { LOOKING } from './looking.mts'
import { testRepo } from './repo.mts'

type Files = Readonly<Record<string, string | null>>

/** @param after Files that the change writes; null takes one away. `as` renames first: old path → new path. */
export async function changedLens(
  t: TestContext,
  before: Readonly<Record<string, string>>,
  after: Files,
  as: Readonly<Record<string, string>> = {},
): Promise<Lens> {
  const repo = testRepo(t)
  repo.commit(before)
  for (const [from, to] of Object.entries(as)) repo.git('mv', from, to)
  const written: Record<string, string> = {}
  for (const [path, text] of Object.entries(after))
    if (text === null) repo.git('rm', '--quiet', path)
    else written[path] = text
  repo.commit(written)
  const open = await openProject(repo.dir, {
    ...LOOKING,
    mayLookUpTypes: true,
    baseline: 'HEAD~1',
  })
  t.after(() => open.close())
  return open.lens
}
