/** What can be known of one source file by reading only that file? languages/ make these, skills use them. */

import type { RoutingFacts } from './routing.mts'
import type { TodoLine } from './todos.mts'

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

/** A class with at least one method that has a body; a constructor is none. */
export interface ClassFacts {
  /** Qualified by the classes around it. */
  readonly name: string
  readonly line: number
  readonly endLine: number
  /** Lines of the class that hold code. */
  readonly lines: number
  readonly methods: number
  /** Cyclomatic complexity of all functions in it together. */
  readonly complexity: number
  /** Groups of methods that share no field and call no method of another group (LCOM4), accessors alone left out. */
  readonly parts: number
}

/** A public symbol and whether a reader of the API finds a sentence about it. */
export interface SymbolFacts {
  readonly name: string
  readonly kind: 'module' | 'class' | 'function' | 'method' | 'type' | 'constant'
  readonly line: number
  readonly isDocumented: boolean
}

/** A parameter that the documentation of a function names and its signature does not. */
export interface StaleParameter {
  /** Qualified as in FunctionFacts, as far as it is known. */
  readonly function: string
  readonly parameter: string
  readonly line: number
}

export interface ImportFacts {
  /** The module as written. */
  readonly source: string
  readonly line: number
  /** By the names the other module gives them; `*` for everything, none where it is loaded or passed on only. */
  readonly names: readonly string[]
  /** With this module, or `late`: when one of its functions runs, or never: a `type` is gone when the code runs. */
  readonly when: 'load' | 'late' | 'type'
}

/** A name other modules may import from this one. */
export interface ExportFacts {
  /** `default` for the default export, `*` for everything `from` has. */
  readonly name: string
  readonly line: number
  readonly isType: boolean
  /** Its name in this file; null where it has none. */
  readonly local: string | null
  /** The module as written, and the name there, of what is only passed on; else null. */
  readonly from: { readonly source: string; readonly name: string } | null
  /** Whether this file itself uses it, or hands it to someone (a decorator, a list of public names). */
  readonly isUsedHere: boolean
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
  /** Lines of comments that say what is still to be done; absent where there is none. */
  readonly todos?: readonly TodoLine[]
  /** Absent where there is none, and in a language whose classes are not read. */
  readonly classes?: readonly ClassFacts[]
  readonly symbols: readonly SymbolFacts[]
  readonly staleParameters: readonly StaleParameter[]
  readonly imports: readonly ImportFacts[]
  /** JavaScript, TypeScript and Python; what ECMAScript exports, what Python defines in the module. */
  readonly exports: readonly ExportFacts[]
  /** Texts in the file that may be paths to modules, `*` where a part is computed; a folder ends with `/`. */
  readonly mentions: readonly string[]
  /** Made to be run by itself: it has a `#!` line, or asks whether it is `__main__`. */
  readonly isProgram: boolean
  /** Absent where the file has nothing to do with HTTP routes. */
  readonly routing?: RoutingFacts
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
  /** A digest of what stays when a formatter rewrites the text; null when it does not parse. */
  essence(path: string, text: string, language: Language): string | null
}
