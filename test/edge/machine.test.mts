import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { homedir, hostname, networkInterfaces, userInfo } from 'node:os'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { MachineEvidence } from '../../scripts/core/evidence.mts'
import { fingerprintOf, readMachine } from '../../scripts/edge/machine.mts'

const door = pathToFileURL(`${import.meta.dirname}/../../scripts/edge/machine.mts`).href

/** What another process, with this environment, says of the machine. */
function readElsewhere(env: Record<string, string>): MachineEvidence {
  const script = `const { readMachine } = await import(${JSON.stringify(door)})
    process.stdout.write(JSON.stringify(await readMachine([])))`
  const args = ['--input-type=module', '--eval', script]
  return JSON.parse(
    execFileSync(process.execPath, args, {
      env: { ...env, PATH: process.env.PATH ?? '' },
    }).toString(),
  )
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : []
}

const machine: MachineEvidence = {
  fingerprint: '',
  cpu: {
    model: 'Acme 9000',
    cores: 4,
    threads: 8,
    ghz: 3.2,
    ...{ governor: 'performance', isTurbo: true, limit: null },
  },
  memoryBytes: 16 * 2 ** 30,
  os: {
    platform: 'linux',
    distro: 'Debian GNU/Linux',
    release: '12.4',
    kernel: '6.1.0',
    arch: 'x64',
  },
  runtimes: [{ name: 'node', version: '24.21.0' }],
  flags: null,
  isVirtual: false,
  isContainer: false,
  isCi: false,
  loadAverage: 0.5,
}

test('the machine is described in full, and only once per process', async () => {
  const read = await readMachine([])
  assert.match(read.fingerprint, /^[0-9a-f]{16}$/)
  assert.ok(read.cpu.threads >= 1 && read.cpu.model !== '')
  assert.ok(read.memoryBytes > 2 ** 27)
  assert.equal(read.os.platform, process.platform)
  assert.match(read.runtimes.find(({ name }) => name === 'node')?.version ?? '', /^\d+\.\d+\.\d+/)
  assert.equal(await readMachine([]), read)
})

test('neither user, host, home, address nor environment is told', () => {
  const planted = {
    HOME: '/home/planted-home',
    USER: 'planted-user',
    HOSTNAME: 'planted-host',
    SECRET_TOKEN: 'planted-secret',
    JAVA_TOOL_OPTIONS: `-Dplanted='version "77.88.99"'`,
    GITHUB_ACTIONS: 'planted-ci',
  }
  const read = readElsewhere(planted)
  const text = JSON.stringify(read)
  assert.doesNotMatch(text, /planted|77\.88\.99/)
  assert.ok(read.isCi)

  const addresses = Object.values(networkInterfaces()).flatMap(list =>
    (list ?? []).flatMap(({ address, mac }) => [address, mac]),
  )
  const values = leaves({ ...read, runtimes: read.runtimes.map(({ version }) => version) })
  const words = new Set(values.flatMap(value => value.split(/[\s/]+/)))
  const told = values.join('\n')
  for (const secret of [hostname(), userInfo().username, homedir(), process.cwd(), ...addresses])
    assert.ok(!words.has(secret) && (secret.length < 5 || !told.includes(secret)), secret)
  const isVersion = (value: string) => /^v?\d+(\.\d+)*$/.test(value)
  for (const [name, value] of Object.entries(process.env))
    if (value !== undefined && value.length >= 6 && !isVersion(value))
      assert.ok(!told.includes(value), `the value of ${name} is told`)
})

test('of runtimes only those of the project’s languages are asked', async () => {
  const names = (await readMachine([])).runtimes.map(({ name }) => name)
  assert.deepEqual(names, ['git', 'node'])
})

test('CI is told by the presence of a variable', () => {
  assert.equal(readElsewhere({}).isCi, false)
  assert.equal(readElsewhere({ CI: '' }).isCi, true)
})

test('what changes from minute to minute keeps the fingerprint', () => {
  const same = {
    ...machine,
    loadAverage: 7,
    isCi: true,
    memoryBytes: machine.memoryBytes - 5_000_000,
    cpu: { ...machine.cpu, ghz: 2.1 },
    os: { ...machine.os, release: '12.5', kernel: '6.1.1' },
    runtimes: [...machine.runtimes, { name: 'go', version: '1.26.8' }],
  }
  assert.equal(fingerprintOf(same), fingerprintOf(machine))
})

test('what changes timings changes the fingerprint', () => {
  const others: Partial<MachineEvidence>[] = [
    { cpu: { ...machine.cpu, model: 'Acme 9001' } },
    { cpu: { ...machine.cpu, threads: 4 } },
    { cpu: { ...machine.cpu, limit: 1.5 } },
    { cpu: { ...machine.cpu, governor: 'powersave' } },
    { cpu: { ...machine.cpu, isTurbo: false } },
    { flags: 'beef' },
    { memoryBytes: 8 * 2 ** 30 },
    { os: { ...machine.os, platform: 'darwin' } },
    { os: { ...machine.os, distro: 'Alpine Linux' } },
    { os: { ...machine.os, release: '13.0' } },
    { os: { ...machine.os, arch: 'arm64' } },
    { isVirtual: true },
    { isContainer: true },
    { runtimes: [{ name: 'node', version: '22.15.0' }] },
  ]
  const marks = [machine, ...others.map(other => ({ ...machine, ...other }))].map(fingerprintOf)
  assert.equal(new Set(marks).size, marks.length)
})
