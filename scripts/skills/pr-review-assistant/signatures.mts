/** May a call written for the old parameters fail with the new ones? Read from the declaration's own text; null where that is not clear. */

import type { Followed } from '../../core/code-text.mts'

/** `(…)` of the declaration of `name` that starts at or right after `line`, its parts at the top level; null where there is none. */
export function parametersAt(
  code: string,
  line: number,
  name: string,
  language: Followed,
): readonly string[] | null {
  const lines = code.split('\n')
  const text = lines.slice(line - 1, line + LONGEST - 1).join('\n')
  const escaped = name.replace(/\$/g, '\\$')
  const word = new RegExp(`(?<![\\w$.])${escaped}(?![\\w$])`).exec(text)
  if (word === null || text.slice(0, word.index).split('\n').length > LATEST) return null
  const from = word.index + word[0].length
  const start = new RegExp(`^(?:${AFTER_NAME[language]})`).exec(text.slice(from))
  return start === null ? null : listAt(text, from + start[0].length)
}

const LONGEST = 150

/** Decorators and annotations may stand between the line of a symbol and its name. */
const LATEST = 12

const TYPED = '\\??(?:<[^()=;{}]*>)?\\s*\\('
const AFTER_NAME: Readonly<Record<Followed, string>> = {
  javascript: TYPED,
  typescript: `(?:${TYPED}|\\s*=\\s*(?:async\\s+)?(?:function\\b[^(]*)?(?:<[^()=;{}]*>)?\\()`,
  python: '\\s*(?:\\[[^()\\]]*\\])?\\s*\\(',
  java: '\\s*\\(',
  go: '(?:\\[[^()\\]]*\\])?\\(',
}

/** From behind the opening bracket. */
function listAt(text: string, from: number): readonly string[] | null {
  const parts: string[] = []
  let depth = 1
  let start = from
  for (let at = from; at < text.length; at++) {
    const mark = text[at] as string
    if ('([{'.includes(mark) || (mark === '<' && isOpening(text, at))) depth++
    else if (')]}'.includes(mark) || (mark === '>' && text[at - 1] !== '=' && depth > 1)) depth--
    if (depth === 0 || (mark === ',' && depth === 1)) {
      parts.push(text.slice(start, at).trim())
      start = at + 1
    }
    if (depth === 0) return parts.filter(part => part !== '')
  }
  return null
}

/** A list of types, not a comparison: `Map<` at the end of a line, `<T`. */
const isOpening = (text: string, at: number): boolean =>
  /[\w$]/.test(text[at - 1] ?? '') || !/[<=\s]/.test(text[at + 1] ?? '')

type Reader = (before: readonly string[], after: readonly string[]) => string | null

/** What callers would notice, as the end of a sentence; null when calls go on as they did, or it cannot be told. */
export function brokenBy(
  before: readonly string[],
  after: readonly string[],
  language: Followed,
): string | null {
  return READERS[language](before, after)
}

const named = (part: string): string => part.replace(/\s+/g, ' ').slice(0, 80)

/** What JavaScript functions take at run time, their list of parameters does not say. */
const READERS: Readonly<Record<Followed, Reader>> = {
  javascript: () => null,
  typescript: (before, after) => {
    const own = (part: string) => !/^this\s*:/.test(part)
    const [old, now] = [before.filter(own), after.filter(own)]
    const isRequired = (part: string) =>
      !/^(\.\.\.|[\w$]+\?)|^[^=]*=(?!>)/.test(withoutArrows(part))
    const needed = now.filter(isRequired).length
    if (needed > old.filter(isRequired).length && needed > 0) {
      const added = now[needed - 1] as string
      return `now requires ${named(added)}`
    }
    const hasRest = now.some(part => part.startsWith('...'))
    const lost = old[now.length]
    return now.length < old.length && !hasRest && lost !== undefined
      ? `no longer takes ${named(lost)}`
      : null
  },
  python: (before, after) => {
    const [old, now] = [pythonParameters(before), pythonParameters(after)]
    const isOpen = now.some(({ name }) => name.startsWith('**'))
    const isNew = (name: string) => !old.some(each => each.name === name)
    const lost = old.find(({ name }, index) => {
      const isRenamed = now[index] !== undefined && isNew(now[index].name)
      return !/^[_*]/.test(name) && !isOpen && !isRenamed && !now.some(each => each.name === name)
    })
    const fresh = now.find(
      ({ name, isRequired }, index) => isRequired && isNew(name) && old[index]?.isRequired !== true,
    )
    if (lost !== undefined) return `no longer takes ${named(lost.name)}`
    return fresh === undefined ? null : `now requires ${named(fresh.name)}`
  },
  java: () => null,
  go: (before, after) => {
    const [old, now] = [goTypes(before), goTypes(after)]
    const isLonger = now.length === old.length + 1 && now.at(-1)?.startsWith('...') === true
    const rest = isLonger ? now.slice(0, -1) : now
    const isFit = (type: string, index: number) => type === old[index] || type === 'any'
    if (rest.length === old.length && rest.every(isFit)) return null
    return `takes (${named(now.join(', '))}), and took (${named(old.join(', '))})`
  },
}

/** `callback: (a) => void` has no default. */
const withoutArrows = (part: string): string => part.replace(/=>/g, '')

function pythonParameters(parts: readonly string[]) {
  return parts
    .filter(part => !/^_*(self|cls)\b/.test(part) && part !== '*' && part !== '/')
    .map(part => ({
      name: /^\*{0,2}\w+/.exec(part)?.[0] ?? part,
      isRequired: !part.startsWith('*') && !/^\w+\s*(:[^=]*)?=/.test(part) && !hasDefault(part),
    }))
}

/** A default behind an annotation that holds brackets. */
function hasDefault(part: string): boolean {
  let depth = 0
  for (const mark of part)
    if ('([{'.includes(mark)) depth++
    else if (')]}'.includes(mark)) depth--
    else if (mark === '=' && depth === 0) return true
  return false
}

/** `a, b int, c ...string`: a name alone has the type that follows. */
function goTypes(parts: readonly string[]): readonly string[] {
  const isNamed = parts.some(
    part => /^\w+\s+\S/.test(part) && !/^(chan|func|map|struct)\b/.test(part),
  )
  const plain = (type: string) => type.replace(/\s+/g, ' ').replace(/\binterface\{\}/g, 'any')
  if (!isNamed) return parts.map(plain)
  let type = ''
  return parts
    .toReversed()
    .map(part => {
      const written = /^\w+\s+(.*)$/s.exec(part)?.[1]
      if (written !== undefined) type = plain(written)
      return type
    })
    .toReversed()
}

/** Java's overloads: the types of each, generics erased as the class file has them. */
export const javaTypes = (parts: readonly string[]): string =>
  parts
    .map(part =>
      part
        .replace(/@[\w.]+(\([^)]*\))?\s*/g, '')
        .replace(/\bfinal\s+/g, '')
        .replace(/<.*>/s, '')
        .replace(/\s*\b[\w$]+(\s*\[\])?$/, '$1')
        .replace(/\s+/g, '')
        .replace(/^.*\./, ''),
    )
    .join(', ')
