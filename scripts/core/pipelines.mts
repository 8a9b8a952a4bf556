/** What does a project's CI consist of, and what does a job need before it can run the tests? */

export type ForgeKind = 'github' | 'gitlab'

/** A language's tools as a job installs them. Everything in it is safe to stand in YAML and in a shell. */
export interface Toolchain {
  readonly tool: 'node' | 'python' | 'go' | 'java'
  /** npm, pnpm, yarn, bun, pip, uv, poetry, pdm, pipenv, maven or gradle; '' for Go. */
  readonly manager: string
  /** The file of the project that names the version, from the root of the repository; else `version` holds. */
  readonly versionFile: string | null
  readonly version: string
  /** What the cache of downloads depends on, from the root of the repository. */
  readonly lock: string | null
  /** Shell commands, run in the folder of the part. */
  readonly install: readonly string[]
}

/** A project of the repository that is assessed by itself. */
export interface CiPart {
  /** '' or with a trailing slash. */
  readonly folder: string
  readonly toolchains: readonly Toolchain[]
}

/** A server the tests may talk to. */
export interface CiService {
  readonly name: string
  readonly image: string
  readonly port: number
  readonly env: readonly { readonly name: string; readonly value: string }[]
  /** A command that succeeds inside the container once it answers. */
  readonly health: string
}

/** A file that the generator would write, as it is now. */
export interface CiFile {
  readonly path: string
  /** Null where there is none. */
  readonly oid: string | null
  /** UTF-16 units of its text. */
  readonly length: number
  /** Whether this generator wrote it. */
  readonly isOurs: boolean
}

export interface PipelineEvidence {
  /** The folder inside the repository, '' at its root: only there CI is set up. */
  readonly prefix: string
  readonly defaultBranch: string | null
  readonly forge: ForgeKind
  /** Files that a CI service starts by itself, in path order. */
  readonly pipelines: readonly string[]
  readonly testFiles: number
  readonly parts: readonly CiPart[]
  readonly services: readonly CiService[]
  readonly files: readonly CiFile[]
}
