/** What are the nouns of an assessment? Every room speaks these; nothing here acts. */

/** Reports know how to say the named ones; a metric of the project's own may have any other word. */
export type Unit =
  | 'count'
  | 'percent'
  | 'lines'
  | 'per 1,000 lines'
  | 'days'
  | 'seconds'
  | 'bytes'
  | 'score'
  | 'ratio'
  | (string & {})

/** How a number is to be read: declared beside it once, written into the history as `catalogue`. */
export interface Scale {
  readonly unit: Unit
  readonly better: 'higher' | 'lower' | 'neither'
  readonly noise: 'exact' | 'noisy'
  /** One sentence a stranger understands. */
  readonly meaning: string
}

export type Level = 'error' | 'warn' | 'note'

/** A fault a skill may find. `level` is the default; policy may change it or turn it off. */
export interface Rule<M extends string = string> {
  readonly level: Level
  readonly fault: string
  readonly advice: string
  /** Measures of its skill that each such fault makes worse: what a deduction is explained by. */
  readonly costs: readonly M[]
}

/** One number. `subject` is '' for the whole project, else a file, package, endpoint or benchmark. */
export interface Measure {
  readonly name: string
  readonly subject: string
  readonly value: number
  readonly samples?: readonly number[]
  /** Share (0–1) of what should have been looked at that really was; absent means all of it. */
  readonly extent?: number
}

/** A fault in its place. `key` survives line shifts and renames (see core/findings.mts). */
export interface Finding {
  readonly rule: string
  readonly level: Level
  readonly key: string
  readonly path: string | null
  readonly line: number | null
  readonly message: string
  /** How large it is, in the unit of its rule: of the findings of a rule the largest come first. */
  readonly size?: number
  /** Set when a waiver of the policy covers it: it stays visible and stops counting. */
  readonly waived?: string
}

/** A measure that could not be taken though its skill ran, and the sentence that says why. */
export interface Missing {
  readonly measure: string
  readonly why: string
  /** Present when the project has nothing the measure could be about: then it weighs nothing. */
  readonly status?: 'not-applicable'
}

/** Text a template of templates/ makes of these values; what is written into a project is never made elsewhere. */
export interface Written {
  readonly template: string
  readonly view: Readonly<Record<string, unknown>>
}

/** Written at an offset of the decoded text: UTF-16 units, a byte order mark not counted. Plain text comes from the file's own. */
export type Splice = (Written | { readonly text: string }) & {
  readonly at: number
  /** Units from there on that it takes the place of; absent means none. */
  readonly removes?: number
}

/** Changes of one file. `oid` is the git blob id of what was looked at; null for a file that is not there yet. */
export interface Edit {
  readonly path: string
  readonly oid: string | null
  readonly splices: readonly Splice[]
}

/** Something a person could do next: edits or a command, never carried out unasked. */
export interface Proposal {
  readonly why: string
  readonly command?: string
  /** They belong together: all of them are carried out, or none. */
  readonly edits?: readonly Edit[]
  /** What a person may write there by hand, where no edit is sure enough. */
  readonly paste?: Written & { readonly path: string; readonly line: number }
}

export type Status = 'judged' | 'not-applicable' | 'unavailable' | 'failed'

/** What one skill said. Only `judged` carries measures; the other three say why in one sentence. */
export interface Outcome {
  readonly skill: string
  readonly status: Status
  readonly why: string | null
  readonly durationMs: number
  readonly measures: readonly Measure[]
  readonly findings: readonly Finding[]
  readonly missing: readonly Missing[]
  readonly proposals: readonly Proposal[]
}

/** Who is assessed: which project, at which commit. */
export interface Project {
  /** Stable name in the history: policy name, else normalised origin URL, else folder + root commit. */
  readonly slug: string
  readonly commit: string | null
  /** ISO 8601; the x axis of every trend. The clock's time when there is no commit. */
  readonly committedAt: string
  /** Git tree id (or a digest of the folder), so that equal content is recognised. */
  readonly tree: string
  readonly isDirty: boolean
  readonly branch: string | null
  readonly release: string | null
  readonly forge: Forge | null
  /** Where the project lies in its repository, `services/api/`; absent where it is all of it. Paths are relative to it. */
  readonly folder?: string
}

/** Where a person can look at the source: `https://host/owner/name`, no credentials. */
export interface Forge {
  readonly url: string
  readonly kind: 'github' | 'gitlab' | 'other'
}

/** One assessment of one commit on one machine, written once. */
export interface Run extends Project {
  readonly id: string
  readonly startedAt: string
  readonly durationMs: number
  /** Fingerprint of the machine: decides which timings may be compared. */
  readonly machine: string
  readonly traceId: string | null
  readonly toolVersion: string
  readonly policyHash: string
}
