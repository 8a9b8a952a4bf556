/** Does the README tell a newcomer what this is, how to get it, how to use it and under which licence? Generous: a doubt is a yes. */

import type { ReadmeEvidence } from '../../core/evidence.mts'
import type { MarkdownPage } from '../../formats/markdown/page.mts'

const README = /^(\.github\/|docs\/)?readme\.(md|markdown)$/i
/** Also with the licence's name before the word, as in `MIT-LICENSE.txt`. */
const LICENCE_FILE =
  /^((licen[cs]es?|copying|unlicense|copyright|notice)(?![a-z])[^/]*(\/|$)|[\w.]+[-_]licen[cs]e(\.\w+)?$)/i

const INSTALL =
  /install|download|set.?up|get(ting)?.started|quick.?start|requirements|build|deploy/i
const USE =
  /usage|us(e|ing)\b|example|get(ting)?.started|quick.?start|how.to|tutorial|guide|documentation|\bapi\b|commands|run|features|demo|at a glance|overview/i
const INSTALL_COMMAND =
  /\b(npm|pnpm|yarn|bun|npx|pip3?|pipx|uv|poetry|conda|brew|apt(-get)?|dnf|cargo|go|gem|composer|dotnet|docker|mvn|gradle|helm|git) +(i|install|add|get|clone|pull|run|create|init|require|tool|dlx)\b|\bnpx +[@\w]|<dependency>|^\[dependencies\]|\b(implementation|api|compile)[ (]+['"]|go:[\w./]+/im
const WORDS_OF_A_SENTENCE = 5

/** Null where none of the pages is the project's README. */
export function readmeAmong(pages: readonly string[]): string | null {
  const readmes = pages.filter(each => README.test(each))
  return readmes.sort((a, b) => a.split('/').length - b.split('/').length)[0] ?? null
}

export function readmeOf(
  path: string,
  page: MarkdownPage,
  paths: ReadonlySet<string>,
): ReadmeEvidence {
  const has = (what: RegExp) => page.headings.some(({ text }) => what.test(text))
  const code = [...page.fences.map(({ text }) => text), ...page.paragraphs].join('\n')
  const prose = page.paragraphs.join('\n')
  const isCommand = (text: string) => INSTALL_COMMAND.test(text)
  return {
    path,
    purpose: page.paragraphs.some(each => wordsIn(each) >= WORDS_OF_A_SENTENCE),
    install: has(INSTALL) || isCommand(code) || /\binstall/i.test(prose),
    use:
      has(USE) ||
      /\b(docs|documentation|guide|tutorial)\b/i.test(prose) ||
      page.fences.some(({ text }) => !isCommand(text)),
    licence:
      has(/licen[cs]e|copyright/i) ||
      /licen[cs]ed?\b/i.test(prose) ||
      [...paths].some(each => LICENCE_FILE.test(each)),
  }
}

/** Words of the prose, without links, images and marks. */
const wordsIn = (paragraph: string): number =>
  paragraph
    .replace(/!?\[([^\]]*)\]\([^)]*\)|<[^>]*>|!?\[[^\]]*\]\[[^\]]*\]/g, ' ')
    .split(/\s+/)
    .filter(word => /\p{L}/u.test(word)).length
