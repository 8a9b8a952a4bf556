/** Which proposed edits can be carried out together, and what do they make of a text? */

import type { Edit, Proposal, Splice } from './model.mts'

export interface Chosen {
  readonly proposals: readonly Proposal[]
  /** One for each file, splices in order. */
  readonly edits: readonly Edit[]
  /** Proposals left for the next time: they touch what another one changes. */
  readonly left: number
}

/** The first of those that get in each other's way wins. */
export function fitting(proposals: readonly Proposal[]): Chosen {
  const byPath = new Map<string, Edit>()
  const chosen = proposals.filter(({ edits = [] }) => {
    if (edits.length === 0 || !edits.every(edit => isFree(edit, byPath.get(edit.path))))
      return false
    for (const edit of edits) byPath.set(edit.path, joined(edit, byPath.get(edit.path)))
    return true
  })
  const left = proposals.filter(({ edits }) => edits !== undefined).length - chosen.length
  return { proposals: chosen, edits: [...byPath.values()], left }
}

function isFree({ oid, splices }: Edit, taken: Edit | undefined): boolean {
  if (taken === undefined) return true
  return (
    oid === taken.oid && splices.every(one => taken.splices.every(other => !isTouching(one, other)))
  )
}

/** Texts inserted at one place may follow each other; everything else needs room between. */
function isTouching(one: Splice, other: Splice): boolean {
  if (one.removes === '' && other.removes === '') return false
  return one.at <= other.at + other.removes.length && other.at <= one.at + one.removes.length
}

const joined = (edit: Edit, taken: Edit | undefined): Edit => ({
  ...edit,
  splices: [...(taken?.splices ?? []), ...edit.splices].sort((a, b) => a.at - b.at),
})

/** Null when the text is not the one the splices were made for, or they overlap. */
export function spliced(text: string, splices: readonly Splice[]): string | null {
  let made = ''
  let done = 0
  for (const { at, removes, text: written } of splices) {
    if (at < done || !text.startsWith(removes, at)) return null
    made += text.slice(done, at) + written
    done = at + removes.length
  }
  return made + text.slice(done)
}
