/** What is done with the history once the run is in it? Compacted and shown, when asked. */

import { join } from 'node:path'
import type { Policy } from '../core/policy.mts'
import { appendToBranch } from '../edge/branch.mts'
import { buildSite } from '../edge/site.mts'
import { compact } from '../edge/store.mts'
import type { AssessChoices } from './assess-options.mts'
import type { HistoryPlace } from './where.mts'

type Choices = Pick<AssessChoices, 'compact' | 'site' | 'push' | 'warn'>

export async function afterwards(
  place: HistoryPlace,
  policy: Policy,
  options: Choices,
): Promise<void> {
  if (options.compact === true) await compactHistory(place, options.push === true)
  if (options.site !== true) return
  const out = siteFolder(place)
  const jaeger = policy.jaeger === undefined ? {} : { jaegerUrl: policy.jaeger }
  const { pages } = await buildSite({ data: place.dir, out, ...jaeger })
  options.warn(`${pages} pages of the site are in ${out}`)
}

/** Where the site of a history goes unless somebody says otherwise. */
export const siteFolder = ({ dir }: HistoryPlace): string => join(dir, '.shipworthy-site')

async function compactHistory({ dir, branch }: HistoryPlace, push: boolean): Promise<void> {
  const { written, removed } = await compact(dir)
  if (branch === null || written.length + removed.length === 0) return
  await appendToBranch({
    repo: branch.repo,
    branch: branch.name,
    files: written.map(path => ({ path, absolute: join(dir, path) })),
    remove: removed,
    message: 'Compact the closed months',
    push,
  })
}
