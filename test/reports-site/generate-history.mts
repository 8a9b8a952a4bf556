/** What would years of runs of a project leave in the history? Made up from a seed: same seed, same rows. */

import { gate } from '../../scripts/core/gate.mts'
import type { Row, Rows } from '../../scripts/core/history.mts'
import { toRows } from '../../scripts/core/history-rows.mts'
import type { Outcome, Run } from '../../scripts/core/model.mts'
import type { Policy } from '../../scripts/core/policy.mts'
import { score } from '../../scripts/core/score.mts'
import type { Assessment, Comparison, PlacedFinding } from '../../scripts/core/verdict.mts'
import { defaultPolicy } from '../../scripts/policy.mts'
import { CATALOGUE, MEASURES, RULES, type RuleName } from './catalogue.mts'
import { timingsAt } from './generate-timings.mts'

export interface Entry {
  readonly where: { readonly project: string; readonly startedAt: string; readonly run: string }
  readonly rows: Rows
}

export interface Shape {
  readonly project: string
  readonly runs: number
  readonly releases: number
  readonly files?: number
  readonly faults?: number
  readonly seed?: number
  readonly forge?: string | null
}

const DAY = 86_400_000
const START = Date.UTC(2024, 0, 8, 9, 30)
const LANGUAGES = ['TypeScript', 'TypeScript', 'TypeScript', 'Python', 'Go'] as const
const ROOMS = [
  'cargo',
  'routes',
  'billing',
  'crew',
  'harbour',
  'manifest',
  'radio',
  'tides',
] as const
const PARTS = [
  'service',
  'store',
  'router',
  'parser',
  'schedule',
  'model',
  'client',
  'rules',
] as const

const BILLING = { reason: 'accepted until the rewrite of billing' }

const policy: Policy = {
  ...defaultPolicy,
  dimensions: {
    ...defaultPolicy.dimensions,
    performance: { weight: 20, parts: { 'budgets-kept': { share: 100 } } },
  },
  waivers: [
    { rule: 'complex-function', path: 'src/**', ...BILLING, owner: 'ada', expires: '2099-12-31' },
    { rule: 'CVE-2020-0001', reason: 'not reachable', owner: 'grace', expires: '2020-01-31' },
  ],
}

interface Fault {
  readonly rule: RuleName
  readonly path: string
  readonly line: number
  readonly key: string
  readonly born: number
  readonly dies: number
}

interface Ground {
  readonly shape: Required<Shape>
  readonly chance: () => number
  readonly paths: readonly string[]
  readonly faults: readonly Fault[]
}

/** Oldest run first; every value follows from the shape. */
export function* generateHistory(shape: Shape): Generator<Entry> {
  const full = { files: 120, faults: 160, seed: 7, forge: 'https://github.com/example/harbour' }
  const wanted = { ...full, ...shape }
  const chance = mulberry32(wanted.seed)
  const paths = Array.from({ length: wanted.files }, (_, index) => pathOf(index))
  const ground = { shape: wanted, chance, paths, faults: faultsOf(wanted, paths, chance) }
  for (let index = 0; index < wanted.runs; index++) yield entry(ground, index)
}

function pathOf(index: number): string {
  const room = ROOMS[index % ROOMS.length]
  const part = PARTS[Math.floor(index / ROOMS.length) % PARTS.length]
  const round = Math.floor(index / (ROOMS.length * PARTS.length))
  return `src/${room}/${part}${round === 0 ? '' : round}.ts`
}

function faultsOf(shape: Required<Shape>, paths: readonly string[], chance: () => number): Fault[] {
  const names = (Object.keys(RULES) as RuleName[]).filter(name => name !== 'change-coupling')
  return Array.from({ length: shape.faults }, (_, index) => {
    const picked = pick(names, chance() ** 1.6)
    const rule = picked === 'long-function' && index % 2 === 0 ? 'change-coupling' : picked
    const path = pick(paths, chance() ** 2)
    const born = Math.floor((chance() - 0.4) * 1.6 * shape.runs)
    const dies = born + Math.ceil(chance() * shape.runs)
    return {
      rule,
      path,
      line: 1 + Math.floor(chance() * 400),
      key: `${rule}:${path}:f${index}`,
      born,
      dies,
    }
  })
}

function entry({ shape, chance, paths, faults }: Ground, index: number): Entry {
  const age = shape.runs === 1 ? 1 : index / (shape.runs - 1)
  const committed = START + Math.round(age * 930) * DAY + index * 60_000
  const startedAt = iso(committed + 5_400_000)
  const id = `${startedAt.replace(/\D/g, '').slice(0, 14)}-${hex(chance, 8)}`
  const release = releaseAt(shape, index)
  const living = faults.filter(fault => fault.born <= index && index < fault.dies)
  const outcomes = outcomesAt({
    age,
    living,
    standing: findingsAt(living),
    chance,
    hasReleases: shape.releases > 0,
  })
  const total = score(outcomes, policy, MEASURES, true)
  const dead = faults.filter(({ dies }) => dies === index)
  const machine = age < 0.85 ? 'a91f03cc' : '7be2d410'
  const run: Run = {
    id,
    slug: shape.project,
    commit: hex(chance, 40),
    committedAt: iso(committed),
    tree: hex(chance, 40),
    isDirty: false,
    branch: 'main',
    release,
    forge: shape.forge === null ? null : { url: shape.forge, kind: 'github' },
    startedAt,
    durationMs: 21_000 + Math.floor(chance() * 9_000),
    machine,
    traceId: hex(chance, 32),
    toolVersion: age < 0.72 ? '0.1.0' : '0.2.0',
    policyHash: age < 0.45 ? '5f1c09aa71b3' : 'c80d1e6624fe',
  }
  const newborn = new Set(living.filter(({ born }) => born === index).map(({ key }) => key))
  const comparison = comparisonOf(outcomes, newborn, findingsAt(dead), hex(chance, 40), chance)
  const isChange = { comparison, baseline: { why: null, isShallow: false }, isChange: false }
  const assessment: Assessment = {
    schema: '1.0',
    run,
    score: {
      ...total,
      unwaived: total.value === null ? null : Math.max(0, cents(total.value - 0.4)),
    },
    gate: gate({ score: total, outcomes, ...isChange }, policy.gate, true),
    comparison,
    comparisonWhy: null,
    outcomes,
  }
  const levels = age < 0.45 ? { 'old-todo': 'off' } : {}
  const more = {
    policyText: JSON.stringify({ ...policy, levels }),
    catalogue: CATALOGUE,
    evidence: {},
  }
  const rows = toRows(assessment, more)
  const isTimed = age >= 0.35 && shape.releases > 0
  const moment = { run: id, release, age, committed, chance: mulberry32(index) }
  const timings = isTimed ? timingsAt(moment) : {}
  const files = filesAt(id, paths, age, startedAt, chance)
  return {
    where: { project: shape.project, startedAt, run: id },
    rows: { ...rows, ...timings, files, environment: environmentOf(id, machine, age) },
  }
}

function comparisonOf(
  outcomes: readonly Outcome[],
  newborn: ReadonlySet<string>,
  fixedFindings: readonly PlacedFinding[],
  commit: string,
  chance: () => number,
): Comparison {
  const placed = outcomes.flatMap(({ skill, findings }) =>
    findings.map(each => ({ ...each, skill })),
  )
  const delta = cents((chance() - 0.45) * 3)
  return {
    baseline: { commit, release: null, committedAt: iso(START), chosen: 'first parent' },
    score: { before: 0, after: delta, delta },
    dimensions: [],
    measuredDifferently: [],
    measures: [],
    newFindings: placed.filter(({ key }) => newborn.has(key)),
    fixedFindings,
    unchangedFindings: placed.length - newborn.size,
    patchCoverage: null,
  }
}

/** Releases at even distances, the last run being the last release. */
function releaseAt({ runs, releases }: Required<Shape>, index: number): string | null {
  if (releases === 0) return null
  const number = Math.floor(((index + 1) * releases) / runs)
  if (number === Math.floor((index * releases) / runs)) return null
  return `v${1 + Math.floor((number - 1) / 8)}.${(number - 1) % 8}.0`
}

interface Moment {
  /** 0 for the first run, 1 for the last. */
  readonly age: number
  readonly living: readonly Fault[]
  readonly standing: readonly PlacedFinding[]
  readonly chance: () => number
  readonly hasReleases: boolean
}

function outcomesAt({ age, living, standing, chance, hasReleases }: Moment): Outcome[] {
  const noise = (size: number) => (chance() - 0.5) * size
  const serious = living.filter(({ rule }) => RULES[rule].level !== 'note').length
  const vulnerable = living.filter(({ rule }) => rule === 'vulnerable-package').length
  const judged = (skill: string, values: Record<string, number>): Outcome => ({
    skill,
    status: 'judged',
    why: null,
    durationMs: 900,
    measures: Object.entries(values).map(([name, value]) => ({
      name,
      subject: '',
      value: round(value),
    })),
    findings: standing
      .filter(each => each.skill === skill)
      .map(({ skill: _, ...finding }) => finding),
    missing: [],
    proposals: [],
  })
  const outcomes = [
    judged('refactor-assistant', {
      'complex-code': 21 - 12 * age + noise(1) + (age > 0.55 && age < 0.62 ? 5 : 0),
      'duplicated-lines': 9 - 5 * age + noise(0.4),
      'long-code': 24 - 9 * age + noise(0.8),
      'fault-density': serious / 24,
      'code-lines': 14_000 + 22_000 * age,
    }),
    judged('test-orchestrator', { 'line-coverage': 58 + 31 * age + noise(1.5), 'failed-tests': 0 }),
    judged('dependency-guardian', {
      'vulnerability-weight': vulnerable * 1.1,
      'dependency-hygiene': 71 + 18 * age,
      'vulnerable-packages': vulnerable,
      'pinned-references': 40 + 50 * age,
    }),
    judged('doc-generator', {
      'documented-surface': 44 + 38 * age + noise(0.6),
      'broken-links': age > 0.9 ? 0 : 2,
    }),
    judged('git-workflow-assistant', { 'leaked-secrets': 0 }),
    judged('environment-profiler', { cores: 4 }),
    judged('custom-metrics', { 'open-tickets': 12 }),
  ]
  const performance = { 'budgets-kept': 92 + noise(6), 'slowest-benchmark': 0.031 + noise(0.004) }
  if (age >= 0.35 && hasReleases) return [...outcomes, judged('performance-profiler', performance)]
  const why = 'no benchmark was found: put a command under skills.performance-profiler.benchmark'
  const silent = { durationMs: 4, measures: [], findings: [], missing: [], proposals: [] }
  return [...outcomes, { skill: 'performance-profiler', status: 'unavailable', why, ...silent }]
}

const findingsAt = (faults: readonly Fault[]): PlacedFinding[] =>
  faults.map(({ rule, path, line, key }) => ({
    skill: RULES[rule].skill,
    rule,
    level: RULES[rule].level,
    key,
    path: rule === 'vulnerable-package' ? 'package-lock.json' : path,
    line: rule === 'vulnerable-package' ? null : line,
    message: RULES[rule].says(key),
    ...(key.endsWith('9') ? { waived: BILLING.reason } : {}),
  }))

function filesAt(
  run: string,
  paths: readonly string[],
  age: number,
  startedAt: string,
  chance: () => number,
): Row[] {
  return paths.map((path, index) => {
    const heat = 1 / (1 + index / 6)
    const code = Math.round(60 + 900 * heat * (0.5 + chance()))
    const coverable = Math.round(code * 0.6)
    return {
      run,
      path,
      language: LANGUAGES[index % LANGUAGES.length] ?? 'Go',
      role: 'source',
      lines: Math.round(code * 1.3),
      code,
      functions: Math.round(code / 18),
      cyclomatic: Math.round(code / 6),
      cognitive: Math.round((code / 7) * (0.3 + chance())),
      revisions: Math.round(38 * heat * (0.4 + chance())),
      authors: 1 + Math.floor(chance() * 6),
      changed_at: new Date(Date.parse(startedAt) - chance() * 180 * 86_400_000).toISOString(),
      owner: hex(chance, 8),
      ownership: round(0.3 + chance() * 0.6),
      covered: Math.round(coverable * (0.4 + 0.5 * age)),
      coverable,
      parsed: true,
    }
  })
}

/** The last runs were made in a container. */
const CONTAINER = {
  is_container: 'true',
  ...{ container_overhead_cpu: 2, container_overhead_cpu_low: 1, container_overhead_cpu_high: 3 },
  ...{ container_overhead_memory: 0, container_overhead_memory_low: -1 },
  ...{ container_overhead_memory_high: 1, container_overhead_disk: 'missing' },
}

function environmentOf(run: string, machine: string, age: number): Row[] {
  const facts = {
    cpu: machine === 'a91f03cc' ? 'AMD EPYC 7763, 4 cores' : 'AMD EPYC 9V74, 4 cores',
    memory: '16 GB',
    os: 'Ubuntu 24.04',
    node: '24.12.0',
    advisories: 'osv 2026-07-01',
    dialect: age < 0.72 ? 'shipworthy-1' : 'shipworthy-2',
    ...(age > 0.9 ? CONTAINER : {}),
  }
  return Object.entries(facts).map(([name, value]) => ({ run, name, value: `${value}` }))
}

const iso = (time: number) => new Date(time).toISOString()
const round = (value: number) => Math.round(value * 1000) / 1000
const cents = (value: number) => Math.round(value * 100) / 100
const hex = (chance: () => number, length: number) =>
  Array.from({ length }, () => Math.floor(chance() * 16).toString(16)).join('')

function pick<T>(items: readonly T[], chance: number): T {
  const item = items[Math.min(items.length - 1, Math.floor(chance * items.length))]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

/** A small well-known generator of even numbers in [0, 1): the tests need no better. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
