/** What can be known of one source file by reading only that file? languages/ make these, skills use them. */

export type Language =
  | 'javascript'
  | 'typescript'
  | 'python'
  | 'java'
  | 'go'
  | 'csharp'
  | 'rust'
  | 'kotlin'
  | 'php'
  | 'ruby'

/** A function, method or lambda with a body. Complexity is in the dialect named in docs/metrics.md. */
export interface FunctionFacts {
  /** Qualified: `Class.method`, `outer.inner`; an anonymous one is `<anonymous>` in its owner. */
  readonly name: string
  readonly line: number
  readonly endLine: number
  /** Lines of the function that hold code, nested functions included. */
  readonly lines: number
  readonly cyclomatic: number
  readonly cognitive: number
  readonly parameters: number
  /** Deepest nesting of control flow: 0 for straight code. */
  readonly nesting: number
}

/** A public symbol and whether a reader of the API finds a sentence about it. */
export interface SymbolFacts {
  readonly name: string
  readonly kind: 'module' | 'class' | 'function' | 'method' | 'type' | 'constant'
  readonly line: number
  readonly isDocumented: boolean
}

export interface ImportFacts {
  readonly source: string
  readonly line: number
}

export interface SourceFacts {
  readonly language: Language
  /** Physical lines; a trailing line break does not start another. */
  readonly lines: number
  /** Lines on which a token begins or ends which is not a comment. */
  readonly code: number
  /** Lines that hold only comment; a Python docstring is one: explaining a function must not make it longer. */
  readonly comments: number
  /** Null when the file parsed; else the sentence that says where it stopped. */
  readonly fault: string | null
  /** Why this text is not hand-written ("Code generated … DO NOT EDIT", minified), else null. */
  readonly generated: string | null
  /** Whether it carries tests of its own, as Rust's modules for tests do; absent when not. */
  readonly hasTests?: true
  readonly functions: readonly FunctionFacts[]
  readonly symbols: readonly SymbolFacts[]
  readonly imports: readonly ImportFacts[]
}

/** The file as a row of token hashes, without comments, layout, imports and signatures that have no body: what clone detection compares. */
export interface TokenFacts {
  /** 32-bit hash of each token's text. */
  readonly hashes: Uint32Array
  /** 1-based line of each token. */
  readonly lines: Uint32Array
}

/** A secret in a text, by kind and line: never its value, nor a hash of it. */
export interface SecretFacts {
  /** Who issued it, as people call it: "GitHub token", "private key". */
  readonly kind: string
  /** Its structure was checked; it has the shape alone; only a name and a random value speak for it. */
  readonly certainty: 'verified' | 'likely' | 'possible'
  readonly line: number
}

export interface Facts {
  readonly source: SourceFacts
  readonly tokens: TokenFacts
}

/** What every file in languages/ gives: text in, facts out; it never throws on hostile text. */
export interface LanguageReader {
  readonly languages: readonly Language[]
  /** Called once per worker before the first `read` (loads a grammar). */
  prepare(): Promise<void>
  read(path: string, text: string, language: Language): Facts
}
