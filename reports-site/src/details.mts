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

/** Findings of a run: as many as are listed, and how many of each rule there are. */
export interface Found {
  readonly counts: readonly FindingCount[]
  readonly findings: readonly FindingRow[]
}

export interface Details extends Found {
  readonly hotspots: readonly HotspotRow[]
  readonly packages: readonly PackageRow[]
  readonly environment: readonly FactRow[]
}

/** Runs read together: a query over years of small files costs the same for one run as for all of these, and
 *  even with every page full their findings stay under the store's limit of rows. */
const BATCH = 300

/** A reader for pages that are rendered in the order of `runs`. */
export const detailsOf = (runs: readonly string[]) => batched(runs, BATCH, readDetails)

/** The same of findings alone; of these skills only, where they are named. */
export const findingsOf = (runs: readonly string[], skills: readonly string[] | null = null) =>
  batched(runs, BATCH, batch => readFound(batch, skills))

async function readFound(
  runs: readonly string[],
  skills: readonly string[] | null,
): Promise<ReadonlyMap<string, Found>> {
  const counts = Map.groupBy(await countFindings(runs, skills), ({ run }) => run)
  const findings = Map.groupBy(await listFindings(runs, skills), ({ run }) => run)
  return new Map(
    runs.map(run => [run, { counts: counts.get(run) ?? [], findings: findings.get(run) ?? [] }]),
  )
}

async function readDetails(runs: readonly string[]): Promise<ReadonlyMap<string, Details>> {
  const found = await readFound(runs, null)
  const hotspots = Map.groupBy(await listHotspots(runs), ({ run }) => run)
  const packages = Map.groupBy(await listPackages(runs), ({ run }) => run)
  const environment = Map.groupBy(await listEnvironment(runs), ({ run }) => run)
  return new Map(
    [...found].map(([run, each]) => [
      run,
      {
        ...each,
        hotspots: hotspots.get(run) ?? [],
        packages: packages.get(run) ?? [],
        environment: environment.get(run) ?? [],
      },
    ]),
  )
}
