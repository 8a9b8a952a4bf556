/** Who uses one symbol? As the types have it where they are known, else by its name in all files that can see it. */

import { isFollowed } from '../../core/code-text.mts'
import type { SourceFacts } from '../../core/facts.mts'
import type { CodePlace } from '../../core/impact.mts'
import type { Lens, ProjectFile } from '../../core/lens.mts'
import type { CodeLine, ScriptUses } from '../../core/script-uses.mts'
import type { Links, Seen } from './links.mts'
import { FileUses, type Owner, ownerAt } from './uses.mts'

/** `isPassed`: it only hands the name on. */
export type User = CodePlace & { readonly isPassed: boolean; readonly isType?: true }

/** A name this common is used everywhere by everybody: where no type speaks, its uses are no uses of this one. */
const COMMON = new Set(
  'get set has add delete tostring constructor then next run call apply bind map filter push pop name value data main init __init__ string error'.split(
    ' ',
  ),
)

export interface TypedProgram {
  readonly texts: ReadonlyMap<string, string>
  readonly uses: ScriptUses
}

export class Users {
  private readonly lens: Lens
  private readonly links: Links
  private readonly rows: ReadonlyMap<string, { file: ProjectFile; facts: SourceFacts }>
  private readonly typed: TypedProgram | null
  private readonly words = new Map<string, Promise<FileUses | null>>()

  static async of(lens: Lens, links: Links, typed: TypedProgram | null): Promise<Users> {
    const rows = new Map((await lens.facts('source')).map(each => [each.file.path, each]))
    return new Users(lens, links, typed, rows)
  }

  private constructor(
    lens: Lens,
    links: Links,
    typed: TypedProgram | null,
    rows: ReadonlyMap<string, { file: ProjectFile; facts: SourceFacts }>,
  ) {
    this.lens = lens
    this.links = links
    this.typed = typed
    this.rows = rows
  }

  roleOf(path: string): ProjectFile['role'] | undefined {
    return this.rows.get(path)?.file.role
  }

  /** Each place once; the symbol itself is none of its users. */
  async of(symbol: CodePlace): Promise<readonly User[]> {
    const { path, name } = symbol
    const word = name.slice(name.lastIndexOf('.') + 1)
    const isCommon = name.includes('.') && COMMON.has(word.toLowerCase())
    const seen = [{ path, name: word, isPassed: false }, ...this.links.seenBy(path, name)]
    const inProgram = (each: Seen) => this.typed?.texts.has(each.path) === true
    const visible = isCommon ? [] : seen.filter(inProgram).map(each => each.path)
    const told = await this.typed?.uses.of(symbol, [...new Set(visible)])
    const byName = told == null ? seen : seen.filter(each => !inProgram(each))
    const found = [
      ...(told == null ? [] : [...told.certain, ...told.possible].flatMap(this.atLine)),
      ...(isCommon ? [] : (await Promise.all(byName.map(each => this.named(each)))).flat()),
    ]
    const each = new Map(found.map(user => [`${user.path}\0${user.name}\0${user.isPassed}`, user]))
    return [...each.values()].filter(
      user => user.isPassed || user.path !== path || user.name !== name,
    )
  }

  private readonly atLine = ({ path, line }: CodeLine): readonly User[] => {
    const facts = this.rows.get(path)?.facts
    return facts === undefined ? [] : [{ path, ...ownerAt(facts, line), isPassed: false }]
  }

  private async named(seen: Seen): Promise<readonly User[]> {
    if (seen.isPassed) return [{ ...seen, line: 1 }]
    const owners: readonly Owner[] = (await this.usesIn(seen.path))?.usersOf(seen.name) ?? []
    return owners.map(owner => ({ path: seen.path, ...owner, isPassed: false }))
  }

  private usesIn(path: string): Promise<FileUses | null> {
    const known = this.words.get(path) ?? this.read(path)
    this.words.set(path, known)
    return known
  }

  private async read(path: string): Promise<FileUses | null> {
    const row = this.rows.get(path)
    if (row === undefined || !isFollowed(row.file.language)) return null
    const text = await this.lens.text(path)
    return text.ok ? new FileUses(text.value, row.facts, row.file.language) : null
  }
}
