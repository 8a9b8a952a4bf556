/** What is done with the history once the run is in it? Compacted when asked or when scattered, shown when asked. */

import { join } from 'node:path'
import { reasonOf } from '../core/fault.mts'
import type { Policy } from '../core/policy.mts'
import { appendToBranch } from '../edge/branch.mts'
import { buildSite } from '../edge/site.mts'
import { compact, isScattered } from '../edge/store.mts'
import type { AssessChoices } from './assess-options.mts'
import type { HistoryPlace } from './where.mts'

type Choices = Pick<AssessChoices, 'compact' | 'site' | 'push' | 'warn'>

export async function afterwards(
  place: HistoryPlace,
  policy: Policy,
  options: Choices,
): Promise<void> {
  if (options.compact === true) await compactHistory(place, options.push === true)
  else await tidy(place, options)
  if (options.site !== true) return
  const out = siteFolder(place)
  const jaeger = policy.jaeger === undefined ? {} : { jaegerUrl: policy.jaeger }
  const { pages } = await buildSite({ data: place.dir, out, ...jaeger })
  options.warn(`${pages} pages of the site are in ${out}`)
}

/** Nobody should have to know that old runs can be merged. */
async function tidy(place: HistoryPlace, { push, warn }: Choices): Promise<void> {
  try {
    if (await isScattered(place.dir)) await compactHistory(place, push === true)
  } catch (error) {
    warn(reasonOf(error))
  }
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
