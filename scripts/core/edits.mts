/** Which proposed edits can be carried out together, and what do they make of a text? */

import type { Edit, Proposal, Splice } from './model.mts'

export interface Chosen {
  readonly proposals: readonly Proposal[]
  /** One for each file. */
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
  const [here, there] = [one.removes ?? 0, other.removes ?? 0]
  if (here === 0 && there === 0) return false
  return one.at <= other.at + there && other.at <= one.at + here
}

const joined = (edit: Edit, taken: Edit | undefined): Edit => ({
  ...edit,
  splices: [...(taken?.splices ?? []), ...edit.splices],
})

/** Null when the text is not the one the splices were made for, or they overlap. */
export function spliced(
  text: string,
  splices: readonly Splice[],
  textOf: (splice: Splice) => string,
): string | null {
  let made = ''
  let done = 0
  for (const splice of splices.toSorted((a, b) => a.at - b.at)) {
    const { at, removes = 0 } = splice
    if (at < done || at + removes > text.length) return null
    made += text.slice(done, at) + textOf(splice)
    done = at + removes
  }
  return made + text.slice(done)
}
