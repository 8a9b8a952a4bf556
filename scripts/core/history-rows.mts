/** What does one assessment leave in the history? Rows of its tables, made of nothing but what was said. */

import { createHash } from 'node:crypto'
import type { Alert } from './alerts.mts'
import type { Calibration, PerformanceEvidence } from './benchmark.mts'
import type { EvidenceOf, MachineEvidence, PackageRow } from './evidence.mts'
import { type CatalogueEntry, HISTORY_SCHEMA, type Row, type Rows } from './history.mts'
import { fileRows } from './history-files.mts'
import { operationRows, traceRows } from './history-traces.mts'
import type { Finding, Outcome, Run } from './model.mts'
import type { Assessment, DimensionScore, PartScore } from './verdict.mts'

export interface Surroundings {
  /** The resolved policy as it was hashed into `run.policyHash`. */
  readonly policyText: string
  readonly catalogue: readonly CatalogueEntry[]
  readonly evidence: Partial<EvidenceOf>
}

/**
 * Rows by table; every row carries the run's id. hashes of content that is kept once
 * (`catalogue`, `hash` and the like) are filled in by the store. Tables that stay empty are left out.
 */
export function toRows(assessment: Assessment, more: Surroundings): Rows {
  const { run, outcomes } = assessment
  const tables: Rows = {
    runs: [runRow(assessment)],
    scores: assessment.score.dimensions.flatMap(dimension => scoreRows(run.id, dimension)),
    measures: outcomes.flatMap(outcome => measureRows(run.id, outcome, more.catalogue)),
    findings: findingRows(assessment),
    files: fileRows(run.id, more.evidence),
    benchmarks: benchmarkRows(run.id, more.evidence),
    ...traceTables(run.id, more.evidence),
    environment: environmentRows(run, more.evidence),
    alerts: gateRows(assessment),
    policies: [{ run: run.id, hash: run.policyHash, policy: more.policyText }],
    catalogue: more.catalogue.flatMap(entry => catalogueRows(run.id, entry)),
  }
  return Object.fromEntries(Object.entries(tables).filter(([, rows]) => rows.length > 0))
}

export const alertRow = (run: string, alert: Alert): Row => ({ run, ...alert })

/** Conditions of the gate; what somebody should hear of is only known once the history was looked at. */
const gateRows = ({ run, gate }: Assessment): Row[] =>
  gate.conditions.map(({ id, status, why }) => ({
    ...{ run: run.id, kind: 'gate', subject: id, state: status, message: why },
    ...{ since: null, was: null, told: null },
  }))

function runRow({ run, score, gate, comparison }: Assessment): Row {
  return {
    run: run.id,
    schema: HISTORY_SCHEMA,
    commit: run.commit,
    committed_at: utc(run.committedAt),
    tree: run.tree,
    dirty: run.isDirty,
    branch: run.branch,
    release: run.release,
    started_at: utc(run.startedAt),
    duration_ms: Math.round(run.durationMs),
    machine: run.machine,
    trace_id: run.traceId,
    tool_version: run.toolVersion,
    policy: run.policyHash,
    score: score.value,
    score_unwaived: score.unwaived,
    evidence: score.evidence,
    low: score.bounds[0],
    high: score.bounds[1],
    security: score.security,
    gate: gate.status,
    enforced: gate.enforced,
    baseline: comparison?.baseline.commit ?? null,
    delta: comparison?.score?.delta ?? null,
    forge: run.forge?.url ?? null,
    folder: run.folder ?? null,
  }
}

/** The dimension itself (measure null), then its parts. */
function scoreRows(run: string, dimension: DimensionScore): readonly Row[] {
  const { id, status, why, weight, max, value, contribution, evidence, parts } = dimension
  const whole = { measure: null, status, why, weight, share: null, max, score: value, contribution }
  const deduction = points(max - contribution)
  return [
    { run, dimension: id, ...whole, deduction, evidence },
    ...parts.map(part => ({ run, dimension: id, ...partRow(part) })),
  ]
}

const partRow = (part: PartScore): Row => ({
  measure: part.measure,
  status: part.status,
  why: part.missing ?? null,
  weight: null,
  share: part.share,
  max: part.max,
  score: part.score,
  contribution: points(part.max - part.deduction),
  deduction: part.deduction,
  evidence: part.evidence,
})

/** Every measure of the skill, taken or not: one that was not has no value, a status and the reason. */
function measureRows(
  run: string,
  { skill, status, why, measures, missing }: Outcome,
  catalogue: readonly CatalogueEntry[],
): readonly Row[] {
  const silent = (name: string, as: string, because: string | null): Row => ({
    ...{ run, skill, name, subject: '', value: null, samples: null, extent: 0 },
    ...{ status: as, why: because },
  })
  if (status !== 'judged') {
    const entry = catalogue.find(each => each.skill === skill)
    return Object.keys(entry?.scales ?? {}).map(name => silent(name, status, why))
  }
  return [
    ...measures.map(({ name, subject, value, samples, extent }) => ({
      ...{ run, skill, name, subject, value, samples: samples ?? null, extent: extent ?? 1 },
      ...{ status: 'judged', why: null },
    })),
    ...missing.map(each => silent(each.measure, each.status ?? 'unavailable', each.why)),
  ]
}

/** What stands in this commit, `new` or `open` against the baseline; then what was `fixed` since. */
function findingRows({ run, outcomes, comparison }: Assessment): readonly Row[] {
  const isNew = new Set(comparison?.newFindings.map(({ skill, key }) => `${skill}\0${key}`))
  const row = (skill: string, finding: Finding, state: string): Row => ({
    run: run.id,
    skill,
    rule: finding.rule,
    level: finding.level,
    key: finding.key,
    path: finding.path,
    line: finding.line,
    message: finding.message,
    size: finding.size ?? null,
    state,
    waived: finding.waived ?? null,
  })
  const standing = outcomes.flatMap(({ skill, findings }) =>
    findings.map(each => row(skill, each, isNew.has(`${skill}\0${each.key}`) ? 'new' : 'open')),
  )
  const fixed = comparison?.fixedFindings.map(each => row(each.skill, each, 'fixed')) ?? []
  return [...standing, ...fixed]
}

/** Every sample as it was taken; `runs` says how many of them each run gave. */
function traceTables(run: string, evidence: Partial<EvidenceOf>): Rows {
  const { operations = [], traces = null } = evidence['performance-profiler'] ?? {}
  if (traces === null) return {}
  return { operations: operationRows(run, { operations }), traces: traceRows(run, traces) }
}

function benchmarkRows(run: string, evidence: Partial<EvidenceOf>): readonly Row[] {
  const rows = evidence['performance-profiler']?.benchmarks ?? []
  return rows.map(({ file: _, ...benchmark }) => ({ run, ...benchmark }))
}

/** What the numbers depend on besides the source: machine, runtimes, metric dialect, advisories. */
function environmentRows(run: Run, evidence: Partial<EvidenceOf>): readonly Row[] {
  const machine = evidence['environment-profiler']
  const advisories = evidence['dependency-guardian']?.source
  const facts = {
    ...(machine === undefined ? {} : machineFacts(machine)),
    dialect: evidence['refactor-assistant']?.dialect,
    ...calibrationFacts(evidence['performance-profiler']?.calibration),
    ...overheadFacts(evidence['performance-profiler']?.container),
    packages: packagesDigest(evidence['dependency-guardian']?.packages),
    advisories:
      advisories === undefined || advisories.kind === 'none'
        ? undefined
        : `${advisories.kind} ${advisories.snapshot}`,
  }
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ run: run.id, name, value: String(value) }))
}

const calibrationFacts = (calibration: Calibration | undefined) =>
  calibration === undefined
    ? {}
    : {
        calibration_cpu_ms: calibration.cpuMs,
        calibration_memory_ms: calibration.memoryMs,
        calibration_spread: calibration.spread,
      }

/** Percent with their intervals; the samples beside them stay as they were measured. */
function overheadFacts(container: PerformanceEvidence['container']) {
  if (container === undefined) return {}
  if (!container.ok) return { container_overhead: `missing: ${container.why}` }
  const { measuredAt, engine, image, pairs } = container.value
  const parts = (['cpu', 'memory', 'disk'] as const).flatMap(name => {
    const part = container.value[name]
    if (part === null) return [[`container_overhead_${name}`, 'missing']]
    return (['estimate', 'low', 'high'] as const).map(end => [
      end === 'estimate' ? `container_overhead_${name}` : `container_overhead_${name}_${end}`,
      part[end],
    ])
  })
  const from = `${engine}, ${image}, ${pairs} pairs, ${measuredAt}`
  return { container_overhead: from, ...Object.fromEntries(parts) }
}

/** What the project was built of, as one word: equal packages and versions, equal digest. */
function packagesDigest(packages: readonly PackageRow[] = []): string | undefined {
  if (packages.length === 0) return undefined
  const names = new Set(
    packages.map(({ ecosystem, name, version }) => `${ecosystem} ${name} ${version}`),
  )
  return createHash('sha256')
    .update([...names].sort().join('\n'))
    .digest('hex')
    .slice(0, 16)
}

const machineFacts = ({ cpu, os, runtimes, ...machine }: MachineEvidence) => ({
  cpu: cpu.model,
  cores: cpu.cores,
  threads: cpu.threads,
  ghz: cpu.ghz === 0 ? 'missing' : cpu.ghz,
  governor: cpu.governor ?? 'missing',
  turbo: cpu.isTurbo ?? 'missing',
  cpu_limit: cpu.limit ?? 'none',
  runtime_flags: machine.flags ?? 'none',
  memory_bytes: machine.memoryBytes,
  platform: os.platform,
  distro: os.distro,
  os_release: os.release,
  kernel: os.kernel,
  arch: os.arch,
  is_virtual: machine.isVirtual,
  is_container: machine.isContainer,
  bare_metal: !machine.isVirtual && !machine.isContainer,
  is_ci: machine.isCi,
  load_average: machine.loadAverage,
  ...Object.fromEntries(runtimes.map(({ name, version }) => [`runtime ${name}`, version])),
})

function catalogueRows(run: string, { skill, scales, rules }: CatalogueEntry): readonly Row[] {
  const measures = Object.entries(scales).map(([name, { unit, better, noise, meaning }]) => ({
    ...{ run, kind: 'measure', skill, name, unit, better, noise },
    ...{ level: null, meaning, advice: null, costs: null },
  }))
  const faults = Object.entries(rules).map(([name, { level, fault, advice, costs }]) => ({
    ...{ run, kind: 'rule', skill, name, unit: null, better: null, noise: null },
    ...{ level, meaning: fault, advice, costs },
  }))
  return [...measures, ...faults]
}

/** ISO 8601 in UTC, as the history keeps every time; null for what is no time. */
function utc(time: string): string | null {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

const points = (value: number) => Math.round(value * 100) / 100
