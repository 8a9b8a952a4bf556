/** Which files lie on disk, whether git knows them or not? Reports usually are ignored by git. */

import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import picomatch from 'picomatch'
import type { Answer, FoundFile } from '../core/lens.mts'
import { byPath } from '../core/order.mts'

/** Never the project's own reports: other people's code and git's. */
const CLOSED = new Set([
  'node_modules',
  '.git',
  '.venv',
  'venv',
  '.tox',
  '.nox',
  '__pycache__',
  '.hg',
  '.svn',
])

const MOST_ENTRIES = 300_000

/** Folders read at a time. */
const ABREAST = 32

/** Paths of all plain files below, level by level. */
export async function listFolder(root: string): Promise<readonly string[]> {
  const files: string[] = []
  const folders = ['']
  let seen = 0
  while (folders.length > 0 && seen < MOST_ENTRIES) {
    const level = folders.splice(0, ABREAST)
    const listings = await Promise.all(
      level.map(folder => readdir(join(root, folder), { withFileTypes: true }).catch(() => [])),
    )
    for (const [index, items] of listings.entries()) {
      const before = level[index] === '' ? '' : `${level[index]}/`
      seen += items.length
      for (const item of items) {
        if (item.isFile()) files.push(before + item.name)
        else if (item.isDirectory() && !CLOSED.has(item.name)) folders.push(before + item.name)
      }
    }
  }
  return files
}

/** Those of the listing that match and are still there, in path order. */
export async function findFiles(
  root: string,
  listing: readonly string[],
  globs: readonly string[],
  isTracked: (path: string) => boolean,
): Promise<FoundFile[]> {
  const isWanted = picomatch([...globs], { dot: true })
  const found = await Promise.all(
    listing
      .filter(path => isWanted(path))
      .map(async (path): Promise<FoundFile[]> => {
        const stat = await lstat(join(root, path)).catch(() => null)
        if (stat?.isFile() !== true) return []
        const modifiedAt = stat.mtime.toISOString()
        return [{ path, bytes: stat.size, modifiedAt, isTracked: isTracked(path) }]
      }),
  )
  return found.flat().sort(byPath)
}

/** Text of a report; too large or gone is an answer, not an error. */
export async function readReport(file: string, maxBytes: number): Promise<Answer<string>> {
  try {
    const stat = await lstat(file)
    if (!stat.isFile()) return { ok: false, why: 'it is not a plain file' }
    if (stat.size > maxBytes)
      return { ok: false, why: `it is larger than ${Math.round(maxBytes / 1048576)} MB` }
    return { ok: true, value: await readFile(file, 'utf8') }
  } catch (error) {
    return {
      ok: false,
      why: `it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`,
    }
  }
}
