/** Where is what a requirement quotes in backticks? A file, a route or a symbol that is not called like half of all code. */

import type { Mention } from '../../core/evidence.mts'
import type { SourceFacts } from '../../core/facts.mts'
import type { ProjectFile } from '../../core/lens.mts'
import type { Route } from '../../core/routing.mts'
import { pathKey, spelled } from '../../languages/routing/paths.mts'

/** A name that stands in more files than this tells nothing. */
const MOST_PLACES = 3

const ROUTE = /^(?:(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+)?(\/[\w{}:<>[\]/.*-]+)$/
const FILE =
  /^(?:\.\/)?[\w@.-]+(?:\/[\w@.[\]-]+)+\.\w{1,8}$|^[\w-]+\.(?:[cm]?[jt]sx?|py|java|go|rs|kt|cs|rb|php)$/
const SYMBOL = /^([A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)*)(\(\)|\([\w\s,]*\))?$/

/** Words with a shape that only names in code have: a hump, an underscore, a dot, or brackets behind. */
const isTelling = (name: string, isCalled: boolean) =>
  name.length >= 4 && (isCalled || /[a-z][A-Z]|_[A-Za-z]|\.|::|#/.test(name))

export interface Named {
  readonly mention: Mention
  readonly isTest: boolean
  /** The word by which tests would name it, too. */
  readonly word: string | null
}

export class Names {
  private readonly files: readonly ProjectFile[]
  private readonly routes: ReadonlyMap<string, readonly Route[]>
  private readonly symbols = new Map<string, (Mention & { readonly isTest: boolean })[]>()

  constructor(
    files: readonly ProjectFile[],
    rows: readonly { readonly file: ProjectFile; readonly facts: SourceFacts }[],
    routes: readonly Route[],
  ) {
    this.files = files.filter(({ role }) => role === 'source' || role === 'test')
    const whole = routes.filter(({ isWhole }) => isWhole)
    this.routes = Map.groupBy(whole, ({ path }) => pathKey(path))
    for (const { file, facts } of rows)
      for (const { name, line } of [...facts.functions, ...facts.symbols]) {
        const place = { path: file.path, line, isTest: file.role === 'test' }
        this.add(name, place)
        const last = name.slice(name.lastIndexOf('.') + 1)
        if (last !== name) this.add(last, place)
      }
  }

  private add(name: string, place: Mention & { readonly isTest: boolean }): void {
    const known = this.symbols.get(name)
    if (known === undefined) this.symbols.set(name, [place])
    else if (known.length <= 20) known.push(place)
  }

  find(quoted: string): readonly Named[] {
    const route = ROUTE.exec(quoted)
    if (route !== null) return this.route(route[1], route[2] ?? '')
    if (FILE.test(quoted)) return this.file(quoted.replace(/^\.\//, ''))
    const symbol = SYMBOL.exec(quoted)
    return symbol === null ? [] : this.symbol(symbol[1] ?? '', symbol[2] !== undefined)
  }

  private route(method: string | undefined, path: string): readonly Named[] {
    return (this.routes.get(pathKey(spelled(path).path)) ?? [])
      .filter(route => method === undefined || route.method === '*' || route.method === method)
      .map(({ file, line }) => ({ mention: { path: file, line }, isTest: false, word: null }))
  }

  private file(name: string): readonly Named[] {
    const found = this.files.filter(({ path }) => path === name || path.endsWith(`/${name}`))
    if (found.length > 1) return []
    return found.map(({ path, role }) => ({
      mention: { path, line: 1 },
      isTest: role === 'test',
      word: null,
    }))
  }

  private symbol(name: string, isCalled: boolean): readonly Named[] {
    if (!isTelling(name, isCalled)) return []
    const dotted = name.replace(/::|#/g, '.')
    const found = this.symbols.get(dotted) ?? []
    if (new Set(found.map(({ path }) => path)).size > MOST_PLACES) return []
    const word = dotted.slice(dotted.lastIndexOf('.') + 1)
    return found.map(({ isTest, ...mention }) => ({ mention, isTest, word }))
  }
}
