/** The same work on every machine, inside a container and outside: arithmetic, a copy in memory, files on disk. Imports nothing of ours: its text is sent into containers as it is. */

import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { arch, cpus, release, tmpdir } from 'node:os'
import { join } from 'node:path'

const STEPS = 2_000_000
/** More than the caches of a processor hold. */
const COPIED = 32 * 1024 * 1024
const [FILES, SMALL, LARGE] = [50, 4096, 4 * 1024 * 1024]

/** What `statfs` calls the file system that lies in memory. */
const TMPFS = 0x01021994

/** Of a result nobody looks at the work could be left out. */
let kept: unknown

export function timed(work: () => unknown): number {
  const begun = performance.now()
  kept = work()
  return performance.now() - begun + (kept === null ? 1 : 0)
}

/**
 * Each step needs the one before: no compiler and no second unit of the processor shortens it. No sum: one that leaves the 32
 * bits has V8 compile the loop anew, to code of four times the time or not, by chance.
 */
export function calculate(): number {
  let state = 1
  for (let step = 0; step < STEPS; step += 1)
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) ^ step
  return state
}

export function copier(): () => void {
  const [from, to] = [new Uint8Array(COPIED).fill(1), new Uint8Array(COPIED)]
  return () => to.set(from)
}

/** Small files written, read and removed, and a large one brought to the disk. */
function useDisk(folder: string): number {
  const [small, large] = [new Uint8Array(SMALL).fill(1), new Uint8Array(LARGE).fill(1)]
  const names = Array.from({ length: FILES }, (_, nth) => join(folder, `${nth}`))
  let bytes = 0
  for (const name of names) writeFileSync(name, small)
  for (const name of names) bytes += readFileSync(name).length
  for (const name of names) rmSync(name)
  const file = openSync(join(folder, 'large'), 'w')
  writeSync(file, large)
  fsyncSync(file)
  closeSync(file)
  return bytes
}

/** A folder for temporary files that does not lie in memory. */
function onDisk(): string | null {
  for (const parent of [tmpdir(), '/var/tmp'])
    try {
      if (statfsSync(parent).type !== TMPFS) return mkdtempSync(join(parent, 'shipworthy-work-'))
    } catch {}
  return null
}

/** Milliseconds of each part, the median of what `lasts` milliseconds allow after a tenth of them to warm up. */
export function fixedWork(lasts: number) {
  const [copy, folder] = [copier(), onDisk()]
  const times: { cpu: number[]; memory: number[]; disk: number[] } = {
    cpu: [],
    memory: [],
    disk: [],
  }
  const begun = performance.now()
  try {
    while (performance.now() - begun < lasts / 10) calculate()
    do {
      times.cpu.push(timed(calculate))
      times.memory.push(timed(copy))
      if (folder !== null) times.disk.push(timed(() => useDisk(folder)))
    } while (performance.now() - begun < lasts)
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
  }
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? null
  return { cpu: middle(times.cpu), memory: middle(times.memory), disk: middle(times.disk) }
}

/** What a container and the machine under it say alike, whatever limits and system the container has. */
export const machine = () => ({ model: cpus()[0]?.model ?? '', kernel: release(), arch: arch() })
