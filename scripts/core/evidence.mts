/** What does each skill hand to the others? Plain JSON: it can be saved, replayed and typed by hand in a test. */

import type { PerformanceEvidence } from './benchmark.mts'
import type {
  ClassFacts,
  FunctionFacts,
  ImportFacts,
  Language,
  SecretFacts,
  StaleParameter,
  SymbolFacts,
} from './facts.mts'
import type { ImpactEvidence } from './impact.mts'
import type { Release, ReleaseCommit } from './lens.mts'
import type { Edit, Written } from './model.mts'
import type { Cycle } from './modules/cycles.mts'
import type { Usage } from './modules/usage.mts'
import type { PipelineEvidence } from './pipelines.mts'
import type { ReviewEvidence } from './review.mts'
import type { OpenEnd, Route } from './routing.mts'
import type { TestsMap } from './tests-map.mts'
import type { TodoLine } from './todos.mts'

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
    /** Without Java's. */
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
  /** Of TypeScript, JavaScript, Python, Java and C#; absent where there is none. */
  readonly classes?: readonly (ClassFacts & { readonly path: string })[]
  readonly imports: readonly (ImportFacts & { readonly path: string })[]
  readonly modules: ModulesEvidence
  readonly clones: readonly Clone[]
  readonly duplicatedLines: number
  readonly excluded: readonly { readonly reason: string; readonly count: number }[]
  /** Folders of the packages of a monorepo; absent where the project is none. */
  readonly packages?: readonly string[]
}

export interface Covered {
  readonly covered: number
  readonly total: number
}

interface TestCaseRow {
  readonly name: string
  /** The test's file where its report leads to exactly one. */
  readonly path: string | null
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
    readonly failures: readonly TestCaseRow[]
    /** Failed and passed, tried again on the same code. */
    readonly flaky: readonly TestCaseRow[]
    /** The ten that took longest, slowest first; none where a report tells no times of its tests. */
    readonly slowest: readonly (TestCaseRow & { readonly seconds: number })[]
  } | null
  /** Non-test source files with functions, and how many of them a report mentions. */
  readonly sourceFiles: number
  readonly reportedFiles: number
  readonly testFiles: number
  readonly functions: number
  /** Which tests belong to which code, and the code that no test reaches. */
  readonly map: TestsMap
  /** What `--run-tests` ran, if it did. */
  readonly ran: {
    readonly command: string
    readonly exitCode: number
    readonly seconds: number
  } | null
}

export interface PackageRow {
  readonly ecosystem: 'npm' | 'PyPI' | 'Go' | 'crates.io' | 'Maven'
  readonly name: string
  readonly version: string
  readonly direct: boolean
  readonly dev: boolean
  /** The lock or manifest file that brings it in, relative to the project. */
  readonly manifest: string
  /** What it brings in, as `name version` of other rows of the manifest; absent where the file does not tell. */
  readonly requires?: readonly string[]
  /** Names the project imports it by, where an alias gives it others than its own. */
  readonly importedAs?: readonly string[]
  /** SPDX expression, as the lock or the installed package states it; absent where neither does. */
  readonly licence?: string
}

/** When the version in use was published, and which one was the newest stable then. */
export type PackageVersion = Pick<PackageRow, 'ecosystem' | 'name' | 'version'>

export interface PublicationRow {
  readonly ecosystem: PackageRow['ecosystem']
  readonly name: string
  readonly version: string
  /** ISO 8601. */
  readonly publishedAt: string
  readonly newest: string
  readonly newestAt: string
}

/** An action or image that a workflow, container or Compose file names. */
export interface ReferenceRow {
  readonly kind: 'action' | 'image'
  readonly name: string
  /** Tag, branch, commit or digest; '' for none. */
  readonly ref: string
  readonly pin: 'hash' | 'tag' | 'floating'
  readonly path: string
  readonly line: number
  /** Whether it ends up in the release or decides how that is made; else it serves development. */
  readonly isShipped: boolean
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
  readonly references: readonly ReferenceRow[]
  /** What code imports that is not measured; null where that is not known. */
  readonly elsewhere: readonly string[] | null
  /** Ages of the direct dependencies: asked for only with --outdated. */
  readonly publications:
    | { readonly status: 'answered'; readonly rows: readonly PublicationRow[] }
    | { readonly status: 'not-asked' }
    | { readonly status: 'unavailable'; readonly why: string }
}

/** What a first-time reader looks for in a README, and whether it is there. */
export interface ReadmeEvidence {
  readonly path: string
  readonly purpose: boolean
  readonly install: boolean
  readonly use: boolean
  readonly licence: boolean
}

export interface DocsEvidence {
  readonly symbols: readonly (SymbolFacts & {
    readonly path: string
    readonly language: Language
  })[]
  /** Modules other projects import, whose exports are the public ones; null where every export counts. */
  readonly entryModules: number | null
  /** Documented parameters that their functions do not have. */
  readonly staleParameters: readonly (StaleParameter & { readonly path: string })[]
  /** Links of Markdown pages that stay inside the project. */
  readonly links: {
    readonly pages: number
    readonly kept: number
    /** Links of which it cannot be told where they lead. */
    readonly unsure: number
    /** Each target once a page, where it stands first. */
    readonly broken: readonly {
      readonly path: string
      readonly line: number
      readonly target: string
      readonly why: string
    }[]
  }
  /** The README of the project's own folder; null where there is none in Markdown. */
  readonly readme: ReadmeEvidence | null
  /** What became of the examples in Markdown pages; absent unless they were asked to run. */
  readonly examples?: ExamplesEvidence
  /** Why no symbol is public, where pages were read nevertheless. */
  readonly noSurface?: { readonly status: 'not-applicable' | 'unavailable'; readonly why: string }
  readonly unparsed: number
  readonly files: number
  /** Folders of the packages of a monorepo; absent where the project is none. */
  readonly packages?: readonly string[]
}

export type ExamplesEvidence =
  | { readonly status: 'unavailable'; readonly why: string }
  | {
      readonly status: 'ran'
      readonly rows: readonly {
        readonly path: string
        /** Of its first line of code. */
        readonly line: number
        readonly language: string
        /** `unsure`: it failed for a reason that says nothing of the project. */
        readonly verdict: 'works' | 'broken' | 'unsure'
        /** Empty where it works. */
        readonly why: string
      }[]
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
    readonly isBot: boolean
    readonly isSigned: boolean
    readonly isConventional: boolean
    readonly files: number
    readonly added: number
    readonly deleted: number
  }[]
  readonly sinceDays: number
  /** Why the history could not be read, else null; files and commits are empty then. */
  readonly unread: string | null
  /** Median days since the last change of the source files; null when too few are in a commit. */
  readonly codeAgeDays: number | null
  /** Days since this branch left the default branch; null on the default branch. */
  readonly branchDays: number | null
  /** Comments of source files that say what is still to be done; `isOld`: before the window already, null where nobody knows. */
  readonly todos?: readonly (TodoLine & { readonly path: string; readonly isOld: boolean | null })[]
  /** Secrets in the tree, in path order; `isAside`: in tests, examples or documents. */
  readonly secrets: readonly (SecretFacts & {
    readonly path: string
    readonly isAside: boolean
  })[]
  /** Secrets of verified structure that a commit of the window added outside tests and examples. */
  readonly committed: readonly {
    readonly commit: string
    readonly path: string
    readonly kind: string
  }[]
}

export interface MachineEvidence {
  readonly fingerprint: string
  readonly cpu: {
    readonly model: string
    readonly cores: number
    readonly threads: number
    /** 0 where nothing says. */
    readonly ghz: number
    /** Who chooses the clock speed (`performance`, `powersave`); null where the system does not tell. */
    readonly governor: string | null
    readonly isTurbo: boolean | null
    /** Processors' worth of time that a container's limit allows; null without one. */
    readonly limit: number | null
  }
  readonly memoryBytes: number
  readonly os: {
    readonly platform: string
    readonly distro: string
    readonly release: string
    readonly kernel: string
    readonly arch: string
  }
  readonly runtimes: readonly { readonly name: string; readonly version: string }[]
  /** A mark of variables that change how runtimes run (`NODE_OPTIONS`, `GOGC`), never their values; null where none is set. */
  readonly flags: string | null
  readonly isVirtual: boolean
  readonly isContainer: boolean
  readonly isCi: boolean
  readonly loadAverage: number
}

export interface ReleaseEvidence {
  /** The newest release this commit can reach, itself included. */
  readonly latest: Release | null
  /** The release before this commit, and all that came after it. */
  readonly since: Release | null
  readonly commits: readonly ReleaseCommit[]
  readonly paths: readonly string[]
  readonly releases: readonly { readonly name: string; readonly at: string }[]
}

/** A line that names something. */
export interface Mention {
  readonly path: string
  readonly line: number
}

export interface SpecEvidence {
  readonly requirements: readonly {
    readonly path: string
    readonly line: number
    /** In one spelling for all (`REQ-7` for `req_007`); null for a demand without one. */
    readonly id: string | null
    /** Its first line; begins with the id as its document writes it. */
    readonly text: string
    /** Whether its document says that it is not done yet. */
    readonly isOpen: boolean
    /** Whether other documents define the same id as something else. */
    readonly isAmbiguous: boolean
    /** How it was found in the code: by its id, or by names it quotes. */
    readonly by: 'id' | 'name' | null
    readonly code: readonly Mention[]
    readonly tests: readonly Mention[]
  }[]
  /** OpenAPI documents, path items in other files included. */
  readonly apis: readonly {
    readonly path: string
    /** Paths of its servers. */
    readonly bases: readonly string[]
    readonly operations: readonly {
      readonly method: string
      readonly path: string
      readonly line: number
    }[]
  }[]
  readonly routes: readonly Route[]
  readonly openEnds: readonly OpenEnd[]
  /** Documents that could not be read. */
  readonly faults: readonly { readonly path: string; readonly why: string }[]
  /** Source files, and how many of them did not parse. */
  readonly files: number
  readonly unparsed: number
}

/** One application server of the project: what is deployed together. */
export interface InstrumentedService {
  readonly ecosystem: 'python' | 'javascript' | 'java'
  /** Its folder, '' for the project's own. */
  readonly folder: string
  readonly name: string
  readonly applications: readonly {
    readonly framework: string
    readonly path: string
    readonly line: number
    /** `open` can be traced by `edits`; `refused` only by hand. */
    readonly status: 'traced' | 'open' | 'refused'
    readonly why: string | null
    /** Goes where the application is made, unless it names another place. */
    readonly paste: (Written & { readonly path?: string; readonly line?: number }) | null
  }[]
  readonly endpoints: readonly {
    readonly method: string
    readonly path: string
    readonly file: string
    readonly line: number
  }[]
  /** Where more endpoints come from than the sources hold: a controller of a generated interface, for one. */
  readonly openEnds?: readonly { readonly file: string; readonly line: number }[]
  /** What a shell starts it with on the port $PORT, in a folder of the project; null where that is not known. */
  readonly start: {
    readonly command: string
    readonly folder: string
    /** What a person is told instead of a long command. */
    readonly label?: string
  } | null
  /** Libraries that call databases and other services, and whether their calls get (or would get) spans. */
  readonly clients: readonly {
    readonly name: string
    readonly isSupported: boolean
    /** Why they get none, where that is not the same for all of the ecosystem. */
    readonly why?: string
  }[]
  /** Tracing somebody else set up here: it is left alone. */
  readonly foreign: { readonly name: string; readonly path: string; readonly line: number } | null
  readonly edits: readonly Edit[]
  /** What a person has to do besides the edits. */
  readonly notes: readonly string[]
}

export interface InstrumentationEvidence {
  readonly services: readonly InstrumentedService[]
  readonly faults: readonly { readonly path: string; readonly why: string }[]
}

/** What the project's own metrics are now; one without a value says why. */
export interface MetricsEvidence {
  readonly metrics: readonly {
    readonly name: string
    readonly value: number | null
    readonly why: string | null
    /** Share (0–1) of the files to search that could be read. */
    readonly extent: number
  }[]
}

/** Skill id → what it hands over. A skill may `need` any of these. */
export interface EvidenceOf {
  'refactor-assistant': CodeEvidence
  'test-orchestrator': TestsEvidence
  'dependency-guardian': DependenciesEvidence
  'doc-generator': DocsEvidence
  'git-workflow-assistant': HistoryEvidence
  'environment-profiler': MachineEvidence
  'performance-profiler': PerformanceEvidence
  'release-orchestrator': ReleaseEvidence
  'spec-to-implementation': SpecEvidence
  'cicd-generator': PipelineEvidence
  'code-instrumenter': InstrumentationEvidence
  'code-search': ImpactEvidence
  'pr-review-assistant': ReviewEvidence
  'custom-metrics': MetricsEvidence
}

export type SkillId = keyof EvidenceOf
