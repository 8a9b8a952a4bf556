/** What does the build of one module say, whichever tool it is written for? */

import type { Splice } from '../../../core/model.mts'

export interface Dependency {
  /** `group:artifact`. */
  readonly name: string
  /** '' where something else decides it. */
  readonly version: string
  readonly path: string
  readonly line: number
}

export interface Build {
  readonly kind: 'maven' | 'gradle'
  readonly path: string
  /** '' or with a slash at the end. */
  readonly folder: string
  readonly name: string | null
  /** Its Spring Boot; a version that is set somewhere else is null. */
  readonly boot: { readonly version: string | null; readonly line: number }
  /** Its own and those it takes over from builds around it; what they bring along is not known. */
  readonly dependencies: readonly Dependency[]
  /** Folders of the project's other modules that it holds. */
  readonly uses: readonly string[]
  /** What adds the starter, with this version of the bill of materials; or the line that leaves it in doubt. */
  withStarter(version: string): readonly Splice[] | { readonly why: string; readonly line: number }
}
