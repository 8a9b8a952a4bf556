/** What do years of history cost? A thousand runs made up, every view asked, the site built; and what one run adds to a branch. */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { buildSite } from '../../scripts/edge/site.mts'
import { compact, isScattered, openHistory, VIEW_LIST } from '../../scripts/edge/store.mts'
import { generateHistory } from '../reports-site/generate-history.mts'
import { cost, type Spread, spread } from './cost.mts'
import { bytesIn, door, git, type Place } from './shipworthy.mts'

export const RUNS = 1000
const SHAPE = { project: 'harbour', runs: RUNS, releases: 60 }
const ROUNDS = 5

export interface HistoryBench {
  /** Seconds to add a run and to merge old ones when it is time: the first ten, the last ten, all. */
  readonly appends: readonly [Spread, Spread, Spread]
  /** As the runs left it. */
  readonly grown: Stage
  /** With every closed month merged. */
  readonly compacted: Stage
  /** Seconds to merge the closed months. */
  readonly compaction: number
}

export interface Stage {
  readonly bytes: number
  readonly views: readonly { readonly name: string; readonly seconds: Spread }[]
  readonly site: { readonly pages: number; readonly seconds: number }
}

export async function historyBench(folder: string): Promise<HistoryBench> {
  const data = join(folder, 'thousand')
  const history = await openHistory(data)
  const appends: number[] = []
  for (const { where, rows } of generateHistory(SHAPE)) {
    const started = performance.now()
    await history.append(where, rows)
    const now = new Date(where.startedAt)
    if (await isScattered(data, now)) await compact(data, now)
    appends.push((performance.now() - started) / 1000)
  }
  history.close()
  const grown = await stage(data, join(folder, 'site'))
  const started = performance.now()
  await compact(data)
  const compaction = (performance.now() - started) / 1000
  return {
    appends: [spread(appends.slice(0, 10)), spread(appends.slice(-10)), spread(appends)],
    grown,
    compacted: await stage(data, join(folder, 'site')),
    compaction,
  }
}

async function stage(data: string, out: string): Promise<Stage> {
  const bytes = await bytesIn(data)
  const views = await viewTimes(data)
  const { pages, ms } = await buildSite({ data, out })
  return { bytes, views, site: { pages, seconds: ms / 1000 } }
}

/** All rows of every view, fetched; the first answer of a session counts like the others. */
async function viewTimes(data: string): Promise<Stage['views']> {
  const times = new Map<string, number[]>()
  for (let round = 0; round < ROUNDS; round++) {
    const history = await openHistory(data)
    for (const [name] of VIEW_LIST) {
      const started = performance.now()
      await history.query(`FROM ${name}`)
      times.set(name, [...(times.get(name) ?? []), (performance.now() - started) / 1000])
    }
    history.close()
  }
  return [...times].map(([name, all]) => ({ name, seconds: spread(all) }))
}

/** Bytes that a push of the data branch sends: for the first run, then for one more after `change`. */
export async function branchGrowth(
  project: string,
  place: Place,
  change: () => void,
): Promise<readonly [number, number]> {
  const args = [project, '--branch', 'shipworthy-bench', '--offline', '--json']
  await cost(door('assess', args, place))
  const first = git(project, 'rev-parse', 'shipworthy-bench')
  change()
  await cost(door('assess', args, place))
  return [packBytes(project, first), packBytes(project, 'shipworthy-bench', `^${first}`)]
}

function packBytes(dir: string, ...revisions: string[]): number {
  const options = { cwd: dir, input: `${revisions.join('\n')}\n`, maxBuffer: 1e9 }
  return execFileSync('git', ['pack-objects', '--revs', '--stdout', '--quiet'], options).length
}
