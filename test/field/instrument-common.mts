/** What do the measurements of real applications share? Commands that must work, counts of tests, a digest of files, a request with a trace of its own. */

import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { globSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { type Span, textOf } from '../../scripts/core/traces/span.mts'

export const door = join(import.meta.dirname, '../../scripts/skills/code-instrumenter.mts')

export function must(
  file: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  if (status === 0) return stdout
  throw new Error(
    `${args.slice(0, 6).join(' ')}: ${error?.message ?? (stderr + stdout).trim().split('\n').slice(-3).join(' / ')}`,
  )
}

/** Counts of the test run, as its own summary gives them. */
export function tested(
  tests: readonly string[] | undefined,
  cwd: string,
  env: NodeJS.ProcessEnv,
): string {
  if (tests === undefined) return 'none'
  const { stdout, stderr } = spawnSync(tests[0] ?? '', tests.slice(1), {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  const lines = stripVTControlCharacters(stdout + stderr).split('\n')
  const counts = lines.flatMap(line =>
    [...line.matchAll(/\b(\d+) (passed|failed|passing|failing|errors?)\b/g)].map(([each]) => each),
  )
  const others = lines.flatMap(
    line =>
      /^Ran (\d+) tests?|^(OK|FAILED \(.*\))|^(?:# |ℹ )(?:pass|fail) \d+|(?<=^\[\w+\] )Tests run: [^T]*\d$/.exec(
        line,
      )?.[0] ?? [],
  )
  return (counts.length > 0 ? counts : others).join(', ') || 'no summary'
}

const MADE_BY_RUNNING =
  /^(\.git|__pycache__|\.pytest_cache|build|.*\.egg-info|node_modules|target|\.gradle|dist|\.next|coverage|\.nyc_output|next-env\.d\.ts)$/

/** Every file that is not made by running: content and mode. */
export function digest(root: string): string {
  const hash = createHash('sha256')
  const paths = globSync('**/*', { cwd: root, exclude: name => MADE_BY_RUNNING.test(name) })
  for (const path of paths.sort()) {
    const stat = lstatSync(join(root, path))
    if (!stat.isFile() || /\.(sqlite3?|db|log|pyc|prof|tsbuildinfo)$/.test(path)) continue
    hash.update(`${path} ${stat.mode}\n`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

export interface Asked {
  readonly method: string
  readonly path: string
  readonly trace: string
  readonly status: number
}

/** Asks one route under a trace of its own, so that its spans are known among all others. */
export async function ask(port: number, method: string, route: string): Promise<Asked> {
  const trace = randomBytes(16).toString('hex')
  const path = route
    .replace(/<uuid:[^>]*>/g, '00000000-0000-4000-8000-000000000000')
    .replace(/<[^>]*>|\{[^}]*\}|\(\?P<[^>]*>[^)]*\)/g, '1')
    .replace(/[\^$\\?]/g, '')
  const headers = { traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01` }
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(30_000),
  }).catch(() => null)
  await answer?.arrayBuffer().catch(() => null)
  return { method, path: route, trace, status: answer?.status ?? 0 }
}

const servers = ({ trace }: Asked, spans: readonly Span[]) =>
  spans.filter(({ traceId, kind }) => traceId === trace && kind === 'server')

/** Exactly one server span, with the release and the route, unless that has no name. */
export function isCovered(asked: Asked, spans: readonly Span[], isNameless = false): boolean {
  const own = servers(asked, spans)
  const [span] = own
  const isNamed = isNameless || (span !== undefined && textOf(span, 'http.route') !== null)
  return own.length === 1 && span?.release === 'v1.2' && isNamed
}

export function toldOf(asked: Asked, spans: readonly Span[]): string {
  const { method, path, status } = asked
  const rows = servers(asked, spans).map(each => [
    each.name,
    textOf(each, 'http.route'),
    each.scope,
  ])
  return `${method} ${path} (${status}): ${JSON.stringify(rows)}`
}
