/**
 * Which runs of tokens stand in more than one place? Files are read as rows of token hashes, so layout and comments do
 * not hide a copy. Each place is matched with the earlier place it agrees with longest; the two never overlap.
 */

import type { Clone } from '../../core/evidence.mts'
import type { TokenFacts } from '../../core/facts.mts'
import { Windows } from './windows.mts'

export interface CloneLimits {
  /** Shortest run that counts, in tokens. */
  readonly cloneTokens: number
  /** Shortest run that counts, in lines on which one of its tokens starts. */
  readonly cloneLines: number
}

export interface Duplication {
  /** Longest first. */
  readonly clones: readonly Clone[]
  /** Lines on which a token of some clone place starts, each counted once. */
  readonly duplicatedLines: number
}

/** All files in one row: offsets[i] is where file i starts, the last entry is the end. */
interface Row {
  readonly hashes: Uint32Array
  readonly lines: Uint32Array
  readonly offsets: Uint32Array
}

/** The same `length` tokens start at `original` and, later in the row, at `copy`. */
interface Match {
  readonly original: number
  readonly copy: number
  readonly length: number
}

/** Near linear in tokens; memory is a fixed number of bytes a token, however repetitive the text. */
export function duplication(
  files: readonly { readonly path: string; readonly tokens: TokenFacts }[],
  { cloneTokens, cloneLines }: CloneLimits,
): Duplication {
  const row = joined(files.map(({ tokens }) => tokens))
  const isTall = (start: number, length: number) => linesOf(row, start, length) >= cloneLines
  const found = matches(row, cloneTokens).filter(
    ({ original, copy, length }) => isTall(original, length) && isTall(copy, length),
  )
  const clones = grouped(row, found).map(({ id, tokens, starts }) => {
    const places = starts.map(start => ({
      path: files[fileAt(row.offsets, start)]?.path ?? '',
      line: row.lines[start] as number,
      endLine: row.lines[start + tokens - 1] as number,
    }))
    return { id, tokens, lines: linesOf(row, starts[0] as number, tokens), places }
  })
  return {
    clones: clones.sort((a, b) => b.tokens - a.tokens),
    duplicatedLines: linesIn(row, found),
  }
}

function joined(files: readonly TokenFacts[]): Row {
  const offsets = new Uint32Array(files.length + 1)
  files.forEach(({ hashes }, index) => {
    offsets[index + 1] = (offsets[index] as number) + hashes.length
  })
  const total = offsets[files.length] as number
  const row = { hashes: new Uint32Array(total), lines: new Uint32Array(total), offsets }
  files.forEach(({ hashes, lines }, index) => {
    row.hashes.set(hashes, offsets[index])
    row.lines.set(lines, offsets[index])
  })
  return row
}

/** Lines on which a token of the run starts; the run stays in one file. */
function linesOf({ lines }: Row, start: number, length: number): number {
  let count = 0
  for (let at = start; at < start + length; at++)
    if (at === start || lines[at] !== lines[at - 1]) count++
  return count
}

/** Index of the file that holds this position. */
function fileAt(offsets: Uint32Array, position: number): number {
  let low = 0
  let high = offsets.length - 1
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((offsets[middle] as number) <= position) low = middle
    else high = middle
  }
  return low
}

/** Reads each file from left to right; where a match ends the next one is looked for from there. */
function matches(row: Row, shortest: number): Match[] {
  const found: Match[] = []
  const windows = new Windows(row.hashes, shortest)
  for (let file = 0; file + 1 < row.offsets.length; file++) {
    const last = (row.offsets[file + 1] as number) - shortest
    let covered = row.offsets[file] as number
    for (let at = covered; at <= last; at++) {
      windows.enter(at, at === row.offsets[file])
      if (at < covered) continue
      const match = longest(row, windows.before(at), at, shortest)
      if (match === null) continue
      found.push(match)
      covered = match.copy + match.length - shortest + 1
    }
  }
  return found
}

/** The earlier place that agrees longest with this one, the first of them where several do. */
function longest(
  row: Row,
  earlier: readonly number[],
  copy: number,
  shortest: number,
): Match | null {
  let best: Match | null = null
  for (const original of earlier) {
    const match = grown(row, original, copy)
    if (match.length >= Math.max(shortest, (best?.length ?? 0) + 1)) best = match
  }
  return best
}

/** As far to the right, then to the left, as both agree, stay in their file and do not meet. */
function grown({ hashes, offsets }: Row, original: number, copy: number): Match {
  const [from, to] = bounds(offsets, original)
  const [copyFrom, copyTo] = bounds(offsets, copy)
  const distance = copy - original
  const right = Math.min(to - original, copyTo - copy, distance)
  let length = 0
  while (length < right && hashes[original + length] === hashes[copy + length]) length++
  const left = Math.min(original - from, copy - copyFrom, distance - length)
  let back = 0
  while (back < left && hashes[original - back - 1] === hashes[copy - back - 1]) back++
  return { original: original - back, copy: copy - back, length: length + back }
}

function bounds(offsets: Uint32Array, position: number): readonly [number, number] {
  const file = fileAt(offsets, position)
  return [offsets[file] as number, offsets[file + 1] as number]
}

interface Group {
  readonly id: string
  readonly tokens: number
  /** In order of files, then of lines. */
  readonly starts: readonly number[]
}

/** Matches of the same tokens are one clone with many places. */
function grouped({ hashes }: Row, found: readonly Match[]): Group[] {
  const groups = new Map<string, { tokens: number; starts: Set<number> }>()
  for (const { original, copy, length } of found) {
    const id = contentId(hashes.subarray(copy, copy + length))
    const group = groups.get(id) ?? { tokens: length, starts: new Set<number>() }
    groups.set(id, group)
    group.starts.add(original).add(copy)
  }
  return [...groups].map(([id, { tokens, starts }]) => ({
    id,
    tokens,
    starts: [...starts].sort((a, b) => a - b),
  }))
}

/** 64 bits in hexadecimal: two FNV-1a hashes with different seeds over the tokens. */
function contentId(tokens: Uint32Array): string {
  let high = 0x811c9dc5
  let low = 0x9747b28c
  for (const token of tokens) {
    high = Math.imul(high ^ token, 0x01000193)
    low = Math.imul(low ^ (token >>> 15) ^ token, 0x85ebca6b)
  }
  return [high, low].map(part => (part >>> 0).toString(16).padStart(8, '0')).join('')
}

function linesIn({ lines, offsets }: Row, found: readonly Match[]): number {
  const isCopied = new Uint8Array(lines.length)
  for (const { original, copy, length } of found) {
    isCopied.fill(1, original, original + length)
    isCopied.fill(1, copy, copy + length)
  }
  let count = 0
  for (let file = 0; file + 1 < offsets.length; file++) {
    let counted = 0
    for (let at = offsets[file] as number; at < (offsets[file + 1] as number); at++) {
      const line = lines[at] as number
      if (isCopied[at] === 1 && line !== counted) {
        counted = line
        count++
      }
    }
  }
  return count
}
