/** Who uses one symbol? As the types have it where they are known, else by its name in all files that can see it. */

import { isFollowed } from '../../core/code-text.mts'
import type { SourceFacts } from '../../core/facts.mts'
import type { CodePlace } from '../../core/impact.mts'
import type { Lens, ProjectFile } from '../../core/lens.mts'
import type { CodeLine, ScriptUses } from '../../core/script-uses.mts'
import type { Links, Seen } from './links.mts'
import { Classes, isCommon, Meant } from './meant.mts'
import { FileUses, ownerAt } from './uses.mts'

/** `isPassed`: it only hands the name on. `isByName`: the word alone speaks for it. */
export type User = CodePlace & {
  readonly isPassed: boolean
  readonly isByName: boolean
  readonly isType?: true
}

export interface TypedProgram {
  readonly texts: ReadonlyMap<string, string>
  readonly uses: ScriptUses
}

export class Users {
  private readonly lens: Lens
  private readonly links: Links
  private readonly rows: ReadonlyMap<string, { file: ProjectFile; facts: SourceFacts }>
  private readonly typed: TypedProgram | null
  private readonly classes: Classes
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
    this.classes = new Classes(rows.values())
  }

  roleOf(path: string): ProjectFile['role'] | undefined {
    return this.rows.get(path)?.file.role
  }

  /** Each place once, for its best reason; the symbol itself is none of its users. */
  async of(symbol: CodePlace): Promise<readonly User[]> {
    const { path, name } = symbol
    const word = name.slice(name.lastIndexOf('.') + 1)
    const seen = [{ path, name: word, isPassed: false }, ...this.links.seenBy(path, name)]
    const inProgram = (each: Seen) => this.typed?.texts.has(each.path) === true
    const visible = isCommon(name) ? [] : seen.filter(inProgram).map(each => each.path)
    const told = await this.typed?.uses.of(symbol, [...new Set(visible)])
    const byName = told == null ? seen : seen.filter(each => !inProgram(each))
    const meant = new Meant(symbol, this.classes, await this.usesIn(path))
    const found = [
      ...(told?.certain ?? []).flatMap(each => this.atLine(each, false)),
      ...(told?.possible ?? []).flatMap(each => this.atLine(each, true)),
      ...(await Promise.all(byName.map(each => this.named(each, meant)))).flat(),
    ].toSorted((a, b) => Number(b.isByName) - Number(a.isByName))
    const each = new Map(found.map(user => [`${user.path}\0${user.name}\0${user.isPassed}`, user]))
    return [...each.values()].filter(
      user => user.isPassed || user.path !== path || user.name !== name,
    )
  }

  /** Whether the word alone can mean nothing else. */
  isAlone({ name }: CodePlace): boolean {
    return !name.includes('.') || this.classes.isAlone(name.slice(name.lastIndexOf('.') + 1))
  }

  private atLine({ path, line }: CodeLine, isByName: boolean): readonly User[] {
    const facts = this.rows.get(path)?.facts
    return facts === undefined ? [] : [{ path, ...ownerAt(facts, line), isPassed: false, isByName }]
  }

  private async named({ path, name, isPassed }: Seen, meant: Meant): Promise<readonly User[]> {
    if (isPassed) return [{ path, name, isPassed, line: 1, isByName: false }]
    const file = await this.usesIn(path)
    if (file === null) return []
    const word = meant.wordFor(name)
    return [word, ...file.aliasesOf(word)].flatMap(each =>
      file.usesOf(each).flatMap(use => {
        const meaning = meant.in(path, file, use)
        return meaning === 'other'
          ? []
          : [{ path, ...use.owner, isPassed, isByName: meaning === 'possible' }]
      }),
    )
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
