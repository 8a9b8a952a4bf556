/** How is this program started by hand? By its own script, what is built first; else by Node.js with its entry. */

import type { InstrumentedService } from '../../../core/evidence.mts'
import type { Entry } from './entries.mts'
import type { Manifest } from './manifest.mts'

const NAMES = ['start', 'start:prod', 'serve', 'start:dev', 'dev']

export function startOf(
  { scripts, folder }: Manifest,
  entries: readonly Entry[],
): InstrumentedService['start'] {
  const script = NAMES.map(name => scripts.find(each => each.name === name)).find(
    each => each !== undefined,
  )
  if (script !== undefined) {
    // It would go on in the background, where nobody could end it.
    if (/\bpm2 start\b(?!.*--no-daemon)/.test(script.raw)) return null
    const isBuilt = /\b(dist|build|out|lib)\/|\bnext start\b/.test(script.raw)
    const hasBuild = scripts.some(({ name }) => name === 'build') && !/\bbuild\b/.test(script.raw)
    const run = `npm run --silent ${script.name}`
    return { folder, command: isBuilt && hasBuild ? `npm run --silent build && ${run}` : run }
  }
  const entry = entries.find(({ path }) => /\.c?js$/.test(path) || !/\.[^/]+$/.test(path))
  return entry === undefined
    ? null
    : { folder, command: `node ${quoted(entry.path.slice(folder.length))}` }
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
