/** What does one file say about HTTP routes? Fragments: only all files together know where a router is mounted. */

/** A path as written; what is not literal stands as `${name}`, or as `${}` where it has no name. */
type WrittenPath = string

/** `root` serves at its own paths, `part` where it is mounted, `controller` at the application's base. */
type RouterKind = 'root' | 'part' | 'controller' | 'urls'

export interface RouterFacts {
  readonly name: string
  readonly kind: RouterKind
  readonly prefix: WrittenPath
}

export interface RouteFacts {
  /** The router it is declared on, as named in this file. */
  readonly on: string
  /** Upper case; `*` for any, or for what is not known. */
  readonly method: string
  readonly path: WrittenPath
  readonly line: number
  readonly handler: string
  /** Whether it serves a page to people, or was taken out of the API's documentation by hand. */
  readonly isPrivate: boolean
}

export interface MountFacts {
  readonly on: string
  readonly router: string
  readonly prefix: WrittenPath
  readonly line: number
  /** Whether the prefix stands in for the one the router brings along. */
  readonly replaces: boolean
  /** Whether only routers are mounted this way; else it may be a middleware. */
  readonly isSure: boolean
}

export interface RoutingFacts {
  readonly routers: readonly RouterFacts[]
  readonly routes: readonly RouteFacts[]
  readonly mounts: readonly MountFacts[]
  /** Local name → the module it comes from, and its name there (`*` for the module itself). */
  readonly imports: Readonly<Record<string, { readonly module: string; readonly name: string }>>
  /** Another local or exported name → what it stands for in this file. */
  readonly names: Readonly<Record<string, string>>
  /** Literal strings: what a `${name}` may mean, here or in other files. */
  readonly constants: Readonly<Record<string, string>>
  /** Prefixes of the whole application. */
  readonly bases: readonly WrittenPath[]
}

/** One way into the program over HTTP. */
export interface Route {
  /** Upper case; `*` when the code does not say which. */
  readonly method: string
  /** From the root, parameters as `{name}`, one that takes several segments as `{name*}`; no slash at the end. */
  readonly path: string
  readonly file: string
  readonly line: number
  readonly handler: string
  /** Whether all of the path is known: false when its beginning, or a part of it, is worked out when the program runs. */
  readonly isWhole: boolean
  readonly isPrivate: boolean
}

/** A place below which other code answers: a package, a generated interface, a router that could not be followed. */
export interface OpenEnd {
  readonly path: string
  readonly file: string
  readonly line: number
}
