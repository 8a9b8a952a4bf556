/** What will always be true of a commit? Its patch in numbers, its signature, the secrets it brings: read once, kept by its id. */

import type { Role } from '../core/lens.mts'
import { todoLines } from '../core/todos.mts'
import { findSecrets } from '../formats/secrets/find.mts'
import { roleOf } from '../languages/classify.mts'
import { type Cache, factsVersion } from './cache.mts'
import { objectReader } from './objects.mts'
import { type PatchedFile, readPatches } from './patch.mts'
import { sourceFolder } from './places.mts'

/** Nothing here tells who wrote it: authors are read anew each time, as .mailmap has them today. */
export interface CommitFacts {
  readonly files: readonly PatchedFile[]
  readonly isSigned: boolean
  /** Of verified structure only; never a value, nor a hash of one. */
  readonly secrets: readonly { readonly path: string; readonly kind: string }[]
  /** Lines it added that say what is still to be done, by a digest of their text. */
  readonly todos: readonly { readonly path: string; readonly key: string }[]
}

interface Draft {
  readonly files: PatchedFile[]
  readonly secrets: CommitFacts['secrets'][number][]
  readonly todos: CommitFacts['todos'][number][]
}

/** Says how facts were made: another number forgets them all. */
const READER = 'commit 3'

let version: string | undefined

export type CommitFactsAnswer =
  | { readonly ok: true; readonly value: ReadonlyMap<string, CommitFacts> }
  | { readonly ok: false; readonly why: string }

interface Asked {
  /** The project's folder, to which paths are relative. */
  readonly prefix: string
  /** Names under which git need not look for lock files. */
  readonly lockfiles: readonly string[]
  /** No merges. */
  readonly commits: readonly string[]
}

/** Facts of these commits; what a program writes into a lock file is no part of them. */
export async function readCommitFacts(
  root: string,
  { prefix, lockfiles, commits }: Asked,
  cache?: Cache,
): Promise<CommitFactsAnswer> {
  version ??= factsVersion(sourceFolder('formats/secrets'))
  const keyOf = (id: string) => [READER, version, prefix, id].join('\0')
  const known = new Map<string, CommitFacts>()
  const kept = await cache?.read(commits.map(keyOf))
  for (const id of commits) {
    const bytes = kept?.get(keyOf(id))
    if (bytes !== undefined) known.set(id, JSON.parse(new TextDecoder().decode(bytes)))
  }
  const unknown = commits.filter(id => !known.has(id))
  if (unknown.length === 0) return { ok: true, value: known }
  const drafts = new Map<string, Draft>(
    unknown.map(id => [id, { files: [], secrets: [], todos: [] }]),
  )
  const patches = readPatches(root, unknown, lockfiles, (id, file, added) => {
    const draft = drafts.get(id)
    const role = roleOf(file.path)
    if (draft === undefined || role === 'lockfile') return
    addFile(draft.files, file)
    if (UNWRITTEN.has(role)) return
    draft.secrets.push(...secretsIn(file.path, added))
    draft.todos.push(...todoLines(added).map(({ key }) => ({ path: file.path, key })))
  })
  const [complaint, signed] = await Promise.all([patches, signedAmong(root, unknown)])
  if (complaint !== null) return { ok: false, why: complaint }
  for (const [id, draft] of drafts) known.set(id, { ...draft, isSigned: signed.has(id) })
  cache?.write(
    unknown.map(
      id => [keyOf(id), new TextEncoder().encode(JSON.stringify(known.get(id)))] as const,
    ),
  )
  return { ok: true, value: known }
}

/** A link that becomes a file is two patches, one that takes away and one that adds: one file all the same. */
function addFile(files: PatchedFile[], file: PatchedFile): void {
  const last = files.at(-1)
  if (last?.path !== file.path) files.push(file)
  else
    files[files.length - 1] = {
      ...last,
      added: last.added + file.added,
      deleted: last.deleted + file.deleted,
    }
}

/** What nobody wrote here. */
const UNWRITTEN: ReadonlySet<Role> = new Set(['generated', 'vendored'])

function secretsIn(path: string, added: string): CommitFacts['secrets'] {
  const verified = findSecrets(path, added).filter(({ certainty }) => certainty === 'verified')
  return [...new Set(verified.map(({ kind }) => kind))].map(kind => ({ path, kind }))
}

/** That a signature is there, not that it is good: verifying would run programs the repository may name. */
async function signedAmong(root: string, commits: readonly string[]): Promise<ReadonlySet<string>> {
  const reader = await objectReader(root)
  try {
    const objects = await Promise.all(
      commits.map(async id => ({ id, object: await reader.read(id) })),
    )
    return new Set(
      objects.flatMap(({ id, object }) => (object !== null && hasSignature(object) ? [id] : [])),
    )
  } finally {
    reader.close()
  }
}

function hasSignature(commit: Buffer): boolean {
  const end = commit.indexOf('\n\n')
  return /^gpgsig(?:-sha256)? /m.test(commit.toString('latin1', 0, end < 0 ? commit.length : end))
}
