/** Which parameters does a documentation comment with `@param` tags name? JSDoc, TSDoc and Javadoc. */

export interface ParameterTag {
  readonly name: string
  /** Offset of the tag in the comment. */
  readonly offset: number
}

const LONGEST_COMMENT = 50_000
const TAG = /^[ \t]*(?:\/\*\*|\*)?[ \t]*@(?:param|arg|argument)\s+/gm
/** `name`, `[name]`, `[name=1]`, `name.part`, `...name`; a word that goes on otherwise is no name. */
const NAME = /^\[?\s*(?:\.{3})?([\p{L}_$][\p{L}\p{N}_$]*)(?=[\s.,:=\]-]|\[\]|$)/u

/** Tags at the start of a line, with the name up to its first dot; types in braces are passed over. */
export function parameterTags(comment: string): ParameterTag[] {
  if (comment.length > LONGEST_COMMENT) return []
  return [...comment.matchAll(TAG)].flatMap(match => {
    const after = comment.slice(match.index + match[0].length)
    const name = NAME.exec(withoutType(after))?.[1]
    const offset = match.index + match[0].indexOf('@')
    return name === undefined || isTypeName(name) ? [] : [{ name, offset }]
  })
}

function withoutType(text: string): string {
  if (!text.startsWith('{')) return text
  let depth = 0
  for (let at = 0; at < text.length && at < 2_000; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return text.slice(at + 1).trimStart()
  }
  return ''
}

/** Where a type stands in the place of the name, or before it without braces, nobody knows which is which. */
export const isTypeName = (name: string): boolean =>
  /^(object|function|string|number|boolean|array|any|void|null|undefined|symbol|promise|str|int|float|bool|bytes|list|dict|tuple|set|type|none|optional|union|callable|iterable)$/i.test(
    name,
  )

/** A name that only says by an underscore that it is not used is the same name. */
export const sameName = (a: string, b: string): boolean =>
  a === b || a.replace(/^_+|_+$/g, '') === b.replace(/^_+|_+$/g, '')
