/** What does each skill hand to the others? Plain JSON: it can be saved, replayed and typed by hand in a test. */

import type { FunctionFacts, ImportFacts, Language, SymbolFacts } from './facts.mts'
import type { Cycle } from './modules/cycles.mts'
import type { Usage } from './modules/usage.mts'

export interface CodeFile {
  readonly path: string
  readonly language: Language
  readonly role: 'source' | 'test'
  readonly lines: number
  readonly code: number
  readonly comments: number
  readonly parsed: boolean
  readonly fault: string | null
}

/** A run of tokens that stands in more than one place. `id` is the hash of its content. */
export interface Clone {
  readonly id: string
  readonly tokens: number
  /** Lines of the first place on which a token of the run starts: comments between them are no copy. */
  readonly lines: number
  readonly places: readonly {
    readonly path: string
    readonly line: number
    readonly endLine: number
  }[]
}

/** What the modules of the project are to each other. Null where no language can answer. */
export interface ModulesEvidence {
  /** Import cycles of the source, as it loads; modules are files, in Java packages. */
  readonly cycles: {
    readonly modules: number
    readonly cyclic: number
    readonly found: readonly Cycle[]
  } | null
  /** JavaScript, TypeScript and Python. */
  readonly usage: Usage | null
}

export interface CodeEvidence {
  readonly dialect: string
  readonly files: readonly CodeFile[]
  readonly functions: readonly (FunctionFacts & { readonly path: string })[]
  readonly imports: readonly (ImportFacts & { readonly path: string })[]
  readonly modules: ModulesEvidence
  readonly clones: readonly Clone[]
  readonly duplicatedLines: number
  readonly excluded: readonly { readonly reason: string; readonly count: number }[]
}

export interface Covered {
  readonly covered: number
  readonly total: number
}

export interface TestsEvidence {
  /** Null when no usable report was found; `unusable` says why each one was refused. */
  readonly coverage: {
    readonly lines: Covered
    readonly branches: Covered | null
    readonly functions: Covered | null
    readonly files: readonly {
      readonly path: string
      readonly lines: Covered
      /** 1-based numbers of coverable lines that were not run. */
      readonly missed: readonly number[]
      /** 1-based numbers of coverable lines that were run. */
      readonly hit: readonly number[]
    }[]
    /** Report files that were merged, relative to the project. */
    readonly reports: readonly string[]
  } | null
  readonly unusable: readonly { readonly report: string; readonly why: string }[]
  readonly tests: {
    readonly passed: number
    readonly failed: number
    readonly skipped: number
    readonly seconds: number
    readonly failures: readonly { readonly name: string; readonly path: string | null }[]
  } | null
  /** Non-test source files with functions, and how many of them a report mentions. */
  readonly sourceFiles: number
  readonly reportedFiles: number
  readonly testFiles: number
  readonly functions: number
  /** What `--run-tests` ran, if it did. */
  readonly ran: { readonly command: string; readonly exitCode: number } | null
}

export interface PackageRow {
  readonly ecosystem: 'npm' | 'PyPI' | 'Go' | 'crates.io' | 'Maven'
  readonly name: string
  readonly version: string
  readonly direct: boolean
  readonly dev: boolean
  /** The lock or manifest file that brings it in, relative to the project. */
  readonly manifest: string
}

export interface AdvisoryRow {
  readonly id: string
  readonly aliases: readonly string[]
  readonly ecosystem: PackageRow['ecosystem']
  readonly name: string
  readonly version: string
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'unknown'
  /** CVSS base score 0–10, null when the advisory carries none. */
  readonly score: number | null
  readonly fixed: string | null
  readonly summary: string
}

export interface DependenciesEvidence {
  readonly packages: readonly PackageRow[]
  readonly advisories: readonly AdvisoryRow[]
  readonly source:
    | { readonly kind: 'api' | 'directory'; readonly snapshot: string }
    | { readonly kind: 'none'; readonly why: string }
  /** Manifests whose versions nothing pins (no lock beside them), those of libraries left out: their users decide. */
  readonly unlocked: readonly string[]
  readonly faults: readonly { readonly path: string; readonly why: string }[]
}

export interface DocsEvidence {
  readonly symbols: readonly (SymbolFacts & {
    readonly path: string
    readonly language: Language
  })[]
  /** Modules other projects import, whose exports are the public ones; null where every export counts. */
  readonly entryModules: number | null
  readonly unparsed: number
  readonly files: number
}

export interface HistoryEvidence {
  readonly files: readonly {
    readonly path: string
    readonly revisions: number
    readonly authors: number
    /** Share (0–1) of added lines by the file's main author, and that author's keyed hash. */
    readonly ownership: number
    readonly owner: string
    readonly added: number
    readonly deleted: number
    /** ISO 8601, in UTC. */
    readonly changedAt: string
    /** Days between the file's last change and the assessed commit. */
    readonly ageDays: number
  }[]
  readonly coupling: readonly {
    readonly a: string
    readonly b: string
    /** Percent, by code-maat's definition. */
    readonly degree: number
    readonly revisions: number
  }[]
  readonly commits: readonly {
    readonly id: string
    readonly at: string
    readonly author: string
    readonly files: number
    readonly added: number
    readonly deleted: number
  }[]
  readonly sinceDays: number
}

export interface MachineEvidence {
  readonly fingerprint: string
  readonly cpu: {
    readonly model: string
    readonly cores: number
    readonly threads: number
    readonly ghz: number
  }
  readonly memoryBytes: number
  readonly os: {
    readonly platform: string
    readonly distro: string
    readonly release: string
    readonly arch: string
  }
  readonly runtimes: readonly { readonly name: string; readonly version: string }[]
  readonly isVirtual: boolean
  readonly isContainer: boolean
  readonly isCi: boolean
  readonly loadAverage: number
}

export interface ReleaseEvidence {
  readonly latest: { readonly name: string; readonly commit: string; readonly at: string } | null
  readonly unreleased: readonly {
    readonly id: string
    readonly at: string
    readonly subject: string
  }[]
  readonly releases: readonly { readonly name: string; readonly at: string }[]
}

/** Skill id → what it hands over. A skill may `need` any of these. */
export interface EvidenceOf {
  'refactor-assistant': CodeEvidence
  'test-orchestrator': TestsEvidence
  'dependency-guardian': DependenciesEvidence
  'doc-generator': DocsEvidence
  'git-workflow-assistant': HistoryEvidence
  'environment-profiler': MachineEvidence
  'release-orchestrator': ReleaseEvidence
}

export type SkillId = keyof EvidenceOf
