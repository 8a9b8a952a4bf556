/** Through what does a skill see the world? The only door to effects: edge/ builds it, skills are handed it. */

import type { Calibration } from './benchmark.mts'
import type { ContainerOverhead } from './container-overhead.mts'
import type { AdvisoryRow, DependenciesEvidence, MachineEvidence, PackageRow } from './evidence.mts'
import type { Facts, Language } from './facts.mts'
import type { LoadSpec, LoadTurn, TracedRun } from './load.mts'
import type { Project } from './model.mts'
import type { ScriptProgram, ScriptUses } from './script-uses.mts'
import type { TraceEvidence } from './traces/rows.mts'

/** What a path is to us: only `source` and `test` are measured as code. */
export type Role = 'source' | 'test' | 'generated' | 'vendored' | 'lockfile' | 'other'

export interface ProjectFile {
  readonly path: string
  /** Git blob id of the content: equal content, equal id, tracked or not. */
  readonly oid: string
  readonly language: Language | null
  readonly role: Role
}

/** A file found on disk whether git ignores it or not (reports are usually ignored). */
export interface FoundFile {
  readonly path: string
  readonly bytes: number
  readonly modifiedAt: string
  readonly isTracked: boolean
}

export interface Commit {
  readonly id: string
  readonly at: string
  /** Keyed hash of the author's address: stable inside the project, meaningless outside. */
  readonly author: string
  /** Written by a program such as dependabot or renovate. */
  readonly isBot: boolean
  readonly subject: string
  readonly isMerge: boolean
  /** Carries a signature, verified or not. */
  readonly isSigned: boolean
  readonly files: readonly {
    readonly path: string
    readonly added: number
    readonly deleted: number
  }[]
  /** Lines it added that say what is still to be done (core/todos.mts); absent where it added none. */
  readonly todos?: readonly { readonly path: string; readonly key: string }[]
  /** Secrets of verified structure that it added. */
  readonly secrets: readonly { readonly path: string; readonly kind: string }[]
}

/** A commit that a release is to carry. */
export interface ReleaseCommit {
  readonly id: string
  readonly at: string
  readonly subject: string
  /** What the footer `BREAKING CHANGE: …` of its message says, else null. */
  readonly breaking: string | null
}

/** A release: a tag of the project's dominant semver prefix that HEAD can reach, no pre-releases. */
export interface Release {
  readonly name: string
  readonly commit: string
  readonly at: string
}

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Longest time, where its skill has more. */
  readonly seconds?: number
  /** Without a network, this machine's own addresses included, where the system can take it away. */
  readonly isOffline?: boolean
}

export interface Executed {
  readonly exitCode: number | null
  readonly isTimedOut: boolean
  /** The last 64 KiB of each, control characters kept. */
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

export type Advisories =
  | {
      readonly status: 'answered'
      readonly kind: 'api' | 'directory'
      readonly snapshot: string
      readonly rows: readonly AdvisoryRow[]
    }
  | { readonly status: 'unavailable'; readonly why: string }

/** A state of the project in a folder of its own, outside the project: what benchmarks and examples run in. */
export interface Workspace {
  /** Absolute. */
  readonly folder: string
  /** Of the time its skill has; a command that needs longer is stopped. */
  secondsLeft(): number
  execute(command: Command): Promise<Executed>
  /** Whether the system can take the network away from a command. */
  canGoOffline(): Promise<boolean>
  find(globs: readonly string[]): Promise<readonly FoundFile[]>
  report(path: string, maxBytes?: number): Promise<Answer<string>>
  /** Starts the app in this copy, asks it at a steady rate and ends it; traces it sends meanwhile are kept. */
  load(spec: LoadSpec, turn?: LoadTurn): Promise<Answer<TracedRun>>
  /** What the traces of all loads say; null when the app sent none. */
  traced(apdexMs: number): TraceEvidence | null
}

export interface ArchiveEntry {
  readonly path: string
  /** As stored in the archive. */
  readonly packedBytes: number
}

/** Lines of the head that the change added or edited: [first, last], 1-based, inclusive. */
export interface Hunk {
  readonly path: string
  readonly ranges: readonly (readonly [number, number])[]
}

export interface Change {
  readonly baseline: Lens
  readonly hunks: readonly Hunk[]
  /** Lines of the baseline that the change removed or edited, by the path they had there. */
  readonly removed: readonly Hunk[]
  /** New path → old path. */
  readonly renames: ReadonlyMap<string, string>
}

/** Answers "could not": never a throw for what a project may lack. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: string }

/** A pure function of one text, whose answers JSON can carry: they are kept by content. */
export interface TextReader<T> {
  /** Tells its answers from those of other readers, and of itself with other settings. */
  readonly id: string
  /** Folders of scripts/ with the code that decides its answers: where that changes, they are made anew. */
  readonly code: readonly string[]
  /** What of the path counts besides the content; absent when nothing does. */
  aspect?(path: string): string
  /** Null where there is nothing to tell. */
  read(text: string, path: string): T | null
}

/** What decides an answer that is kept. */
export interface KeptQuestion {
  readonly id: string
  /** As of a `TextReader`. */
  readonly code: readonly string[]
  /** A hash of all that is read. */
  readonly inputs: string
}

export interface Lens {
  readonly project: Project
  /** ISO 8601: ages count and looks back reach from then; on a baseline too from the head's time, so that time alone changes none. */
  readonly asOf: string
  /** Whether this looks at files on disk; a baseline read from the object database has none. */
  readonly isWorkTree: boolean
  /** Whether the user allowed the project's own commands to run (`--run-tests`). */
  readonly mayExecute: boolean
  /** Whether the user allowed the project's benchmarks to run (`--bench`). */
  readonly mayBench: boolean
  /** Whether the user allowed the examples in the project's documents to run (`--run-examples`). */
  readonly mayRunExamples: boolean
  /** Command that starts the app for a load test (`--load`); null when none was asked for. */
  readonly load: string | null
  readonly change: Change | null
  /** What counts as the project (contracts.md): path order, so equal trees give equal rows. */
  files(): Promise<readonly ProjectFile[]>
  /** Files left out of `source` and `test`, by reason. */
  excluded(): Promise<readonly { readonly reason: string; readonly count: number }[]>
  /** Paths that are there and are no files: symbolic links, submodules. What lies behind them is not known. */
  unread(): Promise<readonly string[]>
  /** Text of one file of `files()`, or why not (binary, over 5 MB, gone). */
  text(path: string): Promise<Answer<string>>
  /** Facts of every `source` and `test` file that has a language, in path order. */
  facts<K extends keyof Facts>(
    kind: K,
  ): Promise<readonly { readonly file: ProjectFile; readonly facts: Facts[K] }[]>
  /** Files on disk, ignored ones included, that match; never inside node_modules or .git. */
  find(globs: readonly string[]): Promise<readonly FoundFile[]>
  /** Text of a file that `find` gave (at most `maxBytes`, default 64 MB). */
  report(path: string, maxBytes?: number): Promise<Answer<string>>
  /** What `reader` makes of these files, by path in their order, each content read once for good; nulls and files without text are left out. */
  derive<T>(reader: TextReader<T>, files: readonly ProjectFile[]): Promise<ReadonlyMap<string, T>>
  /** What `make` answered to the same question before, else what it answers now. JSON must carry it. */
  kept<T>(
    question: KeptQuestion,
    make: () => Promise<{ readonly answer: T; readonly isLasting: boolean }>,
  ): Promise<T>
  /** Whether there is time to look types up: seconds of work and half a gigabyte for a large project. */
  readonly mayLookUpTypes: boolean
  /** Symbols of these modules looked up by type, in a thread of its own; the caller closes it. */
  scriptUses(program: ScriptProgram): ScriptUses
  /** Files that a zip archive which `find` gave lists; nothing is unpacked. */
  archive(path: string): Promise<Answer<readonly ArchiveEntry[]>>
  /** Commits of the last `days` before the assessed commit, newest first. */
  commits(days: number): Promise<Answer<readonly Commit[]>>
  /** ISO dates of the last commits that changed these paths, those of `except` left out, until `enough` are known. */
  lastChanges(
    paths: ReadonlySet<string>,
    enough: number,
    except: ReadonlySet<string>,
  ): Promise<Answer<readonly string[]>>
  /** The project's folder inside its repository ('' or with a trailing slash), and the default branch if there is one. */
  place(): Promise<{ readonly prefix: string; readonly defaultBranch: string | null }>
  /** When this branch left the default branch (ISO 8601); null on the default branch itself. */
  branchedAt(): Promise<string | null>
  /** Newest first. */
  releases(): Promise<Answer<readonly Release[]>>
  /** Commits reachable from here and not from `ref`, newest first, merges left out. */
  commitsSince(ref: string): Promise<Answer<readonly ReleaseCommit[]>>
  /** Paths whose content differs from that at `ref`. */
  changedSince(ref: string): Promise<Answer<readonly string[]>>
  machine(): Promise<MachineEvidence>
  /** Two seconds of fixed work: for benchmarks that are about to run. */
  calibrate(): Promise<Calibration>
  /** What a container costs on this machine, if that was ever measured. */
  containerOverhead(): Promise<Answer<ContainerOverhead>>
  advisories(packages: readonly PackageRow[]): Promise<Advisories>
  /** SPDX expressions that installed copies on this machine state, by row; the others are not known. */
  licences(packages: readonly PackageRow[]): Promise<ReadonlyMap<PackageRow, string>>
  /** Ages of these packages, if the user asked for them (`--outdated`). */
  publications(packages: readonly PackageRow[]): Promise<DependenciesEvidence['publications']>
  /** Runs one of the project's own commands; refuses unless `mayExecute`. */
  execute(command: Command): Promise<Executed>
  /** A fresh copy of this state to run things in, gone when the run ends; refuses unless `mayBench`, `mayRunExamples` or `load`. */
  workspace(): Promise<Answer<Workspace>>
  /** Rows of the traces the user named (`--traces`, `--start`); null when none were asked for. */
  traces(apdexMs: number): Promise<Answer<TraceEvidence> | null>
  /** The first of these programs that this machine has, or null. */
  which(programs: readonly string[]): Promise<string | null>
  /** A scratch folder outside the project, removed when the run ends. */
  scratch(): Promise<string>
}
