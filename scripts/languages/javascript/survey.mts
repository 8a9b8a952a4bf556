/** What does one walk over a syntax tree find? Functions with their numbers, links to other modules, and where the literals stand. */

import type {
  ArrowFunctionExpression,
  Class,
  Function as FunctionNode,
  IfStatement,
  LogicalExpression,
  Node,
  Program,
} from 'oxc-parser'
import { Frame, type FunctionRow, type Self } from './accounts.mts'
import { Classes, type ClassRow } from './classes.mts'
import { flattened, isDecision } from './decisions.mts'
import { fileFunctions } from './file-functions.mts'
import { type LinkRows, Links } from './links.mts'
import { isMixin, type Mixin } from './mixins.mts'
import { naming } from './names.mts'
import { Notes } from './notes.mts'
import { keysOf, Walk } from './walk.mts'
import { unwrapped } from './wrappers.mts'

export interface Survey extends LinkRows {
  readonly functions: readonly FunctionRow[]
  readonly classes: readonly ClassRow[]
  /** Start and end of each literal `scan` must take whole, flat, in source order. */
  readonly literals: Uint32Array
  /** The same of what is no part of copied code; one may lie inside another. */
  readonly boilerplate: Uint32Array
}

const LONGEST_NAME = 200

/** Throws TooDeep, and nothing else. */
export function survey(program: Program, text: string, isTyped: boolean): Survey {
  return new Walker(program, text).survey(program, isTyped)
}

class Walker extends Walk {
  private readonly text: string
  private readonly functions: FunctionRow[] = []
  private readonly notes: Notes
  private readonly links: Links
  private readonly classes: Classes
  private readonly names = new Map<Node, Self>()
  /** Where a method starts: at its name, behind its decorators. */
  private readonly starts = new Map<Node, number>()
  private readonly aroundFile = new Set<Node>()
  private frame = Frame.unowned()
  private path = ''

  constructor(program: Program, text: string) {
    super()
    this.links = new Links(program, text)
    this.text = text
    this.notes = new Notes(text)
    this.classes = new Classes(text)
  }

  survey(program: Program, isTyped: boolean): Survey {
    this.children(program)
    const isInFunction = (offset: number) =>
      this.functions.some(({ start, end }) => start <= offset && offset < end)
    return {
      functions: this.functions.sort((a, b) => a.start - b.start || b.end - a.end),
      classes: this.classes.result(),
      ...this.links.result(isTyped, isInFunction),
      literals: this.notes.literals(),
      boilerplate: this.notes.boilerplate(),
    }
  }

  protected override meet(node: Node): void {
    this.notes.take(node)
    this.links.take(node)
    this.classes.take(node)
    if (isDecision(node)) this.frame.decide()
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier')
      this.frame.shadow(node.id.name)
    if (node.type === 'CallExpression') {
      this.call(node.callee)
      if (!this.frame.isOwned)
        for (const each of fileFunctions(node, this.text)) this.aroundFile.add(each)
    }
    const isJump = node.type === 'BreakStatement' || node.type === 'ContinueStatement'
    if (isJump && node.label !== null) this.frame.flat()
  }

  protected override enter(node: Node): void {
    const named = naming(node, this.text)
    if (named?.value && named.name) this.names.set(unwrapped(named.value), named.name)
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        if (isMixin(node)) this.mixin(node)
        else if (this.aroundFile.has(node) && !this.names.has(node)) this.children(node)
        else this.function(node)
        break
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.within(this.classNames(node)[0] ?? '<anonymous>', () =>
          this.classes.within(node, this.path, () => this.children(node)),
        )
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

  /** The class has what names the function was given. */
  private mixin(node: Mixin): void {
    const given = this.names.get(node)
    if (given !== undefined) this.names.set(node.body, given)
    this.children(node)
  }

  private function(node: FunctionNode | ArrowFunctionExpression): void {
    const given = this.names.get(node)
    const names = [...(given?.names ?? []), ...(node.id ? [node.id.name] : [])]
    const own = node.type === 'FunctionDeclaration' ? (node.id?.name ?? names[0]) : names[0]
    const calls = given === undefined ? 'name' : given.calls
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
        own === undefined
          ? this.frame.inline(row, node.type === 'ArrowFunctionExpression')
          : Frame.named(row, { names, calls })
      for (const each of node.params) if (each.type === 'Identifier') frame.shadow(each.name)
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
        this.controlled(() => this.structure(node, ['body']))
        break
      case 'SwitchStatement':
        this.controlled(() => this.structure(node, ['cases']))
        break
      case 'TryStatement':
        this.controlled(() => this.children(node))
        break
      case 'CatchClause':
        this.structure(node, ['body'])
        break
      case 'ConditionalExpression':
        this.structure(node, ['consequent', 'alternate'])
        break
      case 'LogicalExpression':
        if (node.operator === '??') this.children(node)
        else this.logical(node)
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
    const head = keysOf(node).filter(key => !nested.includes(key))
    this.children(node, head)
    this.nested(() => this.children(node, nested))
  }

  private nested(visit: () => void): void {
    this.frame.nesting++
    visit()
    this.frame.nesting--
  }

  private if(node: IfStatement, isElseIf: boolean): void {
    if (isElseIf) this.frame.flat()
    else this.frame.structure()
    this.children(node, ['test'])
    this.nested(() => this.children(node, ['consequent']))
    if (node.alternate?.type === 'IfStatement') {
      this.meet(node.alternate)
      this.if(node.alternate, true)
    } else if (node.alternate) {
      this.frame.flat()
      this.nested(() => this.children(node, ['alternate']))
    }
  }

  /** `a && b || c`: every change of operator starts a new run. The first operator was met as the node itself. */
  private logical(node: LogicalExpression): void {
    const { operators, operands } = flattened(node)
    this.frame.decide(operators.length - 1)
    this.frame.flat(operators.filter((each, index) => each !== operators[index - 1]).length)
    for (const operand of operands) this.visit(operand)
  }

  private call(callee: Node): void {
    if (callee.type === 'Identifier') this.frame.call(callee.name, 'name')
    else if (callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression')
      this.frame.call(this.text.slice(callee.property.start, callee.property.end), 'member')
  }
}
