/** How does a test use Shipworthy as its users do? As a process, with a history, a cache and a temporary folder of its own. */

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Assessment } from '../../scripts/core/verdict.mts'
import { temporaryFolder } from './repo.mts'

export interface Said {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** What `--json` printed; throws with everything that was said when it is none. */
  readonly json: Assessment
}

type Variables = Readonly<Record<string, string>>

export interface Door {
  /** The history of this test. */
  readonly data: string
  /** Where every scratch folder of its runs lies. */
  readonly temporary: string
  /** `assess PROJECT --json --offline --data …`, with `args` after it; a `--branch` among them replaces `--data`. */
  assess(project: string, args?: readonly string[], variables?: Variables): Promise<Said>
  /** Any front door: `script` is its name without the ending. */
  call(script: string, args: readonly string[], variables?: Variables): Promise<Said>
  /** The same without waiting for its end. */
  start(script: string, args: readonly string[], variables?: Variables): ChildProcess
  /** Rows of the history, as `query` answers them. */
  rows(sql: string, args?: readonly string[]): Promise<readonly Record<string, unknown>[]>
}

const SCRIPTS = join(import.meta.dirname, '../../scripts')
/** Where the launcher would keep compiled scripts for a user: a start takes a third less. */
export const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/node')

/** Would change what is judged if the tests themselves run in CI. */
const AMBIENT = /^(CI|SHIPWORTHY_.*|OTEL_.*|GIT_.*|FORCE_COLOR|NODE_TEST_CONTEXT|NODE_OPTIONS)$/

export function openDoor(t: TestContext): Door {
  const folder = temporaryFolder(t)
  const [data, cache, temporary] = ['data', 'cache', 'tmp'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ]
  mkdirSync(temporary)
  const ambient = Object.entries(process.env).filter(([name]) => !AMBIENT.test(name))
  const ours = {
    SHIPWORTHY_CACHE: cache,
    TMPDIR: temporary,
    NO_COLOR: '1',
    NODE_COMPILE_CACHE: COMPILED,
  }

  const start: Door['start'] = (script, args, variables = {}) =>
    spawn(process.execPath, [join(SCRIPTS, `${script}.mts`), ...args], {
      cwd: folder,
      env: { ...Object.fromEntries(ambient), ...ours, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const call: Door['call'] = (script, args, variables) => ended(start(script, args, variables))
  const assess: Door['assess'] = (project, args = [], variables) => {
    const place = args.includes('--branch') ? [] : ['--data', data]
    return call('assess', ['--json', '--offline', ...place, ...args, '--', project], variables)
  }
  const rows: Door['rows'] = async (sql, args = ['--data', data]) => {
    const said = await call('query', [
      '--format',
      'json',
      ...args.slice(0, 2),
      sql,
      ...args.slice(2),
    ])
    if (said.code !== 0) throw new Error(`query ended with ${said.code}: ${said.stderr}`)
    return JSON.parse(said.stdout) as Record<string, unknown>[]
  }
  return { data, temporary, assess, call, start, rows }
}

/** Waits for its end and hands back everything it said. */
export function ended(child: ChildProcess): Promise<Said> {
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      const json = () => readJson(code, said)
      resolve({
        code,
        ...said,
        get json() {
          return json()
        },
      })
    })
  })
}

function readJson(code: number | null, { stdout, stderr }: Pick<Said, 'stdout' | 'stderr'>) {
  try {
    return JSON.parse(stdout) as Assessment
  } catch {
    throw new Error(`no JSON; exit ${code}\n${stdout}\n${stderr}`)
  }
}
