/** Which parameters do doc comments name that their functions do not have? Only where both are certain. */

import type { Node, ParamPattern, Program } from 'oxc-parser'
import { parameterTags, sameName } from '../doc-tags.mts'
import { naming } from './names.mts'
import { TooDeep, Walk } from './walk.mts'

type Comment = readonly [start: number, end: number]

export interface StaleRow {
  readonly function: string
  readonly parameter: string
  readonly start: number
}

/** Comments that describe something else than the function below them. */
const OTHERWISE =
  /@(abstract|virtual|overloadSummary|callback|typedef|overload|function|func|method|name|memberof|type|class|constructor|inheritdoc|borrows|see)\b/i

const LONGEST_GAP = 200

export function staleParameters(
  program: Program,
  text: string,
  comments: readonly Comment[],
): StaleRow[] {
  const docs = comments.filter(([start, end]) => isDoc(text.slice(start, end)))
  if (docs.length === 0) return []
  const signatures = signaturesIn(program, text)
  const overloads = Map.groupBy(signatures, ({ name }) => name)
  const byStart = new Map(
    signatures.toReversed().flatMap(each => each.starts.map(start => [start, each])),
  )
  return docs.flatMap(([start, end]) => {
    const comment = text.slice(start, end)
    const gap = /^\s*/.exec(text.slice(end, end + LONGEST_GAP))?.[0].length ?? 0
    const owner = byStart.get(end + gap)
    if (owner === undefined || !owner.isCertain) return []
    const names = (overloads.get(owner.name) ?? []).flatMap(each => each.names)
    return parameterTags(comment)
      .filter(tag => tag.name !== 'this' && !names.some(name => sameName(name, tag.name)))
      .filter(tag => !isTypeFirst(comment.slice(tag.offset), names))
      .map(({ name, offset }) => ({
        function: owner.name,
        parameter: name,
        start: start + offset,
      }))
  })
}

function signaturesIn(program: Program, text: string): readonly Signature[] {
  try {
    return new Signatures(text).of(program)
  } catch (error) {
    if (error instanceof TooDeep) return []
    throw error
  }
}

const isDoc = (comment: string) =>
  comment.startsWith('/**') && /@(param|arg)/.test(comment) && !OTHERWISE.test(comment)

/** `@param string name`: a type without braces. */
function isTypeFirst(tag: string, names: readonly string[]): boolean {
  const second = /^@\w+\s+\S+[ \t]+([\w$]+)/.exec(tag)?.[1]
  return second !== undefined && names.includes(second)
}

interface Signature {
  readonly name: string
  /** Where what the comment stands before may begin. */
  readonly starts: readonly number[]
  readonly names: readonly string[]
  /** Whether every parameter has one name, and no other can come in. */
  readonly isCertain: boolean
}

/** Throws TooDeep, and nothing else. */
class Signatures extends Walk {
  private readonly found: Signature[] = []
  private readonly text: string
  /** Offsets at which the declarations around begin, outermost first. */
  private starts: number[] = []

  constructor(text: string) {
    super()
    this.text = text
  }

  of(program: Program): readonly Signature[] {
    this.children(program)
    return this.found
  }

  /** What a function is passed to may call it in any way. */
  protected override meet(node: Node): void {
    if (node.type === 'CallExpression') this.starts = []
  }

  protected override enter(node: Node): void {
    const outer = this.starts
    if (CARRIERS.has(node.type)) this.starts = [...outer, node.start]
    else if (node.type === 'MethodDefinition' || node.type === 'TSAbstractMethodDefinition')
      this.starts = [node.start, node.key.start]
    else if (isFunction(node)) this.signature(node)
    else if (!WRAPPERS.has(node.type)) this.starts = []
    const named = naming(node, this.text)?.name?.names[0]
    if (named !== undefined) this.name = named
    this.children(node)
    this.starts = outer
  }

  private name = ''

  private signature(node: FunctionLike): void {
    const key = 'id' in node ? node.id : 'key' in node ? node.key : null
    const own = key && 'name' in key && typeof key.name === 'string' ? key.name : null
    const parameters = node.params.map(nameOf)
    const body = this.text.slice(node.start, node.end)
    const isOpen = /\barguments\b/.test(body)
    if (!ANONYMOUS.has(node.type) || this.starts.length > 0)
      this.found.push({
        name: own ?? this.name,
        starts: [...this.starts, node.start],
        names: parameters.filter(name => name !== null),
        isCertain: !isOpen && parameters.every(name => name !== null),
      })
    this.starts = []
  }
}

const FUNCTIONS = [
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'TSDeclareFunction',
  'TSEmptyBodyFunctionExpression',
  'TSMethodSignature',
] as const

type FunctionLike = Extract<Node, { readonly type: (typeof FUNCTIONS)[number] }>

const isFunction = (node: Node): node is FunctionLike =>
  (FUNCTIONS as readonly string[]).includes(node.type)

const ANONYMOUS = new Set<string>(['FunctionExpression', 'ArrowFunctionExpression'])

/** What stands between a comment and the function it describes, and begins where that comment ends. */
const CARRIERS = new Set([
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
  'VariableDeclaration',
  'ExpressionStatement',
  'Property',
  'PropertyDefinition',
])
const WRAPPERS = new Set([
  'VariableDeclarator',
  'AssignmentExpression',
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSSatisfiesExpression',
])

/** Null for what has no name of its own, or stands for several. */
function nameOf(parameter: ParamPattern | Node): string | null {
  switch (parameter.type) {
    case 'Identifier':
      return parameter.name
    case 'AssignmentPattern':
      return nameOf(parameter.left)
    case 'TSParameterProperty':
      return nameOf(parameter.parameter)
    default:
      return null
  }
}
