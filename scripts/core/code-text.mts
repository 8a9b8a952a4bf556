/** What of a text is code? Comments and strings told apart by marks alone, for the languages whose changes are followed. */

import type { Language } from './facts.mts'

const C_LIKE =
  /\\[\s\S]|(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|("""[\s\S]*?(?:"""|$)|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*')|`[^`\\]*(?:\\[\s\S][^`\\]*)*`/g
const QUOTED =
  /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'/
    .source
const PYTHON = new RegExp(`(#[^\\n]*)|\\b(?:[fF][rR]?|[rR][fF])(?:${QUOTED})|(${QUOTED})`, 'g')

/** Languages whose comments and strings are known here. */
export const isFollowed = (language: Language | null): language is Followed =>
  language !== null && (FOLLOWED as readonly string[]).includes(language)

const FOLLOWED = ['javascript', 'typescript', 'python', 'java', 'go'] as const
export type Followed = (typeof FOLLOWED)[number]

/** Comments are the first group, strings the second; what has neither may hold code. */
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
