/** How does one file of a project change? In one step, and nowhere but inside the project. */

import { chmod, mkdir, open, readFile, realpath, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, sep } from 'node:path'
import { UserFault } from '../../core/fault.mts'

/** Null where there is no file. */
export const bytesAt = (file: string): Promise<Buffer | null> => readFile(file).catch(() => null)

/** The whole file or the old one, whatever happens in between. */
export async function write(file: string, bytes: Uint8Array, mode: number): Promise<void> {
  const draft = draftOf(file)
  await mkdir(dirname(file), { recursive: true })
  const handle = await open(draft, 'w', mode)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await chmod(draft, mode)
  await rename(draft, file)
}

/** What a run that was killed while it wrote this file has left beside it. */
export const withoutDraft = (file: string): Promise<void> => absent(draftOf(file))

const draftOf = (file: string) => join(dirname(file), `.${basename(file)}.shipworthy`)

/** With the folders that held nothing else: git does not know them. */
export async function removed(root: string, path: string): Promise<void> {
  await absent(join(root, path))
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder))
    if (!(await isGone(rmdir(join(root, folder))))) return
}

/** A file where its folder should be is as good as no file. */
const absent = (file: string): Promise<void> =>
  rm(file, { force: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTDIR') throw error
  })

const isGone = (removal: Promise<void>) =>
  removal.then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  )

/** A path from a manifest or a link in the tree must not lead out of the project, nor what is still to be made of it. */
export async function mustBeInside(root: string, path: string): Promise<void> {
  const steps = path.split('/')
  let folder: string | null = null
  for (let at = dirname(join(root, path)); folder === null && at.startsWith(root); at = dirname(at))
    folder = await realpath(at).catch(() => null)
  const isPlain = path !== '' && !steps.includes('..') && !isAbsolute(path)
  if (isPlain && folder !== null && `${folder}${sep}`.startsWith(`${root}${sep}`)) return
  throw new UserFault(
    `${path || 'a path of the backup'} does not lie in the project: nothing is written there`,
  )
}
