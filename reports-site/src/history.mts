/** What does the site ask of the history? All SQL of the site, and the shape of every answer. */

import { options } from './options.mts'
import { select, THESE } from './select.mts'

export interface RunRow {
  readonly run: string
  readonly project: string
  readonly commit: string | null
  /** ISO 8601, UTC, to the second. */
  readonly committedAt: string
  readonly startedAt: string
  readonly durationMs: number | null
  readonly dirty: boolean | null
  readonly branch: string | null
  readonly release: string | null
  readonly machine: string | null
  readonly traceId: string | null
  readonly toolVersion: string | null
  readonly policy: string | null
  readonly score: number | null
  readonly unwaived: number | null
  readonly security: number | null
  readonly evidence: number | null
  readonly low: number | null
  readonly high: number | null
  readonly gate: string | null
  readonly enforced: boolean | null
  readonly baseline: string | null
  readonly delta: number | null
  readonly forge: string | null
  /** Of the project in its repository, `api/`; null where it is all of it. */
  readonly folder: string | null
  /** Hash of the wording it speaks: what its measures and rules mean. */
  readonly catalogue: string | null
}

/** A dimension (`measure` null) or one part of it. */
export interface ScoreRow {
  readonly run: string
  readonly dimension: string
  readonly measure: string | null
  readonly status: string | null
  readonly why: string | null
  readonly weight: number | null
  readonly share: number | null
  readonly max: number | null
  readonly score: number | null
  readonly contribution: number | null
  readonly deduction: number | null
  readonly evidence: number | null
  readonly skill: string | null
  readonly value: number | null
}

export interface CatalogueRow {
  readonly hash: string
  readonly kind: 'measure' | 'rule'
  readonly skill: string
  readonly name: string
  readonly unit: string | null
  readonly better: string | null
  readonly noise: string | null
  readonly level: string | null
  readonly meaning: string | null
  readonly advice: string | null
  /** Measures that each such fault makes worse; null where the history does not say. */
  readonly costs: readonly string[] | null
}

/** A condition of the gate: `pass`, `fail`, `not-applicable` or `insufficient`, and why. */
export interface GateRow {
  readonly run: string
  readonly condition: string
  readonly state: string | null
  readonly why: string | null
}

/** In this order on every page. */
export type Standing = 'new' | 'open' | 'waived' | 'fixed'

export interface FindingRow {
  readonly run: string
  readonly standing: Standing
  readonly rule: string
  readonly level: string
  readonly path: string | null
  readonly line: number | null
  readonly message: string | null
  readonly waived: string | null
}

export interface FindingCount {
  readonly run: string
  readonly standing: Standing
  readonly skill: string
  readonly rule: string
  readonly level: string
  readonly count: number
}

export interface HotspotRow {
  readonly run: string
  readonly path: string
  readonly language: string | null
  readonly code: number | null
  readonly cognitive: number
  readonly revisions: number
  readonly authors: number | null
  /** Percent of coverable lines. */
  readonly coverage: number | null
}

/** One package of a monorepo; `.` is what lies in no other. Shares in percent. */
export interface PackageRow {
  readonly run: string
  readonly package: string
  readonly files: number | null
  readonly code: number | null
  readonly complex: number | null
  readonly coverage: number | null
  readonly documented: number | null
  readonly faults: number | null
}

export interface FactRow {
  readonly run: string
  readonly name: string
  readonly value: string | null
}

/** Findings listed on one page; the rest is counted there and stays in the history. */
export const FINDINGS_SHOWN = 500
/** Files drawn and listed as hotspots of one run. */
const HOTSPOTS_SHOWN = 60

const time = (column: string, name: string) =>
  `strftime(${column}, '%Y-%m-%dT%H:%M:%SZ') as "${name}"`
const STANDING = `case when state = 'fixed' then 'fixed' when waived is not null then 'waived'
  when state = 'new' then 'new' else 'open' end`
const STANDING_ORDER = `case when state = 'fixed' then 3 when waived is not null then 2
  when state = 'new' then 0 else 1 end`
const LEVEL_ORDER = `case level when 'error' then 0 when 'warn' then 1 else 2 end`
const FINDING_ORDER = `${STANDING_ORDER}, ${LEVEL_ORDER}, rule, size desc nulls last, path, line, key`
const OF_PROJECT = options.project === null ? 'true' : 'project = $1'
const project = options.project === null ? [] : [options.project]

export const runRows = await select<RunRow>(
  `select run, project, "commit", ${time('coalesce(committed_at, started_at)', 'committedAt')},
     ${time('started_at', 'startedAt')}, duration_ms as "durationMs", dirty, branch, release, machine,
     trace_id as "traceId", tool_version as "toolVersion", policy, score, score_unwaived as unwaived,
     security, evidence, low, high, gate, enforced, baseline, delta, forge, folder, catalogue
   from runs where run is not null and started_at is not null and project is not null and ${OF_PROJECT}
   order by project, coalesce(committed_at, started_at), started_at, run`,
  project,
)

export const listScores = (runs: readonly string[]) =>
  select<ScoreRow>(
    `select s.run, s.dimension, nullif(s.measure, '') as measure, s.status, s.why, s.weight, s.share, s.max,
       s.score, s.contribution, s.deduction, s.evidence, m.skill, m.value
     from scores s left join (
       select run, name, any_value(skill) as skill, any_value(value) as value from measures
       where ${THESE} and subject = '' group by all
     ) m on m.run = s.run and m.name = s.measure
     where s.${THESE} and s.dimension is not null
     order by s.run, s.dimension, s.max desc, s.measure`,
    [JSON.stringify(runs)],
  )

export const gateRows = await select<GateRow>(
  `select run, coalesce(subject, '') as condition, state, message as why from alerts
   where kind = 'gate' and ${OF_PROJECT} order by run, condition, why`,
  project,
)

/** The version of the metrics a run spoke, where it kept it. */
export const dialectRows = await select<{ run: string; dialect: string | null }>(
  `select run, any_value(value) as dialect from environment
   where name = 'dialect' and ${OF_PROJECT} group by run order by run`,
  project,
)

export const policyRows = await select<{ hash: string; policy: string | null }>(
  `select hash, any_value(policy) as policy from policies
   where hash is not null and ${OF_PROJECT} group by hash order by hash`,
  project,
)

/** Every wording of every measure and rule once, those that the newest runs speak first. */
export const catalogueRows = await select<CatalogueRow>(
  `select c.hash, case when c.kind = 'rule' then 'rule' else 'measure' end as kind,
     coalesce(c.skill, '') as skill, c.name, c.unit, c.better, c.noise, c.level, c.meaning, c.advice, c.costs
   from catalogue c join (
     select project, catalogue, max(started_at) as spoken from runs group by all
   ) r on r.project = c.project and r.catalogue = c.hash
   where c.name is not null and ${OF_PROJECT.replace('project', 'c.project')}
   qualify row_number() over (partition by c.hash, c.kind = 'rule', c.name order by r.spoken desc, c.project, c.skill) = 1
   order by max(r.spoken) over (partition by c.hash) desc, c.hash, skill, kind, c.name`,
  project,
)

/** How many findings of each rule a run has, whatever is listed of them. */
const OF_SKILLS = `($2 = 'null' or skill in (select unnest(from_json($2, '["VARCHAR"]'))))`

export const countFindings = (runs: readonly string[], skills: readonly string[] | null) =>
  select<FindingCount>(
    `select run, ${STANDING} as standing, coalesce(any_value(skill), '') as skill, rule,
       coalesce(level, 'note') as level, count(*)::integer as count
     from findings where ${THESE} and rule is not null and ${OF_SKILLS}
     group by run, standing, ${STANDING_ORDER}, rule, level
     order by run, ${STANDING_ORDER}, ${LEVEL_ORDER}, count desc, rule`,
    [JSON.stringify(runs), JSON.stringify(skills)],
  )

export const listFindings = (runs: readonly string[], skills: readonly string[] | null) =>
  select<FindingRow>(
    `select run, ${STANDING} as standing, rule, coalesce(level, 'note') as level, path, line, message, waived
     from findings where ${THESE} and rule is not null and ${OF_SKILLS}
     qualify row_number() over (partition by run order by ${FINDING_ORDER})
       <= ${FINDINGS_SHOWN}
     order by run, ${FINDING_ORDER}`,
    [JSON.stringify(runs), JSON.stringify(skills)],
  )

/** The files that are both hard to follow and often changed, by the product of the two. */
export const listHotspots = (runs: readonly string[]) =>
  select<HotspotRow>(
    `select run, path, language, code, cognitive, revisions, authors,
       case when coverable > 0 then 100.0 * covered / coverable end as coverage
     from files where ${THESE} and path is not null and cognitive > 0 and revisions > 0
     qualify row_number() over (partition by run order by cognitive::double * revisions desc, path)
       <= ${HOTSPOTS_SHOWN}
     order by run, cognitive::double * revisions desc, path`,
    [JSON.stringify(runs)],
  )

export const listPackages = (runs: readonly string[]) =>
  select<PackageRow>(
    `select run, package, files, code, complex, coverage, documented, fault_density as faults
     from packages where ${THESE} order by run, code desc, package`,
    [JSON.stringify(runs)],
  )

export const listEnvironment = (runs: readonly string[]) =>
  select<FactRow>(
    `select run, name, value from environment where ${THESE} and name is not null order by run, name, value`,
    [JSON.stringify(runs)],
  )

/** One number for each run that is another when anything else than its scores is. */
export const readPrints = () =>
  select<{ readonly run: string; readonly print: string }>(
    `select run, concat(sum(print), ' ', count(*)) as print from (
       select run, hash(skill, rule, level, path, line, message, waived, state, size, key) as print from findings
       union all
       select run, hash(path, language, code, cognitive, revisions, authors, covered, coverable) from files
       union all
       select run, hash(package, files, code, complex, coverage, documented, fault_density) from packages
       union all
       select run, hash(name, value) from environment
     ) group by run`,
  )
