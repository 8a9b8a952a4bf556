/** What does a module offer to others? Its exports, ECMAScript and CommonJS, and the public methods of exported classes. */

import type { Class, Node, Program } from 'oxc-parser'
import type { SymbolFacts } from '../../core/facts.mts'
import { type Attached, attachedMethod, handedOut } from './attached.mts'
import { assignedExports, passedOn, requiredNames } from './common-js.mts'
import type { Imported } from './exports.mts'
import { keyName, nameOf } from './names.mts'

/** A symbol, and the offsets right before which its doc comment may end. */
export interface SymbolRow {
  readonly name: string
  readonly kind: SymbolFacts['kind']
  readonly start: number
  readonly before: readonly number[]
}

/** In source order. Overloads, and names exported twice, are one row each time they appear. */
export function symbols(program: Program, text: string): readonly SymbolRow[] {
  const declared = new Map<string, Node>()
  for (const statement of program.body)
    for (const [name, node] of declarations(statement)) declared.set(name, node)
  const exported = new Exports(declared, namespacesIn(program), requiredNames(program, text), text)
  const owners = new Set([...handedOut(program, text), ...exportedNames(program)])
  return program.body.flatMap(statement => {
    const method = attachedMethod(statement, owners)
    return method === null ? exported.of(statement) : [attachedRow(method, statement)]
  })
}

const attachedRow = ({ owner, name, start }: Attached, statement: Node): SymbolRow => ({
  name: `${owner}.${name}`,
  kind: 'method',
  start,
  before: [statement.start],
})

/** Functions and classes declared where they are exported. */
const exportedNames = (program: Program): string[] =>
  program.body.flatMap(statement =>
    statement.type.startsWith('Export') ? declarations(statement).map(([name]) => name) : [],
  )

/** Statements of the namespaces of a file by name: several of one name are one. */
function namespacesIn(program: Program): ReadonlyMap<string, readonly Node[]> {
  const found = new Map<string, Node[]>()
  for (const statement of program.body) {
    if (statement.type !== 'TSModuleDeclaration' || statement.id.type !== 'Identifier') continue
    const inner = statement.body?.type === 'TSModuleBlock' ? statement.body.body : []
    found.set(statement.id.name, [...(found.get(statement.id.name) ?? []), ...inner])
  }
  return found
}

/** Names this statement binds at the top level, with the statement that carries their doc comment. */
export function declarations(statement: Node): (readonly [string, Node])[] {
  switch (statement.type) {
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSEnumDeclaration':
      return statement.id ? [[statement.id.name, statement]] : []
    case 'VariableDeclaration':
      return statement.declarations
        .flatMap(({ id }) => boundNames(id))
        .map(name => [name, statement])
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return statement.declaration ? declarations(statement.declaration) : []
    default:
      return []
  }
}

function boundNames(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap(each =>
        boundNames(each.type === 'Property' ? each.value : each.argument),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap(each => (each === null ? [] : boundNames(each)))
    case 'AssignmentPattern':
      return boundNames(pattern.left)
    case 'RestElement':
      return boundNames(pattern.argument)
    default:
      return []
  }
}

class Exports {
  private readonly declared: ReadonlyMap<string, Node>
  private readonly namespaces: ReadonlyMap<string, readonly Node[]>
  private readonly required: ReadonlyMap<string, Imported>
  private readonly text: string

  constructor(
    declared: ReadonlyMap<string, Node>,
    namespaces: ReadonlyMap<string, readonly Node[]>,
    required: ReadonlyMap<string, Imported>,
    text: string,
  ) {
    this.declared = declared
    this.namespaces = namespaces
    this.required = required
    this.text = text
  }

  of(statement: Node): SymbolRow[] {
    switch (statement.type) {
      case 'ExportNamedDeclaration':
        if (statement.declaration) return this.rows(statement.declaration, statement.start)
        if (statement.source) return []
        return statement.specifiers.flatMap(({ local, exported }) =>
          this.local(nameOf(local), nameOf(exported)),
        )
      case 'ExportDefaultDeclaration':
        return this.value(statement.declaration, 'default', statement.start)
      case 'TSExportAssignment':
        return [
          ...this.value(statement.expression, 'default', statement.start),
          ...this.members(statement.expression),
        ]
      case 'ExpressionStatement':
        return this.commonJs(statement)
      default:
        return []
    }
  }

  /** What a declared name stands for, under the name it is exported by; an imported one is no symbol here. */
  private local(local: string, exported: string): SymbolRow[] {
    const node = this.declared.get(local)
    const shown = exported === 'default' ? local : exported
    return node === undefined
      ? []
      : this.rows(node, node.start)
          .filter(row => row.name === local || row.name.startsWith(`${local}.`))
          .map(row => ({ ...row, name: shown + row.name.slice(local.length) }))
  }

  /** What `export =` hands over is a function or class and, by the same name, the namespace of all else a module has. */
  private members(exported: Node): SymbolRow[] {
    if (exported.type !== 'Identifier') return []
    const { name: owner } = exported
    const statements = this.namespaces.get(owner) ?? []
    // Without a list of exports everything a declared namespace holds is exported.
    const hasList = statements.some(
      each => each.type === 'ExportNamedDeclaration' && each.declaration === null,
    )
    return statements.flatMap(statement => {
      const isExport = statement.type === 'ExportNamedDeclaration'
      const inner = isExport ? statement.declaration : hasList ? null : statement
      const rows = inner ? this.rows(inner, statement.start) : []
      return rows.map(row => ({ ...row, name: `${owner}.${row.name}` }))
    })
  }

  private rows(node: Node, outer: number): SymbolRow[] {
    const before = [outer, node.start]
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'TSDeclareFunction':
        return [{ name: node.id?.name ?? 'default', kind: 'function', start: node.start, before }]
      case 'ClassDeclaration':
        return this.class(node, node.id?.name ?? 'default', before)
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
      case 'TSEnumDeclaration':
        return [{ name: node.id.name, kind: 'type', start: node.start, before }]
      case 'VariableDeclaration':
        return node.declarations.flatMap(({ id, init, start }) =>
          id.type === 'Identifier' && init
            ? this.named(init, id.name, start, [...before, start])
            : boundNames(id).map(bound => ({ name: bound, kind: 'constant', start, before })),
        )
      default:
        return []
    }
  }

  /** A value under a name: what kind of symbol it is depends on what is written there. */
  private named(value: Node, as: string, start: number, before: readonly number[]): SymbolRow[] {
    const bare = unwrapped(value)
    if (bare.type === 'ClassExpression') return this.class(bare, as, before)
    const isFunction = bare.type === 'ArrowFunctionExpression' || bare.type === 'FunctionExpression'
    return [{ name: as, kind: isFunction ? 'function' : 'constant', start, before }]
  }

  private value(node: Node, as: string, start: number): SymbolRow[] {
    const declared = this.rows(node, start)
    if (declared.length > 0) return declared
    return node.type === 'Identifier'
      ? this.local(node.name, as)
      : this.named(node, as, start, [start])
  }

  private class(node: Class, as: string, before: readonly number[]): SymbolRow[] {
    const decorated = node.decorators[0]
    const own: SymbolRow = {
      name: as,
      kind: 'class',
      start: node.start,
      before: decorated ? [...before, decorated.start] : before,
    }
    return [own, ...node.body.body.flatMap(element => this.method(element, as))]
  }

  private method(element: Node, owner: string): SymbolRow[] {
    if (element.type !== 'MethodDefinition' && element.type !== 'TSAbstractMethodDefinition')
      return []
    const { key, kind, computed, accessibility, override } = element
    const isPublic = accessibility !== 'private' && accessibility !== 'protected'
    const method = keyName(key, this.text)
    if (!isPublic || override || computed || kind === 'constructor' || /^[_#]/.test(method))
      return []
    const before = [element.start, key.start]
    return [{ name: `${owner}.${method}`, kind: 'method', start: key.start, before }]
  }

  /** What another module made is a symbol there. */
  private commonJs(statement: Node): SymbolRow[] {
    return assignedExports(statement, this.text)
      .filter(({ value }) => passedOn(value, this.required) === null)
      .flatMap(({ name, value, start }) => this.value(unwrapped(value), name, start))
  }
}

function unwrapped(node: Node): Node {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return unwrapped(node.expression)
    default:
      return node
  }
}
