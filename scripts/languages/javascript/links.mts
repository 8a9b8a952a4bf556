/** How does a file hang together with others? What it imports and exports, which names it uses itself, which paths it names. */

import type { ExportSpecifier, ImportDeclaration, Node, Program } from 'oxc-parser'
import type { ImportFacts } from '../../core/facts.mts'
import { declarations } from './symbols.mts'

export interface ImportRow extends Omit<ImportFacts, 'line'> {
  readonly start: number
}

export interface ExportRow {
  readonly name: string
  readonly start: number
  readonly isType: boolean
  readonly local: string | null
  readonly from: { readonly source: string; readonly name: string } | null
  readonly isUsedHere: boolean
}

/** A binding another module gave, and under which name. */
interface Imported {
  readonly source: string
  readonly name: string
}

const ALL: readonly string[] = ['*']
const LONGEST_PATH = 200
/** Words with a slash or the ending of a code file: what may be a path to a module. */
const PATH_LIKE = /^(?=.*\/|.*\.[cm]?[jt]sx?$)[\w@~.\-/*{},[\]$+#:]+$/
/** Reads folders, or loads what it computes: the folders it names hold modules. */
const LOADS_FOLDERS = /^(readdir\w*|glob\w*|globby|context|autoload\w*)$/i

/** Handed every node of the walk; answers when it is over. */
export class Links {
  private readonly imports: ImportRow[] = []
  private readonly mentions = new Set<string>()
  private readonly folders = new Set<string>()
  private readonly uses = new Map<string, number>()
  private readonly typeUses = new Map<string, number>()
  /** Identifiers that only declare, import or export the name. */
  private readonly idle = new Map<string, number>()
  /** Where the specifiers of imports stand: they are no mentions. */
  private readonly specifiers = new Set<number>()
  private loadsFolders = false

  take(node: Node): void {
    switch (node.type) {
      case 'Identifier':
      case 'JSXIdentifier':
        add(this.uses, node.name)
        break
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
      case 'TSTypeReference':
        this.typeUse(node.typeName)
        break
      case 'TSTypeQuery':
        this.typeUse(node.exprName)
        break
      case 'TSClassImplements':
      case 'TSInterfaceHeritage':
        this.typeUse(node.expression)
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
  result(program: Program, isTyped: boolean, isInFunction: (offset: number) => boolean) {
    const declared = new Map<string, Node>()
    for (const statement of program.body)
      for (const [name, node] of declarations(statement)) {
        add(this.idle, name)
        declared.set(name, node)
      }
    for (const statement of program.body) this.rest(statement)
    const imported = new Map<string, Imported>()
    for (const statement of program.body)
      if (statement.type === 'ImportDeclaration') this.declaration(statement, isTyped, imported)
      else this.passedOn(statement)
    const exports = program.body.flatMap(statement => this.exportsOf(statement, declared, imported))
    const imports = this.imports
      .map(row =>
        row.when === 'load' && isInFunction(row.start) ? { ...row, when: 'late' as const } : row,
      )
      .sort((a, b) => a.start - b.start)
    const mentions = [...this.mentions, ...(this.loadsFolders ? this.folders : [])]
    return { imports, exports, mentions }
  }

  private isUsed(local: string): boolean {
    return (this.uses.get(local) ?? 0) > (this.idle.get(local) ?? 0)
  }

  private isValueUsed(local: string): boolean {
    const values = (this.uses.get(local) ?? 0) - (this.typeUses.get(local) ?? 0)
    return values > (this.idle.get(local) ?? 0)
  }

  /** Identifiers of import and export lists are no uses; a name that is exported again is one of an import. */
  private rest(statement: Node): void {
    if (statement.type === 'ImportDeclaration')
      for (const each of statement.specifiers) {
        add(this.idle, each.local.name)
        if (each.type === 'ImportSpecifier') add(this.idle, nameOf(each.imported))
      }
    else if (statement.type === 'ExportNamedDeclaration')
      for (const { local, exported } of statement.specifiers) {
        add(this.idle, nameOf(local))
        add(this.idle, nameOf(exported))
      }
    else if (statement.type === 'ExportAllDeclaration' && statement.exported)
      add(this.idle, nameOf(statement.exported))
    else if (
      statement.type === 'ExportDefaultDeclaration' &&
      statement.declaration.type === 'Identifier'
    )
      add(this.idle, statement.declaration.name)
  }

  private declaration(
    node: ImportDeclaration,
    isTyped: boolean,
    imported: Map<string, Imported>,
  ): void {
    const { specifiers, source, importKind, start } = node
    const names = specifiers.map(each =>
      each.type === 'ImportSpecifier'
        ? nameOf(each.imported)
        : each.type === 'ImportDefaultSpecifier'
          ? 'default'
          : '*',
    )
    for (const [index, { local }] of specifiers.entries())
      imported.set(local.name, { source: source.value, name: names[index] ?? '*' })
    const isDropped = specifiers.every(
      each =>
        (each.type === 'ImportSpecifier' && each.importKind === 'type') ||
        (isTyped && this.isUsed(each.local.name) && !this.isValueUsed(each.local.name)),
    )
    const isType = importKind === 'type' || (specifiers.length > 0 && isDropped)
    this.import(source, start, isType ? 'type' : 'load', names)
  }

  private passedOn(statement: Node): void {
    if (statement.type === 'ExportAllDeclaration')
      this.import(statement.source, statement.start, whenOf(statement.exportKind), [])
    else if (statement.type === 'ExportNamedDeclaration' && statement.source)
      this.import(statement.source, statement.start, whenOf(statement.exportKind), [])
  }

  private exportsOf(
    statement: Node,
    declared: ReadonlyMap<string, Node>,
    imported: ReadonlyMap<string, Imported>,
  ): ExportRow[] {
    const { start } = statement
    const local = (name: string, as: string, isType: boolean, at = start): ExportRow => ({
      name: as,
      start: at,
      isType: isType || isTypeNode(declared.get(name)),
      local: name,
      from: imported.get(name) ?? null,
      isUsedHere: this.isUsed(name),
    })
    const passed = (source: string, name: string, as: string, isType: boolean, at = start) => ({
      name: as,
      start: at,
      isType,
      local: null,
      from: { source, name },
      isUsedHere: false,
    })
    switch (statement.type) {
      case 'ExportNamedDeclaration': {
        const { declaration, source, specifiers, exportKind } = statement
        if (declaration !== null)
          return declarations(declaration).map(([name]) => local(name, name, false))
        const isType = (each: ExportSpecifier) =>
          exportKind === 'type' || each.exportKind === 'type'
        return specifiers.map(each =>
          source === null
            ? local(nameOf(each.local), nameOf(each.exported), isType(each), each.start)
            : passed(
                source.value,
                nameOf(each.local),
                nameOf(each.exported),
                isType(each),
                each.start,
              ),
        )
      }
      case 'ExportAllDeclaration': {
        const { exported, source, exportKind } = statement
        return [passed(source.value, '*', exported ? nameOf(exported) : '*', exportKind === 'type')]
      }
      case 'ExportDefaultDeclaration': {
        const { declaration } = statement
        if (declaration.type === 'Identifier') return [local(declaration.name, 'default', false)]
        const [name] = declarations(declaration)[0] ?? []
        if (name !== undefined) return [local(name, 'default', isTypeNode(declaration))]
        return [
          { name: 'default', start, isType: false, local: null, from: null, isUsedHere: false },
        ]
      }
      default:
        return []
    }
  }

  private typeUse(name: Node | null): void {
    const left = leftmost(name)
    if (left !== null) add(this.typeUses, left)
  }

  private call(callee: Node, args: readonly Node[], start: number): void {
    const name =
      callee.type === 'Identifier'
        ? callee.name
        : callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
          ? callee.property.name
          : ''
    if (callee.type === 'Identifier' && name === 'require' && args[0])
      this.dynamic(args[0], start, 'load')
    else if (name === 'join' || name === 'resolve') this.joined(args)
    else if (LOADS_FOLDERS.test(name)) this.loadsFolders = true
  }

  /** What is loaded by a computed path may be any file of the folders that are named. */
  private dynamic(source: Node, start: number, when: 'load' | 'late'): void {
    if (source.type === 'Literal') this.import(source, start, when, ALL)
    else if (source.type !== 'TemplateLiteral') this.loadsFolders = true
    else if (source.expressions.length === 0)
      this.imports.push({ source: source.quasis[0]?.value.raw ?? '', start, when, names: ALL })
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
    source: Node | null,
    start: number,
    when: ImportRow['when'],
    names: readonly string[],
  ): void {
    if (source?.type !== 'Literal' || typeof source.value !== 'string') return
    this.specifiers.add(source.start)
    this.imports.push({ source: source.value, start, when, names })
  }
}

const whenOf = (kind: string | undefined) => (kind === 'type' ? 'type' : 'load')

const TYPES: readonly string[] = ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration']
const isTypeNode = (node: Node | undefined): boolean => {
  if (node === undefined) return false
  const inner = node.type === 'ExportNamedDeclaration' ? node.declaration : node
  return inner != null && TYPES.includes(inner.type)
}

function leftmost(name: Node | null): string | null {
  for (let next = name; next !== null; )
    if (next.type === 'TSQualifiedName') next = next.left
    else if (next.type === 'MemberExpression') next = next.object
    else return next.type === 'Identifier' ? next.name : null
  return null
}

function qualified(name: Node | null): readonly string[] {
  const left = leftmost(name)
  return left === null ? ALL : [left]
}

const nameOf = (node: Node): string =>
  node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : ''

const add = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
