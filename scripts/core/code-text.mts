/** What of a text is code? Comments and strings told apart by marks alone, for the languages whose changes are followed. */

import type { Language } from './facts.mts'

const C_LIKE =
  /\\[\s\S]|(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|("""[\s\S]*?(?:"""|$)|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*')|`[^`\\]*(?:\\[\s\S][^`\\]*)*`/g
const PYTHON =
  /(#[^\n]*)|\b[fF][rR]?"[^"\\\n]*(?:\\.[^"\\\n]*)*"|((?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'))/g

/** Languages whose comments and strings are known here. */
export const isFollowed = (language: Language | null): language is Followed =>
  language !== null && (FOLLOWED as readonly string[]).includes(language)

const FOLLOWED = ['javascript', 'typescript', 'python', 'java', 'go'] as const
export type Followed = (typeof FOLLOWED)[number]

const partsOf = (language: Followed): RegExp => (language === 'python' ? PYTHON : C_LIKE)

const blank = (text: string): string => text.replace(/[^\n]/g, ' ')

/** The text with blanks for comments and strings, line by line as it was; what strings compute stays. */
export function bareCode(text: string, language: Followed): string {
  return text.replace(partsOf(language), (all: string, comment?: string, string?: string) =>
    comment !== undefined || string !== undefined ? blank(all) : computedIn(all, language),
  )
}

/** Of a Python string with expressions and of a template literal; Go computes nothing between the same marks. */
function computedIn(string: string, language: Followed): string {
  if (string.startsWith('\\')) return string
  if (language === 'go') return blank(string)
  const computed = language === 'python' ? /(\{[^{}]*\})|[^\n]/g : /(\$\{[^{}]*\})|[^\n]/g
  return string.replace(computed, (_, code?: string) => code ?? ' ')
}

/** The text with blanks for comments, docstrings and imports, line by line as it was: what is left makes the program do something. */
export const effectiveCode = (text: string, language: Followed): string =>
  text
    .replace(partsOf(language), (all: string, comment?: string, string?: string) =>
      comment !== undefined || (language === 'python' && /^("{3}|'{3})/.test(string ?? ''))
        ? blank(all)
        : all,
    )
    .replace(BRINGING[language], blank)

/** Statements that only bring or state names: to bring one is not to use it. Longer ones than these are no list of names. */
const BRINGING: Readonly<Record<Followed, RegExp>> = {
  javascript: /\b(?:import|export)\b[\w\s*${},]{0,2000}?\bfrom\b/g,
  typescript: /\b(?:import|export)\b[\w\s*${},]{0,2000}?\bfrom\b/g,
  python: /^[ \t]*(?:from\s+[\w.]+\s+import\s*(?:\([^)]{0,4000}\)|.*)|import\s.*)/gm,
  java: /^(?:import|package)\s.*/gm,
  go: /^(?:package\s.*|import\s*(?:\([^)]{0,4000}\)|.*))/gm,
}

/** `bareCode` without imports, line by line as it was. */
export const workingCode = (text: string, language: Followed): string =>
  bareCode(text, language).replace(BRINGING[language], blank)

/**
 * What stays when a formatter rewrites a file: code without comments, layout, trailing commas and the kind of quotes. Python
 * keeps its indentation, as ranks, since there it is code.
 */
export function essence(text: string, language: Followed): string {
  const strings: string[] = []
  const bare = text.replace(partsOf(language), (all: string, comment?: string, string?: string) => {
    if (comment !== undefined) return ' '
    if (string === undefined && !/^[`fF]/.test(all)) return all
    strings.push(requoted(all, language))
    return '\0'
  })
  const code = language === 'python' ? ranked(bare) : squeezed(bare, /,(?=\s*[)\]}])/g)
  return [code, ...strings].join('\0')
}

/** Where both kinds of quotes mean the same and nothing inside tells them apart. */
const requoted = (string: string, language: Followed): string =>
  language === 'java' || language === 'go' ? string : string.replace(/^'([^'"\\]*)'$/s, '"$1"')

const squeezed = (code: string, trailing: RegExp): string =>
  code
    .replace(trailing, '')
    .replace(/\s+/g, ' ')
    .replace(/(?<!\w) | (?!\w)/g, '')

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
    .map(line => squeezed(line, /,(?=\s*[\]}])/g))
    .join('\n')
}
