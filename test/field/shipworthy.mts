/** How is Shipworthy called on a real project? As its users call it, with a history and a cache of its own. */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Command } from './cost.mts'

export const home = join(import.meta.dirname, '../..')

export interface Place {
  readonly cache: string
  readonly temporary: string
}

/** A script below `scripts/`, named without its ending, in the surroundings that `scripts/run` gives it. */
export const door = (name: string, args: readonly string[], place: Place): Command => ({
  file: process.execPath,
  args: [join(home, 'scripts', `${name}.mts`), ...args],
  env: {
    SHIPWORTHY_CACHE: place.cache,
    TMPDIR: place.temporary,
    NODE_COMPILE_CACHE: join(place.temporary, 'node'),
  },
})

/** The static assessment that every budget is about. */
export const assessment = (project: string, data: string, place: Place, more: string[] = []) =>
  door('assess', [project, '--data', data, '--offline', '--json', ...more], place)

export const git = (dir: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.org', ...args], {
    cwd: dir,
    encoding: 'utf8',
    maxBuffer: 1e9,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()

/** Bytes of all files below a folder, as they are stored. */
export async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** The line every measured page carries; the tests read it to tell when the page has become old. */
export function measuredWith(): string {
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    version: string
  }
  const dialect = /dialect `([^`]+)`/.exec(readFileSync(join(home, 'docs/metrics.md'), 'utf8'))?.[1]
  return `Measured ${new Date().toISOString().slice(0, 10)} with Shipworthy ${version}, metric dialect \`${dialect}\`.`
}

export function machine(): string {
  const [first] = cpus()
  const memory = Math.round(totalmem() / 1e9)
  return `${first?.model.trim() || 'Unnamed processor'}, ${cpus().length} threads, ${memory} GB of memory, ${process.platform}, Node ${process.versions.node}`
}
