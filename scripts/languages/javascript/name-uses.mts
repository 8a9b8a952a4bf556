/** Does a file use what it imports and exports, and as more than a type? Identifiers of these names, counted. */

import type { Node, Program } from 'oxc-parser'
import { nameOf } from './names.mts'
import { declarations } from './symbols.mts'

interface Count {
  /** Identifiers of the name, wherever they stand. */
  all: number
  /** Of these, in types. */
  typed: number
  /** Of these, where the name is only declared, imported or exported. */
  idle: number
}

/** Handed every node of the walk; answers when it is over. A property of the same name counts as a use. */
export class NameUses {
  private readonly counts = new Map<string, Count>()

  constructor(program: Program) {
    for (const statement of program.body) for (const name of idleNames(statement)) this.idle(name)
  }

  take(node: Node): void {
    switch (node.type) {
      case 'Identifier':
      case 'JSXIdentifier': {
        const count = this.counts.get(node.name)
        if (count !== undefined) count.all++
        break
      }
      case 'TSTypeReference':
        this.typed(node.typeName)
        break
      case 'TSTypeQuery':
        this.typed(node.exprName)
        break
      case 'TSClassImplements':
      case 'TSInterfaceHeritage':
        this.typed(node.expression)
    }
  }

  isUsed(name: string): boolean {
    const count = this.counts.get(name)
    return count !== undefined && count.all > count.idle
  }

  isValueUsed(name: string): boolean {
    const count = this.counts.get(name)
    return count !== undefined && count.all - count.typed > count.idle
  }

  private idle(name: string): void {
    const count = this.counts.get(name)
    if (count === undefined) this.counts.set(name, { all: 0, typed: 0, idle: 1 })
    else count.idle++
  }

  private typed(name: Node | null): void {
    const count = this.counts.get(leftmost(name) ?? '')
    if (count !== undefined) count.typed++
  }
}

/** Each time an identifier stands in a list of imports or exports, or where it is declared at the top. */
function idleNames(statement: Node): string[] {
  const declared = declarations(statement).map(([name]) => name)
  switch (statement.type) {
    case 'ImportDeclaration':
      return statement.specifiers.flatMap(each =>
        each.type === 'ImportSpecifier'
          ? [each.local.name, nameOf(each.imported)]
          : [each.local.name],
      )
    case 'ExportNamedDeclaration':
      return [
        ...declared,
        ...statement.specifiers.flatMap(({ local, exported }) => [nameOf(local), nameOf(exported)]),
      ]
    case 'ExportAllDeclaration':
      return statement.exported ? [nameOf(statement.exported)] : []
    case 'ExportDefaultDeclaration':
      return statement.declaration.type === 'Identifier' ? [statement.declaration.name] : declared
    default:
      return declared
  }
}

/** `a` of `a.b.c`; null where it begins with something else. */
export function leftmost(name: Node | null): string | null {
  for (let next = name; next !== null; )
    if (next.type === 'TSQualifiedName') next = next.left
    else if (next.type === 'MemberExpression') next = next.object
    else return next.type === 'Identifier' ? next.name : null
  return null
}
