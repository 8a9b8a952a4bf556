/** What does a change reach? Symbols it edits, what calls them, and the tests on the way, nearest first. */

/** A function, an exported value, or the code of the module itself (name ''). */
export interface CodePlace {
  readonly path: string
  readonly name: string
  readonly line: number
}

export interface ReachedPlace extends CodePlace {
  /** Steps from the change: 1 for what uses a changed symbol itself. */
  readonly distance: number
  /** What it uses that is changed or reached, as `path#name`. */
  readonly through: string
  /** Whether a word alone speaks for a step on the way, no type and no import. */
  readonly isByName: boolean
}

export interface ImpactEvidence {
  /** The commit the change is counted from. */
  readonly since: string
  readonly changed: readonly (CodePlace & { readonly kind: 'added' | 'edited' | 'removed' })[]
  /** Whether uses were followed; else imports alone were, and no symbol, route or test by use is listed. */
  readonly hasUses: boolean
  /** Source only: what is certain first, ordered by distance and place. */
  readonly reached: readonly ReachedPlace[]
  /** Source modules that import a changed module over any number of imports, by distance. */
  readonly modules: readonly { readonly path: string; readonly distance: number }[]
  /** Tests that use what is changed or reached, else that import a module on the way (`isByModule`), by distance; those the change edits first. */
  readonly tests: readonly {
    readonly path: string
    readonly distance: number
    readonly through: string
    readonly isByName: boolean
    readonly isByModule: boolean
  }[]
  /** HTTP routes whose handler is changed or reached, or that are declared in such a place; by distance. */
  readonly endpoints: readonly {
    readonly method: string
    readonly route: string
    readonly path: string
    readonly line: number
    readonly distance: number
    readonly isByName: boolean
  }[]
  /** Changed source files of languages whose uses are not followed. */
  readonly unfollowed: number
  /** Why uses in TypeScript and JavaScript were followed by names, wholly or in part; null where types told them, or there are none. */
  readonly untyped: string | null
  /** Whether more is reached than is listed. */
  readonly isCut: boolean
}
