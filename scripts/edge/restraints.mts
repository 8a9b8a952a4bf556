/** What holds the processors back, or stands around the programs that are timed? How the clock is governed, a container and its limit, flags of runtimes. */

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

export interface Restraints {
  /** `performance`, `powersave` …; several where processors differ. Null where the system does not tell. */
  readonly governor: string | null
  readonly isTurbo: boolean | null
  /** Processors' worth of time that a container's limit allows; null without one. */
  readonly cpuLimit: number | null
  readonly isContainer: boolean
}

/** Read from the virtual files of Linux below `root`; elsewhere nothing is told. */
export function readRestraints(root = '/'): Restraints {
  const cpus = join(root, 'sys/devices/system/cpu')
  const governors = foldersOf(cpus)
    .filter(name => /^cpu\d+$/.test(name))
    .flatMap(name => line(join(cpus, name, 'cpufreq/scaling_governor')) ?? [])
  return {
    governor: governors.length === 0 ? null : [...new Set(governors)].sort().join(', '),
    isTurbo: turbo(cpus),
    cpuLimit: limit(join(root, 'sys/fs/cgroup')),
    isContainer: isContained(root),
  }
}

/** The kernel's own numbers of the namespaces it starts with: the same on every Linux. */
const FIRST = { pid: 'pid:[4026531836]', ipc: 'ipc:[4026531839]', uts: 'uts:[4026531838]' }

/**
 * A virtual machine whose disk was made from an image carries the engine's mark, too, but runs in the namespaces the kernel
 * started with. Kubernetes and builds of images leave no mark: there the layers below the root folder tell.
 */
function isContained(root: string): boolean {
  const isFirst = Object.entries(FIRST).every(
    ([name, number]) => link(join(root, 'proc/self/ns', name)) === number,
  )
  if (isFirst) return false
  const isMarked = ['.dockerenv', 'run/.containerenv'].some(mark => existsSync(join(root, mark)))
  if (isMarked) return true
  if (/docker|kubepods|containerd|libpod|lxc/.test(text(join(root, 'proc/1/cgroup')) ?? ''))
    return true
  return /^(?:\S+ ){4}\/ .* - overlay /m.test(text(join(root, 'proc/self/mountinfo')) ?? '')
}

/** Intel's driver has a file that forbids it, the others one that allows it. */
function turbo(cpus: string): boolean | null {
  const forbidden = line(join(cpus, 'intel_pstate/no_turbo'))
  const allowed = line(join(cpus, 'cpufreq/boost'))
  if (forbidden !== null) return forbidden === '0'
  return allowed === null ? null : allowed === '1'
}

/** `max 100000` or `150000 100000` in version 2 of control groups; two files, -1 for no limit, in version 1. */
function limit(groups: string): number | null {
  const [quota, period] = line(join(groups, 'cpu.max'))?.split(' ') ?? [
    line(join(groups, 'cpu/cpu.cfs_quota_us')),
    line(join(groups, 'cpu/cpu.cfs_period_us')),
  ]
  const share = Number(quota) / Number(period)
  return Number.isFinite(share) && share > 0 ? share : null
}

/** Change how a runtime compiles, collects and allocates, for every program it starts. */
const FLAGS = [
  ...['NODE_OPTIONS', 'JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', '_JAVA_OPTIONS', 'RUSTFLAGS'],
  ...['GOGC', 'GOMEMLIMIT', 'GOMAXPROCS', 'GODEBUG', 'GOFLAGS', 'GOAMD64'],
  ...['PYTHONOPTIMIZE', 'PYTHONHASHSEED', 'PYTHONMALLOC', 'MALLOC_ARENA_MAX', 'LD_PRELOAD'],
]

/**
 * Null where none is set, else four hex digits: enough to see that something changed, too few to tell a guess at a
 * variable's value from the truth.
 */
export function flagsMark(env: NodeJS.ProcessEnv): string | null {
  const set = FLAGS.flatMap(name => (env[name] ? [[name, env[name]]] : []))
  if (set.length === 0) return null
  return createHash('sha256').update(JSON.stringify(set)).digest('hex').slice(0, 4)
}

const line = (path: string) => text(path)?.trim().slice(0, 100) || null

function text(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function link(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

function foldersOf(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}
