/** Where does one `if` hold all the rest of a function? There the function can return early, and the rest moves out by one level. */

import type { Block, Expression, IfStatement, Statement } from 'ts-morph'
import type { Proposal, Splice } from '../../../core/model.mts'
import { Node, namesOf, type Script } from './syntax.mts'

/** Lines the block must have: a short one reads better as it is. */
const SHORTEST = 8

export function earlyReturns(script: Script): Proposal[] {
  const { path, oid, source } = script
  return source.getDescendants().flatMap(node => {
    const isFunction =
      Node.isFunctionDeclaration(node) ||
      Node.isFunctionExpression(node) ||
      Node.isArrowFunction(node) ||
      Node.isMethodDeclaration(node)
    const body = isFunction ? node.getBody() : undefined
    if (!isFunction || body === undefined || !Node.isBlock(body)) return []
    const found = guarded(body, new Set(node.getParameters().map(each => each.getText())))
    const splices = found === null ? null : splicesOf(script, found)
    if (splices === null || found === null) return []
    const line = found.getStartLineNumber()
    return [{ why: `Return early at ${path}:${line}`, edits: [{ path, oid, splices }] }]
  })
}

function guarded(body: Block, parameters: ReadonlySet<string>): IfStatement | null {
  const statements = body.getStatements()
  const last = statements.at(-1)
  if (last === undefined || !Node.isIfStatement(last) || last.getElseStatement()) return null
  // One of several cases: turned around it would hide that they are alike.
  if (Node.isIfStatement(statements.at(-2))) return null
  const block = last.getThenStatement()
  if (!Node.isBlock(block) || block.getStatements().length < 2) return null
  if (block.getEndLineNumber() - block.getStartLineNumber() - 1 < SHORTEST) return null
  return hasValue(block) || isShadowing(block, body, parameters) ? null : last
}

/** A function that returns values says `undefined` by its end, which checkers tell from `return`. */
function hasValue(block: Block): boolean {
  let found = false
  block.forEachDescendant((node, traversal) => {
    if (Node.isFunctionLikeDeclaration(node) || Node.isFunctionExpression(node)) traversal.skip()
    else if (Node.isReturnStatement(node) && node.getExpression() !== undefined) found = true
  })
  return found
}

/** Names of the block that mean something else, or nothing, in the rest of the function. */
function isShadowing(block: Block, body: Block, parameters: ReadonlySet<string>): boolean {
  const statements = block.getStatements()
  if (statements.some(each => namesOf(each) === null && isDeclaring(each))) return true
  const own = new Set(statements.flatMap(each => namesOf(each) ?? []))
  if (own.size === 0) return false
  const isOwn = (text: string) =>
    [...own].some(name => new RegExp(`(^|[^\\w$])${escaped(name)}([^\\w$]|$)`).test(text))
  if ([...parameters].some(isOwn)) return true
  return body
    .forEachDescendantAsArray()
    .some(
      node =>
        Node.isIdentifier(node) &&
        own.has(node.getText()) &&
        (node.getPos() < block.getPos() || node.getEnd() > block.getEnd()),
    )
}

const escaped = (name: string): string => name.replace(/\$/g, '\\$')

const isDeclaring = (statement: Statement): boolean => Node.isModuleDeclaration(statement)

function splicesOf({ text }: Script, found: IfStatement): Splice[] | null {
  const block = found.getThenStatement() as Block
  const first = block.getStatements()[0] as Statement
  const close = block.getEnd() - 1
  const outer = indentAt(text, found.getStart())
  const inner = indentAt(text, first.getStart())
  if (outer === null || inner === null || indentAt(text, close) === null) return null
  if (!inner.startsWith(outer) || inner.length === outer.length) return null
  const open = block.getStart() + 1
  if (text.slice(open, text.indexOf('\n', open)).trim() !== '') return null
  const newline = text[text.indexOf('\n', open) - 1] === '\r' ? '\r\n' : '\n'
  const semicolon = hasSemicolons(block) ? ';' : ''
  const head = `if (${inverted(found.getExpression())}) return${semicolon}${newline}`
  const lineOfClose = text.lastIndexOf('\n', close) + 1
  return [
    { at: found.getStart(), removes: open - found.getStart(), text: head.trimEnd() },
    ...dedented(text, open, lineOfClose, inner.slice(outer.length), outer, literals(block)),
    { at: lineOfClose, removes: afterLine(text, close + 1) - lineOfClose, text: '' },
  ]
}

/** As most statements of the block are written. */
function hasSemicolons(block: Block): boolean {
  const plain = block
    .getDescendants()
    .filter(node => Node.isExpressionStatement(node) || Node.isVariableStatement(node))
  return plain.filter(node => node.getText().endsWith(';')).length * 2 > plain.length
}

/** The blanks before this place, or null when something else stands there too. */
function indentAt(text: string, at: number): string | null {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return before.trim() === '' ? before : null
}

function afterLine(text: string, at: number): number {
  const rest = /^[ \t]*\r?\n/.exec(text.slice(at, at + 200))
  return at + (rest?.[0].length ?? 0)
}

/** Texts whose line breaks and blanks are part of a value. */
const literals = (block: Block): readonly (readonly [number, number])[] =>
  block
    .getDescendants()
    .filter(
      node =>
        Node.isTemplateExpression(node) ||
        Node.isNoSubstitutionTemplateLiteral(node) ||
        Node.isStringLiteral(node),
    )
    .map(node => [node.getStart(), node.getEnd()] as const)

function dedented(
  text: string,
  open: number,
  end: number,
  unit: string,
  outer: string,
  kept: readonly (readonly [number, number])[],
): Splice[] {
  const splices: Splice[] = []
  for (let at = text.indexOf('\n', open) + 1; at > 0 && at < end; at = text.indexOf('\n', at) + 1) {
    if (kept.some(([from, to]) => from < at && at < to)) continue
    if (text.startsWith(outer + unit, at))
      splices.push({ at: at + outer.length, removes: unit.length, text: '' })
  }
  return splices
}

const OPPOSITE: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
}

/** True exactly where the condition is not: `<` has no opposite, for NaN is neither. */
function inverted(condition: Expression): string {
  const text = condition.getText()
  if (Node.isPrefixUnaryExpression(condition) && text.startsWith('!'))
    return unwrapped(condition.getOperand())
  if (Node.isBinaryExpression(condition)) {
    const operator = condition.getOperatorToken().getText()
    const opposite = OPPOSITE[operator]
    if (opposite === undefined) return `!(${text})`
    const at = condition.getOperatorToken().getStart() - condition.getStart()
    return text.slice(0, at) + opposite + text.slice(at + operator.length)
  }
  const isSimple =
    Node.isIdentifier(condition) ||
    Node.isCallExpression(condition) ||
    Node.isPropertyAccessExpression(condition) ||
    Node.isElementAccessExpression(condition)
  return isSimple ? `!${text}` : `!(${text})`
}

const unwrapped = (value: Expression): string =>
  Node.isParenthesizedExpression(value) ? value.getExpression().getText() : value.getText()
