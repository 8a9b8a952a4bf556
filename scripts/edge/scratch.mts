/** Where may a run write for a while? Folders outside the project that are gone when the run ends, however it ends. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders = new Set<string>()

export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shipworthy-'))
  folders.add(folder)
  return folder
}

/** One that is done with before the run ends; all of them when none is named. */
export function removeScratch(...done: readonly string[]): void {
  for (const folder of done.length > 0 ? done : folders) {
    rmSync(folder, { recursive: true, force: true })
    folders.delete(folder)
  }
}
