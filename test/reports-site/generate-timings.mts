/** What would benchmarks and traced requests of a project leave in the history? Made up: a step in each, and scatter. */

import type { Row, Rows } from '../../scripts/core/history.mts'
import { operationRows, traceRows } from '../../scripts/core/history-traces.mts'
import type { ExampleTrace, OperationRow, StepRow } from '../../scripts/core/traces/rows.mts'

interface Moment {
  readonly run: string
  readonly release: string | null
  /** 0 for the first run, 1 for the last. */
  readonly age: number
  readonly committed: number
  readonly chance: () => number
}

const BENCHMARKS = [
  { name: 'parse/manifest', unit: 'seconds', better: 'lower', at: 0.0021 },
  { name: 'route/pick', unit: 'seconds', better: 'lower', at: 0.00034 },
  { name: 'assign/berths', unit: 'per second', better: 'higher', at: 8400 },
  { name: 'bundle', unit: 'bytes', better: 'lower', at: 184_000 },
] as const

const ENDPOINTS = [
  { operation: 'GET /berths', ms: 24, count: 900, query: 'SELECT * FROM berths WHERE harbour = ?' },
  { operation: 'POST /manifests', ms: 61, count: 240, query: 'INSERT INTO manifests VALUES (?)' },
  {
    operation: 'GET /tides/{day}',
    ms: 9,
    count: 2100,
    query: 'SELECT level FROM tides WHERE day = ?',
  },
] as const

/** Later than this the parser is slower, and the manifests ask one query more. */
const STEP = 0.7

export function timingsAt(moment: Moment): Rows {
  const { run } = moment
  const operations = ENDPOINTS.map((endpoint, index) => operationAt(moment, endpoint, index))
  const traces = ENDPOINTS.map((endpoint, index) => traceAt(moment, endpoint, index))
  return {
    benchmarks: BENCHMARKS.map(each => benchmarkAt(moment, each)),
    operations: operationRows(run, { operations }),
    traces: traceRows(run, { traces }),
  }
}

function benchmarkAt(
  { run, age, chance }: Moment,
  { name, unit, better, at }: (typeof BENCHMARKS)[number],
): Row {
  const isSlow = name === 'parse/manifest' && age > STEP
  const level = unit === 'bytes' ? at * (1 + age / 5) : at * (isSlow ? 1.3 : 1)
  const scatter = unit === 'bytes' ? 0 : 0.06
  const samples = Array.from({ length: 8 }, () => level * (1 + (chance() - 0.5) * scatter))
  return {
    run,
    name,
    unit,
    better,
    samples,
    runs: samples.map(() => 1),
    statistic: null,
    source: 'f00d',
  }
}

function stepsOf({ age }: Moment, { ms, query }: (typeof ENDPOINTS)[number]): readonly StepRow[] {
  const isSlow = age > STEP && query.startsWith('INSERT')
  return [
    {
      name: query,
      kind: 'client',
      calls: isSlow ? 2 : 1,
      selfMs: ms * (isSlow ? 1.1 : 0.6),
      errorMs: ms * 0.01,
    },
    { name: 'handle', kind: 'internal', calls: 1, selfMs: ms * 0.3, errorMs: ms * 0.008 },
    { name: 'render', kind: 'internal', calls: 1, selfMs: ms * 0.1, errorMs: ms * 0.004 },
  ]
}

function operationAt(
  moment: Moment,
  endpoint: (typeof ENDPOINTS)[number],
  index: number,
): OperationRow {
  const steps = stepsOf(moment, endpoint)
  const usual = steps.reduce((sum, { selfMs }) => sum + selfMs, 0)
  const wobble = 1 + (moment.chance() - 0.5) * 0.08
  return {
    ...{ service: 'harbour-web', operation: endpoint.operation, release: moment.release },
    ...{ count: endpoint.count, p50: usual * 0.9 * wobble, p95: usual * 2.1 * wobble },
    ...{ p99: usual * 3.4 * wobble, errorRate: index === 1 ? 0.004 : 0, apdex: 0.97 },
    ...{ perSecond: endpoint.count / 60, selfMs: usual * 0.05, queries: steps[0]?.calls ?? 0 },
    ...{ queriesMs: steps[0]?.selfMs ?? 0, steps, exampleTraceIds: [traceId(moment, index)] },
  }
}

const traceId = ({ run }: Moment, index: number) =>
  `${Buffer.from(run).toString('hex').slice(-30)}0${index}`.padStart(32, '0')

function traceAt(
  moment: Moment,
  endpoint: (typeof ENDPOINTS)[number],
  index: number,
): ExampleTrace {
  const steps = stepsOf(moment, endpoint)
  const startUs = moment.committed * 1000
  const total = steps.reduce((sum, { selfMs }) => sum + selfMs, 0) + 1
  const common = { service: 'harbour-web', release: moment.release, scope: 'test', isError: false }
  const [method = 'GET', route = '/'] = endpoint.operation.split(' ')
  const spans: ExampleTrace['spans'][number][] = [
    {
      ...common,
      ...{
        id: 'a000000000000001',
        parentId: null,
        name: endpoint.operation,
        kind: 'server',
        startUs,
      },
      durationMs: total,
      attributes: {
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': 200,
      },
    },
  ]
  let at = startUs + 500
  for (const [place, { name, kind, selfMs }] of steps.entries()) {
    spans.push({
      ...common,
      ...{ id: `a00000000000001${place}`, parentId: 'a000000000000001', name, kind, startUs: at },
      durationMs: selfMs,
      attributes:
        kind === 'client' ? { 'db.system.name': 'postgresql', 'db.query.text': name } : {},
    })
    at += selfMs * 1000
  }
  return {
    ...{ traceId: traceId(moment, index), service: 'harbour-web', operation: endpoint.operation },
    ...{ release: moment.release, role: 'median', durationMs: total, spans, omitted: 0 },
  }
}
