/** What stays of a file when a formatter rewrites it? Two texts with the same essence do the same. */

import { type Followed, partsOf } from './code-text.mts'

/**
 * Code without comments, docstrings, layout, trailing commas, the kind of quotes, and what Prettier and Black add or take away besides: semicolons
 * at the ends of lines, brackets around one parameter or a whole expression, the first bar of a union. Python keeps its
 * indentation, as ranks, since there it is code.
 */
export function essence(text: string, language: Followed): string {
  const strings: string[] = []
  const bare = text.replace(
    partsOf(language),
    (all: string, comment: string | undefined, string: string | undefined, at: number) => {
      if (comment !== undefined) return ' '
      if (string === undefined && all.startsWith('\\')) return all
      const before = text.slice(Math.max(0, at - LONGEST_HEADER), at)
      if (language === 'python' && DOCSTRING.test(all) && HEADER.test(before)) return 'pass'
      strings.push(requoted(all, before, language))
      return '\0'
    },
  )
  return [LAYOUTS[language](bare), ...strings].join('\0')
}

/** A docstring is a comment: alone below the header of a function or class, or above everything in its file. */
const DOCSTRING = /^(?:"{3}|'{3})/
const HEADER =
  /(?:^|\n)(?:\s*(?:(?:async\s+)?def|class)\b[^\n]*|[^\n]*\)\s*(?:->[^\n]*)?):[ \t]*(?:#[^\n]*)?\n\s*$|^\s*$/
const LONGEST_HEADER = 300

/** As it stands with the other kind of quotes; `before` is the text in front of it. */
function requoted(string: string, before: string, language: Followed): string {
  if (language === 'java' || language === 'go') return string
  if (string.startsWith('`'))
    return string.replace(/\$\{[^{}]*\}/g, code => script(code).replaceAll("'", '"'))
  const [, own = '', mark = '', inside = ''] =
    /^([a-z]*)('''|"""|'|")([\s\S]*)\2$/i.exec(string) ?? []
  if (mark === '') return string
  const prefix = language === 'python' ? prefixOf(before + own) : ''
  const plain = prefix.includes('r') ? inside : inside.replace(/\\(['"])/g, '$1')
  return `${prefix}"${plain}"`
}

/** `Rb` and `bR` are one; `u` says nothing. */
const prefixOf = (before: string): string =>
  [...(PREFIX.exec(before)?.[0] ?? '').toLowerCase().replace('u', '')].sort().join('')
const PREFIX = /(?<![\w.])[rbuf]{1,2}$/i

const squeezed = (code: string): string =>
  code.replace(/\s+/g, ' ').replace(/(?<!\w) | (?!\w)/g, '')

const bracketed = (code: string): string => squeezed(code.replace(/,(?=\s*[)\]}])/g, ''))

/**
 * A semicolon stays where the next line would go on without it, but for what cannot go on: a block, a member of a type. The end of a
 * line stays behind a word that it ends.
 */
const script = (code: string): string =>
  unwrapped(
    squeezed(
      code
        .replace(/\b(return|break|continue|throw|yield)[^\S\n]*(?:;|\n|$)/g, '$1\x01 ')
        .replace(/([{}])\s*;/g, '$1')
        .replace(/;(?!\s*(?:[(+\-/*]|\[(?!\s*\w+\s*:)))|;(?=\s*\(\s*\w+\??\s*:)/g, ' ')
        .replace(/,(?=\s*[)\]}>])/g, '')
        .replace(/(=>|[=:<(,?]|\b(?:extends|in))\s*\|(?![|=])/g, '$1 ')
        .replace(/(?<![\w$)\]])\(\s*([\w$]+)\s*\)(?=\s*=>)/g, '$1'),
    ),
    /(?:=>|[=(,[?:]|\b(?:return|throw))$/,
    /^(?:$|[)\]},]|(?!(?:in|instanceof|as|satisfies)\b)[\w$])/,
  )

const LAYOUTS: Readonly<Record<Followed, (code: string) => string>> = {
  javascript: script,
  typescript: script,
  java: bracketed,
  go: bracketed,
  python: ranked,
}

/** Logical lines with how deep they stand; a line inside brackets belongs to the one before. */
function ranked(code: string): string {
  const lines: string[] = []
  const indents: number[] = []
  let depth = 0
  for (const line of code.replace(/\\\n/g, ' ').split('\n')) {
    const text = line.trim()
    if (text === '') continue
    if (depth === 0) {
      const indent = line.length - line.trimStart().length
      while ((indents.at(-1) ?? -1) > indent) indents.pop()
      if ((indents.at(-1) ?? -1) < indent) indents.push(indent)
      lines.push(`\n${indents.length}:${text}`)
    } else lines.push(` ${text}`)
    for (const mark of text) {
      if ('([{'.includes(mark)) depth++
      else if (')]}'.includes(mark)) depth = Math.max(0, depth - 1)
    }
  }
  return lines
    .join('')
    .split('\n')
    .map(line => squeezed(unwrapped(squeezed(header(withoutLastCommas(line))), ...EXPRESSION)))
    .join('\n')
}

const header = (line: string): string =>
  line
    .replace(/(?<![\w.])[rbuf]{1,2}\0/gi, '\0')
    .replace(/^(\d+:(?:from\s+\S+\s+)?import)\s*\(([^()]*)\)\s*$/, '$1 $2')
    .replace(/^(\d+:class\s+\w+)\s*\(\s*\)/, '$1')
    .replace(/\bfor\s*\(([\w,\s*]+)\)\s*in\b/, 'for $1 in')

/** What stands in front of and behind an expression that is whole. */
const EXPRESSION = [
  /(?:(?<![=!<>])=|[(,[:{]|\b(?:return|in|if|elif|while|assert|del|import|with|yield))$/,
  /^(?:$|:$|[)\]},])/,
] as const

/** A bracket behind one of these holds a tuple, not arguments. */
const KEYWORD =
  /(?:^|\W)(?:return|in|is|not|and|or|if|elif|else|while|for|yield|await|lambda|assert|del|with|from|as)\s*$/

/** `(x,)` is a tuple; everywhere else a comma before the closing bracket says nothing. */
function withoutLastCommas(line: string): string {
  const open: { isCall: boolean; commas: number }[] = []
  const gone = new Set<number>()
  let last = ''
  let comma = -1
  for (let at = 0; at < line.length; at++) {
    const mark = line[at] as string
    const inner = open.at(-1)
    if (mark === ' ') continue
    if ('([{'.includes(mark)) {
      const isArguments =
        /[\w)\]]/.test(last) && !KEYWORD.test(line.slice(Math.max(0, at - 12), at))
      open.push({ isCall: mark !== '(' || isArguments, commas: 0 })
    } else if (mark === ',' && inner !== undefined) inner.commas++
    else if (')]}'.includes(mark)) {
      if (last === ',' && inner !== undefined && (inner.isCall || inner.commas > 1)) gone.add(comma)
      open.pop()
    }
    if (mark === ',') comma = at
    last = mark
  }
  return without(line, gone)
}

/** By code unit, as the places are counted. */
const without = (text: string, places: ReadonlySet<number>): string =>
  places.size === 0
    ? text
    : text
        .split('')
        .map((mark, at) => (places.has(at) ? ' ' : mark))
        .join('')

/** Brackets around a whole expression are there for its layout; those with a comma of their own may be a tuple or a sequence. */
function unwrapped(code: string, before: RegExp, after: RegExp): string {
  const open: { at: number; isWhole: boolean }[] = []
  const gone = new Set<number>()
  for (let at = 0; at < code.length; at++) {
    const mark = code[at] as string
    const inner = open.at(-1)
    if ('([{'.includes(mark)) {
      const isWhole =
        mark === '(' && code[at + 1] !== '{' && before.test(code.slice(Math.max(0, at - 12), at))
      open.push({ at, isWhole })
    } else if (mark === ',' && inner !== undefined) inner.isWhole = false
    else if (')]}'.includes(mark)) {
      open.pop()
      if (
        mark === ')' &&
        inner?.isWhole === true &&
        inner.at < at - 1 &&
        after.test(code.slice(at + 1, at + 13))
      )
        gone.add(inner.at).add(at)
    }
  }
  return squeezed(without(code, gone))
}
