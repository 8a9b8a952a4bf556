/** How is a commit made without the checkout or the index? Blobs, a scratch index, a tree, a commit, a guarded ref. */

import { join } from 'node:path'
import { askGit, git, gitText } from '../git.mts'
import { removeScratch, scratchFolder } from '../scratch.mts'

export interface Author {
  readonly name: string
  readonly email: string
  /** Any date git reads; the clock's when absent. */
  readonly date?: string
}

/** Stores files as they are and returns lines for `applied`. */
export async function additions(
  repo: string,
  files: readonly { readonly path: string; readonly absolute: string }[],
): Promise<string> {
  const lines: string[] = []
  for (let start = 0; start < files.length; start += 200) {
    const batch = files.slice(start, start + 200)
    const args = ['hash-object', '-w', '--no-filters', '--', ...batch.map(file => file.absolute)]
    const ids = (await git(repo, args)).split('\n')
    lines.push(...batch.map(({ path }, index) => `100644 ${ids[index]}\t${slashed(path)}\0`))
  }
  return lines.join('')
}

/** Lines for `applied` that take paths away; `like` is any object id of the repository. */
export const removals = (paths: readonly string[], like: string): string =>
  paths.map(path => `0 ${'0'.repeat(like.length)}\t${slashed(path)}\0`).join('')

const slashed = (path: string) => path.replaceAll('\\', '/')

/** Applies changes one after another to the tree of `base` and hands each resulting tree to `onto`. */
export async function applied(
  repo: string,
  base: string | null,
  changes: AsyncIterable<string>,
  onto: (tree: string) => Promise<void>,
): Promise<void> {
  const scratch = scratchFolder()
  const env = { GIT_INDEX_FILE: join(scratch, 'index') }
  try {
    await git(repo, base === null ? ['read-tree', '--empty'] : ['read-tree', base], { env })
    for await (const lines of changes) {
      await git(repo, ['update-index', '-z', '--index-info'], { env, input: lines })
      await onto(await git(repo, ['write-tree'], { env }))
    }
  } finally {
    removeScratch(scratch)
  }
}

export async function commitTree(
  repo: string,
  tree: string,
  parent: string | null,
  message: string,
  author?: Author,
): Promise<string> {
  const committer = await identity(repo)
  const { name, email, date } = author ?? committer
  const env = {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    ...(date === undefined ? {} : { GIT_AUTHOR_DATE: date }),
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
  }
  const parents = parent === null ? [] : ['-p', parent]
  return git(repo, ['commit-tree', tree, ...parents], { env, input: `${message.trimEnd()}\n` })
}

/** The user's name as git knows it; git itself would make one up from account and host, which we must not publish. */
async function identity(repo: string): Promise<Author> {
  const configured = (key: string) => gitText(repo, ['config', key])
  const { GIT_COMMITTER_NAME, GIT_COMMITTER_EMAIL } = process.env
  return {
    name: GIT_COMMITTER_NAME || (await configured('user.name')) || 'Shipworthy',
    email: GIT_COMMITTER_EMAIL || (await configured('user.email')) || 'shipworthy@localhost',
  }
}

/** Moves a ref only if it still is where we saw it (null: does not exist). False when somebody was faster. */
export async function moveRef(
  repo: string,
  ref: string,
  to: string,
  from: string | null,
): Promise<boolean> {
  const args = ['update-ref', '-m', 'shipworthy: history', ref, to, from ?? '']
  return (await askGit(repo, args)).exitCode === 0
}
