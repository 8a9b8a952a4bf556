/** What holds the processors back, or is set around the programs that are timed? How the clock is governed, a container's limit, flags of runtimes. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Restraints {
  /** `performance`, `powersave` …; several where processors differ. Null where the system does not tell. */
  readonly governor: string | null
  readonly isTurbo: boolean | null
  /** Processors' worth of time that a container's limit allows; null without one. */
  readonly cpuLimit: number | null
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
  }
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

function line(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim().slice(0, 100) || null
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
