/** Does a program answer, and of which requests does it send spans? It is started on a port of its own, asked, and ended. */

import { randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { reasonOf } from '../core/fault.mts'
import type { Answer } from '../core/lens.mts'
import { type Span, textOf } from '../core/traces/span.mts'
import { createSpanSet, type SpanSet } from '../formats/traces/span-set.mts'
import { MARK, runCommand } from './execute.mts'
import { portsOf } from './listening.mts'
import { startReceiver } from './otlp-receiver.mts'

export interface Program {
  /** For a shell; it is told a free port as PORT. */
  readonly command: string
  /** From the project's folder. */
  readonly folder: string
  /** Paths, asked with GET one after the other. */
  readonly paths: readonly string[]
  /** Whether tracing is switched off. */
  readonly isSilent?: boolean
}

export interface Visit {
  readonly path: string
  /** 0 when nothing came back. */
  readonly status: number
  /** Route its server span names, '' for a span without one, null without a span. */
  readonly span: string | null
}

const START_SECONDS = 180
const ANSWER_MS = 10_000

/** Longest time for spans to arrive after the last answer; where none has come at all by then, for the first one. */
const ARRIVE_MS = 3000
const FIRST_MS = 1000

/** What came back, in the order it was asked; or why the program could not be started. */
export async function visited(root: string, program: Program): Promise<Answer<readonly Visit[]>> {
  const spans = createSpanSet()
  const receiver = await startReceiver({ into: spans })
  const port = await freePort()
  const mark = randomUUID()
  const stop = new AbortController()
  const command = {
    file: 'sh',
    args: ['-c', program.command],
    cwd: program.folder,
    env: {
      PORT: String(port),
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_BSP_SCHEDULE_DELAY: '200',
      ...(program.isSilent === true ? { OTEL_SDK_DISABLED: 'true' } : {}),
    },
  }
  const limit = START_SECONDS + (program.paths.length * ANSWER_MS) / 1000
  const running = runCommand(root, command, limit, { stop: stop.signal, mark })
  let isOver = false
  const ended = running.finally(() => {
    isOver = true
  })
  try {
    const found = await answering(port, `${MARK}=${mark}`, () => isOver)
    if (found !== null) return { ok: true, value: await ask(found, program.paths, spans) }
    stop.abort()
    const { stderr, stdout } = await ended
    const said = lastReason((stderr.trim() || stdout.trim()).split('\n'))
    return { ok: false, why: reasonOf(said ?? 'it opened no port') }
  } finally {
    stop.abort()
    await ended
    await receiver.stop()
  }
}

/** The last line that is none of a stack, of an object, or of what Maven and Node.js say of themselves. */
function lastReason(lines: readonly string[]): string | undefined {
  const isReason = (line: string) =>
    /^[^\s})\]]/.test(line) &&
    !/^(\.\.\. \d+ more|Node\.js v\d|\[ERROR\] (\[Help|To see|Re-run|For more|$))/.test(line)
  return lines.findLast(isReason) ?? lines.findLast(line => line.trim() !== '')
}

/** The one it was told, or where else it listens; null when it ended or took too long. */
async function answering(
  port: number,
  mark: string,
  isOver: () => boolean,
): Promise<number | null> {
  const until = performance.now() + START_SECONDS * 1000
  while (!isOver() && performance.now() < until) {
    for (const each of new Set([port, ...portsOf(mark)]))
      if ((await statusOf(each, '/', '')) > 0) return each
    await wait(200)
  }
  return null
}

async function ask(
  port: number,
  paths: readonly string[],
  spans: SpanSet,
): Promise<readonly Visit[]> {
  const asked: { path: string; status: number; trace: string }[] = []
  for (const path of paths) {
    const trace = randomBytes(16).toString('hex')
    asked.push({ path, trace, status: await statusOf(port, path, trace) })
  }
  const answered = performance.now()
  const served = () =>
    new Map(
      [...spans.traces()].flatMap(each =>
        each.flatMap((span): [string, Span][] =>
          span.kind === 'server' ? [[span.traceId, span]] : [],
        ),
      ),
    )
  const isLate = () => performance.now() - answered > (spans.size === 0 ? FIRST_MS : ARRIVE_MS)
  while (!isLate() && !asked.every(({ trace }) => served().has(trace))) await wait(100)
  const arrived = served()
  return asked.map(({ path, status, trace }) => {
    const span = arrived.get(trace)
    return { path, status, span: span === undefined ? null : (textOf(span, 'http.route') ?? '') }
  })
}

async function statusOf(port: number, path: string, trace: string): Promise<number> {
  const headers = trace === '' ? {} : { traceparent: `00-${trace}-${trace.slice(0, 16)}-01` }
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    await answer.body?.cancel()
    return answer.status
  } catch {
    return 0
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise(done => server.close(done))
  return typeof address === 'object' && address !== null ? address.port : 0
}
