/** Where do the traces of a run come from? A file, a Jaeger, or a command that runs while our own receiver listens. */

import { reasonOf, UserFault } from '../core/fault.mts'
import type { Answer, Command, Executed } from '../core/lens.mts'
import { traceEvidence } from '../core/traces/evidence.mts'
import { placeCode } from '../core/traces/place.mts'
import type { TraceEvidence } from '../core/traces/rows.mts'
import { createSpanSet, type SpanSet } from '../formats/traces/span-set.mts'
import { jaegerServices, jaegerTraces } from './jaeger.mts'
import { startReceiver } from './otlp-receiver.mts'
import { readTraceFile } from './trace-file.mts'

export interface TraceRequest {
  /** `--traces`: a file, or the address of a Jaeger with `?service=NAME` for one service and `?hours=N` back. */
  readonly traces?: string
  /** `--start`: a shell command that starts the app, uses it and ends. */
  readonly start?: string
  /** Runs one of the project's commands, within the time its skill has. */
  readonly execute: (command: Command) => Promise<Executed>
  /** Files of the project: only their code is named. */
  readonly paths: readonly string[]
  /** Release the traces of a Jaeger are asked for; null for all. */
  readonly release: string | null
  /** Apdex threshold, ms. */
  readonly apdexMs: number
}

/** The rows of whatever was asked for; or one sentence on why there are none. A file that cannot be used is a UserFault. */
export async function collectTraces(request: TraceRequest): Promise<Answer<TraceEvidence>> {
  const into = createSpanSet({ placeCode: placeCode(request.paths) })
  const faults: string[] = []
  if (request.traces !== undefined) {
    if (/^https?:\/\//.test(request.traces)) {
      const why = await fromJaeger(request.traces, request.release, into)
      if (why !== null) faults.push(why)
    } else await readTraceFile(request.traces, into)
  }
  if (request.start !== undefined) {
    const why = await fromCommand(request.start, request.execute, into)
    if (why !== null) faults.push(why)
  }
  return into.size === 0
    ? { ok: false, why: faults.join(' ') || 'no span was found.' }
    : { ok: true, value: traceEvidence(into, request.apdexMs) }
}

const HOUR_MS = 3_600_000
const MOST_TRACES = 1000

async function fromJaeger(
  address: string,
  release: string | null,
  into: SpanSet,
): Promise<string | null> {
  if (!URL.canParse(address)) throw new UserFault(`--traces ${address} is no address`)
  const url = new URL(address)
  const named = url.searchParams.getAll('service')
  const hours = Number(url.searchParams.get('hours') ?? 24)
  if (!(hours > 0)) throw new UserFault('--traces: hours must be a number above 0')
  url.search = ''
  const answer =
    named.length > 0 ? { ok: true as const, value: named } : await jaegerServices(url.href)
  if (!answer.ok) return answer.why
  const to = Date.now()
  const from = to - hours * HOUR_MS
  // Jaeger traces itself under its own name.
  for (const service of answer.value.filter(name => named.length > 0 || name !== 'jaeger')) {
    const query = { url: url.href, service, release, from, to, limit: MOST_TRACES }
    const found = await jaegerTraces(query, into)
    if (!found.ok) return found.why
  }
  return into.size === 0 ? `Jaeger at ${url.host} has no trace of the last ${hours} hours.` : null
}

/** Sends its spans here as soon as they end: whatever the command is stopped by, they have arrived. */
export const SEND_AT_ONCE = {
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_TRACES_SAMPLER: 'always_on',
  OTEL_BSP_SCHEDULE_DELAY: '500',
}

async function fromCommand(
  start: string,
  execute: TraceRequest['execute'],
  into: SpanSet,
): Promise<string | null> {
  const receiver = await startReceiver({ into })
  try {
    const env = { ...SEND_AT_ONCE, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }
    const { exitCode, isTimedOut, stderr } = await execute({
      file: 'sh',
      args: ['-c', start],
      env,
    })
    if (into.size > 0) return null
    const [refusal] = receiver.refused.keys()
    if (refusal !== undefined) return `"${start}" sent traces that cannot be read: ${refusal}.`
    const said = reasonOf(stderr.trim().split('\n').at(-1) ?? '')
    if (exitCode !== 0 && !isTimedOut) return `"${start}" ended with ${exitCode}: ${said}.`
    return `"${start}" sent no trace: instrument the app first (it is told OTEL_EXPORTER_OTLP_ENDPOINT).`
  } finally {
    await receiver.stop()
  }
}
