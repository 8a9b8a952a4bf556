/** What does a document require? What carries an id where it is defined, and sentences, stories and check boxes without one. */

import { type Block, blocksOf } from '../markdown/blocks.mts'
import { type Lead, leadingId } from './ids.mts'

export interface Requirement {
  /** In one spelling for all; null for a sentence that has none. */
  readonly id: string | null
  /** Its first line, as written, without signs of emphasis. */
  readonly text: string
  readonly line: number
  readonly form: 'heading' | 'item' | 'row' | 'sentence' | 'story' | 'box'
  /** Whether the document itself says that it is not done: an empty check box, a status. */
  readonly isOpen: boolean
  /** What its text quotes in backticks. */
  readonly names: readonly string[]
}

const MUST = /\b(MUST|SHALL|SHOULD|REQUIRED)\b/
const STORY = /\bas an?\b[^.]{2,80}?,?\s+I\s+(want|need|can|would like|should|must)\b/i
const NOT_DONE =
  "(?:planned|todo|to do|open|deferred|draft|proposed|pending|not started|not implemented|backlog|future|roadmap|out of scope|won'?t(?: have)?|rejected|withdrawn|obsolete|deprecated)"
/** A cell of a table that says so, a line `**Status**: Draft`. */
const OPEN = new RegExp(`^[^\\p{L}]*${NOT_DONE}[^\\p{L}]*$`, 'iu')
const STATUS = new RegExp(`\\bstatus\\W{1,8}${NOT_DONE}\\b`, 'i')
const LONGEST_TEXT = 160
const MOST_NAMES = 20
const LONGEST_OWN = 4_000

interface Owner {
  readonly block: Block
  readonly draft: Draft
}

interface Draft extends Omit<Requirement, 'names'> {
  own: string
}

export function readRequirements(text: string, words: readonly string[]): readonly Requirement[] {
  const lead = leadingId(words)
  const drafts: Draft[] = []
  const seen = new Set<string>()
  let owners: readonly Owner[] = []
  const blocks = blocksOf(text)
  // A table beside the chapters of what it lists is an overview.
  const worded = new Set(
    blocks.flatMap(each => (each.kind === 'row' ? [] : (definition(each, lead)?.id ?? []))),
  )
  const begun = (block: Block): Draft | null => {
    const defined = definition(block, lead)
    if (defined === null) return owners.length === 0 ? sentence(block) : null
    const isRepeated = block.kind === 'row' && worded.has(defined.id ?? '')
    return isRepeated || seen.has(defined.id ?? '') ? null : defined
  }
  for (const block of blocks) {
    owners = owners.filter(owner => isInside(block, owner.block))
    const own = begun(block)
    if (own !== null) {
      if (own.id !== null) seen.add(own.id)
      drafts.push(own)
      if (block.kind !== 'row') owners = [...owners, { block, draft: own }]
    } else {
      const owner = owners.at(-1)?.draft
      if (owner !== undefined && owner.own.length < LONGEST_OWN) owner.own += `\n${textOf(block)}`
    }
  }
  return drafts.map(({ own, ...draft }) => ({
    ...draft,
    isOpen: draft.isOpen || STATUS.test(own),
    names: namesIn(own),
  }))
}

const textOf = (block: Block) => (block.kind === 'row' ? block.cells.join(' | ') : block.text)

/** Under a heading until the next of its rank; in a list item what is indented further. */
function isInside(block: Block, owner: Block): boolean {
  if (owner.kind === 'heading') return block.kind !== 'heading' || block.depth > owner.depth
  if (owner.kind !== 'item') return false
  return (block.kind === 'item' || block.kind === 'text') && block.level > owner.level
}

function definition(block: Block, lead: (text: string) => Lead | null): Draft | null {
  const first = block.kind === 'row' ? (block.cells[0] ?? '') : block.text
  const found = block.kind === 'text' ? null : lead(first)
  if (found === null || block.kind === 'text') return null
  const { id, rest } = found
  const words = block.kind === 'row' ? block.cells.slice(1).join(' ') : rest
  // A list of ids, or an id alone, refers to what is defined elsewhere.
  if (block.kind !== 'heading' && (/^\s*[,;&]|^\s+and\b/.test(rest) || !/\p{L}{2}/u.test(words)))
    return null
  if (block.kind === 'row' && /\p{L}{3}/u.test(rest) && block.cells.length < 2) return null
  const isOpen =
    /^\s*\[ \]/.test(first) || (block.kind === 'row' && block.cells.some(cell => OPEN.test(cell)))
  const shown = block.kind === 'row' ? `${first}: ${block.cells[1] ?? ''}` : block.text
  return { id, text: plain(shown), line: block.line, form: block.kind, isOpen, own: textOf(block) }
}

/** A demand without an id: a word of RFC 2119 in capitals, a user story, a check box. */
function sentence(block: Block): Draft | null {
  if (block.kind === 'heading' || block.kind === 'row') return null
  const isStory = STORY.test(block.text.slice(0, 1_000))
  const box = /^\s*\[([ xX])\]\s/.exec(block.text)
  if (!isStory && box === null && !MUST.test(block.text)) return null
  return {
    id: null,
    text: plain(block.text),
    line: block.line,
    form: isStory ? 'story' : MUST.test(block.text) ? 'sentence' : 'box',
    isOpen: box?.[1] === ' ',
    own: block.text,
  }
}

function plain(text: string): string {
  const line = text
    .replace(/^\s*\[[ xX]\]\s+/, '')
    .replace(/\]\([^)]*\)/g, '')
    .replace(/[*_`[\]]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line
}

function namesIn(text: string): readonly string[] {
  const quoted = [...text.matchAll(/`([^`\n]{2,120})`/g)].map(([, name = '']) => name.trim())
  return [...new Set(quoted)].slice(0, MOST_NAMES)
}
