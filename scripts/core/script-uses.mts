/** Who uses a symbol of JavaScript or TypeScript, as its types have it? What has to be read for that, and what the answer looks like. */

import type { CodePlace } from './impact.mts'

/** Modules that are understood together. */
export interface ScriptProgram {
  /** By path. */
  readonly texts: ReadonlyMap<string, string>
  /** `specifierKey` → path of one of the texts. */
  readonly modules: ReadonlyMap<string, string>
}

export const specifierKey = (from: string, written: string): string => `${from}\0${written}`

export interface CodeLine {
  readonly path: string
  readonly line: number
}

export interface SymbolUses {
  /** Where the symbol itself is meant, by whatever name. */
  readonly certain: readonly CodeLine[]
  /** Where its word stands on something of which no type is known. */
  readonly possible: readonly CodeLine[]
}

/** Looks symbols of one program up, until it is closed. */
export interface ScriptUses {
  /**
   * Null where the program declares no such symbol.
   * @param visible Modules in which a word without a known type may mean the symbol.
   */
  of(symbol: CodePlace, visible: readonly string[]): Promise<SymbolUses | null>
  /** Why it answers no longer; null while it does. */
  fault(): string | null
  close(): Promise<void>
}
