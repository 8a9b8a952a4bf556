/** On what machine do we run, and may its timings be compared with another's? Nothing here names a person or a place. */

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { arch, availableParallelism, loadavg, release } from 'node:os'
import { parse } from 'node:path'
import type { MachineEvidence } from '../core/evidence.mts'
import { flagsMark, readRestraints } from './restraints.mts'

let reading: Promise<MachineEvidence> | null = null

/** Read once per process. Sizes in bytes, clock in GHz (0 when the machine does not say), load over one minute. */
export function readMachine(): Promise<MachineEvidence> {
  reading ??= look()
  return reading
}

type Unmarked = Omit<MachineEvidence, 'fingerprint'>

async function look(): Promise<MachineEvidence> {
  const { default: si } = await import('systeminformation')
  const [cpu, mem, os, runtimes] = await Promise.all([si.cpu(), si.mem(), si.osInfo(), probe()])
  const flags = new Set(cpu.flags.split(' '))
  const { governor, isTurbo, cpuLimit, isContainer } = readRestraints()
  const machine: Unmarked = {
    cpu: {
      model: words(`${cpu.manufacturer} ${cpu.brand}`) || 'unknown',
      cores: cpu.physicalCores,
      threads: availableParallelism(),
      ghz: cpu.speed,
      governor,
      isTurbo,
      limit: cpuLimit,
    },
    memoryBytes: usableMemory(mem.total),
    os: {
      platform: process.platform,
      distro: words(os.distro) || 'unknown',
      release: words(os.release) || 'unknown',
      kernel: release(),
      arch: arch(),
    },
    runtimes,
    flags: flagsMark(process.env),
    // The processor's own flag does not change with the kernel log's age; ask further only without one.
    isVirtual: isX86Linux() ? flags.has('hypervisor') : (await si.system()).virtual,
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

const isX86Linux = () => process.platform === 'linux' && arch() === 'x64'

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
}

const PROBES: readonly Probe[] = [
  { name: 'git', args: ['--version'], version: /^git version (\d[\w.]*)/m },
  { name: 'go', args: ['version'], version: /^go version go(\d[\w.]*)/m },
  { name: 'java', args: ['-version'], version: /^\w+ version "(\d[\w.+-]*)"/m },
  { name: 'node', args: ['--version'], version: /^v(\d[\w.-]*)/m },
  { name: 'python3', args: ['--version'], version: /^Python (\d[\w.+]*)/m },
  { name: 'rustc', args: ['--version'], version: /^rustc (\d[\w.-]*)/m },
]

async function probe(): Promise<MachineEvidence['runtimes']> {
  const versions = await Promise.all(PROBES.map(versionOf))
  return PROBES.flatMap(({ name }, index) => {
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
