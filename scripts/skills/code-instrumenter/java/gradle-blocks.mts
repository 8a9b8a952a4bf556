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
  const reader = new Reader(text, isKotlin)
  for (let at: number | null = 0; at !== null; at = reader.next(at))
    if (at >= text.length) return reader.script()
  return null
}

class Reader {
  private readonly blocks: Block[] = []
  private readonly open: {
    readonly name: string
    readonly at: number
    readonly content: number
  }[] = []
  private readonly closers: string[] = []
  private readonly comments: [number, number][] = []
  /** The last sign that is no white space. */
  private mark = ''
  private readonly text: string
  private readonly isKotlin: boolean

  constructor(text: string, isKotlin: boolean) {
    this.text = text
    this.isKotlin = isKotlin
  }

  /** Null where something is left open. */
  script(): Script | null {
    if (this.closers.length > 0) return null
    return {
      blocks: this.blocks.toSorted((a, b) => a.at - b.at),
      code: blanked(this.text, this.comments),
    }
  }

  /** Behind the comment, text or sign that stands here; null where it is not understood. */
  next(at: number): number | null {
    const comment = commentEnd(this.text, at, this.isKotlin)
    if (comment !== null) {
      this.comments.push([at, comment])
      return comment
    }
    const literal = literalEnd(this.text, at, this.isKotlin, this.mark)
    if (literal === null) return this.takes(at) ? at + 1 : null
    this.mark = '"'
    return literal === -1 ? null : literal
  }

  private takes(at: number): boolean {
    const letter = this.text[at] ?? ''
    if (!/\s/.test(letter)) this.mark = letter
    const closer = CLOSES[letter]
    if (closer !== undefined) return this.opens(at, letter, closer)
    return !/[})\]]/.test(letter) || this.closes(at, letter)
  }

  private opens(at: number, letter: string, closer: string): boolean {
    this.closers.push(closer)
    if (letter === '{') {
      const before = this.text.slice(Math.max(0, at - 200), at)
      const name = /(?:^|[\n;{])[ \t]*(\w+)[ \t]*$/.exec(before)?.[1] ?? ''
      const start = name === '' ? at : at - (/\w+[ \t]*$/.exec(before)?.[0].length ?? 0)
      this.open.push({ name, at: start, content: at + 1 })
    }
    return this.closers.length <= DEEPEST
  }

  private closes(at: number, letter: string): boolean {
    if (this.closers.pop() !== letter) return false
    const block = letter === '}' ? this.open.pop() : undefined
    if (block !== undefined)
      this.blocks.push({ ...block, close: at, around: this.open.map(({ name }) => name) })
    return true
  }
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
