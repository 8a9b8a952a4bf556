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
import { naming } from './names.mts'
import { type Import, Notes } from './notes.mts'

export interface Survey {
  readonly functions: readonly FunctionRow[]
  readonly imports: readonly Import[]
  /** Start and end of each literal `scan` must take whole, flat, in source order. */
  readonly literals: Uint32Array
}

const LONGEST_NAME = 200

/** A tree deeper than people write; the same on every machine, whatever its stack holds. */
const DEEPEST_TREE = 600

export class TooDeep extends Error {
  readonly offset: number
  constructor(offset: number) {
    super('nested too deeply')
    this.offset = offset
  }
}

/** Throws TooDeep, and nothing else. */
export function survey(program: Program, text: string): Survey {
  const walker = new Walker(text)
  walker.children(program)
  return walker.found()
}

class Walker {
  private readonly text: string
  private readonly functions: FunctionRow[] = []
  private readonly notes: Notes
  private readonly names = new Map<Node, Self>()
  /** Where a method starts: at its name, behind its decorators. */
  private readonly starts = new Map<Node, number>()
  private frame = Frame.unowned()
  private depth = 0
  private path = ''

  constructor(text: string) {
    this.text = text
    this.notes = new Notes(text)
  }

  found(): Survey {
    return {
      functions: this.functions.sort((a, b) => a.start - b.start || b.end - a.end),
      imports: this.notes.imports.sort((a, b) => a.start - b.start),
      literals: this.notes.literals(),
    }
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

  /** Follows the left side in a loop: sums and call chains are long where nothing else is deep. */
  private visit(node: Node): void {
    if (++this.depth > DEEPEST_TREE) throw new TooDeep(node.start)
    for (let next: Node | null | undefined = node; next; ) {
      this.notes.take(next)
      this.count(next)
      const left: Left | undefined = LEFT.get(next.type)
      if (left === undefined) this.enter(next)
      else this.children(next, left.rest)
      next = left && (next as unknown as Record<string, Node | null>)[left.key]
    }
    this.depth--
  }

  private enter(node: Node): void {
    const named = naming(node, this.text)
    const name = named?.name ?? (named && this.names.get(node))
    if (named?.value && name) this.names.set(named.value, name)
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.function(node)
        break
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.within(this.classNames(node)[0] ?? '<anonymous>', () => this.children(node))
        break
      case 'TSModuleDeclaration':
        this.within(this.text.slice(node.id.start, node.id.end), () => this.children(node))
        break
      case 'MethodDefinition':
        this.starts.set(node.value, node.key.start)
        this.children(node)
        break
      case 'PropertyDefinition':
      case 'AccessorProperty':
        this.children(node, ['decorators', 'key', 'typeAnnotation'])
        this.inside(Frame.unowned(), () => this.children(node, ['value']))
        break
      case 'StaticBlock':
        this.inside(Frame.unowned(), () => this.children(node))
        break
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
        this.controlled(() => this.if(node, false))
        break
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        this.frame.decide()
        this.controlled(() => this.structure(node, ['body']))
        break
      case 'SwitchStatement':
        this.controlled(() => this.structure(node, ['cases']))
        break
      case 'TryStatement':
        this.controlled(() => this.children(node))
        break
      case 'CatchClause':
        this.frame.decide()
        this.structure(node, ['body'])
        break
      case 'ConditionalExpression':
        this.frame.decide()
        this.structure(node, ['consequent', 'alternate'])
        break
      case 'LogicalExpression':
        if (node.operator === '??') {
          this.frame.decide()
          this.children(node)
        } else this.logical(node)
        break
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
    if (node.alternate?.type === 'IfStatement') this.if(node.alternate, true)
    else if (node.alternate) {
      this.frame.flat()
      this.nested(() => this.children(node, ['alternate']))
    }
  }

  /** `a && b || c`: every operator decides, and every change of operator starts a new run. */
  private logical(node: LogicalExpression): void {
    const { operators, operands } = flatten(node)
    this.frame.decide(operators.length)
    this.frame.flat(operators.filter((each, index) => each !== operators[index - 1]).length)
    for (const operand of operands) this.visit(operand)
  }

  /** What branches or breaks the flow by merely being there. */
  private count(node: Node): void {
    switch (node.type) {
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
        break
      case 'SwitchCase':
        if (node.test !== null) this.frame.decide()
        break
      case 'BreakStatement':
      case 'ContinueStatement':
        if (node.label !== null) this.frame.flat()
    }
  }

  private call(callee: Node): void {
    if (callee.type === 'Identifier') this.frame.call(callee.name, false)
    else if (callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression')
      this.frame.call(this.text.slice(callee.property.start, callee.property.end), true)
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

interface Left {
  readonly key: string
  readonly rest: readonly string[]
}

/** Where an expression repeats to the left, and the keys beside it. */
const LEFT: ReadonlyMap<string, Left> = new Map(
  Object.entries({
    BinaryExpression: 'left',
    MemberExpression: 'object',
    CallExpression: 'callee',
    TaggedTemplateExpression: 'tag',
    TSArrayType: 'elementType',
  }).map(([type, key]) => [
    type,
    { key, rest: (visitorKeys[type] ?? []).filter(each => each !== key) },
  ]),
)
