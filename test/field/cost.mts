/** What does a command cost? Wall clock, processor time with its children's, and the greatest resident set of any of them. */

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'

export interface Cost {
  /** Seconds. */
  readonly wall: number
  /** Seconds of user and system time together. */
  readonly cpu: number
  /** Megabytes (10⁶ bytes) of the process that needed most. */
  readonly peak: number
  readonly stdout: string
}

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Exit codes that are no failure; 0 unless given. */
  readonly fine?: readonly number[]
}

/** Needs GNU time; throws with the last words of a command that failed. */
export async function cost({ file, args, cwd, env, fine = [0] }: Command): Promise<Cost> {
  const folder = await mkdtemp(join(tmpdir(), 'shipworthy-cost-'))
  const note = join(folder, 'time')
  try {
    const started = performance.now()
    const result = await execa(
      '/usr/bin/time',
      ['--format=%U %S %M', `--output=${note}`, file, ...args],
      {
        ...(cwd === undefined ? {} : { cwd }),
        env: { ...env, CI: undefined, NO_COLOR: '1' },
        maxBuffer: 1e9,
        reject: false,
      },
    )
    const wall = (performance.now() - started) / 1000
    if (!fine.includes(result.exitCode ?? -1))
      throw new Error(`${file} ${args.join(' ')}: ${result.stderr.slice(-2000)}`)
    const measured = (await readFile(note, 'utf8')).trim().split('\n').at(-1) ?? ''
    const [user = 0, system = 0, kilobytes = 0] = measured.split(' ').map(Number)
    return { wall, cpu: user + system, peak: (kilobytes * 1024) / 1e6, stdout: result.stdout }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

/** Throws without a value. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const [least, most] = [sorted[0], sorted.at(-1)]
  if (least === undefined || most === undefined) throw new Error('no values')
  const middle = (sorted.length - 1) / 2
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  return { median: (low + high) / 2, least, most }
}
