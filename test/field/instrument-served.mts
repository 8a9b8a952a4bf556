/** What do the measurements of real programs share that are started as they are shipped? Asked route by route; spans go to Shipworthy's own receiver. */

import { spawn } from 'node:child_process'
import { isQuery } from '../../scripts/core/traces/span.mts'
import { startReceiver } from '../../scripts/edge/otlp-receiver.mts'
import { createSpanSet } from '../../scripts/formats/traces/span-set.mts'
import { type Asked, ask, isCovered, toldOf } from './instrument-common.mts'

export interface Served {
  readonly name: string
  /** Command of a shell; PORT is set. */
  readonly start: string
  /** Where it listens whatever PORT says. */
  readonly port?: number
  /** `METHOD /path`, as a person reads them in the sources. */
  readonly routes: readonly string[]
}

export const ANY_PORT = 4567

/** Tries, a tenth of a second apart: a Java program on a busy machine takes minutes. */
const MOST_TRIES = 3000

export async function traced(app: Served, cwd: string, base: NodeJS.ProcessEnv) {
  const spans = createSpanSet()
  const receiver = await startReceiver({ into: spans })
  const env = {
    ...base,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_BSP_SCHEDULE_DELAY: '200',
    OTEL_RESOURCE_ATTRIBUTES: 'service.version=v1.2',
  }
  const child = spawn('sh', ['-c', app.start], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      said = (said + chunk).slice(-2000)
    })
  const port = app.port ?? ANY_PORT
  try {
    await answering(port, () => child.exitCode !== null).catch(() => {
      throw new Error(`did not start: ${said.trim().split('\n').slice(-3).join(' / ')}`)
    })
    const asked: Asked[] = []
    for (const route of app.routes) {
      const [method = '', path = ''] = route.split(' ')
      asked.push(await ask(port, method, path))
    }
    await new Promise(done => setTimeout(done, 1500))
    const started = performance.now()
    await over(child.pid ?? 0)
    const seconds = (performance.now() - started) / 1000
    const all = [...spans.traces()].flat()
    const dark = asked.filter(each => !isCovered(each, all))
    for (const each of dark) console.error(`${app.name}: ${toldOf(each, all)}`)
    if (dark.length > 0) console.error(said)
    return { covered: asked.length - dark.length, queries: all.filter(isQuery).length, seconds }
  } finally {
    if (child.pid !== undefined)
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {}
    await receiver.stop()
  }
}

/** Asks the whole group to end, and waits until its last process has. */
async function over(group: number): Promise<void> {
  for (let signal: NodeJS.Signals | 0 = 'SIGTERM', tries = 0; tries < 600; signal = 0, tries++) {
    try {
      process.kill(-group, signal)
    } catch {
      return
    }
    await new Promise(done => setTimeout(done, 20))
  }
}

async function answering(port: number, isOver: () => boolean): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES && !isOver(); tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
    }).catch(() => null)
    await answer?.arrayBuffer().catch(() => null)
    if (answer !== null) return
    await new Promise(done => setTimeout(done, 100))
  }
  throw new Error('nobody answers')
}
