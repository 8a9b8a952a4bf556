/** What do the files of a tree hold? Their texts, and what parsers know of them: all that does not depend on history. */

import type { Answer } from '../core/lens.mts'
import type { Policy } from '../core/policy.mts'
import type { Cache } from './cache.mts'
import { type FactsReader, factsReader } from './facts.mts'
import { type FileList, listFiles } from './file-list.mts'
import { decode } from './text.mts'
import type { Tree } from './tree.mts'

export interface Contents extends FileList {
  readonly facts: FactsReader
  text(path: string): Promise<Answer<string>>
}

export async function openContents(
  tree: Tree,
  rules: Policy['files'],
  cache: Cache,
  jobs?: number,
): Promise<Contents> {
  const list = await listFiles(tree, rules)
  const text = async (path: string): Promise<Answer<string>> => {
    const entry = list.entries.get(path)
    if (entry === undefined) return { ok: false, why: 'no such file in the project' }
    const content = await tree.read(entry)
    return content.ok ? decode(content.value) : content
  }
  const isMeasured = list.files.filter(
    ({ role, language }) => language !== null && (role === 'source' || role === 'test'),
  )
  return { ...list, text, facts: factsReader(isMeasured, ({ path }) => text(path), cache, jobs) }
}
