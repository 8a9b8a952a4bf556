/** What is on disk now? Tracked files by the index, edited and untracked ones by their own hash. */

import { createHash } from 'node:crypto'
import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Answer } from '../core/lens.mts'
import { askGit, fields, git } from './git.mts'
import { byPath, GONE, LARGEST_FILE, TOO_LARGE, type Tree, type TreeEntry } from './tree.mts'

const LINK = '120000'
const SUBMODULE = '160000'

/** `root` is the project's folder, which may lie below the repository's top. */
export async function workTree(root: string): Promise<Tree> {
  const [index, edited, untracked, staged] = await Promise.all([
    git(root, ['ls-files', '--stage', '-z']),
    // Not diff-files: after a copy of the folder it takes every file for edited.
    git(root, [
      'diff',
      '--name-status',
      '--relative',
      '-z',
      '--no-renames',
      '--no-ext-diff',
      '--no-textconv',
    ]),
    git(root, ['ls-files', '--others', '--exclude-standard', '-z']),
    askGit(root, [
      'diff-index',
      '--cached',
      '--name-only',
      '--relative',
      '-z',
      '--no-renames',
      'HEAD',
    ]),
  ])
  const skipped: Tree['skipped'][number][] = []
  const tracked = new Map<string, string>()
  for (const line of fields(index)) {
    const [mode, oid, stage] = line.slice(0, line.indexOf('\t')).split(' ')
    const path = line.slice(line.indexOf('\t') + 1)
    if (mode === LINK) skipped.push({ path, reason: 'symbolic link' })
    else if (mode === SUBMODULE) skipped.push({ path, reason: 'submodule' })
    else if (oid !== undefined && (stage === '0' || stage === '2')) tracked.set(path, oid)
  }
  const changes = fields(edited)
  const dirty = new Set<string>()
  for (let i = 0; i + 1 < changes.length; i += 2) {
    const [status, path] = [changes[i], changes[i + 1] as string]
    if (status === 'D') tracked.delete(path)
    else if (tracked.has(path)) dirty.add(path)
  }
  const isUnborn = staged.exitCode !== 0
  const inIndex = isUnborn ? [...tracked.keys()] : fields(staged.stdout.toString('utf8'))
  const fresh = fields(untracked)
  const hashed = await Promise.all([...dirty, ...fresh].map(path => hashFile(root, path)))
  for (const entry of hashed) {
    if ('oid' in entry) tracked.set(entry.path, entry.oid)
    else {
      tracked.delete(entry.path)
      if (entry.reason !== 'gone') skipped.push(entry)
    }
  }
  const entries = [...tracked].map(([path, oid]) => ({ path, oid, bytes: null })).sort(byPath)
  const deleted = changes.filter((_, i) => i % 2 === 1 && changes[i - 1] === 'D')
  return {
    entries,
    skipped,
    id: digest(entries),
    edited: [...new Set([...dirty, ...inIndex, ...deleted])].sort(),
    untracked: fresh.filter(path => tracked.has(path)),
    read: entry => readInside(root, entry.path),
    close: () => {},
  }
}

/** Reads a plain file; a link that appeared in its place is not followed. */
export async function readInside(root: string, path: string): Promise<Answer<Buffer>> {
  try {
    const file = join(root, path)
    const stat = await lstat(file)
    if (!stat.isFile()) return GONE
    return stat.size > LARGEST_FILE ? TOO_LARGE : { ok: true, value: await readFile(file) }
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
