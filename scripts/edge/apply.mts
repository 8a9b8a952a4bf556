/** How are proposed edits written into a project? Only into files that git has as they are, whole files, all of a proposal or nothing. */

import { randomBytes } from 'node:crypto'
import { chmod, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { spliced } from '../core/edits.mts'
import { reasonOf, UserFault } from '../core/fault.mts'
import type { Edit, Proposal } from '../core/model.mts'
import { commitTree } from './commit-tree.mts'
import type { Repository } from './repository.mts'
import { blobId, readInside } from './work-tree.mts'

export interface Writable {
  readonly allowed: readonly Proposal[]
  readonly refused: readonly { readonly path: string; readonly why: string }[]
}

/** A proposal that touches a file with changes of its own is refused as a whole: git could not bring those back. */
export async function writable(
  repository: Repository,
  proposals: readonly Proposal[],
): Promise<Writable> {
  const committed = await committedIds(repository)
  const isOurs = ({ path, oid }: Edit) => committed.get(path) === oid
  const edits = proposals.flatMap(({ edits = [] }) => edits)
  const paths = new Set(edits.filter(each => !isOurs(each)).map(({ path }) => path))
  return {
    allowed: proposals.filter(({ edits = [] }) => edits.every(isOurs)),
    refused: [...paths].map(path => ({ path, why: 'it has changes git does not have' })),
  }
}

/** @param edits One for each file. */
export async function writeEdits(root: string, edits: readonly Edit[]): Promise<void> {
  await writeAll(root, await Promise.all(edits.map(edit => contentsOf(root, edit))))
}

async function committedIds({ root, git }: Repository): Promise<ReadonlyMap<string, string>> {
  if (git?.commit == null || git.isBare)
    throw new UserFault(
      `${root} has no commit that could bring a file back: commit it first, then apply`,
    )
  const tree = await commitTree(root, git.commit, git.prefix)
  tree.close()
  return new Map(tree.entries.map(({ path, oid }) => [path, oid]))
}

interface Contents {
  readonly path: string
  readonly before: Uint8Array
  readonly after: Uint8Array
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const MARK = '\uFEFF'

async function contentsOf(root: string, { path, oid, splices }: Edit): Promise<Contents> {
  const content = await readInside(root, path)
  if (!content.ok) throw new UserFault(`${path} cannot be edited: ${content.why}`)
  const before = content.value
  if (blobId(before) !== oid)
    throw new UserFault(`${path} is not what was looked at any more: nothing was written`)
  const text = decoded(path, before)
  const mark = text.startsWith(MARK) ? MARK : ''
  const after = spliced(text.slice(mark.length), splices)
  if (after === null) throw new UserFault(`${path} does not hold what an edit is to replace`)
  return { path, before, after: Buffer.from(mark + after) }
}

function decoded(path: string, bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new UserFault(`${path} is not UTF-8: it is left as it is`)
  }
}

/** All beside their places first, then moved there; a move that fails takes the others back. */
async function writeAll(root: string, contents: readonly Contents[]): Promise<void> {
  const half = `.${randomBytes(4).toString('hex')}.tmp`
  const moved: Contents[] = []
  try {
    for (const { path, after } of contents) {
      const file = join(root, path)
      await writeFile(file + half, after, { flag: 'wx' })
      await chmod(file + half, (await stat(file)).mode)
    }
    for (const each of contents) {
      await rename(join(root, each.path) + half, join(root, each.path))
      moved.push(each)
    }
  } catch (error) {
    for (const { path, before } of moved) await writeFile(join(root, path), before)
    for (const { path } of contents) await rm(join(root, path) + half, { force: true })
    throw new UserFault(`nothing was written: ${reasonOf(error)}`)
  }
}
