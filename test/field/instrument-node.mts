/**
 * What does code-instrumenter do to a real Node.js application? Copied, installed with npm, tested, changed, tested again, built, started, asked
 * for every route a person found in its sources, and changed back. Spans go to the receiver that is part of Shipworthy.
 */

import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isQuery } from '../../scripts/core/traces/span.mts'
import { startReceiver } from '../../scripts/edge/otlp-receiver.mts'
import { createSpanSet } from '../../scripts/formats/traces/span-set.mts'
import {
  type Asked,
  ask,
  digest,
  door,
  isCovered,
  must,
  tested,
  toldOf,
} from './instrument-common.mts'

export interface NodeApp {
  readonly name: string
  readonly source: string
  readonly framework: 'express' | 'fastify' | 'koa' | 'nestjs' | 'nextjs'
  readonly shape: string
  /** Folder it is installed, tested and started in. */
  readonly folder?: string
  /** Packages besides those of its manifest. */
  readonly install?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly setup?: readonly string[]
  readonly tests?: readonly string[]
  /** Command of a shell; PORT is set. */
  readonly start: string
  /** Where it listens whatever PORT says. */
  readonly port?: number
  /** `METHOD /path`, as a person reads them in the sources. */
  readonly routes: readonly string[]
}

const ANY_PORT = 4567

export async function nodeRow(app: NodeApp, from: string, work: string): Promise<string> {
  const copy = join(work, app.name)
  const place = join(copy, app.folder ?? '')
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  cpSync(join(from, app.name), copy, {
    recursive: true,
    filter: path => !/[\\/]node_modules$/.test(path),
  })
  const env = {
    ...process.env,
    PORT: String(app.port ?? ANY_PORT),
    NO_COLOR: '1',
    FORCE_COLOR: '0',
    NEXT_TELEMETRY_DISABLED: '1',
    ...app.env,
    PATH: [join(place, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  }
  const install = (...more: readonly string[]) =>
    must('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', ...more], place, env)
  install(...(app.install ?? []))
  if (app.setup) must('sh', ['-c', app.setup.join(' && ')], place, env)
  const before = tested(app.tests, place, env)
  const untouched = digest(copy)
  const planned = JSON.parse(must(process.execPath, [door, copy, '--offline', '--json'], copy)) as {
    measures: { name: string; value: number }[]
  }
  must(process.execPath, [door, copy, '--offline', '--apply'], copy)
  install()
  if (app.setup) must('sh', ['-c', app.setup.join(' && ')], place, env)
  const after = tested(app.tests, place, env)
  const seen = await traced(app, place, env)
  const again = must(process.execPath, [door, copy, '--offline', '--apply'], copy)
  must(process.execPath, [door, copy, '--offline', '--check'], copy)
  must(process.execPath, [door, copy, '--undo'], copy)
  const isBack = digest(copy) === untouched
  const found = planned.measures.find(({ name }) => name === 'endpoints')?.value ?? 0
  const isStable = again.includes('There is nothing to change.')
  return `| ${app.source} | ${app.shape} | ${before} = ${after}${before === after ? '' : ' **differs**'} | ${app.routes.length} | ${found} | ${seen.covered} of ${app.routes.length} | ${seen.queries} | ${seen.seconds.toFixed(1)} s | ${isStable ? 'yes' : '**no**'} | ${isBack ? 'yes' : '**no**'} |`
}

async function traced(app: NodeApp, cwd: string, base: NodeJS.ProcessEnv) {
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
  for (let tries = 0; tries < 600 && !isOver(); tries++) {
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
