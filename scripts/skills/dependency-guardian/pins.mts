/** How firmly are actions and images named? By their content, by a tag that may be moved, or by nothing. */

import type { DependenciesEvidence, ReferenceRow } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'

type Rules = 'floating-reference' | 'unpinned-reference'

/** One for each action or image, however often it is named. */
export function referenceDrafts(references: readonly ReferenceRow[]): Draft<Rules>[] {
  const loose = references.filter(({ pin }) => pin !== 'hash')
  const groups = Map.groupBy(loose, row => `${ruleOf(row)} ${row.kind} ${row.name}`)
  return [...groups.values()].map(rows => {
    const [first] = rows as [ReferenceRow]
    const refs = [...new Set(rows.map(written))].join(', ')
    const places = rows.length === 1 ? '' : ` (in ${rows.length} places)`
    return {
      rule: ruleOf(first),
      path: first.path,
      line: first.line,
      symbol: `${first.kind} ${first.name}`,
      message: `${refs} ${WORDS[first.pin]}${places}`,
      isAnywhere: true as const,
    }
  })
}

/** What moves by itself is a warning where it is part of what ships; all else is worth a note. */
const ruleOf = ({ pin, isShipped }: ReferenceRow): Rules =>
  pin === 'floating' && isShipped ? 'floating-reference' : 'unpinned-reference'

const WORDS = {
  hash: 'is named by its content',
  tag: 'is named by a tag, which may be moved',
  floating: 'names no version',
}

const written = ({ kind, name, ref }: ReferenceRow) =>
  ref === '' ? name : `${name}${kind === 'action' ? '@' : ':'}${ref}`

/** Percent of the places that name an action or image; null without any. */
export const pinnedShare = ({ references }: Pick<DependenciesEvidence, 'references'>) =>
  references.length === 0
    ? null
    : (100 * references.filter(({ pin }) => pin === 'hash').length) / references.length
