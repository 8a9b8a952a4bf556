/** What does a Markdown page hold that others may lead to, or that leads to others? Read as GitHub does. */

import GithubSlugger, { slug } from 'github-slugger'
import { Parser } from 'htmlparser2'
import MarkdownIt, { type Token } from 'markdown-it'
import type { TextReader } from '../../core/lens.mts'

/** A block of code between fences. */
export interface Fence {
  readonly language: string
  /** What stands behind the language. */
  readonly marks: string
  readonly text: string
  /** Of the first line of code, 1-based. */
  readonly line: number
}

export interface MarkdownPage {
  readonly headings: readonly { readonly text: string; readonly line: number }[]
  /** What may stand behind a `#` here, in lower case: headings as GitHub names them, and ids in HTML. */
  readonly anchors: ReadonlySet<string>
  /** Targets of links and images, as written but for escapes, with their 1-based line. */
  readonly links: readonly { readonly target: string; readonly line: number }[]
  readonly fences: readonly Fence[]
  readonly paragraphs: readonly string[]
}

/** What other pages may lead to and what leads to others: all that is kept of most pages. */
export interface PageLinks {
  readonly anchors: readonly string[]
  readonly links: MarkdownPage['links']
}

export const pageLinks: TextReader<PageLinks> = {
  id: 'page-links',
  code: ['formats/markdown'],
  read: text => {
    const page = readMarkdown(text)
    return page === null ? null : { anchors: [...page.anchors], links: page.links }
  },
}

const markdown = new MarkdownIt({ html: true })
// Targets stay as written: whether they lead anywhere is asked elsewhere.
markdown.validateLink = () => true
markdown.normalizeLink = url => url

/** Longer texts are data or were written by programs. */
const LONGEST_PAGE = 1_000_000

/** Never throws; null for a text too long to be a page. */
export function readMarkdown(text: string): MarkdownPage | null {
  if (text.length > LONGEST_PAGE) return null
  const page = new Draft()
  try {
    const tokens = markdown.parse(withoutContributors(withoutFrontMatter(text)), {})
    tokens.forEach((token, at) => {
      page.block(token, tokens[at - 1]?.type ?? '')
    })
  } catch {
    // A parser that gives up has read no page.
    return null
  }
  return page
}

/** YAML or TOML before the page, as sites have it; its lines stay so that those below keep their numbers. */
function withoutFrontMatter(text: string): string {
  const plain = text.replace(/^\ufeff/, '')
  const [matter] = /^(---|\+\+\+)\r?\n[\s\S]*?\n\1[ \t]*(\r?\n|$)/.exec(plain) ?? []
  return matter === undefined ? plain : matter.replace(/[^\n]+/g, '') + plain.slice(matter.length)
}

/** The list a bot writes of all contributors: each kind of work is a link to a heading that is not meant to be there. */
function withoutContributors(text: string): string {
  const start = text.indexOf('<!-- ALL-CONTRIBUTORS-LIST:START')
  const end = text.indexOf('<!-- ALL-CONTRIBUTORS-LIST:END', start)
  if (start === -1 || end === -1) return text
  return text.slice(0, start) + text.slice(start, end).replace(/[^\n]+/g, '') + text.slice(end)
}

class Draft implements MarkdownPage {
  readonly headings: { text: string; line: number }[] = []
  readonly anchors = new Set<string>()
  readonly links: { target: string; line: number }[] = []
  readonly fences: Fence[] = []
  readonly paragraphs: string[] = []
  readonly #slugger = new GithubSlugger()

  block(token: Token, before: string): void {
    const line = (token.map?.[0] ?? 0) + 1
    if (token.type === 'html_block') this.#html(token.content, line)
    if (token.type === 'fence') this.#fence(token, line + 1)
    if (token.type !== 'inline') return
    this.#inline(token.children ?? [], line)
    if (before === 'heading_open') this.#heading(token, line)
    if (before === 'paragraph_open') this.paragraphs.push(token.content)
  }

  #fence({ info, content: text }: Token, line: number): void {
    const [, language = '', marks = ''] = /^\s*([^\s{,]*)(.*)$/s.exec(info) ?? []
    this.fences.push({ language, marks, text, line })
  }

  #heading({ children }: Token, line: number): void {
    const text = (children ?? [])
      .filter(({ type }) => type === 'text' || type === 'code_inline')
      .map(({ content }) => content)
      .join('')
    this.headings.push({ text, line })
    this.anchors.add(this.#slugger.slug(text))
    // Whether `:ship:` is an emoji by then, or the blank behind an `<a id>` counts, has changed over the years.
    const bare = text.replace(/:[\w+-]+:/g, '')
    for (const each of [text.trim(), bare, bare.trim()]) this.anchors.add(slug(each))
  }

  #inline(children: readonly Token[], first: number): void {
    let line = first
    for (const token of children) {
      if (token.type === 'softbreak' || token.type === 'hardbreak') line += 1
      const target = token.attrGet(token.type === 'image' ? 'src' : 'href')
      if (target !== null) this.links.push({ target: String(target), line })
      if (token.type === 'html_inline') this.#html(token.content, line)
      if (token.type === 'image') this.#inline(token.children ?? [], line)
    }
  }

  /** One tag, or a block of HTML; what is commented out leads nowhere. */
  #html(html: string, line: number): void {
    const parser = new Parser({
      onopentag: (name, attributes) => {
        const { id, name: named, href, src } = attributes
        for (const anchor of [id, named]) if (anchor) this.anchors.add(anchor.toLowerCase())
        const target = name === 'a' ? href : name === 'img' ? src : undefined
        const above = html.slice(0, parser.startIndex).split('\n').length - 1
        if (target !== undefined) this.links.push({ target, line: line + above })
      },
    })
    parser.end(html)
  }
}
