/** Which packages do we read from the locks of a folder? As `dependency-guardian` does, from files on disk. */

import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { formatOf } from '../../scripts/formats/lockfiles/index.mts'

/** `name version` of every package with a known version, by the base name of the locks. */
export async function readFolder(folder: string): Promise<(lock: string) => ReadonlySet<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
    .filter(path => !/(^|\/)(node_modules|\.git|\.venv|target)\//.test(path))
  const texts = new Map<string, string>()
  for (const path of paths.filter(
    path => formatOf(path) !== null || /\.(gradle|kts|toml)$/.test(path),
  ))
    texts.set(path, await readFile(join(folder, path), 'utf8'))
  const neighbour = (path: string) => texts.get(path) ?? null
  return lock => {
    // Maven's modules are one build; every other lock is the one at the top.
    const locks = lock === 'pom.xml' ? paths.filter(path => path.endsWith(lock)) : [lock]
    return new Set(
      locks.flatMap(path => {
        const text = texts.get(path) ?? ''
        const outcome = formatOf(path)?.format.read({ path, text, paths, neighbour })
        if (outcome === undefined || typeof outcome === 'string')
          throw new Error(`${path}: ${outcome}`)
        return outcome.packages
          .filter(({ version }) => version !== '')
          .map(({ name, version }) => `${name} ${version}`)
      }),
    )
  }
}
