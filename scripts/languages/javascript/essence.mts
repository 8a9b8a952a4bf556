/** What stays of a program when a formatter rewrites its text? A digest of its tree, which knows no layout. */

import { createHash } from 'node:crypto'
import type { Program } from 'oxc-parser'

/** `program` without nodes for parentheses. */
export const essence = (program: Program): string =>
  createHash('sha256').update(JSON.stringify(program, plain)).digest('hex').slice(0, 32)

type Node = Readonly<Record<string, unknown>>

const PLACES: ReadonlySet<string> = new Set(['start', 'end', 'hashbang'])

function plain(key: string, value: unknown): unknown {
  if (PLACES.has(key)) return undefined
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value))
    return key === 'children' ? spoken(value) : value.filter(each => !isEmpty(each))
  if (typeof value !== 'object' || value === null) return value
  const { raw, ...node } = value as Node
  if (node.type === 'TSParenthesizedType') return plain(key, node.typeAnnotation)
  const named = nameOf(node)
  if (named !== null) return { ...node, key: named }
  return node.type === 'Literal' || node.type === 'JSXText' ? node : value
}

const isEmpty = (each: unknown) => (each as Node | null)?.type === 'EmptyStatement'

/** Of a member, where it makes no difference whether it stands in quotes. */
function nameOf({ key, computed }: Node): string | null {
  if (computed === true || typeof key !== 'object' || key === null) return null
  const { type, name, value } = key as Node
  if (type === 'Identifier') return String(name)
  return type === 'Literal' && typeof value === 'string' ? value : null
}

/** Text between tags as it is shown: lines are joined by a blank, and `{' '}` is one. */
function spoken(children: readonly unknown[]): unknown[] {
  const parts: unknown[] = []
  for (const child of children as readonly Node[]) {
    const text = textOf(child)
    const last = parts.at(-1)
    if (text === null) parts.push(child)
    else if (typeof last === 'string') parts[parts.length - 1] = last + text
    else if (text !== '') parts.push(text)
  }
  return parts
}

function textOf({ type, value, expression }: Node): string | null {
  if (type === 'JSXText')
    return String(value)
      .replace(/\s*\n\s*/g, '\n')
      .replace(/^\n|\n$/g, '')
      .replaceAll('\n', ' ')
  const inside = expression as Node | undefined
  if (type !== 'JSXExpressionContainer' || inside?.type !== 'Literal') return null
  return typeof inside.value === 'string' ? inside.value : null
}
