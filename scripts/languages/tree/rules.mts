/** Which shapes and rules do grammars have in common? */

import type { Rule, Shape } from './tally.mts'

export const loop: Shape = { decisions: 1, cognitive: 'nested', bodies: ['body'] }
export const counted: Shape = { decisions: 1 }

/** A logical operator, by its token. */
export const operator: Rule = (node, tally) => tally.operator(node)

/** What gives its name to the functions in it. */
export const scope: Rule = (node, tally, tree) =>
  tally.openScope(node, tree.childText(node, 'name'))
