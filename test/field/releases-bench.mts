/** Do many releases need more memory than few? The resident set is looked at whenever another release begins. */

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { door, type Place } from './shipworthy.mts'

export interface ReleasesBench {
  readonly releases: number
  readonly seconds: number
  /** Resident megabytes at the start of each release; empty where the system does not tell. */
  readonly resident: readonly number[]
  readonly peak: number
}

export async function releasesBench(
  project: string,
  data: string,
  place: Place,
  releases: number,
): Promise<ReleasesBench> {
  const options = ['--releases', String(releases), '--data', data, '--offline']
  const { file, args, env } = door('assess', [project, ...options], place)
  const started = performance.now()
  const child = spawn(file, args, {
    env: { ...process.env, ...env, CI: 'false' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const resident: number[] = []
  let peak = 0
  createInterface({ input: child.stderr }).on('line', line => {
    if (!/^(Release|Assessing) /.test(line)) return
    const [now, most] = memoryOf(child.pid ?? 0)
    if (now > 0) resident.push(now)
    peak = Math.max(peak, most)
  })
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  if (code !== 0) throw new Error(`assess --releases ended with ${code}`)
  return { releases, seconds: (performance.now() - started) / 1000, resident, peak }
}

function memoryOf(pid: number): readonly [now: number, most: number] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const field = (name: string) =>
      (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024) / 1e6
    return [field('VmRSS'), field('VmHWM')]
  } catch {
    return [0, 0]
  }
}
