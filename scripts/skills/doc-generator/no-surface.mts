/** What can be said of a project whose pages are all there is to judge? Its links and README; of the surface only why it is missing. */

import type { DocsEvidence } from '../../core/evidence.mts'
import type { SourceFacts } from '../../core/facts.mts'
import { NO_README, notRun, otherMeasures } from './faults.mts'

type NoSurface = NonNullable<DocsEvidence['noSurface']>

/** @param read Source files in languages whose public surface is read. */
export function whyNoSurface(
  sources: number,
  read: readonly { readonly facts: SourceFacts }[],
): NoSurface {
  const none = (why: string): NoSurface => ({ status: 'not-applicable', why })
  if (sources === 0) return none('there is no source file in a supported language')
  if (read.length === 0)
    return none('there is no source file in a language whose public surface is read')
  if (read.some(({ facts }) => facts.fault === null && facts.symbols.length > 0))
    return none('nothing is published for others to import: an application has no public surface')
  const unparsed = read.filter(({ facts }) => facts.fault !== null).length
  if (unparsed === 0) return none('no public symbol was found, so there is no surface to document')
  return {
    status: 'unavailable',
    why: `${unparsed} of ${read.length} source files could not be parsed, and no public symbol was found in the rest`,
  }
}

const OF_SURFACE = ['documented-surface', 'public-symbols', 'undocumented-symbols'] as const
const OF_PAGES = /^(broken-links|readme-essentials|broken-examples|working-examples)$/

export function pagesAlone(
  evidence: DocsEvidence,
  { status, why }: NoSurface,
  isExcluded: (path: string) => boolean,
) {
  const isMissing = status === 'not-applicable' ? ({ status } as const) : {}
  return {
    measures: otherMeasures(evidence, isExcluded, 1).filter(({ name }) => OF_PAGES.test(name)),
    missing: [
      ...OF_SURFACE.map(measure => ({ measure, why, ...isMissing })),
      ...(evidence.readme === null ? [NO_README] : []),
      ...notRun(evidence),
    ],
  }
}
