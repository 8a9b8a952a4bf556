/** Of which blocks does a Markdown text consist? Headings, list items, table rows and paragraphs, each with its line. */

import MarkdownIt, { type Token } from 'markdown-it'

export type Block =
  | {
      readonly kind: 'heading'
      readonly text: string
      readonly line: number
      readonly depth: number
    }
  | { readonly kind: 'item'; readonly text: string; readonly line: number; readonly level: number }
  | { readonly kind: 'row'; readonly cells: readonly string[]; readonly line: number }
  | { readonly kind: 'text'; readonly text: string; readonly line: number; readonly level: number }

/** Longer texts are not written by people, and are not read. */
export const LONGEST_MARKDOWN = 1_000_000

/** Blocks only: what is inside a line is looked at by whoever asks for it. */
const parser = new MarkdownIt({ html: true, maxNesting: 50 })
parser.core.ruler.enableOnly(['normalize', 'block'])

/** Code blocks and HTML are left out; front matter is none of the text. Lines are 1-based. */
export function blocksOf(text: string): readonly Block[] {
  if (text.length > LONGEST_MARKDOWN) return []
  const tokens = parser.parse(withoutFrontMatter(text), {})
  const blocks: Block[] = []
  for (const [index, token] of tokens.entries()) {
    const { type, content, level } = token
    if (type === 'tr_open') blocks.push(row(tokens, index))
    if (type !== 'inline' || token.map === null) continue
    const line = token.map[0] + 1
    const around = tokens[index - 1]
    const holder = tokens[index - 2]
    if (around?.type === 'heading_open')
      blocks.push({ kind: 'heading', text: content, line, depth: Number(around.tag.slice(1)) })
    else if (around?.type === 'paragraph_open' && holder?.type === 'list_item_open')
      blocks.push({ kind: 'item', text: content, line, level: holder.level })
    else if (around?.type === 'paragraph_open')
      blocks.push({ kind: 'text', text: content, line, level })
  }
  return blocks
}

function row(tokens: readonly Token[], start: number): Block {
  const cells: string[] = []
  for (let index = start; tokens[index] !== undefined; index++) {
    const token = tokens[index] as Token
    if (token.type === 'tr_close') break
    if (token.type === 'inline') cells.push(token.content)
  }
  return { kind: 'row', cells, line: (tokens[start]?.map?.[0] ?? 0) + 1 }
}

/** Blanked, so that lines keep their numbers. */
function withoutFrontMatter(text: string): string {
  const end = /^---[ \t]*\r?\n[\s\S]{0,20000}?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[0]
  if (end === undefined) return text
  return '\n'.repeat(end.split('\n').length - 1) + text.slice(end.length)
}
