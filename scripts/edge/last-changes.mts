/** When did these files last change? The log is read from the newest commit on, and no further than it takes. */

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { StringDecoder } from 'node:string_decoder'
import type { Answer } from '../core/lens.mts'
import type { Cache } from './cache.mts'
import { historyObstacle } from './clone.mts'
import { gitArguments, gitEnvironment } from './git.mts'

const MARK = '\x01'

/** Says how the dates were found: another number forgets them all. */
const READER = 'last changes 2'

const LOG = [
  'log',
  '-z',
  '--name-only',
  '--no-renames',
  '--relative',
  '--diff-merges=off',
  `--format=${MARK}%H %cI`,
]

export interface Asked {
  readonly paths: ReadonlySet<string>
  readonly enough: number
  /** Full ids of commits that count as if they had changed nothing. */
  readonly except: ReadonlySet<string>
}

/** Dates (ISO 8601) of the files that changed last, newest first, until as many of them are known as are enough. */
export async function readLastChanges(
  root: string,
  commit: string,
  asked: Asked,
  cache: Cache,
): Promise<Answer<readonly string[]>> {
  const obstacle = await historyObstacle(root)
  if (obstacle !== null) return { ok: false, why: obstacle }
  const { paths, enough, except } = asked
  const question = createHash('sha256')
    .update([root, enough, ...paths, '', ...except].join('\0'))
    .digest('hex')
  const key = [READER, commit, question].join('\0')
  const kept = (await cache.read([key])).get(key)
  if (kept !== undefined) return { ok: true, value: JSON.parse(new TextDecoder().decode(kept)) }
  const value = await walk(root, commit, asked)
  cache.write([[key, new TextEncoder().encode(JSON.stringify(value))]])
  return { ok: true, value }
}

async function walk(
  root: string,
  commit: string,
  { paths, enough, except }: Asked,
): Promise<readonly string[]> {
  const child = spawn('git', [...(await gitArguments(root)), ...LOG, commit], {
    env: gitEnvironment() as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const decoder = new StringDecoder('utf8')
  const seen = new Set<string>()
  const dates: string[] = []
  let rest = ''
  let at: string | null = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const fields = (rest + decoder.write(chunk)).split('\0')
    rest = fields.pop() ?? ''
    for (const field of fields) {
      const path = field.replace(/^\n/, '')
      if (path.startsWith(MARK)) {
        const [id = '', date = ''] = path.slice(1).split(' ')
        at = except.has(id) ? null : date
      } else if (at !== null && dates.length < enough && paths.has(path) && !seen.has(path)) {
        seen.add(path)
        dates.push(at)
      }
    }
    if (dates.length >= enough) child.kill()
  })
  await new Promise(done => {
    child.on('error', done)
    child.on('close', done)
  })
  return dates
}
