/** How is text laid out on a terminal of some width, with or without colour? */

import stringWidth from 'string-width'

export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly fair: (text: string) => string
  readonly bad: (text: string) => string
}

const code = (on: number, off: number) => (text: string) =>
  text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`
const asIs = (text: string): string => text

/** The terminal's own sixteen colours, so that every theme stays readable. */
export const palette = (color: boolean): Paint =>
  color
    ? {
        bold: code(1, 22),
        dim: code(2, 22),
        good: code(32, 39),
        fair: code(33, 39),
        bad: code(31, 39),
      }
    : { bold: asIs, dim: asIs, good: asIs, fair: asIs, bad: asIs }

/** The colour of a value from 0 to 100: the curves give 90 to what is good and 50 to what is poor. */
export const byValue = (paint: Paint, value: number) =>
  value >= 80 ? paint.good : value >= 50 ? paint.fair : paint.bad

/** Columns that a table with bars needs. */
export const ROOMY = 60

/** Between these every report keeps its shape. */
export const columns = (width: number, least = ROOMY): number =>
  Math.min(120, Math.max(least, Math.floor(width) || 80))

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - stringWidth(text)))

export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - stringWidth(text))) + text

const graphemes = new Intl.Segmenter('en')

/** The longest beginning that fits into `width` columns. */
function head(text: string, width: number): string {
  let end = 0
  let used = 0
  for (const { segment, index } of graphemes.segment(text)) {
    used += stringWidth(segment)
    if (used > width) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/** Cut at the end, an ellipsis in its place. */
export const fit = (text: string, width: number): string =>
  stringWidth(text) <= width ? text : `${head(text, width - 1).trimEnd()}…`

/** Cut in the middle: of a path the file is worth more than the folders. */
export function fitPath(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  const parts = [...graphemes.segment(text)].map(({ segment }) => segment)
  const tail: string[] = []
  let used = 1
  for (const part of parts.reverse()) {
    used += stringWidth(part)
    if (used > width - Math.floor(width / 4)) break
    tail.unshift(part)
  }
  return `${head(text, Math.floor(width / 4))}…${tail.join('')}`
}

/** Lines of at most `width` columns, at most `most` of them; a word longer than a line is broken. */
export function wrap(text: string, width: number, most = 4): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap(each => pieces(each, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (stringWidth(longer) <= width) line = longer
    else {
      lines.push(line)
      line = word
      if (lines.length > most) break
    }
  }
  lines.push(line)
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), fit(`${lines[most - 1]}…`, width)]
}

function pieces(word: string, width: number): readonly string[] {
  if (stringWidth(word) <= width) return [word]
  const first = head(word, width) || word.slice(0, 1)
  return [first, ...pieces(word.slice(first.length), width)]
}

/** A bar from 0 to 100: its full and its empty part. Only 100 is full, only 0 is empty. */
export function bar(value: number, width: number): readonly [string, string] {
  const most = value >= 100 ? width : width - 1
  const full = Math.min(most, Math.max(value > 0 ? 1 : 0, Math.round((value / 100) * width)))
  return ['━'.repeat(full), '┈'.repeat(width - full)]
}

/** Where a bar would be a lie. */
export const hatched = (width: number): string => '╱'.repeat(width)

const DIGITS: Readonly<Record<string, readonly [string, string, string]>> = {
  '0': ['█▀▀█', '█  █', '▀▀▀▀'],
  '1': [' ▀█ ', '  █ ', ' ▀▀▀'],
  '2': ['▀▀▀█', '█▀▀▀', '▀▀▀▀'],
  '3': ['▀▀▀█', ' ▀▀█', '▀▀▀▀'],
  '4': ['█  █', '▀▀▀█', '   ▀'],
  '5': ['█▀▀▀', '▀▀▀█', '▀▀▀▀'],
  '6': ['█▀▀▀', '█▀▀█', '▀▀▀▀'],
  '7': ['▀▀▀█', '   █', '   ▀'],
  '8': ['█▀▀█', '█▀▀█', '▀▀▀▀'],
  '9': ['█▀▀█', '▀▀▀█', '▀▀▀▀'],
  '.': [' ', ' ', '▀'],
}

/** A number three lines tall. */
export const tall = (number: string): readonly string[] =>
  [0, 1, 2].map(row => [...number].map(digit => DIGITS[digit]?.[row] ?? ' ').join(' '))

/**
 * Sections of lines as one text, blank lines between them. Wrapping may put any word first on a line, and CI
 * services obey lines that begin with `::` or hold `##[`, `##vso[` and the like: such marks are pulled apart.
 */
export const page = (sections: readonly (readonly string[])[]): string =>
  sections
    .filter(section => section.length > 0)
    .map(section => section.map(line => `${inert(line).trimEnd()}\n`).join(''))
    .join('\n')

// biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours may stand before the mark
const COMMAND = /^((?:\s|\u001b\[\d+m)*):(?=:)/

const inert = (line: string): string => line.replace(COMMAND, '$1: ').replace(/#(?=#)/g, '# ')
