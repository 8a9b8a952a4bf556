/** What is on disk now? Tracked files by the index, edited and untracked ones by their own hash. */

import { createHash } from 'node:crypto'
import { lstatSync, readFileSync } from 'node:fs'
import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Answer } from '../core/lens.mts'
import { byPath } from '../core/order.mts'
import { askGit, fields, git } from './git.mts'
import { GONE, LARGEST_FILE, TOO_LARGE, type Tree, type TreeEntry } from './tree.mts'

const LINK = '120000'
const SUBMODULE = '160000'

/** `root` is the project's folder, which may lie below the repository's top. */
export async function workTree(root: string): Promise<Tree> {
  const [index, differences, fresh, staged] = await Promise.all([
    readIndex(root),
    readDifferences(root),
    listed(root, ['ls-files', '--others', '--exclude-standard', '-z']),
    readStaged(root),
  ])
  const { tracked, skipped } = index
  for (const path of differences.deleted) tracked.delete(path)
  const dirty = differences.edited.filter(path => tracked.has(path))
  const inIndex = staged ?? [...tracked.keys()]
  const hashed = await Promise.all([...dirty, ...fresh].map(path => hashFile(root, path)))
  for (const entry of hashed) {
    if ('oid' in entry) tracked.set(entry.path, entry.oid)
    else {
      tracked.delete(entry.path)
      if (entry.reason !== 'gone') skipped.push(entry)
    }
  }
  const entries = [...tracked].map(([path, oid]) => ({ path, oid, bytes: null })).sort(byPath)
  return {
    entries,
    skipped,
    id: digest(entries),
    edited: [...new Set([...dirty, ...inIndex, ...differences.deleted])].sort(),
    untracked: fresh.filter(path => tracked.has(path)),
    read: entry => readInside(root, entry.path),
    close: () => {},
  }
}

const listed = async (root: string, args: readonly string[]) => fields(await git(root, args))

const PLAIN = ['--relative', '-z', '--no-renames']

/** What git tracks, by path; of a conflict our side. */
async function readIndex(root: string) {
  const skipped: Tree['skipped'][number][] = []
  const tracked = new Map<string, string>()
  for (const line of await listed(root, ['ls-files', '--stage', '-z'])) {
    const [mode, oid, stage] = line.slice(0, line.indexOf('\t')).split(' ')
    const path = line.slice(line.indexOf('\t') + 1)
    if (mode === LINK) skipped.push({ path, reason: 'symbolic link' })
    else if (mode === SUBMODULE) skipped.push({ path, reason: 'submodule' })
    else if (oid !== undefined && (stage === '0' || stage === '2')) tracked.set(path, oid)
  }
  return { tracked, skipped }
}

/** Between the index and the disk. Not by diff-files: after a copy of the folder it takes every file for edited. */
async function readDifferences(root: string) {
  const args = ['diff', '--name-status', ...PLAIN, '--no-ext-diff', '--no-textconv']
  const words = await listed(root, args)
  const rows = words.flatMap((status, i) =>
    i % 2 === 0 && i + 1 < words.length ? [{ status, path: words[i + 1] as string }] : [],
  )
  const pathsOf = (isDeleted: boolean) =>
    rows.filter(({ status }) => (status === 'D') === isDeleted).map(({ path }) => path)
  return { edited: pathsOf(false), deleted: pathsOf(true) }
}

/** Between HEAD and the index; null before the first commit. */
async function readStaged(root: string): Promise<string[] | null> {
  const { exitCode, stdout } = await askGit(root, [
    'diff-index',
    '--cached',
    '--name-only',
    ...PLAIN,
    'HEAD',
  ])
  return exitCode === 0 ? fields(stdout.toString('utf8')) : null
}

/**
 * Reads a plain file; a link that appeared in its place is not followed. Without giving way meanwhile: thousands of small
 * files are read in a tenth of the time their five turns each through the event loop would take.
 */
export async function readInside(root: string, path: string): Promise<Answer<Buffer>> {
  try {
    const file = join(root, path)
    const stat = lstatSync(file)
    if (!stat.isFile()) return GONE
    return stat.size > LARGEST_FILE ? TOO_LARGE : { ok: true, value: readFileSync(file) }
  } catch {
    return GONE
  }
}

/** The id git would give this content. */
export function blobId(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')
}

export function digest(entries: readonly TreeEntry[]): string {
  const hash = createHash('sha1')
  for (const { path, oid } of entries) hash.update(`${oid} ${path}\0`)
  return hash.digest('hex')
}

async function hashFile(
  root: string,
  path: string,
): Promise<{ path: string; oid: string } | { path: string; reason: string }> {
  try {
    const stat = await lstat(join(root, path))
    if (stat.isSymbolicLink()) return { path, reason: 'symbolic link' }
    if (!stat.isFile())
      return { path, reason: stat.isDirectory() ? 'nested repository' : 'not a file' }
    if (stat.size > LARGEST_FILE)
      return { path, oid: `large-${stat.size}-${Math.round(stat.mtimeMs)}` }
    return { path, oid: blobId(await readFile(join(root, path))) }
  } catch {
    return { path, reason: 'gone' }
  }
}
