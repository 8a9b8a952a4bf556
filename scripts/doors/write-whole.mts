/** How is a file written so that nobody ever reads half of it? */

import { randomBytes } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { reasonOf, UserFault } from '../core/fault.mts'

/** Beside its place first, then moved there. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const half = `${file}.${randomBytes(4).toString('hex')}.tmp`
  try {
    await writeFile(half, text)
    await rename(half, file)
  } catch (error) {
    await rm(half, { force: true })
    throw new UserFault(`${file} cannot be written: ${reasonOf(error)}`)
  }
}
