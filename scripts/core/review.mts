/** What does a reviewer hand on? Facts of one change, without names of people. */

import type { Role } from './lens.mts'

export interface ReviewFile {
  readonly path: string
  /** Where it was before, when git takes it for renamed. */
  readonly from: string | null
  readonly role: Role
  readonly kind: 'added' | 'edited' | 'deleted' | 'renamed' | 'formatted'
  readonly added: number
  readonly deleted: number
  /** Lines of the head that were added or edited: [first, last]. */
  readonly ranges: readonly (readonly [number, number])[]
  /** People who wrote the file in the months before, by share (0–1) of the lines they added; hashes, largest first. */
  readonly owners: readonly { readonly author: string; readonly share: number }[]
}

/** Moved as it was, or laid out anew. */
export const isQuiet = ({ kind, added, deleted }: ReviewFile): boolean =>
  kind === 'formatted' || (kind === 'renamed' && added + deleted === 0)

export interface ApiBreak {
  readonly path: string
  readonly line: number
  readonly name: string
  readonly kind: 'removed' | 'signature'
  readonly message: string
  /** Whether the package itself exports it; else it is only importable by its path. */
  readonly isSure: boolean
}

export interface ApiChange {
  /** Public names that were compared. */
  readonly names: number
  readonly breaks: readonly ApiBreak[]
  readonly added: readonly { readonly path: string; readonly line: number; readonly name: string }[]
}

export interface ReviewEvidence {
  readonly since: { readonly commit: string; readonly release: string | null }
  readonly files: readonly ReviewFile[]
  /** Null where the project offers nothing to other projects. */
  readonly api: ApiChange | null
  /** The change log of the project and whether this change writes into it; null without one. */
  readonly changelog: { readonly path: string; readonly isTouched: boolean } | null
  /** Hashes of the people whose change it is. */
  readonly authors: readonly string[]
  /** Why the history could not be read, else null. */
  readonly unread: string | null
}

/** By Semantic Versioning 2.0.0: what the public surface asks for. Below 1.0.0 a break raises the second number. */
export type Semver = 'major' | 'minor' | 'patch'

export const semverOf = ({ breaks, added }: ApiChange): Semver =>
  breaks.some(({ isSure }) => isSure) ? 'major' : added.length > 0 ? 'minor' : 'patch'
