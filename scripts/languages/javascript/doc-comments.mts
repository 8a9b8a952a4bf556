/** Does a doc comment with at least one word of its own stand directly before this place? */

type Comment = readonly [start: number, end: number]

/**
 * The answer for any place: whether a doc block stands before one of its offsets with nothing between but blanks, as
 * TypeScript and JSDoc read it. What opens the file is about the file once an empty line follows it.
 */
export function docComments(
  text: string,
  comments: readonly Comment[],
): (before: readonly number[]) => boolean {
  return before => before.some(offset => isDocumented(text, comments, offset))
}

function isDocumented(text: string, comments: readonly Comment[], offset: number): boolean {
  let end = offset
  for (let index = lastBefore(comments, offset); index >= 0; index--) {
    const [start, close] = comments[index] as Comment
    if (!isAdjacent(text, start, close, end)) return false
    if (text.startsWith('/**', start) && hasWord(text.slice(start + 3, close - 2))) return true
    end = start
  }
  return false
}

function lastBefore(comments: readonly Comment[], offset: number): number {
  let low = 0
  let high = comments.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((comments[middle] as Comment)[1] <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

function isAdjacent(text: string, start: number, from: number, to: number): boolean {
  if (to - from > 1_000) return false
  const gap = text.slice(from, to)
  if (gap.trim() !== '') return false
  const hasEmptyLine = gap.split(/\r\n|\r|\n/).length > 2
  return !hasEmptyLine || !isOpening(text.slice(0, Math.min(start, 10_000)))
}

const isOpening = (before: string) => /^(#!.*)?\s*(['"]use strict['"];?\s*)?$/.test(before)

/** A word that is no tag, no type in braces and no name that a tag introduces. */
function hasWord(comment: string): boolean {
  const words = comment
    .slice(0, 10_000)
    .replace(/\{[^{}]*\}/g, ' ')
    .replace(
      /@(param|arg|argument|property|prop|template|typeParam|typedef|callback|name|see|throws)\b\s*[[\]\w$.=]*/g,
      ' ',
    )
    .replace(/@[\w-]+/g, ' ')
  return /\p{L}/u.test(words)
}
