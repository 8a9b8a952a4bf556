/** How is a name followed through modules that pass on what others declare? */

import type { ExportFacts } from '../facts.mts'

/** A module, and a name it offers. */
export type Offer = readonly [path: string, name: string]

/** Takes the first offer, then each that taking one gives. `take` must give nothing for an offer it has seen. */
export function follow(first: Offer, take: (path: string, name: string) => readonly Offer[]): void {
  const waiting = [first]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    waiting.push(...take(...next))
}

export const isStar = ({ name }: { readonly name: string }): boolean => name === '*'

/** What a module may mean by this name: what it exports under it, else all that it passes on unnamed. */
export function named(exports: readonly ExportFacts[], name: string): readonly ExportFacts[] {
  const own = exports.filter(each => each.name === name)
  return own.length > 0 ? own : exports.filter(isStar)
}
