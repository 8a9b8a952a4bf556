/** What does a run page need beyond its scores? Read for many runs at once, held for a few. */

import {
  countFindings,
  type FactRow,
  type FindingCount,
  type FindingRow,
  type HotspotRow,
  listEnvironment,
  listFindings,
  listHotspots,
  listPackages,
  type PackageRow,
} from './history.mts'

export interface Details {
  readonly counts: readonly FindingCount[]
  readonly findings: readonly FindingRow[]
  readonly hotspots: readonly HotspotRow[]
  readonly packages: readonly PackageRow[]
  readonly environment: readonly FactRow[]
}

/** Runs read together: a query over years of small files costs the same for one run as for all of these, and
 *  even with every page full their findings stay under the store's limit of rows. */
const BATCH = 300

/** A reader for pages that are rendered in the order of `runs`: one query of each kind per batch. */
export function inBatches(runs: readonly string[]): (run: string) => Promise<Details> {
  const places = new Map(runs.map((run, index) => [run, Math.floor(index / BATCH)]))
  let held: { batch: number; read: Promise<ReadonlyMap<string, Details>> } | undefined
  return async run => {
    const batch = places.get(run)
    if (batch === undefined) throw new Error(`run ${run} is not among those to be read`)
    if (held?.batch !== batch)
      held = { batch, read: readBatch(runs.slice(batch * BATCH, (batch + 1) * BATCH)) }
    const details = (await held.read).get(run)
    if (details === undefined) throw new Error(`run ${run} was not read`)
    return details
  }
}

async function readBatch(runs: readonly string[]): Promise<ReadonlyMap<string, Details>> {
  const counts = Map.groupBy(await countFindings(runs), ({ run }) => run)
  const findings = Map.groupBy(await listFindings(runs), ({ run }) => run)
  const hotspots = Map.groupBy(await listHotspots(runs), ({ run }) => run)
  const packages = Map.groupBy(await listPackages(runs), ({ run }) => run)
  const environment = Map.groupBy(await listEnvironment(runs), ({ run }) => run)
  return new Map(
    runs.map(run => [
      run,
      {
        counts: counts.get(run) ?? [],
        findings: findings.get(run) ?? [],
        hotspots: hotspots.get(run) ?? [],
        packages: packages.get(run) ?? [],
        environment: environment.get(run) ?? [],
      },
    ]),
  )
}
