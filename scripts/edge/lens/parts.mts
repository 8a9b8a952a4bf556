/** What is a lens made of? A state of a repository, and what the user allowed. */

import type { Change } from '../../core/lens.mts'
import type { Project } from '../../core/model.mts'
import type { Told } from '../advisories/source.mts'
import type { Cache } from '../cache.mts'
import type { Contents } from '../contents.mts'
import type { Repository } from '../repository.mts'
import type { Tree } from '../tree.mts'

export interface LensOptions {
  readonly mayExecute: boolean
  readonly mayBench: boolean
  /** Whether examples in documents may run. */
  readonly runExamples?: boolean
  /** A file or a Jaeger, and a command that runs while we listen: where traces come from. */
  readonly traces?: string
  readonly start?: string
  /** A command that starts the app for a load test. */
  readonly load?: string
  readonly mayLookUpTypes?: boolean
  readonly isOffline: boolean
  readonly advisories?: string
  readonly told: Told
  /** Whether registries may be asked how old the direct dependencies are. */
  readonly outdated?: boolean
  /** The head's time, for the baseline too. */
  readonly asOf: string
  readonly releaseTags?: string
  readonly timeoutSeconds: number
  readonly warn: (sentence: string) => void
}

export interface LensParts {
  readonly repository: Repository
  readonly tree: Tree
  readonly contents: Contents
  readonly project: Project
  readonly change: Change | null
  readonly cache: Cache
  readonly isWorkTree: boolean
}
