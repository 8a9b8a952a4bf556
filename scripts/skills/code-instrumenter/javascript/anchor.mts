/** In front of which statement does the program load the tracing module? In front of everything that could be traced. */

import type { Node, Program } from 'oxc-parser'
import { requiredModule, unwrapped } from '../../../languages/javascript/expressions.mts'
import { lineAt } from '../places.mts'

/** What has to run earlier: the variables that say where to send, and what makes the other files loadable. */
const EARLIER =
  /^(dotenv(\/.*|-\w+)?|env-cmd|dotenv-expand|module-alias(\/register)?|tsconfig-paths(\/register)?|source-map-support(\/register)?|reflect-metadata|@babel\/register|@babel\/polyfill|core-js.*|regenerator-runtime.*|ts-node(\/register.*)?|(node:)?(path|process|url|fs|os))$/

export interface Anchor {
  readonly at: number
  /** Whether the text in front of it has no line break at its end. */
  readonly isOpen: boolean
}

export function anchorIn(program: Program, text: string): Anchor | { readonly why: string } {
  let last: Node | null = null
  for (const node of program.body) {
    const isDirective = node.type === 'ExpressionStatement' && Boolean(node.directive)
    if (isDirective || isEarly(node)) last = node
    else break
  }
  const [first] = program.body
  if (last === null) {
    if (first === undefined) return { at: text.length, isOpen: false }
    return { at: lineStart(text, first.start), isOpen: false }
  }
  const rest = /^[^\r\n]*/.exec(text.slice(last.end))?.[0] ?? ''
  if (!/^[\s;]*(\/\/.*)?$/.test(rest))
    return { why: `line ${lineAt(text, last.end)}: several statements share this line` }
  const end = last.end + rest.length
  const isOpen = end === text.length
  return { at: isOpen ? end : end + (text.startsWith('\r\n', end) ? 2 : 1), isOpen }
}

/** `import 'dotenv/config'`, `require('dotenv').config()`, `const path = require('path')`, `dotenv.config({ path })`. */
function isEarly(node: Node): boolean {
  if (node.type === 'ImportDeclaration') return EARLIER.test(node.source.value)
  if (node.type === 'VariableDeclaration')
    return node.declarations.every(({ init }) => init != null && isEarlyValue(init))
  return node.type === 'ExpressionStatement' && isEarlyValue(node.expression)
}

function isEarlyValue(node: Node): boolean {
  const value = unwrapped(node)
  const module = requiredModule(value)
  if (module !== null) return EARLIER.test(module)
  if (value.type === 'Identifier') return /^dotenv/i.test(value.name)
  if (value.type === 'MemberExpression') return isEarlyValue(value.object)
  return value.type === 'CallExpression' && isEarlyValue(value.callee)
}

const lineStart = (text: string, offset: number) =>
  Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1

/** Imports stand at the top; the rest of a long file says nothing of them. */
const HEAD = 20_000

/** The quotes, the semicolon and the ending of imports that the file itself uses. */
export function styleOf(whole: string): {
  readonly quote: string
  readonly end: string
  readonly ending: string
} {
  const text = whole.slice(0, HEAD).replace(/\/\*[\s\S]*?\*\/|^[ \t]*\/\/.*$/gm, '')
  const written =
    /\b(?:from|import|require)\b\s*\(?\s*(["'])[^"'\n]*\1[^\n;]*(;?)[ \t]*(?:\/\/.*)?\r?$/m.exec(
      text,
    )
  const ending = /["']\.{1,2}\/[^"'\n]*?(\.(?:js|ts))["']/.exec(text)?.[1] ?? ''
  return { quote: written?.[1] ?? "'", end: written?.[2] ?? ';', ending }
}
