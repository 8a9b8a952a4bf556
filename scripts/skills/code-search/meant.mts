/** Does a word mean the symbol? In Python, Java and Go by what it stands on: its own object, a class, a module, a name whose type the file says. */

import type { SourceFacts } from '../../core/facts.mts'
import type { CodePlace } from '../../core/impact.mts'
import { isScript } from '../../core/modules/graph.mts'
import { baseOf, folderOf } from '../../core/paths.mts'
import type { FileUses, Use } from './uses.mts'

/** `possible`: the word alone speaks for it. */
export type Meaning = 'certain' | 'possible' | 'other'

/** A name this common is used everywhere by everybody: without a type, its uses are no uses of this one. */
const COMMON = new Set(
  'get set has add delete tostring constructor then next run call apply bind map filter push pop name value data main init string error'.split(
    ' ',
  ),
)
export const isCommon = (name: string): boolean =>
  name.includes('.') && COMMON.has(lastOf(name).toLowerCase())
const OWN = /^(self|cls|this)$/
const PARENT = /^super(\(\))?$/

/** Which classes there are, and which of them have a method of which name. */
export class Classes {
  private readonly names = new Set<string>()
  private readonly havers = new Map<string, Set<string>>()

  constructor(files: Iterable<{ readonly facts: SourceFacts }>) {
    for (const { facts } of files) {
      for (const { name } of facts.exports) if (/^_?\p{Lu}/u.test(name)) this.names.add(name)
      for (const { name, kind } of facts.symbols)
        if (kind === 'class' || kind === 'type') this.names.add(lastOf(name))
      for (const { name } of facts.functions) this.addMethod(name)
    }
  }

  private addMethod(name: string): void {
    const [method = '', owner] = name.split('.').toReversed()
    if (owner === undefined) return
    this.names.add(owner)
    const known = this.havers.get(method)
    if (known === undefined) this.havers.set(method, new Set([owner]))
    else known.add(owner)
  }

  knows(name: string): boolean {
    return this.names.has(name)
  }

  has(owner: string, method: string): boolean {
    return this.havers.get(method)?.has(owner) === true
  }

  /** Whether a method of that name can be this one alone. */
  isAlone(method: string): boolean {
    return !COMMON.has(method.toLowerCase()) && (this.havers.get(method)?.size ?? 0) <= 1
  }
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/** @param home The file that declares the symbol; null where it is read no more. */
export class Meant {
  private readonly symbol: CodePlace
  private readonly classes: Classes
  private readonly home: FileUses | null
  /** The class a method belongs to; null for what belongs to the module. */
  private readonly owner: string | null
  private readonly word: string

  constructor(symbol: CodePlace, classes: Classes, home: FileUses | null) {
    const [word = '', owner = null] = symbol.name.split('.').toReversed()
    this.symbol = symbol
    this.classes = classes
    this.home = home
    this.owner = owner
    this.word = word
  }

  in(path: string, file: FileUses, use: Use): Meaning {
    if (isScript(file.language)) return this.owner === null ? 'possible' : this.unsure()
    if (/\b(?:def|class|func|type)$/.test(use.before)) return 'other'
    if (this.owner === null) return this.asName(path, file, use)
    if (this.isConstructor()) return this.asConstructor(file, use)
    return this.asMember(file, use)
  }

  /** What to look for in a file that calls the symbol `name`: constructors are used by the name of their class. */
  wordFor(name: string): string {
    return this.isConstructor() ? (this.owner ?? name) : name
  }

  private isConstructor(): boolean {
    return this.word === '__init__' || this.word === '__new__' || this.word === this.owner
  }

  private asConstructor(file: FileUses, { after, before }: Use): Meaning {
    const isMade = file.language === 'java' ? /\bnew$/.test(before) : /^\s*\(/.test(after)
    return isMade ? 'certain' : 'other'
  }

  /** A function or value of the module: by its bare name, or behind the module's. */
  private asName(path: string, file: FileUses, use: Use): Meaning {
    const { receiver, after } = use
    if (file.language === 'python' && (/^\s*=(?!=)/.test(after) || this.isLocal(file, use)))
      return 'other'
    if (receiver === null)
      return path !== this.symbol.path && isDefinedIn(file, this.word) ? 'other' : 'certain'
    if (file.language === 'go') return this.inPackage(file, path, receiver)
    if (receiver === '' || receiver === '?' || OWN.test(receiver)) return 'other'
    return this.moduleNames().has(lastOf(receiver)) ? 'certain' : 'possible'
  }

  /** Whether the function around gives the name to something of its own; an argument by keyword has no blanks around its `=`. */
  private isLocal(file: FileUses, { receiver, owner }: Use): boolean {
    if (receiver !== null || owner.name === '') return false
    return file
      .usesOf(this.word)
      .filter(each => each.owner.name === owner.name)
      .some(
        ({ before, after }) =>
          /\bdef\s+\w+\([^)]*$/.test(before) ||
          (/(?:^|[\n,(]|\bfor)\s*$/.test(before) && /^(?:, \w+)* (?:=|in) /.test(after)),
      )
  }

  /** What stands behind a dot in its own package is a field or a method; elsewhere the package goes first, by its own name or another. */
  private inPackage(file: FileUses, path: string, receiver: string): Meaning {
    const folder = folderOf(this.symbol.path)
    if (folder === folderOf(path) || !/^[a-z]\w*$/.test(receiver)) return 'other'
    const sources = file.facts.imports.map(({ source }) => source)
    const named = sources.filter(source => source.split(/[/.-]/).includes(receiver))
    if (named.length === 0) return 'possible'
    return named.some(source => isPackage(source, folder)) ? 'certain' : 'other'
  }

  private moduleNames(): ReadonlySet<string> {
    const { path } = this.symbol
    return new Set([baseOf(path).replace(/\.\w+$/, ''), baseOf(folderOf(path))])
  }

  private asMember(file: FileUses, use: Use): Meaning {
    const { receiver } = use
    if (receiver === null) return this.asBareMember(file, use)
    if (receiver === '' || isField(file, use)) return 'other'
    const around = use.owner.name.split('.').slice(0, -1)
    if (OWN.test(receiver)) return this.onOneOf(file, around)
    if (PARENT.test(receiver)) return this.inParent(file, around)
    if (receiver === '?' || receiver.endsWith(')')) return this.unsure()
    const name = lastOf(receiver)
    if (name === this.owner) return 'certain'
    if (isForeign(file, receiver)) return 'other'
    const types = this.classes.knows(name) ? [name] : file.typesOf(receiver, use.line)
    if (types.length === 0 && /^[A-Z]\w*[a-z]/.test(receiver) && file.language !== 'go')
      return 'other'
    return types.length === 0 ? this.unsure() : this.onOneOf(file, types)
  }

  /** Only Java calls its own methods without saying on what. */
  private asBareMember(file: FileUses, { before, after, owner }: Use): Meaning {
    if (file.language !== 'java' || !/^\s*\(/.test(after)) return 'other'
    const isDeclared =
      /[\w>\]]$/.test(before) && !/\b(?:return|else|throw|case|yield|do)$/.test(before)
    return isDeclared ? 'other' : this.onOneOf(file, owner.name.split('.').slice(0, -1))
  }

  /** `super` never means the class it stands in. */
  private inParent(file: FileUses, around: readonly string[]): Meaning {
    const bases = around.flatMap(each => file.basesOf(each))
    return bases.includes(this.owner ?? '') ? 'certain' : this.among(bases)
  }

  private onOneOf(file: FileUses, types: readonly string[]): Meaning {
    const meanings = types.map(type => this.on(file, type))
    return (
      meanings.find(each => each === 'certain') ??
      meanings.find(each => each === 'possible') ??
      'other'
    )
  }

  /** A class with a method of its own of that name, and one that is not of this project, mean another; a relative may mean this one. */
  private on(file: FileUses, written: string): Meaning {
    const type = lastOf(written)
    if (!this.isAt(file, written.split('.').slice(0, -1)))
      return file.language === 'python' ? this.unsure() : 'other'
    if (type === this.owner) return 'certain'
    const mine = this.home?.basesOf(this.owner ?? '') ?? []
    if (mine.includes(type)) return 'certain'
    const theirs = file.basesOf(type)
    if (this.classes.has(type, this.word)) return 'other'
    if (theirs.includes(this.owner ?? '')) return 'certain'
    if (!this.classes.knows(type)) return isHidden(file, type) ? this.unsure() : 'other'
    return file.language === 'go' || theirs.length > 0 ? this.among(theirs) : 'other'
  }

  /** Whether the symbol's class may be what stands behind these words: packages of Java and Go, modules of Python. */
  private isAt({ language, facts }: FileUses, around: readonly string[]): boolean {
    const { path } = this.symbol
    const folder = folderOf(path)
    if (language === 'java') {
      const packages = around.filter(word => /^[a-z]/.test(word)).join('/')
      return `/${folder}`.endsWith(packages === '' ? '' : `/${packages}`)
    }
    const [name] = around
    if (name === undefined) return true
    if (language === 'python') return path.split(/[/.]/).some(word => around.includes(word))
    const named = facts.imports.filter(({ source }) => source.split(/[/.-]/).includes(name))
    return named.length === 0 || named.some(({ source }) => isPackage(source, folder))
  }

  private among(bases: readonly string[]): Meaning {
    const isKnown = bases.length === 0 || bases.some(each => this.classes.knows(each))
    return isKnown ? this.unsure() : 'other'
  }

  /** Everybody has a `get`. */
  private unsure(): Meaning {
    return COMMON.has(this.word.toLowerCase()) ? 'other' : 'possible'
  }
}

/** Whether a path of Go may mean the folder; the standard library's have no dot in their first word. */
const isPackage = (source: string, folder: string): boolean =>
  folder === '' ? /^[^/]*\./.test(source) : `/${source}`.endsWith(`/${folder}`)

const isDefinedIn = ({ facts }: FileUses, word: string): boolean =>
  facts.exports.some(({ name, from }) => name === word && from === null) ||
  facts.functions.some(({ name }) => name === word)

/** Types of Go that are not exported and have no method are in no index; an interface may be one. */
const isHidden = ({ language }: FileUses, type: string): boolean =>
  language === 'go' && /^[a-z]/.test(type) && !GO_TYPES.test(type)
const GO_TYPES =
  /^(?:bool|string|error|byte|rune|any|u?int\d*|uintptr|float\d+|complex\d+|func|map|chan)$/

/** A method of Go is called or handed on; what is given a value or taken apart is a field. */
const isField = ({ language }: FileUses, { after }: Use): boolean =>
  language === 'go' && /^\s*(?:[.[{]|:?=|[=!]=|[<>])/.test(after)

/** A module or package taken in whole. */
const isForeign = ({ facts }: FileUses, receiver: string): boolean =>
  facts.imports.some(
    ({ source, names }) =>
      (names.includes('*') || facts.language === 'go') && source.split(/[/.]/).at(-1) === receiver,
  )
