/** What does a comparison made in the browser look like? Loaded with the first one that somebody asks for. */

import type { LinkSettings } from '../../../scripts/core/policy.mts'
import { deepLinks } from '../../../scripts/report/deep-links.mts'
import type { Html } from '../html.mts'
import { compareRuns } from './comparison.mts'
import { renderComparison } from './render.mts'
import type { Side } from './side.mts'

export function shownComparison(
  before: Side,
  after: Side,
  base: string,
  settings: LinkSettings | null,
): Html {
  const links = settings === null ? null : deepLinks(settings)
  return renderComparison(compareRuns(before, after), { base, links, isPart: true })
}
