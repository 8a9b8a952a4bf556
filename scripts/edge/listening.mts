/** On which ports do the processes of a command listen? Asked of the system where it shows it (Linux); elsewhere not known. */

import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const LISTENS = '0A'

/** @param mark `NAME=value` of the environment that all of them inherit. */
export function portsOf(mark: string): readonly number[] {
  if (process.platform !== 'linux') return []
  return [...new Set(pidsOf(mark).flatMap(portsOfProcess))]
}

export function pidsOf(mark: string): readonly number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => orElse('', () => readFileSync(`/proc/${pid}/environ`, 'latin1')).includes(mark))
    .map(Number)
}

function portsOfProcess(pid: number): number[] {
  const sockets = new Set(
    orElse([], () => readdirSync(`/proc/${pid}/fd`)).flatMap(fd => {
      const target = orElse('', () => readlinkSync(`/proc/${pid}/fd/${fd}`))
      return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []
    }),
  )
  return ['tcp', 'tcp6'].flatMap(kind =>
    orElse('', () => readFileSync(`/proc/${pid}/net/${kind}`, 'latin1'))
      .split('\n')
      .slice(1)
      .flatMap(row => {
        const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/)
        const isOurs = state === LISTENS && sockets.has(inode)
        return isOurs ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : []
      }),
  )
}

/** A process may be gone, or not ours to look into. */
function orElse<T>(otherwise: T, read: () => T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
