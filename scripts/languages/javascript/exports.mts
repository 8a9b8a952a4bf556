/** What may other modules import from this one? Its ECMAScript exports, and what is passed on from another, by CommonJS too. */

import type { ExportDefaultDeclaration, ExportNamedDeclaration, Node, Program } from 'oxc-parser'
import type { ExportFacts } from '../../core/facts.mts'
import { assignedExports, passedOn, requiredNames } from './common-js.mts'
import type { NameUses } from './name-uses.mts'
import { nameOf } from './names.mts'
import { declarations } from './symbols.mts'

export interface ExportRow extends Omit<ExportFacts, 'line'> {
  readonly start: number
}

/** A binding another module gave, and under which name. */
export interface Imported {
  readonly source: string
  readonly name: string
}

export function exportsOf(
  program: Program,
  imported: ReadonlyMap<string, Imported>,
  uses: NameUses,
  text: string,
): ExportRow[] {
  const required = requiredNames(program, text)
  const declared = program.body.flatMap(declarations)
  const values = new Set(declared.filter(([, node]) => !isTypeNode(node)).map(([name]) => name))
  const types = new Set(declared.map(([name]) => name).filter(name => !values.has(name)))
  const local: Local = (name, as, isType, start) => ({
    name: as,
    start,
    isType: isType || types.has(name),
    local: name,
    from: imported.get(name) ?? null,
    isUsedHere: uses.isUsed(name),
  })
  return program.body.flatMap((statement): ExportRow[] => {
    switch (statement.type) {
      case 'ExportNamedDeclaration':
        return named(statement, local)
      case 'ExportAllDeclaration': {
        const { exported, source, exportKind, start } = statement
        const as = exported ? nameOf(exported) : '*'
        return [passed(source.value, '*', as, exportKind === 'type', start)]
      }
      case 'ExportDefaultDeclaration':
        return [byDefault(statement, local)]
      case 'ExpressionStatement':
        return assignedExports(statement, text).flatMap(each => {
          const from = passedOn(each.value, required)
          const as = each.name === 'default' && from?.name === '*' ? '*' : each.name
          return from === null ? [] : passed(from.source, from.name, as, false, each.start)
        })
      default:
        return []
    }
  })
}

/** What this module itself has under `name`, exported as `as`. */
type Local = (name: string, as: string, isType: boolean, start: number) => ExportRow

function named(
  { declaration, source, specifiers, exportKind, start }: ExportNamedDeclaration,
  local: Local,
): ExportRow[] {
  if (declaration !== null)
    return declarations(declaration).map(([name]) => local(name, name, false, start))
  return specifiers.map(each => {
    const [name, as] = [nameOf(each.local), nameOf(each.exported)]
    const isType = exportKind === 'type' || each.exportKind === 'type'
    return source === null
      ? local(name, as, isType, each.start)
      : passed(source.value, name, as, isType, each.start)
  })
}

function byDefault({ declaration, start }: ExportDefaultDeclaration, local: Local): ExportRow {
  const [name] =
    declaration.type === 'Identifier' ? [declaration.name] : (declarations(declaration)[0] ?? [])
  return name === undefined ? unnamed(start) : local(name, 'default', false, start)
}

const passed = (source: string, name: string, as: string, isType: boolean, start: number) => ({
  name: as,
  start,
  isType,
  local: null,
  from: { source, name },
  isUsedHere: false,
})

const unnamed = (start: number): ExportRow => ({
  name: 'default',
  start,
  isType: false,
  local: null,
  from: null,
  isUsedHere: false,
})

function isTypeNode(node: Node): boolean {
  const isExported =
    node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration'
  const inner = isExported ? node.declaration : node
  return inner?.type === 'TSInterfaceDeclaration' || inner?.type === 'TSTypeAliasDeclaration'
}
