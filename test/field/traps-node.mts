/**
 * Does the tracing module of Node.js programs keep out of every trap? node test/field/traps-node.mts FOLDER [NODE…]
 * FOLDER has express and the packages the skill adds in its node_modules; NODE are interpreters, default this one. Prints one row a trap.
 */

import { spawn } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { textOf } from '../../scripts/core/traces/span.mts'
import { startReceiver } from '../../scripts/edge/otlp-receiver.mts'
import { rendered } from '../../scripts/edge/templates.mts'
import { createSpanSet } from '../../scripts/formats/traces/span-set.mts'
import { moduleOf } from '../../scripts/skills/code-instrumenter/javascript/module.mts'
import { ALWAYS, ROUTES } from '../../scripts/skills/code-instrumenter/javascript/packages.mts'

const [folder = '.', ...given] = process.argv.slice(2)
const place = join(resolve(folder), 'traps')
const DEAD = 'http://127.0.0.1:1'
const SILENT = 'http://127.0.0.1:4998'

interface Trap {
  readonly name: string
  readonly program: string
  readonly isModule?: true
  readonly env?: Readonly<Record<string, string>>
  /** Signal sent when it says "up"; else it ends by itself. */
  readonly signal?: NodeJS.Signals
  /** Said on its streams. */
  readonly expected?: RegExp
  /** Routes of the server's spans, and of any the framework's steps should not have. */
  readonly spans?: readonly string[]
  /** How it ends: exit code or signal. */
  readonly end?: number | NodeJS.Signals
  readonly check?: () => boolean
}

const LOAD = "require('./otel-instrumentation.cjs')\n"

/** Asks itself, says "up", and closes when told. */
const SERVER = `
const app = express()
const inner = express.Router()
inner.get('/users/:id', (q, s) => s.json({}))
app.use((q, s, next) => next())
app.use('/api', express.Router().get('/other', (q, s) => s.json({})))
app.use('/api', inner)
app.get('/', (q, s) => s.send('x'))
const server = app.listen(0, '127.0.0.1', async () => {
  for (const path of ['/', '/api/users/5'])
    await (await fetch('http://127.0.0.1:' + server.address().port + path)).text()
  console.log('up')
  ended()
})
const close = () => { server.close(); server.closeAllConnections() }
`
const CJS = `${LOAD}const express = require('express')\nconst ended = () => {}\n${SERVER}`
const OWN = `${CJS}process.on('SIGTERM', close)\n`
const NATURAL = `${LOAD}const express = require('express')\nconst ended = () => setTimeout(() => close(), Number(process.env.WAIT))\n${SERVER}`
const LOADED = `${LOAD}console.log(Object.keys(require.cache).filter(path => path.includes('@opentelemetry')).length, 'loaded')`

const profiles = join(place, 'profiles')

const traps: readonly Trap[] = [
  {
    name: 'what is required has its route, once',
    program: CJS,
    signal: 'SIGTERM',
    spans: ['/', '/api/users/:id'],
    end: 'SIGTERM',
  },
  {
    name: 'what is imported has its route, once',
    program: `import express from 'express'\nconst ended = () => {}\n${SERVER}`,
    isModule: true,
    signal: 'SIGTERM',
    spans: ['/', '/api/users/:id'],
    end: 'SIGTERM',
  },
  { name: 'a signal the program handles is left to it', program: OWN, signal: 'SIGTERM', end: 0 },
  { name: 'SIGINT ends it, too', program: CJS, signal: 'SIGINT', end: 'SIGINT' },
  ...[DEAD, SILENT].flatMap((to): Trap[] => [
    {
      name: `a signal, and a collector that is ${to === DEAD ? 'away' : 'silent'}`,
      program: CJS,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: to },
      signal: 'SIGTERM',
      end: 'SIGTERM',
    },
    {
      name: `a signal the program handles, and a collector that is ${to === DEAD ? 'away' : 'silent'}`,
      program: OWN,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: to },
      signal: 'SIGTERM',
      end: 0,
    },
    {
      name: `the end by itself, and a collector that is ${to === DEAD ? 'away' : 'silent'}`,
      program: NATURAL,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: to, WAIT: '0' },
      end: 0,
    },
    {
      name: `the end by itself after an export that failed (${to === DEAD ? 'away' : 'silent'})`,
      program: NATURAL,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: to, WAIT: '5500' },
      end: 0,
    },
  ]),
  {
    name: 'nothing is loaded without an endpoint',
    program: LOADED,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    expected: /^0 loaded/m,
  },
  {
    name: 'nothing is loaded when OTEL_SDK_DISABLED=true',
    program: LOADED,
    env: { OTEL_SDK_DISABLED: 'true' },
    expected: /^0 loaded/m,
  },
  {
    name: "somebody else's provider stays the only one",
    program: `const { trace } = require('@opentelemetry/api')
const { NodeTracerProvider } = require('@opentelemetry/sdk-trace-node')
const theirs = new NodeTracerProvider()
theirs.register()
${LOAD}console.log(trace.getTracerProvider().getDelegate() === theirs ? 'theirs' : 'ours')`,
    expected: /^theirs/m,
  },
  {
    name: 'a worker has no second set of spans',
    program: `const { Worker, isMainThread } = require('node:worker_threads')
${LOAD}if (isMainThread) new Worker(__filename).once('exit', code => console.log('worker', code))`,
    expected: /^worker 0/m,
  },
  {
    name: 'a profile of a request, without an endpoint',
    program: NATURAL,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: '', SHIPWORTHY_PROFILE: profiles, WAIT: '300' },
    end: 0,
    check: () => {
      const [file = ''] = globSync(join(profiles, '*.cpuprofile'))
      return Array.isArray(JSON.parse(readFileSync(file, 'utf8')).nodes)
    },
  },
]

const LONGEST_EXIT_MS = 2000

for (const node of given.length === 0 ? [process.execPath] : given)
  for (const trap of traps) console.log(`${node}: ${trap.name}: ${await tried(trap, node)}`)
await cost()
rmSync(place, { recursive: true, force: true })

async function tried(trap: Trap, node: string): Promise<string> {
  prepare(trap)
  const spans = createSpanSet()
  const receiver = await startReceiver({ into: spans })
  const silent = await import('node:net').then(({ createServer }) =>
    createServer(() => {})
      .listen(4998)
      .unref(),
  )
  const file = trap.isModule ? 'app.mjs' : 'app.cjs'
  const args = trap.isModule ? ['--import=./otel-instrumentation.cjs', file] : [file]
  const env = { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...trap.env }
  const child = spawn(node, args, { cwd: place, env })
  let said = ''
  let at = 0
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      said += chunk
      if (!/^up/m.test(said) || at > 0) return
      at = performance.now() + Number(trap.env?.WAIT ?? 0)
      if (trap.signal !== undefined) child.kill(trap.signal)
    })
  const [code, signal] = await new Promise<[number | null, string | null]>(done =>
    child.once('exit', (...how) => done(how)),
  )
  const took = at === 0 ? 0 : Math.max(0, performance.now() - at)
  await wait(100)
  const routes = [...spans.traces()]
    .flat()
    .filter(({ kind, scope }) => kind === 'server' || scope.includes('express'))
    .map(span => textOf(span, 'http.route') ?? 'none')
  silent.close()
  await receiver.stop()
  const wrong = [
    took > LONGEST_EXIT_MS ? `ended after ${Math.round(took)} ms` : '',
    trap.end !== undefined && (signal ?? code) !== trap.end ? `ended with ${signal ?? code}` : '',
    trap.expected !== undefined && !trap.expected.test(said) ? `said ${said.slice(0, 200)}` : '',
    trap.spans !== undefined && routes.sort().join() !== trap.spans.join()
      ? `spans ${routes.join()}`
      : '',
    trap.check?.() === false ? 'not as it should be' : '',
  ].filter(each => each !== '')
  return wrong.length === 0 ? `holds (${Math.round(took)} ms)` : `FAILS: ${wrong.join('; ')}`
}

function prepare({ program, isModule }: Trap): void {
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place, { recursive: true })
  const instrumentors = [...ALWAYS, ROUTES.express]
  const { splices } = moduleOf('', isModule ? 'module' : 'commonjs', 'traps', instrumentors)
  const text = splices.map(each => ('text' in each ? each.text : rendered(each))).join('')
  writeFileSync(join(place, 'otel-instrumentation.cjs'), text)
  writeFileSync(join(place, isModule ? 'app.mjs' : 'app.cjs'), program)
}

/** Processor time of a start and of a request, with and without the module, when no endpoint is set. */
async function cost(): Promise<void> {
  const bench = (load: string) => `
const before = process.cpuUsage()
${load}
const loaded = process.cpuUsage(before)
const express = require('express')
const app = express()
app.get('/', (q, s) => s.send('x'))
const { request, Agent } = require('node:http')
const agent = new Agent({ keepAlive: true })
const server = app.listen(0, '127.0.0.1', async () => {
  const ask = () => new Promise(done => request({ agent, port: server.address().port }, answer => answer.resume().on('end', done)).end())
  for (let i = 0; i < 3000; i++) await ask()
  const from = process.cpuUsage()
  for (let i = 0; i < 20000; i++) await ask()
  const { user, system } = process.cpuUsage(from)
  console.log(JSON.stringify({ loading: loaded.user + loaded.system, request: (user + system) / 20000 }))
  process.exit()
})`
  for (const load of ['', LOAD, '', LOAD]) {
    prepare({ name: '', program: bench(load) })
    const child = spawn(process.execPath, ['app.cjs'], {
      cwd: place,
      env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    })
    let said = ''
    child.stdout.on('data', chunk => {
      said += chunk
    })
    await new Promise(done => child.once('close', done))
    console.log(`${load === '' ? 'without' : 'with'} the module, in µs: ${said.trim()}`)
  }
}
