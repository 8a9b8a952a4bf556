/** How is a data branch read as a folder? Its files are copied out raw, once each; nothing of it is obeyed. */

import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { TABLES } from '../../core/history.mts'
import { fields, git, gitText } from '../git.mts'
import { objectReader } from '../objects.mts'
import { filesOf, TABLE_NAMES, UNFINISHED } from '../store/layout.mts'
import { type Branch, newestTip } from './refs.mts'

export interface Checkout extends Branch {
  /** A folder of ours; files in it that are not on the branch go away. */
  readonly into: string
}

/** Tree of the last checkout, so that the next one only looks at what changed since. */
const STATE = '.tree'
const LARGEST = 256 * 1024 * 1024
const AT_ONCE = 64

/** The commit that `into` now shows; null when there is no such branch yet, and `into` is empty. */
export async function checkoutBranch({ repo, branch, into }: Checkout): Promise<string | null> {
  const { newest } = await newestTip({ repo, branch })
  const tree = newest === null ? null : await git(repo, ['rev-parse', `${newest}^{tree}`])
  const before = await readFile(join(into, STATE), 'utf8').catch(() => null)
  const wanted = tree === null ? new Map<string, string>() : await filesIn(repo, tree)
  const changed = await changesBetween(repo, before, tree)
  const present = await filesOnDisk(into)
  const missing = [...wanted].filter(([path]) => !present.has(path) || (changed?.has(path) ?? true))
  await copyOut(repo, into, missing)
  for (const path of present) if (!wanted.has(path)) await rm(join(into, path), { force: true })
  await mkdir(into, { recursive: true })
  await writeWhole(join(into, STATE), tree ?? '')
  return newest
}

/** Path → blob id of every history file of a tree; anything else on the branch is not ours to copy. */
async function filesIn(repo: string, tree: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const line of fields(await git(repo, ['ls-tree', '--full-tree', '-r', '-l', '-z', tree]))) {
    const [, id, size, path] = /^100\d{3} blob (\w+) +(\d+)\t(.*)$/s.exec(line) ?? []
    if (id === undefined || path === undefined || Number(size) > LARGEST) continue
    if (isHistoryFile(path)) files.set(path, id)
  }
  return files
}

function isHistoryFile(path: string): boolean {
  const [, table] =
    /^(\w+)\/project=[^/\\\p{Cc}]+\/month=[\d-]+\/[\w.-]+\.parquet$/u.exec(path) ?? []
  return table !== undefined && Object.hasOwn(TABLES, table)
}

/** Paths that came or changed between two trees; null when that cannot be told. */
async function changesBetween(repo: string, before: string | null, after: string | null) {
  if (before === null || after === null || !/^[0-9a-f]{40,64}$/.test(before)) return null
  const form = ['-r', '-z', '--name-only', '--no-renames', '--no-relative', '--diff-filter=AMT']
  const text = await gitText(repo, ['diff-tree', ...form, before, after])
  return text === null ? null : new Set(fields(text))
}

async function filesOnDisk(into: string): Promise<ReadonlySet<string>> {
  const paths = new Set<string>()
  for (const table of TABLE_NAMES)
    for (const { path } of await filesOf(into, table))
      paths.add(relative(into, path).replaceAll('\\', '/'))
  return paths
}

/** `runs` last: a reader of the folder never sees a run whose other files are still coming. */
async function copyOut(
  repo: string,
  into: string,
  files: readonly (readonly [path: string, id: string])[],
): Promise<void> {
  if (files.length === 0) return
  const objects = await objectReader(repo)
  const isRun = ([path]: readonly [string, string]) => path.startsWith('runs/')
  try {
    for (const group of [files.filter(file => !isRun(file)), files.filter(isRun)])
      for (let start = 0; start < group.length; start += AT_ONCE)
        await Promise.all(
          group.slice(start, start + AT_ONCE).map(async ([path, id]) => {
            const content = await objects.read(id)
            if (content === null) throw new Error(`git has no object ${id} for ${path}`)
            await mkdir(dirname(join(into, path)), { recursive: true })
            await writeWhole(join(into, path), content)
          }),
        )
  } finally {
    objects.close()
  }
}

async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  const temporary = `${path}.${process.pid}${UNFINISHED}`
  await writeFile(temporary, content)
  await rename(temporary, path)
}
