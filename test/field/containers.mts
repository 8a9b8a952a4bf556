/** Is what the tests show with a stand-in true of a container engine? node test/field/containers.mts [IMAGE [OVERRIDE]]: an image with this Node and git, and a compose file that names images to be had. */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { execa } from 'execa'
import { findEngine, hasImage } from '../../scripts/edge/containers.mts'
import { row, say } from './table.mts'

const root = join(import.meta.dirname, '../..')
const [image = `node:${process.versions.node}`, override] = process.argv.slice(2)
const found = await findEngine()
if (found === null || !(await hasImage(found, image))) {
  say(`No engine with ${image}: nothing was tried.`)
  process.exit(0)
}
const engine = found
const folder = await mkdtemp(join(tmpdir(), 'shipworthy-containers-'))
const env = { SHIPWORTHY_CACHE: join(folder, 'cache') }
const [door, assess] = ['container-overhead', 'assess'].map(name => `scripts/${name}.mts`)
const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1)

async function inside(flags: readonly string[], ...command: readonly string[]) {
  const mounts = [`${root}:/shipworthy:ro`, `${folder}:/scratch`].flatMap(each => [
    '--volume',
    each,
  ])
  const given = ['run', '--rm', '--network', 'none', '--env', 'SHIPWORTHY_CACHE=/scratch/cache']
  return (await execa(engine.name, [...given, ...mounts, ...flags, image, 'node', ...command]))
    .stdout
}

async function limits(): Promise<void> {
  const asks = `const { readMachine } = await import('/shipworthy/scripts/edge/machine.mts')
    console.log(JSON.stringify(await readMachine([])))`
  const read = async (...flags: string[]) =>
    JSON.parse(await inside(flags, '--input-type=module', '--eval', asks))
  const [free, limited, one] = [
    await read(),
    await read('--cpus', '0.5', '--memory', '256m'),
    await read('--cpuset-cpus', '0'),
  ]
  assert.deepEqual([free.isContainer, free.cpu.limit], [true, null])
  assert.deepEqual([limited.cpu.limit, limited.memoryBytes], [0.5, 2 ** 28])
  assert.equal(one.cpu.threads, 1)
  assert.equal(new Set([free, limited, one].map(each => each.fingerprint)).size, 3)
  row('limits of processors and memory, one processor of several', 'noticed, each another machine')
}

async function killed(): Promise<void> {
  const args = ['ps', '--all', '--quiet', '--filter', `ancestor=${image}`]
  const there = async () => (await execa(engine.name, args)).stdout.trim() !== ''
  const child = execa(process.execPath, [`${door}`, '--offline', '--image', image], {
    ...{ cwd: root, env, reject: false },
  })
  while (!(await there())) await pause(50)
  child.kill('SIGKILL')
  await child
  const since = performance.now()
  while (await there()) await pause(50)
  row('measuring ended by `kill -9`', `its container is gone after ${seconds(since)} s`)
}

/** Whether it was kept: another load on the machine makes it unsure. */
async function measured(): Promise<boolean> {
  const since = performance.now()
  const { stdout, stderr, exitCode } = await execa(
    process.execPath,
    [`${door}`, '--offline', '--image', image],
    { cwd: root, env, reject: false },
  )
  row(`what a container costs, ${seconds(since)} s`, stdout || (stderr.split('\n').at(-1) ?? ''))
  return exitCode === 0
}

async function shown(isKept: boolean): Promise<void> {
  const project = join(folder, 'project')
  await mkdir(project)
  const policy = `skills:
  performance-profiler:
    commands:
      - { name: sum, run: node sum.mjs }
`
  await writeFile(
    join(project, 'sum.mjs'),
    'let sum = 0; for (let i = 0; i < 3e7; i += 1) sum += i % 7',
  )
  await writeFile(join(project, 'shipworthy.yml'), policy)
  const asked = ['--bench', '--offline', '--no-gate', '--json', '--data', '/scratch/data']
  const said = await inside([], `/shipworthy/${assess}`, '/scratch/project', ...asked)
  const skill = JSON.parse(said).outcomes.find(
    (each: { skill: string }) => each.skill === 'performance-profiler',
  )
  const names = skill.measures.map((each: { name: string }) => each.name)
  assert.equal(names.includes('container-overhead-cpu'), isKept)
  row(
    '`assess --bench` in a container',
    isKept ? 'times shown with and without it' : 'times shown as they are',
  )
}

async function healthy(other: string): Promise<void> {
  const files = ['docker-compose.yml', other].flatMap(file => ['--file', file])
  const compose = (...args: string[]) =>
    execa('docker', ['compose', '--project-name', 'shipworthy-field', ...files, ...args], {
      cwd: root,
    })
  try {
    const since = performance.now()
    await compose('up', '--detach', '--wait')
    row('`docker compose up --detach --wait`', `healthy after ${seconds(since)} s`)
    const environment = { JAEGER_URL: 'http://127.0.0.1:16686' }
    await execa(process.execPath, ['test/field/jaeger.mts'], { cwd: root, env: environment })
    const services = async () => (await fetch('http://127.0.0.1:16686/api/v3/services')).text()
    const before = await services()
    await compose('down')
    await compose('up', '--detach', '--wait')
    assert.equal(await services(), before)
    row('traces sent, found, compared', 'still there after `down` and `up`')
  } finally {
    await compose('down', '--volumes')
  }
}

try {
  row(`${engine.name} ${engine.version}`, 'seen')
  row('---', '---')
  await limits()
  await killed()
  await shown(await measured())
  if (override !== undefined && engine.name === 'docker') await healthy(override)
} finally {
  await rm(folder, { recursive: true, force: true })
}
