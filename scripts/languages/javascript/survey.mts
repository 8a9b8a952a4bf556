/** What does one walk over a syntax tree find? Functions with their numbers, imports, and where the literals stand. */

import {
  type ArrowFunctionExpression,
  type Class,
  type Function as FunctionNode,
  type IfStatement,
  type LogicalExpression,
  type Node,
  type Program,
  visitorKeys,
} from 'oxc-parser'
import { Frame, type FunctionRow, type Self } from './accounts.mts'
import { suggestions } from './names.mts'

export interface Survey {
  readonly functions: readonly FunctionRow[]
  readonly imports: readonly { readonly source: string; readonly start: number }[]
  /** Start and end of each literal `scan` must take whole, flat, in source order. */
  readonly literals: Uint32Array
}

const LONGEST_NAME = 200

/** Throws RangeError when the tree is deeper than the stack. */
export function survey(program: Program, text: string): Survey {
  const walker = new Walker(text)
  walker.children(program)
  return walker.found()
}

class Walker {
  private readonly text: string
  private readonly functions: FunctionRow[] = []
  private readonly imports: { source: string; start: number }[] = []
  private readonly literals: [number, number][] = []
  private readonly names = new Map<Node, Self>()
  /** Where a method starts: at its name, behind its decorators. */
  private readonly starts = new Map<Node, number>()
  private frame = Frame.unowned()
  private path = ''

  constructor(text: string) {
    this.text = text
  }

  found(): Survey {
    const ordered = this.literals.sort(([a], [b]) => a - b)
    const literals = new Uint32Array(ordered.length * 2)
    for (const [index, pair] of ordered.entries()) literals.set(pair, index * 2)
    return { functions: this.functions, imports: this.imports, literals }
  }

  /** Visits the children, or those under the given keys. */
  children(node: Node, keys: readonly string[] = visitorKeys[node.type] ?? []): void {
    for (const key of keys) {
      const child = (node as unknown as Record<string, Node | (Node | null)[] | null>)[key]
      if (Array.isArray(child)) {
        for (const each of child) if (each) this.visit(each)
      } else if (child) this.visit(child)
    }
  }

  private visit(node: Node): void {
    this.note(node)
    for (const [value, name] of suggestions(node, this.names.get(node), this.text))
      if (value && name) this.names.set(value, name)
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.function(node)
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.within(this.classNames(node)[0] ?? '<anonymous>', () => this.children(node))
      case 'TSModuleDeclaration':
        return this.within(this.text.slice(node.id.start, node.id.end), () => this.children(node))
      case 'MethodDefinition':
        this.starts.set(node.value, node.key.start)
        return this.children(node)
      case 'PropertyDefinition':
      case 'AccessorProperty':
        this.children(node, ['decorators', 'key', 'typeAnnotation'])
        return this.inside(Frame.unowned(), () => this.children(node, ['value']))
      case 'StaticBlock':
        return this.inside(Frame.unowned(), () => this.children(node))
      default:
        this.flow(node)
    }
  }

  private function(node: FunctionNode | ArrowFunctionExpression): void {
    const given = this.names.get(node)
    const names = [...(given?.names ?? []), ...(node.id ? [node.id.name] : [])]
    const own = node.type === 'FunctionDeclaration' ? (node.id?.name ?? names[0]) : names[0]
    const isMember = given?.isMember ?? false
    const name = own ?? '<anonymous>'
    this.within(name, () => {
      const row: FunctionRow = {
        name: this.path,
        start: this.starts.get(node) ?? node.start,
        end: node.end,
        parameters: node.params.filter(each => each.type !== 'Identifier' || each.name !== 'this')
          .length,
        cyclomatic: 1,
        cognitive: 0,
        nesting: 0,
      }
      this.functions.push(row)
      const frame =
        own === undefined ? this.frame.inline(row) : Frame.named(row, { names, isMember })
      this.inside(frame, () => this.children(node))
    })
  }

  private classNames(node: Class): readonly string[] {
    return node.id ? [node.id.name] : (this.names.get(node)?.names ?? [])
  }

  private within(name: string, visit: () => void): void {
    const outer = this.path
    this.path = (outer === '' ? name : `${outer}.${name}`).slice(0, LONGEST_NAME)
    visit()
    this.path = outer
  }

  private inside(frame: Frame, visit: () => void): void {
    const outer = this.frame
    this.frame = frame
    visit()
    this.frame = outer
  }

  private flow(node: Node): void {
    switch (node.type) {
      case 'IfStatement':
        return this.controlled(() => this.if(node, false))
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        this.frame.decide()
        return this.controlled(() => this.structure(node, ['body']))
      case 'SwitchStatement':
        return this.controlled(() => this.structure(node, ['cases']))
      case 'TryStatement':
        return this.controlled(() => this.children(node))
      case 'CatchClause':
        this.frame.decide()
        return this.structure(node, ['body'])
      case 'ConditionalExpression':
        this.frame.decide()
        return this.structure(node, ['consequent', 'alternate'])
      case 'LogicalExpression':
        return this.logical(node)
      default:
        this.children(node)
    }
  }

  private controlled(visit: () => void): void {
    this.frame.enterControl()
    visit()
    this.frame.leaveControl()
  }

  /** A structure whose head is read at its own level and whose `nested` parts one level deeper. */
  private structure(node: Node, nested: readonly string[]): void {
    this.frame.structure()
    const head = (visitorKeys[node.type] ?? []).filter(key => !nested.includes(key))
    this.children(node, head)
    this.nested(() => this.children(node, nested))
  }

  private nested(visit: () => void): void {
    this.frame.nesting++
    visit()
    this.frame.nesting--
  }

  private if(node: IfStatement, isElseIf: boolean): void {
    this.frame.decide()
    if (isElseIf) this.frame.flat()
    else this.frame.structure()
    this.children(node, ['test'])
    this.nested(() => this.children(node, ['consequent']))
    if (node.alternate?.type === 'IfStatement') return this.if(node.alternate, true)
    if (node.alternate === null) return
    this.frame.flat()
    this.nested(() => this.children(node, ['alternate']))
  }

  /** `a && b || c`: every operator decides, every change of operator starts a new run; `??` is free of runs. */
  private logical(node: LogicalExpression): void {
    this.frame.decide()
    if (node.operator === '??') return this.children(node)
    const { operators, operands } = flatten(node)
    this.frame.decide(operators.length - 1)
    this.frame.flat(operators.filter((each, index) => each !== operators[index - 1]).length)
    for (const operand of operands) this.visit(operand)
  }

  /** What a node says by merely being there. */
  private note(node: Node): void {
    switch (node.type) {
      case 'Literal':
        if (typeof node.value === 'string' || 'regex' in node)
          this.literals.push([node.start, node.end])
        break
      case 'TemplateElement':
        this.literals.push([node.start, node.end])
        break
      case 'JSXText':
        this.jsxText(node.start, node.end)
        break
      case 'AssignmentPattern':
        this.frame.decide()
        break
      case 'AssignmentExpression':
        if (/^(&&|\|\||\?\?)=$/.test(node.operator)) this.frame.decide()
        break
      case 'MemberExpression':
        if (node.optional) this.frame.decide()
        break
      case 'CallExpression':
        if (node.optional) this.frame.decide()
        this.call(node.callee)
        if (node.callee.type === 'Identifier' && node.callee.name === 'require')
          this.import(node.arguments[0], node.start)
        break
      case 'SwitchCase':
        if (node.test !== null) this.frame.decide()
        break
      case 'BreakStatement':
      case 'ContinueStatement':
        if (node.label !== null) this.frame.flat()
        break
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
      case 'ImportExpression':
      case 'TSImportType':
        this.import(node.source, node.start)
        break
      case 'TSImportEqualsDeclaration':
        if (node.moduleReference.type === 'TSExternalModuleReference')
          this.import(node.moduleReference.expression, node.start)
    }
  }

  private call(callee: Node): void {
    if (callee.type === 'Identifier') this.frame.call(callee.name, false)
    else if (callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression')
      this.frame.call(this.text.slice(callee.property.start, callee.property.end), true)
  }

  private import(source: Node | null | undefined, start: number): void {
    if (source?.type === 'Literal' && typeof source.value === 'string')
      this.imports.push({ source: source.value, start })
  }

  /** The blanks around JSX text are layout. */
  private jsxText(start: number, end: number): void {
    const raw = this.text.slice(start, end)
    const trimmed = raw.trim()
    const from = start + (raw.length - raw.trimStart().length)
    if (trimmed !== '') this.literals.push([from, from + trimmed.length])
  }
}

/** The operators and operands of a tree of `&&` and `||` in source order; its left side may be very deep. */
function flatten(root: LogicalExpression): { operators: string[]; operands: Node[] } {
  const operators: string[] = []
  const operands: Node[] = []
  const waiting: (Node | string)[] = [root]
  while (waiting.length > 0) {
    const next = waiting.pop() as Node | string
    if (typeof next === 'string') operators.push(next)
    else if (next.type === 'LogicalExpression' && next.operator !== '??')
      waiting.push(next.right, next.operator, next.left)
    else operands.push(next)
  }
  return { operators, operands }
}
