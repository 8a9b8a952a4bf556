/** Which projects, releases and runs does the site show, and under which URL? */

import type { LinkSettings } from '../../scripts/core/policy.mts'
import { scoringOf } from '../../scripts/core/policy-text.mts'
import type { Waiver } from '../../scripts/core/waivers.mts'
import { askedBy, NOTHING_ASKED } from './asked.mts'
import { shortCommit } from './format.mts'
import {
  type CatalogueRow,
  catalogueRows,
  dialectRows,
  type GateRow,
  gateRows,
  listScores,
  policyRows,
  type RunRow,
  runRows,
  type ScoreRow,
} from './history.mts'
import { slugsOf } from './slugs.mts'

interface Dimension {
  readonly id: string
  readonly whole: ScoreRow
  readonly parts: readonly ScoreRow[]
}

export interface Run extends RunRow {
  /** Under the base, with a slash at the end. */
  readonly path: string
  /** What people call it: its release, else branch and commit. */
  readonly label: string
  readonly dimensions: readonly Dimension[]
  /** Of the gate; what is not met first. */
  readonly conditions: readonly GateRow[]
  /** Digest of what its score depends on in its policy; null where the policy was not kept. */
  readonly scoring: string | null
  /** Version of the metrics; null where the run did not keep it. */
  readonly dialect: string | null
  /** Score (0–100) the policy's gate asks for. */
  readonly required: number | null
  /** The tracing tool that the policy names. */
  readonly policyLinks: LinkSettings | null
  /** What its policy lived with, expired ones included. */
  readonly waivers: readonly Waiver[]
}

interface Release {
  readonly name: string
  readonly path: string
  readonly run: Run
}

export interface Project {
  readonly name: string
  readonly path: string
  /** Oldest commit first. */
  readonly runs: readonly Run[]
  readonly releases: readonly Release[]
  readonly latest: Run
}

const URGENT = ['fail', 'insufficient', 'pass']

const urgency = ({ state }: GateRow) => {
  const index = URGENT.indexOf(state ?? '')
  return index < 0 ? URGENT.length : index
}

const ORDER = ['code', 'tests', 'dependencies', 'docs', 'performance', 'custom']

const rank = (dimension: string) => {
  const index = ORDER.indexOf(dimension)
  return index < 0 ? ORDER.length : index
}

const asked = new Map(policyRows.map(({ hash, policy }) => [hash, askedBy(policy)]))
const scorings = new Map(policyRows.map(({ hash, policy }) => [hash, scoringOf(policy ?? '')]))
const dialects = new Map(dialectRows.map(({ run, dialect }) => [run, dialect]))

/** What measures and rules mean, under `measure:<name>` and `rule:<name>`. */
export type Words = ReadonlyMap<string, CatalogueRow>

const keyed = (rows: readonly CatalogueRow[]): Words =>
  new Map(rows.map(row => [`${row.kind}:${row.name}`, row]))

const wordings = new Map(
  [...Map.groupBy(catalogueRows, ({ hash }) => hash)].map(([hash, rows]) => [hash, keyed(rows)]),
)

/** The newest wording of everything that was ever measured. */
export const legend: Words = keyed(catalogueRows.toReversed())

const SILENT: Words = new Map()

/** What the run's own numbers and findings mean, in the words of that run. */
export const wordsOf = ({ catalogue }: Pick<RunRow, 'catalogue'>): Words =>
  wordings.get(catalogue ?? '') ?? SILENT

/** Runs whose scores are read by one question: the store answers with a limited number of rows. */
const BATCH = 2000

export const projects = readProjects(await readScores())
export const hasSeveral = projects.length > 1
export const allRuns = projects.flatMap(({ runs }) => runs)
export const projectOf = (run: Run) => projects.find(({ name }) => name === run.project)

async function readScores(): Promise<readonly ScoreRow[]> {
  const ids = runRows.map(({ run }) => run)
  const scores: ScoreRow[][] = []
  for (let from = 0; from < ids.length; from += BATCH)
    scores.push([...(await listScores(ids.slice(from, from + BATCH)))])
  return scores.flat()
}

function readProjects(scoreRows: readonly ScoreRow[]): readonly Project[] {
  const slugs = slugsOf(runRows.map(({ run }) => run))
  const scores = Map.groupBy(scoreRows, ({ run }) => run)
  const gates = Map.groupBy(gateRows, ({ run }) => run)
  const runs = runRows.map(row => ({
    ...row,
    path: `run/${slugs.get(row.run)}/`,
    label: row.release ?? `${row.branch ?? 'commit'} at ${shortCommit(row.commit)}`,
    dimensions: dimensionsOf(scores.get(row.run) ?? []),
    conditions: (gates.get(row.run) ?? []).toSorted((a, b) => urgency(a) - urgency(b)),
    dialect: dialects.get(row.run) ?? null,
    scoring: scorings.get(row.policy ?? '') ?? null,
    ...(asked.get(row.policy ?? '') ?? NOTHING_ASKED),
  }))
  const byProject = Map.groupBy(runs, ({ project }) => project)
  const projectSlugs = slugsOf([...byProject.keys()])
  return [...byProject].map(([name, own]) => {
    const path = byProject.size > 1 ? `p/${projectSlugs.get(name)}/` : ''
    return { name, path, runs: own, releases: releasesOf(own, path), latest: last(own) }
  })
}

function dimensionsOf(rows: readonly ScoreRow[]): readonly Dimension[] {
  const parts = Map.groupBy(rows, ({ dimension }) => dimension)
  return rows
    .filter(({ measure }) => measure === null)
    .map(whole => ({
      id: whole.dimension,
      whole,
      parts: (parts.get(whole.dimension) ?? []).filter(({ measure }) => measure !== null),
    }))
    .toSorted((a, b) => rank(a.id) - rank(b.id) || (a.id < b.id ? -1 : 1))
}

/** One run stands for a release: the last that was started on its clean tree. */
function releasesOf(runs: readonly Run[], path: string): readonly Release[] {
  const named = runs.filter(({ release, dirty }) => release !== null && dirty !== true)
  const byName = Map.groupBy(named, ({ release }) => release ?? '')
  const slugs = slugsOf([...byName.keys()])
  return [...byName].map(([name, own]) => ({
    name,
    path: `${path}r/${slugs.get(name)}/`,
    run: own.reduce((best, run) => (run.startedAt >= best.startedAt ? run : best)),
  }))
}

function last<T>(items: readonly T[]): T {
  const item = items.at(-1)
  if (item === undefined) throw new Error('a group holds at least one')
  return item
}
