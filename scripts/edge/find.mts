/** Which files lie on disk, whether git knows them or not? Reports usually are ignored by git. */

import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import picomatch from 'picomatch'
import type { Answer, FoundFile } from '../core/lens.mts'
import { byPath } from './tree.mts'

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

export async function findFiles(
  root: string,
  globs: readonly string[],
  isTracked: (path: string) => boolean,
): Promise<FoundFile[]> {
  const isWanted = picomatch([...globs], { dot: true })
  const found: FoundFile[] = []
  const folders = ['']
  let seen = 0
  for (
    let folder = folders.pop();
    folder !== undefined && seen < MOST_ENTRIES;
    folder = folders.pop()
  ) {
    for (const item of await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])) {
      const path = folder === '' ? item.name : `${folder}/${item.name}`
      seen += 1
      if (item.isDirectory() && !CLOSED.has(item.name)) folders.push(path)
      if (!item.isFile() || !isWanted(path)) continue
      const stat = await lstat(join(root, path)).catch(() => null)
      if (stat === null) continue
      found.push({
        path,
        bytes: stat.size,
        modifiedAt: stat.mtime.toISOString(),
        isTracked: isTracked(path),
      })
    }
  }
  return found.sort(byPath)
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
