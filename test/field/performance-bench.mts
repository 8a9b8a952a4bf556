/**
 * What do the parts of performance cost? `node test/field/performance-bench.mts` prints rows for docs/speed.md: 100,000 spans
 * received and rolled up, change points of 1,000 series of 1,000 points, and the look at a history after a run.
 */

import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seeded } from '../../scripts/core/statistics/chance.mts'
import { traceEvidence } from '../../scripts/core/traces/evidence.mts'
import { type Series, trendOf } from '../../scripts/core/trends.mts'
import { lookBack } from '../../scripts/doors/look-back.mts'
import { startReceiver } from '../../scripts/edge/otlp-receiver.mts'
import { openHistory } from '../../scripts/edge/store.mts'
import { createSpanSet } from '../../scripts/formats/traces/span-set.mts'
import { inTrace, otlpJson, query, span } from '../support/spans.mts'
import { machine } from './shipworthy.mts'

const [REQUESTS, STEPS, BATCH] = [10_000, 10, 51]
const [SERIES, POINTS] = [1000, 1000]
const RUNS = 200

const row = (...cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`)

/** Wall clock, processor time of this process, and its greatest resident set so far. */
async function costs(what: string, work: () => Promise<string>): Promise<void> {
  const [begun, before] = [performance.now(), process.cpuUsage()]
  const found = await work()
  const { user, system } = process.cpuUsage(before)
  const wall = ((performance.now() - begun) / 1000).toFixed(2)
  const peak = Math.round(process.resourceUsage().maxRSS / 1000)
  row(`${what}: ${found}`, wall, ((user + system) / 1e6).toFixed(2), String(peak))
}

/** Ten spans a request, in messages as an exporter sends them. */
async function send(url: string): Promise<void> {
  for (let first = 0; first < REQUESTS; first += BATCH) {
    const count = Math.min(BATCH, REQUESTS - first)
    const spans = Array.from({ length: count }, (_, nth) => {
      const steps = Array.from({ length: STEPS - 1 }, (_, at) =>
        span(at + 2, 1, at + 1, 0.9, query(`SELECT a FROM t${at} WHERE b = ${nth}`)),
      )
      const route = { 'http.request.method': 'GET', 'http.route': `/r${nth % 20}` }
      return inTrace(first + nth + 1, [span(1, null, 0, 12, { attributes: route }), ...steps])
    })
    const body = JSON.stringify(otlpJson(spans.flat()))
    const headers = { 'content-type': 'application/json' }
    const reply = await fetch(`${url}/v1/traces`, { method: 'POST', headers, body })
    if (reply.status !== 200) throw new Error(`the receiver answered ${reply.status}`)
  }
}

async function spans(): Promise<string> {
  const into = createSpanSet()
  const receiver = await startReceiver({ into })
  const sender = fork(import.meta.filename, ['send', receiver.url])
  await new Promise<void>((done, failed) =>
    sender.once('exit', code => (code === 0 ? done() : failed(new Error(`exit ${code}`)))),
  )
  await receiver.stop()
  const { operations } = traceEvidence(into, 500)
  return `${into.size.toLocaleString('en')} spans, ${operations.length} operations`
}

const UNDER = {
  ...{ cpu: null, threads: null, memoryBytes: null, runtime: null, source: null, dialect: null },
  ...{ scoring: null, kernel: null, packages: null, speed: null, clock: null, flags: null },
}

async function changes(): Promise<string> {
  const random = seeded(1)
  let found = 0
  for (let nth = 0; nth < SERIES; nth += 1) {
    const points = Array.from({ length: POINTS }, (_, at) => ({
      ...UNDER,
      ...{ run: `r${at}`, commit: `c${at}`, at: '', release: null },
      value: (at < 700 ? 100 : 110) + 4 * (random() + random() + random() - 1.5),
    }))
    const head = { kind: 'benchmark', name: `b${nth}`, unit: 'seconds' } as const
    const series: Series = { ...head, better: 'lower', noise: 'noisy', points }
    found += trendOf(series).changes.length
  }
  return `${SERIES} series of ${POINTS} points, ${found} changes`
}

async function look(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'shipworthy-bench-'))
  const history = await openHistory(dir)
  const idOf = (nth: number) => `run-${String(nth).padStart(4, '0')}`
  try {
    for (let nth = 0; nth < RUNS; nth += 1) {
      const at = new Date(Date.UTC(2026, 0, 1) + nth * 3_600_000).toISOString()
      const run = idOf(nth)
      const one = { run, schema: '1.0', commit: `c${nth}`, committed_at: at, started_at: at }
      const facts = ['cpu', 'threads', 'dialect'].map(name => ({ run, name, value: 'x' }))
      const measures = Array.from({ length: 60 }, (_, index) => ({
        ...{ run, skill: 's', name: `m${index}`, subject: '', value: nth, status: 'judged' },
      }))
      await history.append(
        { project: 'p', startedAt: at, run },
        {
          runs: [{ ...one, dirty: false, branch: 'main', policy: 'p', score: 80 + (nth % 3) }],
          environment: facts,
          measures,
        },
      )
    }
    const times: number[] = []
    for (let round = 0; round < 5; round += 1) {
      const begun = performance.now()
      const run = { run: idOf(RUNS), commit: 'c', committed_at: '2027-01-01T00:00:00Z' }
      const rows = { runs: [{ ...run, branch: 'main', dirty: false, policy: 'p', score: 80 }] }
      await lookBack(history, { project: 'p', branch: 'main', rows, warn: console.warn }, {})
      times.push(performance.now() - begun)
    }
    const [, , middle = 0] = times.sort((a, b) => a - b)
    return `a look after a run without benchmarks, ${RUNS} runs before it: median ${middle.toFixed(0)} ms of five`
  } finally {
    history.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

const [, , task, url = ''] = process.argv
if (task === 'send') await send(url)
else {
  process.stdout.write(`${machine()}\n\n`)
  row('what', 'wall s', 'CPU s', 'peak MB so far')
  row('---', '---', '---', '---')
  await costs('received and rolled up', spans)
  await costs('trends', changes)
  await costs('history', look)
}
