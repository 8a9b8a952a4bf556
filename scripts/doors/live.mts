/** How does the site stay true while somebody looks at it? Built anew whenever the history has grown. */

import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { reasonOf } from '../core/fault.mts'
import { newestTip } from '../edge/branch/refs.mts'
import { checkoutBranch } from '../edge/branch.mts'
import { type LiveSite, serveSite } from '../edge/live-site.mts'
import { basePath, buildSite, type SiteRequest } from '../edge/site.mts'
import { runFiles } from '../edge/store.mts'
import type { HistoryPlace } from './where.mts'

interface LiveChoices {
  readonly host: string
  readonly port: number
  readonly say: (sentence: string) => void
  readonly signal?: AbortSignal
}

/** Polled: folders on other machines and in containers tell nobody that they changed. */
const LOOK_EVERY_MS = 1000

/** Serves until `signal` ends it. A UserFault where the site cannot be built at first, or nothing can listen. */
export async function keepLive(
  place: HistoryPlace,
  request: SiteRequest,
  { host, port, say, signal }: LiveChoices,
): Promise<void> {
  let known = await stateOf(place)
  const build = async () => {
    if (place.branch !== null) await checkOut(place.dir, place.branch)
    return buildSite({ ...request, isLive: true })
  }
  await build()
  const base = basePath(request.base ?? '/')
  const site = await serveSite({ folder: request.out, host, port, base, build: known })
  say(`${site.url} shows the history in ${place.dir} and follows it; Ctrl-C ends it.`)
  try {
    for (;;) {
      await pause(LOOK_EVERY_MS, undefined, { signal })
      const now = await stateOf(place)
      if (now === known) continue
      known = now
      await renew(build, site, now, say)
    }
  } catch (error) {
    if (signal?.aborted !== true) throw error
  } finally {
    await site.stop()
  }
}

/** What is there stays where it cannot be built anew; the next run is another chance. */
async function renew(
  build: () => Promise<{ readonly pages: number; readonly ms: number }>,
  site: LiveSite,
  state: string,
  say: (sentence: string) => void,
): Promise<void> {
  try {
    const { pages, ms } = await build()
    site.announce(state)
    say(`A run arrived: ${pages} pages in ${(ms / 1000).toFixed(1)} s.`)
  } catch (error) {
    say(`A run arrived, but the site stays as it was: ${reasonOf(error)}`)
  }
}

/** Differs when runs came, went or were merged. */
async function stateOf({ dir, branch }: HistoryPlace): Promise<string> {
  if (branch !== null) {
    const { newest } = await newestTip({ repo: branch.repo, branch: branch.name })
    return newest ?? 'none'
  }
  const paths = (await runFiles(dir)).map(({ path }) => path)
  return createHash('sha1').update(paths.join('\n')).digest('hex')
}

const checkOut = (into: string, { repo, name }: NonNullable<HistoryPlace['branch']>) =>
  checkoutBranch({ repo, branch: name, into })
