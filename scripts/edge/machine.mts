/** On what machine do we run, and may its timings be compared with another's? Nothing here names a person or a place. */

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { arch, availableParallelism, loadavg, release, totalmem } from 'node:os'
import { parse } from 'node:path'
import type { MachineEvidence } from '../core/evidence.mts'
import { readHardware } from './hardware.mts'
import { flagsMark, readRestraints } from './restraints.mts'

let reading: Promise<MachineEvidence> | null = null

/**
 * Read once per process. Sizes in bytes, clock in GHz (0 when the machine does not say), load over one minute.
 * @param paths files of the project: only runtimes of its languages are asked for their version.
 */
export function readMachine(paths: readonly string[]): Promise<MachineEvidence> {
  reading ??= look(paths)
  return reading
}

type Unmarked = Omit<MachineEvidence, 'fingerprint'>

async function look(paths: readonly string[]): Promise<MachineEvidence> {
  const [hardware, runtimes] = await Promise.all([readHardware(), probe(paths)])
  const { governor, isTurbo, cpuLimit, isContainer } = readRestraints()
  const machine: Unmarked = {
    cpu: {
      model: words(hardware.model) || 'unknown',
      cores: hardware.cores,
      threads: availableParallelism(),
      ghz: hardware.ghz,
      governor,
      isTurbo,
      limit: cpuLimit,
    },
    memoryBytes: usableMemory(totalmem()),
    os: {
      platform: process.platform,
      distro: words(hardware.distro) || 'unknown',
      release: words(hardware.release) || 'unknown',
      kernel: release(),
      arch: arch(),
    },
    runtimes,
    flags: flagsMark(process.env),
    isVirtual: hardware.isVirtual,
    isContainer,
    isCi: CI_VARIABLES.some(name => name in process.env),
    loadAverage: loadavg()[0] ?? 0,
  }
  return { fingerprint: fingerprintOf(machine), ...machine }
}

/** 16 hex digits over what makes timings comparable: never load, free memory or the day's clock speed. */
export function fingerprintOf(machine: Unmarked): string {
  const { cpu, os } = machine
  const node =
    machine.runtimes.find(({ name }) => name === 'node')?.version ?? process.versions.node
  const parts = [
    cpu.model,
    cpu.threads,
    cpu.limit,
    cpu.governor,
    cpu.isTurbo,
    machine.flags,
    Math.round(machine.memoryBytes / 2 ** 30),
    os.platform,
    os.distro,
    major(os.release),
    os.arch,
    machine.isVirtual,
    machine.isContainer,
    major(node),
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

const major = (version: string) => version.split('.', 1)[0] ?? version

const words = (text: string) => text.replace(/\s+/g, ' ').trim()

/** A container's limit, where there is one, is the memory a program can really use. */
function usableMemory(total: number): number {
  const limit = process.constrainedMemory()
  return limit > 0 && limit < total ? limit : total
}

/** Set by the CI services themselves; only whether they exist is looked at. */
const CI_VARIABLES = ['CI', 'GITHUB_ACTIONS', 'GITLAB_CI', 'TF_BUILD', 'JENKINS_URL', 'BUILDKITE']

interface Probe {
  readonly name: string
  readonly args: readonly string[]
  /** Anchored to the program's own words: java also prints options taken from the environment. */
  readonly version: RegExp
  /** Files of a project that needs it; without, every project's machine tells it. */
  readonly of?: RegExp
}

const PROBES: readonly Probe[] = [
  { name: 'git', args: ['--version'], version: /^git version (\d[\w.]*)/m },
  { name: 'go', args: ['version'], version: /^go version go(\d[\w.]*)/m, of: /(^|\/)go\.mod$/ },
  {
    name: 'java',
    args: ['-version'],
    version: /^\w+ version "(\d[\w.+-]*)"/m,
    of: /(^|\/)pom\.xml$|\.(gradle|gradle\.kts|java|kt)$/,
  },
  { name: 'node', args: ['--version'], version: /^v(\d[\w.-]*)/m },
  { name: 'python3', args: ['--version'], version: /^Python (\d[\w.+]*)/m, of: /\.py$/ },
  { name: 'rustc', args: ['--version'], version: /^rustc (\d[\w.-]*)/m, of: /(^|\/)Cargo\.toml$/ },
]

async function probe(paths: readonly string[]): Promise<MachineEvidence['runtimes']> {
  const probes = PROBES.filter(({ of }) => of === undefined || paths.some(path => of.test(path)))
  const versions = await Promise.all(probes.map(versionOf))
  return probes.flatMap(({ name }, index) => {
    const version = versions[index]
    return version ? [{ name, version }] : []
  })
}

/** Asked from the root folder: version managers obey files of the folder they are called in. */
const versionOf = ({ name, args, version }: Probe) =>
  new Promise<string | undefined>(resolve => {
    const cwd = parse(process.cwd()).root
    const env = { ...process.env, GOTOOLCHAIN: 'local' }
    const limits = { timeout: 3000, maxBuffer: 10_000 }
    const child = execFile(name, args, { cwd, env, ...limits }, (_, stdout, stderr) =>
      resolve(version.exec(`${stdout}\n${stderr}`)?.[1]),
    )
    child.stdin?.on('error', () => {}).end()
  })
