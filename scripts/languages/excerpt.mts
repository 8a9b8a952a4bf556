/** How is a symbol declared, and what does its documentation say? As written, found from the line on which it stands. */

import type { Language } from '../core/facts.mts'

export interface Excerpt {
  /** The declaration up to its body, at most LONGEST_SIGNATURE lines. */
  readonly signature: string
  /** Text of the documentation without comment marks; empty where none is found. */
  readonly doc: string
}

const LONGEST_SIGNATURE = 12
const LONGEST_DOC = 400

/** @param line 1-based line of the symbol's declaration; 0 for a Python module, which is declared nowhere. */
export function excerpt(lines: readonly string[], line: number, language: Language): Excerpt {
  if (line === 0) return { signature: '', doc: docstringAt(lines, 0, 0) }
  const end = signatureEnd(lines, line - 1, language === 'python' ? ':' : '{')
  const declared = lines.slice(line - 1, end.row + 1)
  const last = declared.length - 1
  const signature = declared
    .map((each, row) => (row === last ? each.slice(0, end.column) : each))
    .join('\n')
    .replace(/(=>|=)?\s*$/, '')
  const doc =
    language === 'python'
      ? docstringAt(lines, end.row, end.column + 1)
      : language === 'go'
        ? marked(lines, line - 2, /^\s*\/\/ ?/)
        : blockAbove(lines, line - 2)
  return { signature: dedented(signature.split('\n')), doc }
}

/** The first `mark` outside brackets and texts, or `;`, or the end of the line on which every bracket is closed. */
function signatureEnd(lines: readonly string[], first: number, mark: string) {
  let depth = 0
  const last = Math.min(first + LONGEST_SIGNATURE, lines.length) - 1
  for (let row = first; row <= last; row++) {
    const text = lines[row] ?? ''
    let quote = ''
    for (let column = 0; column < text.length; column++) {
      const character = text[column] ?? ''
      if (quote !== '') {
        if (character === '\\') column++
        else if (character === quote) quote = ''
      } else if (/["'`]/.test(character)) quote = character
      else if (depth === 0 && (character === mark || character === ';')) return { row, column }
      else if ('([{'.includes(character)) depth++
      else if (')]}'.includes(character)) depth--
    }
    if (depth <= 0 && mark === '{') return { row, column: text.length }
  }
  return { row: Math.max(first, last), column: (lines[last] ?? '').length }
}

/** Lines that go up from here and bear the mark. */
function marked(lines: readonly string[], from: number, mark: RegExp): string {
  let first = from
  while (first >= 0 && from - first < LONGEST_DOC && mark.test(lines[first] ?? '')) first--
  return dedented(lines.slice(first + 1, from + 1).map(each => each.replace(mark, '')))
}

/** The block comment that ends above, annotations and one empty line between. */
function blockAbove(lines: readonly string[], from: number): string {
  let last = from
  while (last >= 0 && from - last < 20 && /^\s*(@.*|export( default)?)?$/.test(lines[last] ?? ''))
    last--
  if (!/\*\/\s*$/.test(lines[last] ?? '')) return ''
  let first = last
  while (first > 0 && last - first < LONGEST_DOC && !(lines[first] ?? '').includes('/**')) first--
  const text = lines.slice(first, last + 1).join('\n')
  const inner = text.slice(text.indexOf('/**') + 3, text.lastIndexOf('*/'))
  return dedented(inner.split('\n').map(each => each.replace(/^\s*\* ?/, '')))
}

function docstringAt(lines: readonly string[], row: number, column: number): string {
  const rest = [(lines[row] ?? '').slice(column), ...lines.slice(row + 1, row + LONGEST_DOC)]
  const text = rest.join('\n')
  const [all, opening] = /^(?:\s|#.*\n)*[rRuU]*("""|'''|"|')/.exec(text) ?? []
  if (all === undefined || opening === undefined) return ''
  const end = text.indexOf(opening, all.length)
  const [first = '', ...others] = text.slice(all.length, end === -1 ? undefined : end).split('\n')
  return [first.trim(), ...shifted(others)].join('\n').trim()
}

/** Without the blanks that all lines have in front, and without empty lines around. */
const dedented = (lines: readonly string[]): string =>
  shifted(lines)
    .join('\n')
    .replace(/^\n+|\s+$/g, '')

function shifted(lines: readonly string[]): string[] {
  const filled = lines.filter(each => each.trim() !== '')
  const indent = Math.min(...filled.map(each => each.length - each.trimStart().length))
  return lines.map(each => (Number.isFinite(indent) ? each.slice(indent).trimEnd() : ''))
}
