/** What does a run page need beyond its scores? Read for many runs at once, held for a few. */

import { batched } from './batches.mts'
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

/** A reader for pages that are rendered in the order of `runs`; of these skills only, where they are named. */
export const inBatches = (runs: readonly string[], skills: readonly string[] | null = null) =>
  batched(runs, BATCH, batch => readBatch(batch, skills))

async function readBatch(
  runs: readonly string[],
  skills: readonly string[] | null,
): Promise<ReadonlyMap<string, Details>> {
  const counts = Map.groupBy(await countFindings(runs, skills), ({ run }) => run)
  const findings = Map.groupBy(await listFindings(runs, skills), ({ run }) => run)
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
