/** How does a file hang together with others? What it imports and passes on, and which paths it names. */

import type { ImportDeclaration, Node, Program } from 'oxc-parser'
import type { ImportFacts } from '../../core/facts.mts'
import { type ExportRow, exportsOf, type Imported } from './exports.mts'
import { leftmost, NameUses } from './name-uses.mts'
import { nameOf } from './names.mts'

export interface ImportRow extends Omit<ImportFacts, 'line'> {
  readonly start: number
}

export interface LinkRows {
  readonly imports: readonly ImportRow[]
  readonly exports: readonly ExportRow[]
  readonly mentions: readonly string[]
}

const ALL: readonly string[] = ['*']
const LONGEST_PATH = 200
/** Words with a slash or the ending of a code file: what may be a path to a module. */
const PATH_LIKE = /^(?=.*\/|.*\.[cm]?[jt]sx?$)[\w@~.\-/*{},[\]$+#:]+$/
/** Reads folders, or loads what it computes: the folders it names hold modules. */
const LOADS_FOLDERS = /^(readdir\w*|glob\w*|globby|context|autoload\w*)$/i

/** Handed every node of the walk; answers when it is over. */
export class Links {
  private readonly program: Program
  private readonly text: string
  private readonly uses: NameUses
  private readonly imports: ImportRow[] = []
  /** Calls of `require`, which run where they stand. */
  private readonly required: ImportRow[] = []
  private readonly mentions = new Set<string>()
  private readonly folders = new Set<string>()
  /** Where the specifiers of imports stand: they are no mentions. */
  private readonly specifiers = new Set<number>()
  private loadsFolders = false

  constructor(program: Program, text: string) {
    this.program = program
    this.text = text
    this.uses = new NameUses(program)
  }

  take(node: Node): void {
    this.uses.take(node)
    switch (node.type) {
      case 'Literal':
        if (typeof node.value === 'string' && !this.specifiers.has(node.start))
          this.mention(node.value)
        break
      case 'TemplateLiteral':
        this.mention(node.quasis.map(({ value }) => value.raw).join('*'))
        break
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node.source) this.specifiers.add(node.source.start)
        break
      case 'TSImportType':
        this.import(node.source, node.start, 'type', qualified(node.qualifier))
        break
      case 'TSExternalModuleReference':
        this.import(node.expression, node.start, 'load', ALL)
        break
      case 'ImportExpression':
        this.dynamic(node.source, node.start, 'late')
        break
      case 'CallExpression':
        this.call(node.callee, node.arguments, node.start)
    }
  }

  /** @param isTyped Whether the language drops imports that are used as types only. */
  result(isTyped: boolean, isInFunction: (offset: number) => boolean): LinkRows {
    const imported = new Map<string, Imported>()
    for (const statement of this.program.body)
      if (statement.type === 'ImportDeclaration') this.declaration(statement, isTyped, imported)
      else if (
        statement.type === 'ExportAllDeclaration' ||
        statement.type === 'ExportNamedDeclaration'
      )
        this.import(statement.source, statement.start, whenOf(statement.exportKind), [])
    const required = this.required.map(row =>
      isInFunction(row.start) ? { ...row, when: 'late' as const } : row,
    )
    return {
      imports: [...this.imports, ...required].sort((a, b) => a.start - b.start),
      exports: exportsOf(this.program, imported, this.uses, this.text),
      mentions: [...this.mentions, ...(this.loadsFolders ? this.folders : [])],
    }
  }

  private declaration(
    { specifiers, source, importKind, start }: ImportDeclaration,
    isTyped: boolean,
    imported: Map<string, Imported>,
  ): void {
    const names = specifiers.map(each => {
      if (each.type === 'ImportSpecifier') return nameOf(each.imported)
      return each.type === 'ImportDefaultSpecifier' ? 'default' : '*'
    })
    for (const [index, { local }] of specifiers.entries())
      imported.set(local.name, { source: source.value, name: names[index] ?? '*' })
    const isDropped = specifiers.every(
      each =>
        (each.type === 'ImportSpecifier' && each.importKind === 'type') ||
        (isTyped && this.uses.isUsed(each.local.name) && !this.uses.isValueUsed(each.local.name)),
    )
    const isType = importKind === 'type' || (specifiers.length > 0 && isDropped)
    this.import(source, start, isType ? 'type' : 'load', names)
  }

  private call(callee: Node, args: readonly Node[], start: number): void {
    const name =
      callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
        ? callee.property.name
        : (leftmost(callee) ?? '')
    if (callee.type === 'Identifier' && name === 'require' && args[0])
      this.dynamic(args[0], start, 'load')
    else if (name === 'join' || name === 'resolve') this.joined(args)
    else if (LOADS_FOLDERS.test(name)) this.loadsFolders = true
  }

  /** What is loaded by a computed path may be any file of the folders that are named. */
  private dynamic(source: Node, start: number, when: 'load' | 'late'): void {
    const into = when === 'load' ? this.required : this.imports
    if (source.type === 'Literal') this.import(source, start, when, ALL, into)
    else if (source.type !== 'TemplateLiteral') this.loadsFolders = true
    else if (source.expressions.length === 0)
      into.push({ source: source.quasis[0]?.value.raw ?? '', start, when, names: ALL })
  }

  /** `join(folder, 'a', 'b.js')` names the path `a/b.js`, of a file or of a folder. */
  private joined(args: readonly Node[]): void {
    const words = args.flatMap(each =>
      each.type === 'Literal' && typeof each.value === 'string' ? [each.value] : [],
    )
    if (words.length === 0) return
    const path = words.join('/').replace(/\/{2,}/g, '/')
    this.mention(path)
    if (path.length <= LONGEST_PATH) this.folders.add(`${path.replace(/\/$/, '')}/`)
  }

  private mention(text: string): void {
    if (text.length <= LONGEST_PATH && PATH_LIKE.test(text)) this.mentions.add(text)
  }

  private import(
    source: Node | null | undefined,
    start: number,
    when: ImportRow['when'],
    names: readonly string[],
    into: ImportRow[] = this.imports,
  ): void {
    if (source?.type !== 'Literal' || typeof source.value !== 'string') return
    this.specifiers.add(source.start)
    into.push({ source: source.value, start, when, names })
  }
}

const whenOf = (kind: string | undefined) => (kind === 'type' ? 'type' : 'load')

function qualified(name: Node | null): readonly string[] {
  const left = leftmost(name)
  return left === null ? ALL : [left]
}
