/** Which classes does a file declare, and what of its object does each of their methods mention? */

import type { Class, MemberExpression, Node } from 'oxc-parser'
import { keyName } from './names.mts'

/** Offsets in UTF-16 units, the end exclusive. */
interface Region {
  readonly name: string
  readonly start: number
  readonly end: number
}

export interface ClassRow extends Region {
  readonly methods: readonly (Region & { readonly uses: Set<string> })[]
}

/** Collected while the tree is walked: what is mentioned is handed to the innermost class around it. */
export class Classes {
  private readonly text: string
  private readonly rows: ClassRow[] = []
  private readonly open: ClassRow[] = []

  constructor(text: string) {
    this.text = text
  }

  /** Visits a class; `name` is the qualified one. */
  within(node: Class, name: string, visit: () => void): void {
    const methods = node.body.body.flatMap(member => {
      const region = methodOf(member, this.text)
      return region === null ? [] : [{ ...region, uses: new Set<string>() }]
    })
    const row = { name, start: node.start, end: node.end, methods }
    this.rows.push(row)
    this.open.push(row)
    visit()
    this.open.pop()
  }

  take(node: Node): void {
    const around = this.open.at(-1)
    if (around === undefined) return
    for (const name of mentioned(node, this.text))
      methodAround(around.methods, node.start)?.uses.add(name)
  }

  result(): readonly ClassRow[] {
    return this.rows
  }
}

/** They stand in reading order. */
function methodAround(
  methods: ClassRow['methods'],
  at: number,
): ClassRow['methods'][number] | null {
  let [low, high] = [0, methods.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((methods[middle]?.start ?? 0) <= at) low = middle + 1
    else high = middle
  }
  const found = methods[low - 1]
  return found !== undefined && at < found.end ? found : null
}

/** A method or accessor with a body, or a field that holds a function. */
function methodOf(member: Class['body']['body'][number], text: string): Region | null {
  const { start, end } = member
  if (member.type === 'MethodDefinition')
    return member.kind === 'constructor' || member.value.body === null
      ? null
      : { name: keyName(member.key, text), start, end }
  if (member.type !== 'PropertyDefinition') return null
  const isFunction =
    member.value?.type === 'ArrowFunctionExpression' || member.value?.type === 'FunctionExpression'
  return isFunction ? { name: keyName(member.key, text), start, end } : null
}

/** `this.name`, or the names of `{ name } = this`. */
function mentioned(node: Node, text: string): readonly string[] {
  if (node.type === 'MemberExpression') return memberOf(node, text)
  if (node.type !== 'VariableDeclarator') return []
  if (node.init?.type !== 'ThisExpression' || node.id.type !== 'ObjectPattern') return []
  return node.id.properties.flatMap(each =>
    each.type === 'Property' && !each.computed ? [keyName(each.key, text)] : [],
  )
}

function memberOf(
  { object, property, computed }: MemberExpression,
  text: string,
): readonly string[] {
  if (object.type !== 'ThisExpression') return []
  if (computed && property.type !== 'Literal') return []
  return [keyName(property as Parameters<typeof keyName>[0], text)]
}
