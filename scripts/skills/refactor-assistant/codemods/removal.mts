/** What goes when a declaration goes? It, and the imports and helpers that only it used; nothing whose absence could be felt. */

import type {
  ExportDeclaration,
  ExportSpecifier,
  ImportDeclaration,
  ImportSpecifier,
  Statement,
} from 'ts-morph'
import type { Splice } from '../../../core/model.mts'
import { type Range, rangeOf, removals } from './ranges.mts'
import { bindingsOf, isInert, Node, namesOf, type Script } from './syntax.mts'

/**
 * Null where it cannot be told that nothing else changes.
 * @param why Unused: nothing may refer to it. Replaced: the same name comes from elsewhere.
 */
export function removed(script: Script, name: string, why: 'unused' | 'replaced'): Splice[] | null {
  const gone = new Gone(script)
  if (!gone.declare(name, why === 'replaced')) return null
  return gone.splices()
}

class Gone {
  private readonly script: Script
  private readonly statements: readonly Statement[]
  private readonly doomed = new Set<Statement>()
  private readonly specifiers = new Set<ExportSpecifier>()
  private readonly bindings = new Set<import('ts-morph').Identifier>()

  constructor(script: Script) {
    this.script = script
    this.statements = script.source.getStatements()
  }

  /** All that has this name goes; false when it has to stay. */
  declare(name: string, isReplaced = false): boolean {
    const own = this.statements.filter(each => declares(each, name))
    if (own.length === 0 || !own.every(each => isWhole(each) && isInert(each))) return false
    for (const each of own) this.doomed.add(each)
    if (isReplaced) return this.follow(own)
    const exported = this.statements
      .filter(Node.isExportDeclaration)
      .filter(each => !each.hasModuleSpecifier())
      .flatMap(each => each.getNamedExports())
    for (const each of exported) if (each.getName() === name) this.specifiers.add(each)
    const names = own.flatMap(each => nameNodes(each, name))
    return names.every(each => !this.isUsed(each)) && this.follow(own)
  }

  /** What the statements used and nobody else does. */
  private follow(statements: readonly Statement[]): boolean {
    const used = new Set(
      statements
        .flatMap(each => each.getDescendants().filter(Node.isIdentifier))
        .map(each => each.getText()),
    )
    for (const statement of this.statements) {
      if (this.doomed.has(statement)) continue
      for (const each of bindingsOf(statement))
        if (used.has(each.getText()) && !this.isUsed(each)) this.bindings.add(each)
      if (!this.followHelper(statement, used)) return false
    }
    return true
  }

  /** A helper that nobody else uses goes, too; false when a part of it has to stay. */
  private followHelper(statement: Statement, used: ReadonlySet<string>): boolean {
    if (Node.isImportDeclaration(statement) || isExported(statement)) return true
    const names = (namesOf(statement) ?? []).filter(name => used.has(name))
    return names.every(
      name =>
        this.doomed.has(statement) ||
        nameNodes(statement, name).some(each => this.isUsed(each, statement)) ||
        this.declare(name),
    )
  }

  /** Anywhere outside of what goes. */
  private isUsed(name: import('ts-morph').Identifier, own?: Statement): boolean {
    return name.findReferencesAsNodes().some(each => {
      if (each === name || each.getStart() === name.getStart()) return false
      const isInside = (node: import('ts-morph').Node) =>
        node.getPos() <= each.getPos() && each.getEnd() <= node.getEnd()
      return ![...this.doomed, ...this.specifiers, ...(own ? [own] : [])].some(isInside)
    })
  }

  splices(): Splice[] | null {
    const { text } = this.script
    const ranges: Range[] = [...this.doomed].map(each => rangeOf(each, text))
    const touched = new Set<Statement>(this.doomed)
    for (const statement of this.statements) {
      const found = Node.isImportDeclaration(statement)
        ? this.import(statement)
        : Node.isExportDeclaration(statement)
          ? this.export(statement)
          : []
      if (found === null) return null
      if (found.length > 0 && found[0]?.[1] === rangeOf(statement, text)[1]) touched.add(statement)
      ranges.push(...found)
    }
    const isModule = (each: Statement) =>
      Node.isImportDeclaration(each) ||
      Node.isExportDeclaration(each) ||
      Node.isExportAssignment(each) ||
      isExported(each)
    if (!this.statements.some(each => isModule(each) && !touched.has(each))) return null
    return removals(text, ranges)
  }

  private export(statement: ExportDeclaration): Range[] | null {
    const all = statement.getNamedExports()
    const gone = all.filter(each => this.specifiers.has(each))
    if (gone.length === 0) return []
    return gone.length === all.length ? [rangeOf(statement, this.script.text)] : listed(all, gone)
  }

  /** TypeScript itself leaves out an import that nothing uses; in JavaScript the module would still be run. */
  private import(statement: ImportDeclaration): Range[] | null {
    const all = bindingsOf(statement)
    const gone = all.filter(each => this.bindings.has(each))
    if (gone.length === 0) return []
    const isSilent =
      statement.isTypeOnly() ||
      /\.[cm]?tsx?$/.test(this.script.path) ||
      statement.getModuleSpecifierValue().startsWith('node:')
    if (gone.length === all.length) return isSilent ? [rangeOf(statement, this.script.text)] : null
    if (gone.includes(statement.getDefaultImport() as never)) return null
    const named = statement.getNamedImports()
    const specifiers = named.filter(each =>
      gone.includes((each.getAliasNode() ?? each.getNameNode()) as never),
    )
    return specifiers.length === gone.length && specifiers.length < named.length
      ? listed(named, specifiers)
      : null
  }
}

/** Each with the comma that goes with it. */
function listed<S extends ImportSpecifier | ExportSpecifier>(
  all: readonly S[],
  gone: readonly S[],
): Range[] {
  const lastKept = all.findLastIndex(each => !gone.includes(each))
  return gone.map((each): Range => {
    const index = all.indexOf(each)
    return index < lastKept
      ? [each.getStart(), (all[index + 1] as S).getStart()]
      : [(all[index - 1] as S).getEnd(), each.getEnd()]
  })
}

const declares = (statement: Statement, name: string): boolean =>
  !Node.isImportDeclaration(statement) && (namesOf(statement) ?? []).includes(name)

/** One name a statement: of `const a = 1, b = 2` nothing is taken. */
const isWhole = (statement: Statement): boolean =>
  !Node.isVariableStatement(statement) || statement.getDeclarations().length === 1

export const isExported = (statement: Statement): boolean =>
  Node.isExportable(statement) && statement.isExported()

function nameNodes(statement: Statement, name: string) {
  const nodes = Node.isVariableStatement(statement)
    ? statement.getDeclarations().map(each => each.getNameNode())
    : [Node.hasName(statement) ? statement.getNameNode() : undefined]
  return nodes.filter(Node.isIdentifier).filter(each => each.getText() === name)
}
