/** Would a container engine take docker-compose.yml, and does what it starts work? No engine is needed to run this. */

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import { temporaryFolder } from './support/repo.mts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Service {
  readonly image: string
  readonly command: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly profiles?: readonly string[]
  readonly secrets?: readonly string[]
  readonly ports: readonly string[]
  readonly volumes: readonly string[]
  readonly healthcheck: { readonly test: readonly string[] }
  readonly deploy: { readonly resources: { readonly limits: { cpus: string; memory: string } } }
}

interface Compose {
  readonly services: Readonly<Record<'jaeger' | 'dashboard' | 'timescaledb' | 'redis', Service>>
  readonly configs: { readonly jaeger: { readonly content: string } }
  readonly secrets: Readonly<Record<string, { readonly environment: string }>>
  readonly volumes: Readonly<Record<string, null>>
}

const compose: Compose = parse(read('docker-compose.yml'))
const services = Object.entries(compose.services)

const TAGGED = /^[\w./-]+:\d+\.\d+\.\d+[\w.-]*$/
const PINNED = /^[\w./-]+:\d+\.\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}$/

/** What Compose writes where a variable is not set. */
const withDefaults = (text: string) => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1')

test('it is what the Compose specification describes', () => {
  // Its address of the meta-schema is one that Ajv does not know by that name.
  const { $schema, ...schema } = JSON.parse(read('node_modules/dclint/schemas/compose.schema.json'))
  assert.match($schema, /draft-07/)
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const validate = ajv.compile(schema)
  assert.ok(validate(compose), ajv.errorsText(validate.errors))
  assert.ok(!validate({ services: { jaeger: { image: 1 } } }))
})

test('what setup writes for a project has the same services, but for the dashboard', () => {
  const written = parse(read('templates/setup/compose.mustache').replace('{{toolVersion}}', '1'))
  const { dashboard: _, ...others } = compose.services
  assert.deepEqual(written, {
    services: others,
    configs: compose.configs,
    secrets: compose.secrets,
    volumes: compose.volumes,
  })
})

test('the store is off by default, and no password of it stands in the file or in a variable of a container', () => {
  const { timescaledb, redis } = compose.services
  const optional = services.flatMap(([name, { profiles = [] }]) =>
    profiles.includes('store') ? [name] : [],
  )
  assert.deepEqual(optional, ['timescaledb', 'redis'])
  assert.deepEqual(
    [timescaledb, redis].flatMap(({ secrets = [] }) =>
      secrets.map(name => compose.secrets[name]?.environment),
    ),
    ['POSTGRES_PASSWORD', 'REDIS_PASSWORD'],
  )
  // A variable that must be set would be asked for whichever service is started: Compose fills in the whole file first.
  assert.doesNotMatch(read('docker-compose.yml'), /\$\{\w+:?\?/)
  assert.doesNotMatch(read('docker-compose.yml'), /\$\{\w*PASSWORD/)
})

test('every volume that a service mounts is declared', () => {
  const mounted = services.flatMap(([, { volumes }]) => volumes.map(each => each.split(':')[0]))
  for (const name of Object.keys(compose.volumes)) assert.ok(mounted.includes(name), name)
  for (const name of mounted.filter(each => /^\w+$/.test(each ?? '')))
    assert.ok(Object.hasOwn(compose.volumes, name ?? ''), name)
})

test('images are pinned, ports are of this machine alone, every service says when it is healthy', () => {
  for (const [name, { image, ports, healthcheck }] of services) {
    // docs/deploy.md says why this one has no digest.
    assert.match(image, name === 'timescaledb' ? TAGGED : PINNED, name)
    assert.deepEqual(
      ports.filter(port => !port.startsWith('127.0.0.1:')),
      [],
      name,
    )
    assert.equal(healthcheck.test[0], 'CMD', name)
  }
})

test('what starts by default keeps within two processors and 1.5 GB, and so does the store', () => {
  for (const isOptional of [false, true]) keepsWithin(isOptional)
})

function keepsWithin(isOptional: boolean): void {
  const limits = services
    .filter(([, { profiles }]) => (profiles !== undefined) === isOptional)
    .map(([, { deploy }]) => deploy.resources.limits)
  const megabytes = limits.map(({ memory }) => Number(/^(\d+)M$/.exec(memory)?.[1]))
  assert.ok(limits.reduce((sum, { cpus }) => sum + Number(cpus), 0) <= 2)
  assert.ok(megabytes.reduce((sum, each) => sum + each, 0) <= 1500)
}

test('every part that a pipeline of Jaeger names is defined, and traces outlive the container', () => {
  const jaeger = parse(withDefaults(compose.configs.jaeger.content))
  const { extensions, pipelines } = jaeger.service
  const named = {
    extensions,
    receivers: pipelines.traces.receivers,
    processors: pipelines.traces.processors,
    exporters: pipelines.traces.exporters,
  }
  for (const [kind, names] of Object.entries(named))
    assert.deepEqual(Object.keys(jaeger[kind]).sort(), [...names].sort(), kind)
  const { badger } =
    jaeger.extensions.jaeger_storage.backends[
      jaeger.exporters.jaeger_storage_exporter.trace_storage
    ]
  assert.equal(badger.ephemeral, false)
  assert.equal(badger.ttl.spans, '168h')
  const [, folder = ''] = compose.services.jaeger.volumes[0]?.split(':') ?? []
  for (const path of Object.values<string>(badger.directories))
    assert.ok(path.startsWith(`${folder}/`), path)
  const [{ probabilistic }] = jaeger.processors.tail_sampling.policies
  assert.equal(probabilistic.sampling_percentage, 100)
})

test('the dashboard starts with a history that is still empty, and its health check sees it', async t => {
  const { command, healthcheck } = compose.services.dashboard
  const url = await started(t, command)
  const check = (at: string) =>
    spawnSync(
      process.execPath,
      healthcheck.test.slice(2).map(each => each.replace('http://127.0.0.1:3000/', at)),
      { timeout: 10_000 },
    ).status
  assert.equal(check(url), 0)
  assert.equal(check(`${url}no-such-page`), 1)
  assert.equal(check('http://127.0.0.1:9/'), 1)
})

/** Address of the dashboard, started by its own command with the folders of this machine. */
async function started(t: TestContext, command: readonly string[]): Promise<string> {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'history'))
  const args = command
    .slice(1)
    .map(each => each.replace('=/history', `=${folder}/history`).replace('=/tmp', `=${folder}`))
  const child = spawn(process.execPath, [...args, '--port=0'], { cwd: root })
  t.after(() => child.kill())
  for await (const line of createInterface(child.stdout)) {
    const port = /^http:\/\/0\.0\.0\.0:(\d+)\/ shows the history/.exec(line)?.[1]
    if (port !== undefined) return `http://127.0.0.1:${port}/`
  }
  throw new Error('the dashboard ended')
}
