/**
 * What does code-instrumenter do to real applications? node test/field/instrument.mts FOLDER [NAME…]
 * FOLDER holds their checkouts, named as in instrument.json beside this file. Each is copied, installed into an environment of its own, tested,
 * changed, tested again, started, asked for every route it has, and changed back. Prints the rows of docs/instrumentation.md.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { isQuery } from '../../scripts/core/traces/span.mts'
import { startReceiver } from '../../scripts/edge/otlp-receiver.mts'
import { createSpanSet } from '../../scripts/formats/traces/span-set.mts'
import { ask, digest, door, isCovered, must, tested, toldOf } from './instrument-common.mts'
import { type JavaApp, javaRow } from './instrument-java.mts'
import { type NodeApp, nodeRow } from './instrument-node.mts'

interface App {
  readonly name: string
  readonly source: string
  readonly framework: 'fastapi' | 'flask' | 'django'
  readonly shape: string
  /** Folder it is installed, tested and started in. */
  readonly folder?: string
  readonly install: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly setup?: readonly string[]
  readonly tests?: readonly string[]
  readonly entry: string
}

/** Requests at the same time: the servers of the probe have a short queue. */
const AT_ONCE = 4

const here = import.meta.dirname
const [folder = '.', ...names] = process.argv.slice(2)
const apps: readonly (App | JavaApp | NodeApp)[] = JSON.parse(
  readFileSync(join(here, 'instrument.json'), 'utf8'),
)
const work = join(tmpdir(), 'shipworthy-field')

for (const app of apps.filter(each => names.length === 0 || names.includes(each.name)))
  try {
    console.log(await rowOf(app))
  } catch (error) {
    console.log(`| ${app.name} | not done: ${error instanceof Error ? error.message : error} |`)
  }

function rowOf(app: App | JavaApp | NodeApp): Promise<string> {
  if (app.framework === 'spring-boot') return javaRow(app, resolve(folder), work)
  return 'start' in app ? nodeRow(app, resolve(folder), work) : row(app)
}

async function row(app: App): Promise<string> {
  const copy = join(work, app.name)
  const place = join(copy, app.folder ?? '')
  const venv = join(work, `${app.name}.venv`)
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  cpSync(join(resolve(folder), app.name), copy, { recursive: true })
  const python = join(venv, 'bin/python')
  if (!existsSync(python)) must('python3', ['-m', 'venv', venv], work)
  const env = {
    ...process.env,
    ...app.env,
    PATH: `${join(venv, 'bin')}:${process.env.PATH}`,
    PYTHONDONTWRITEBYTECODE: '1',
  }
  must(python, ['-m', 'pip', 'install', '-q', 'pytest', ...app.install], place, env)
  if (app.setup) must('sh', ['-c', app.setup.join(' && ')], place, env)
  const before = tested(app.tests, place, env)
  const untouched = digest(copy)
  const planned = JSON.parse(must(process.execPath, [door, copy, '--offline', '--json'], copy)) as {
    measures: { name: string; value: number }[]
  }
  const applied = must(process.execPath, [door, copy, '--offline', '--apply'], copy)
  const added = [...applied.matchAll(/^\+\s*["']?(opentelemetry-[\w-]+)(?: = ")?(~=[\w.]+)/gm)].map(
    ([, name = '', version = '']) => name + version,
  )
  must(python, ['-m', 'pip', 'install', '-q', ...app.install, ...added], place, env)
  const after = tested(app.tests, place, env)
  if (app.setup) must('sh', ['-c', app.setup.join(' && ')], place, env)
  const seen = await traced(app, python, place, env)
  const again = must(process.execPath, [door, copy, '--offline', '--verify'], copy, env)
  must(process.execPath, [door, copy, '--offline', '--check'], copy)
  must(process.execPath, [door, copy, '--undo'], copy)
  const isBack = digest(copy) === untouched
  const endpoints = planned.measures.find(({ name }) => name === 'endpoints')?.value ?? 0
  const isStable = again.includes('There is nothing to change.')
  const verified =
    /\d+ of \d+(?= GET routes sent)/.exec(again)?.[0] ?? /did not start it .*/.exec(again)?.[0]
  return `| [${app.name}](https://github.com/${app.source}) | ${app.framework}, ${app.shape} | ${before} = ${after}${before === after ? '' : ' **differs**'} | ${seen.routes} | ${endpoints} | ${seen.covered} of ${seen.asked} | ${seen.queries} | ${verified ?? 'not started'} | ${seen.seconds.toFixed(1)} s | ${isStable ? 'yes' : '**no**'} | ${isBack ? 'yes' : '**no**'} |`
}

async function traced(app: App, python: string, cwd: string, base: NodeJS.ProcessEnv) {
  const spans = createSpanSet()
  const receiver = await startReceiver({ into: spans })
  const children: ChildProcess[] = []
  const start = (args: readonly string[], env: NodeJS.ProcessEnv) => {
    const child = spawn(python, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    children.push(child)
    let said = ''
    child.stderr?.on('data', chunk => {
      said = (said + chunk).slice(-2000)
    })
    return {
      child,
      lines: createInterface({ input: child.stdout as NodeJS.ReadableStream }),
      said: () => said,
    }
  }
  try {
    const env = {
      ...base,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_BSP_SCHEDULE_DELAY: '200',
      OTEL_RESOURCE_ATTRIBUTES: 'service.version=v1.2',
    }
    const program = start([join(here, 'probe.py'), app.framework, app.entry], env)
    const { port, routes } = JSON.parse(await firstLine(program)) as {
      port: number
      routes: [string, string][]
    }
    const own = routes.filter(
      ([method, path]) =>
        !/^(HEAD|OPTIONS|TRACE)$/.test(method) &&
        !/static|media|\/(docs|redoc|openapi|__debug__)\b/.test(path),
    )
    const asked: Awaited<ReturnType<typeof ask>>[] = []
    for (let at = 0; at < own.length; at += AT_ONCE)
      asked.push(
        ...(await Promise.all(
          own.slice(at, at + AT_ONCE).map(([method, path]) => ask(port, method, path)),
        )),
      )
    await new Promise(done => setTimeout(done, 1500))
    const started = performance.now()
    const ended = new Promise(done => program.child.once('exit', done))
    program.child.kill('SIGTERM')
    await ended
    const seconds = (performance.now() - started) / 1000
    const all = [...spans.traces()].flat()
    // Django gives the route of its root no name: it is the empty one.
    const dark = asked.filter(each => !isCovered(each, all, each.path === '/'))
    for (const each of dark) console.error(`${app.name}: ${toldOf(each, all)}`)
    if (dark.length > 0) console.error(program.said())
    return {
      routes: own.length,
      asked: asked.length,
      covered: asked.length - dark.length,
      queries: all.filter(isQuery).length,
      seconds,
    }
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await receiver.stop()
  }
}

async function firstLine({
  lines,
  child,
  said,
}: {
  lines: ReturnType<typeof createInterface>
  child: ChildProcess
  said: () => string
}): Promise<string> {
  return new Promise((done, fail) => {
    lines.once('line', done)
    child.once('exit', () =>
      fail(new Error(`did not start: ${said().trim().split('\n').slice(-2).join(' / ')}`)),
    )
    setTimeout(() => fail(new Error('did not start within 60 s')), 60_000).unref()
  })
}
