/** How are pages written into a folder without losing anybody's work? Only over pages that bear our mark, all or none. */

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** @returns null when all were written; else the first file that is there and not ours, and nothing was written. */
export async function writePages(
  folder: string,
  pages: ReadonlyMap<string, string>,
  mark: string,
): Promise<string | null> {
  for (const name of pages.keys()) {
    const before = await readFile(join(folder, name), 'utf8').catch(() => null)
    if (before !== null && !before.startsWith(mark)) return join(folder, name)
  }
  for (const [name, text] of pages) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return null
}
