/** What counts as the project, and as what? The tree's entries with language and role (contracts.md). */

import { fileRules } from '../core/file-rules.mts'
import type { ProjectFile } from '../core/lens.mts'
import type { Policy } from '../core/policy.mts'
import { attributesOf } from '../languages/attributes.mts'
import { exclusionReason, languageOf, roleOf } from '../languages/classify.mts'
import { LARGEST_FILE, type Tree, type TreeEntry } from './tree.mts'

export interface FileList {
  readonly files: readonly ProjectFile[]
  /** Why each left-out file is left out; one entry a file. */
  readonly reasons: readonly string[]
  readonly entries: ReadonlyMap<string, TreeEntry>
}

const BY_POLICY = 'excluded by policy'

export async function listFiles(tree: Tree, rules: Policy['files']): Promise<FileList> {
  const attributes = attributesOf(await attributeFiles(tree))
  const moved = fileRules(rules)
  const reasons = tree.skipped.map(({ reason }) => reason)
  const files = tree.entries.flatMap((entry): ProjectFile[] => {
    const { path, oid } = entry
    const language = languageOf(path)
    const wish = moved(path)
    const isExcluded = wish === 'excluded'
    const isLarge = oid.startsWith('large-') || (entry.bytes ?? 0) > LARGEST_FILE
    const role = wish === undefined || isExcluded ? roleOf(path, attributes(path)) : wish
    const reason = isExcluded ? BY_POLICY : isLarge ? 'over 5 MB' : exclusionReason(role)
    if (reason !== null && language !== null) reasons.push(reason)
    const isOut = isExcluded || (isLarge && (role === 'source' || role === 'test'))
    return [{ path, oid, language, role: isOut ? 'other' : role }]
  })
  return { files, reasons, entries: new Map(tree.entries.map(entry => [entry.path, entry])) }
}

async function attributeFiles(tree: Tree) {
  const entries = tree.entries
    .filter(({ path }) => /(^|\/)\.gitattributes$/.test(path))
    .slice(0, 500)
  return Promise.all(
    entries.map(async entry => ({
      path: entry.path,
      text: await textOf(tree, entry),
    })),
  )
}

async function textOf(tree: Tree, entry: TreeEntry): Promise<string> {
  const content = await tree.read(entry)
  return content.ok ? content.value.toString('utf8') : ''
}
