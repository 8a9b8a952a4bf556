/** Which pages does every project have, and whose measures and findings stand on each? */

import { pathsOfProjects } from './addresses.mts'
import { findingsOf } from './details.mts'
import { type Project, projects, wordsOf } from './model.mts'

export const SKILLS = {
  code: ['refactor-assistant', 'git-workflow-assistant'],
  tests: ['test-orchestrator'],
  dependencies: ['dependency-guardian'],
  docs: ['doc-generator', 'spec-to-implementation'],
  performance: ['performance-profiler'],
  custom: ['custom-metrics'],
} as const satisfies Record<string, readonly string[]>

/** Whether it has numbers of its own, in whatever dimension they count. */
export const hasOwnMetrics = ({ latest }: Project): boolean =>
  [...wordsOf(latest).values()].some(
    ({ kind, skill }) => kind === 'measure' && SKILLS.custom.some(each => each === skill),
  )

/** `getStaticPaths` of the page with what its skills found in the latest run. */
export function pathsWithDetails(page: keyof typeof SKILLS) {
  const read = findingsOf(
    projects.map(({ latest }) => latest.run),
    SKILLS[page],
  )
  return pathsOfProjects().map(({ params, props }) => ({ params, props: { ...props, read } }))
}
