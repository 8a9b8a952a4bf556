/** Where does a text say that something is still to be done? A line says so by its word, and is known again by its text. */

import { createHash } from 'node:crypto'

export interface TodoLine {
  /** 1-based. */
  readonly line: number
  /** TODO, FIXME, HACK or XXX. */
  readonly word: string
  /** Digest of the line without its layout: the same line elsewhere, or in a commit, has the same. */
  readonly key: string
}

const WORD = /(?<![\w-])(?:@todo|TODO|FIXME|HACK|XXX)(?![\w-])/

/** Lines that hold such a word, whatever else they hold. */
export function todoLines(text: string): readonly TodoLine[] {
  if (!WORD.test(text)) return []
  return text.split(/\r\n|\r|\n/).flatMap((content, at) => {
    const word = content.length > LONGEST_LINE ? undefined : WORD.exec(content)?.[0]
    if (word === undefined) return []
    return [{ line: at + 1, word: word.replace('@', '').toUpperCase(), key: keyOf(content) }]
  })
}

/** Nobody wrote a longer one. */
const LONGEST_LINE = 1000

const keyOf = (line: string) =>
  createHash('sha1').update(line.trim().replace(/\s+/g, ' ')).digest('hex').slice(0, 12)
