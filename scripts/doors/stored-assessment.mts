/** What was this stored run? Read back from the history and scored again; a difference to what was stored is said. */

import type { Curve } from '../core/curve.mts'
import { UserFault } from '../core/fault.mts'
import type { Outcome } from '../core/model.mts'
import type { PartPolicy, Policy } from '../core/policy.mts'
import { outcomesFrom, type StoredMeasure } from '../core/recompute.mts'
import { score } from '../core/score.mts'
import type { Assessment, Gate } from '../core/verdict.mts'
import { openHistory } from '../edge/store.mts'
import { type Catalogue, measureIndex } from './catalogue.mts'
import { findingsOf } from './stored-outcomes.mts'

type Row = Record<string, unknown>

export interface StoredRun {
  readonly assessment: Assessment
  /** What its measures and rules meant then. */
  readonly catalogue: Catalogue
  readonly curves: Readonly<Record<string, Curve>>
  readonly budgets: Readonly<Record<string, number>>
}

/** `name` is a run id, a release, a commit (or its beginning), or undefined for the newest run. */
export async function storedAssessment(dir: string, name: string | undefined): Promise<StoredRun> {
  const history = await openHistory(dir)
  try {
    const ask: Ask = (sql, ...params) => history.rows(sql, params)
    return scoredAgain(await rowsOfRun(ask, await findRun(ask, name, dir)))
  } finally {
    history.close()
  }
}

async function rowsOfRun(ask: Ask, run: Row) {
  const id = String(run.run)
  const project = String(run.project)
  const [policy] = await ask(
    'SELECT policy FROM policies WHERE project = ? AND hash = ?',
    project,
    String(run.policy),
  )
  if (policy === undefined)
    throw new UserFault(
      `The policy ${run.policy} of run ${id} is not in this history: it cannot be computed again.`,
    )
  const measures = await ask(
    `SELECT skill, name, subject, value, extent, 'judged' AS status, NULL AS why FROM measures WHERE run = ?
     UNION ALL SELECT skill, name, subject, NULL, NULL, status, why FROM missing WHERE run = ?`,
    id,
    id,
  )
  const catalogue = await ask(
    'SELECT * FROM catalogue WHERE project = ? AND hash = ? ORDER BY skill, kind, name',
    project,
    String(run.catalogue),
  )
  const findings = await ask(
    `SELECT * FROM findings WHERE run = ? AND state <> 'fixed'
     ORDER BY state <> 'new', rule, size DESC NULLS LAST, path, line, key`,
    id,
  )
  const alerts = await ask(
    `SELECT subject, state, message FROM alerts WHERE run = ? AND kind = 'gate'`,
    id,
  )
  return { run, policy, measures, catalogue, findings, alerts }
}

function scoredAgain(rows: Awaited<ReturnType<typeof rowsOfRun>>): StoredRun {
  const { run, findings } = rows
  const policy = JSON.parse(String(rows.policy.policy)) as Policy
  const catalogue = catalogueFrom(rows.catalogue)
  const outcomes = outcomesFrom(rows.measures as unknown as StoredMeasure[]).map(outcome => ({
    ...outcome,
    findings: findingsOf(outcome.skill, findings),
  }))
  const computed = score(outcomes, policy, measureIndex(catalogue), run.score !== null)
  return {
    assessment: {
      schema: '1.0',
      run: runOf(run),
      score: { ...computed, unwaived: (run.score_unwaived as number | null) ?? null },
      gate: gateOf(run, rows.alerts),
      comparison: null,
      comparisonWhy: 'a stored run is explained by itself',
      outcomes: withFindings(outcomes, findings),
      notes: differences(run, computed.value),
    },
    catalogue,
    curves: pointsOf(policy, 'curve'),
    budgets: pointsOf(policy, 'budget'),
  }
}

type Ask = (sql: string, ...params: (string | null)[]) => Promise<Row[]>

async function findRun(ask: Ask, name: string | undefined, dir: string): Promise<Row> {
  const [found] =
    name === undefined
      ? await ask('SELECT * FROM runs ORDER BY started_at DESC LIMIT 1')
      : await ask(
          `SELECT * FROM runs WHERE run = ? OR release = ? OR (length(?) >= 7 AND starts_with("commit", ?)) ORDER BY started_at DESC LIMIT 1`,
          name,
          name,
          name,
          name,
        )
  if (found !== undefined) return found
  throw new UserFault(
    name === undefined
      ? `There is no run in ${dir} yet: assess a project first.`
      : `${name} is no run, release or commit of the history in ${dir}: see query "SELECT run, release FROM runs".`,
  )
}

const catalogueFrom = (rows: Row[]): Catalogue =>
  [...Map.groupBy(rows, ({ skill }) => String(skill))].map(([skill, ofSkill]) => {
    const named = (kind: string, entry: (row: Row) => object) =>
      Object.fromEntries(
        ofSkill.filter(row => row.kind === kind).map(row => [String(row.name), entry(row)]),
      ) as never
    return {
      skill,
      scales: named('measure', ({ unit, better, noise, meaning }) => ({
        ...{ unit, better, noise, meaning },
      })),
      rules: named('rule', ({ level, meaning, advice, costs }) => ({
        ...{ level, fault: meaning, advice, costs: costs ?? [] },
      })),
    }
  })

/** Skills that found something and measured nothing stand in no row of `measures`. */
function withFindings(outcomes: readonly Outcome[], rows: Row[]): readonly Outcome[] {
  const known = new Set(outcomes.map(({ skill }) => skill))
  const others = [...new Set(rows.map(({ skill }) => String(skill)))].filter(
    skill => !known.has(skill),
  )
  return [
    ...outcomes,
    ...others.map(
      (skill): Outcome => ({
        skill,
        status: 'judged',
        why: null,
        durationMs: 0,
        measures: [],
        missing: [],
        proposals: [],
        findings: findingsOf(skill, rows),
      }),
    ),
  ]
}

function runOf(run: Row): Assessment['run'] {
  const text = (name: string) => (run[name] as string | null) ?? null
  const time = (name: string) =>
    new Date(`${String(run[name]).replace(' ', 'T').replace(/Z?$/, 'Z')}`).toISOString()
  const url = text('forge')
  return {
    id: String(run.run),
    slug: String(run.project),
    commit: text('commit'),
    committedAt: time('committed_at'),
    tree: String(run.tree),
    isDirty: run.dirty === true,
    branch: text('branch'),
    release: text('release'),
    forge:
      url === null
        ? null
        : {
            url,
            kind: url.includes('github') ? 'github' : url.includes('gitlab') ? 'gitlab' : 'other',
          },
    ...(run.folder === null || run.folder === undefined ? {} : { folder: String(run.folder) }),
    startedAt: time('started_at'),
    durationMs: Number(run.duration_ms),
    machine: String(run.machine),
    traceId: text('trace_id'),
    toolVersion: String(run.tool_version),
    policyHash: String(run.policy),
  }
}

function gateOf(run: Row, alerts: Row[]): Gate {
  const conditions = alerts.map(({ subject, state, message }) => ({
    id: String(subject),
    actual: null,
    required: null,
    status: state as never,
    why: String(message),
  }))
  return { enforced: run.enforced === true, status: run.gate as Gate['status'], conditions }
}

/** By measure, of the parts that have one. */
function pointsOf<N extends 'curve' | 'budget'>({ dimensions }: Policy, name: N) {
  const parts = Object.values(dimensions).flatMap(({ parts }) => Object.entries(parts))
  return Object.fromEntries(
    parts.flatMap(([measure, { [name]: point }]) =>
      point === undefined ? [] : [[measure, point]],
    ),
  ) as Readonly<Record<string, NonNullable<PartPolicy[N]>>>
}

function differences(run: Row, value: number | null): readonly string[] {
  return value === run.score
    ? []
    : [
        `This version computes ${value ?? 'no score'} where the run stored ${run.score ?? 'none'}: please report it.`,
      ]
}
