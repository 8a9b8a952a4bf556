/** Where are the blocks of a Gradle build script? Comments and texts are skipped; what does not close is not understood. */

export interface Block {
  /** The word in front of its brace; '' where that is more than a word. */
  readonly name: string
  /** Where that word begins, and what lies between the braces. */
  readonly at: number
  readonly content: number
  readonly close: number
  /** Blocks around it, by name. */
  readonly around: readonly string[]
}

export interface Script {
  readonly blocks: readonly Block[]
  /** The text with every comment blanked out: offsets stay. */
  readonly code: string
}

/** More open at a time is no build script that people write. */
const DEEPEST = 100

export function readScript(text: string, isKotlin: boolean): Script | null {
  const blocks: Block[] = []
  const open: { readonly name: string; readonly at: number; readonly content: number }[] = []
  const closers: string[] = []
  const comments: [number, number][] = []
  let mark = ''
  for (let at = 0; at < text.length; ) {
    const comment = commentEnd(text, at, isKotlin)
    if (comment !== null) {
      comments.push([at, comment])
      at = comment
      continue
    }
    const literal = literalEnd(text, at, isKotlin, mark)
    if (literal === -1) return null
    if (literal !== null) {
      at = literal
      mark = '"'
      continue
    }
    const letter = text[at] ?? ''
    if (letter === '{') {
      const word = /(?:^|[\n;{])[ \t]*(\w+)[ \t]*$/.exec(text.slice(Math.max(0, at - 200), at))
      const name = word?.[1] ?? ''
      const start = name === '' ? at : at - (/\w+[ \t]*$/.exec(word?.[0] ?? '')?.[0].length ?? 0)
      open.push({ name, at: start, content: at + 1 })
    }
    const closer = CLOSES[letter]
    if (closer !== undefined) closers.push(closer)
    if (closers.length > DEEPEST) return null
    if (letter === '}' || letter === ')' || letter === ']') {
      if (closers.pop() !== letter) return null
      const block = letter === '}' ? open.pop() : undefined
      if (block !== undefined)
        blocks.push({ ...block, close: at, around: open.map(({ name }) => name) })
    }
    if (!/\s/.test(letter)) mark = letter
    at += 1
  }
  if (closers.length > 0) return null
  return { blocks: blocks.toSorted((a, b) => a.at - b.at), code: blanked(text, comments) }
}

const CLOSES: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' }

/** Kotlin's comments nest. */
function commentEnd(text: string, at: number, isKotlin: boolean): number | null {
  if (text[at] !== '/' || (text[at + 1] !== '/' && text[at + 1] !== '*')) return null
  if (text[at + 1] === '/') return endOf(text, '\n', at, 0)
  if (!isKotlin) return endOf(text, '*/', at + 2, 2)
  const marks = /\/\*|\*\//g
  marks.lastIndex = at
  let depth = 0
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1
    if (depth === 0) return marks.lastIndex
  }
  return text.length
}

function endOf(text: string, mark: string, from: number, length: number): number {
  const found = text.indexOf(mark, from)
  return found === -1 ? text.length : found + length
}

/** Behind the text that begins here; null where none does, -1 where it does not end. */
function literalEnd(text: string, at: number, isKotlin: boolean, mark: string): number | null {
  const letter = text[at] ?? ''
  const triple = letter.repeat(3)
  if ((letter === '"' || (letter === "'" && !isKotlin)) && text.startsWith(triple, at))
    return written(text, at + 3, triple)
  if (letter === '"' || letter === "'") return written(text, at + 1, letter)
  if (isKotlin || letter !== '/') return null
  // A slash where a value has to stand begins a pattern.
  return /[(,=~[{:!&|?]/.test(mark) ? written(text, at + 1, '/') : null
}

function written(text: string, from: number, end: string): number {
  for (let at = from; at < text.length; at++) {
    if (text.startsWith(end, at)) return at + end.length
    if (text[at] === '\\') at += 1
    else if (text[at] === '\n' && end.length === 1) return -1
    else if (end[0] !== "'" && text.startsWith('${', at)) {
      at = expressionEnd(text, at + 2) - 1
      if (at < 0) return -1
    }
  }
  return -1
}

/** Behind the brace that closes `${`; texts in it may hold braces of their own. */
function expressionEnd(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length && text[at] !== '\n'; at++) {
    const letter = text[at] ?? ''
    if (letter === '"' || letter === "'") {
      const end = text.indexOf(letter, at + 1)
      if (end === -1) return -1
      at = end
    } else if (letter === '{') depth += 1
    else if (letter === '}' && --depth === 0) return at + 1
  }
  return -1
}

function blanked(text: string, spans: readonly (readonly [number, number])[]): string {
  let code = ''
  let at = 0
  for (const [from, to] of spans) {
    code += text.slice(at, from) + text.slice(from, to).replace(/[^\n]/g, ' ')
    at = to
  }
  return code + text.slice(at)
}
