/** How is git asked without obeying the repository? Hooks, filters, fsmonitor, textconv and index writes are off. */

import { execFile } from 'node:child_process'
import { UserFault } from '../core/fault.mts'

export interface GitOptions {
  readonly input?: string | Uint8Array
  /** Extra environment, such as GIT_INDEX_FILE for plumbing on a scratch index. */
  readonly env?: Readonly<Record<string, string>>
  /** Allows fetch and push; everything else is kept from reaching a remote. */
  readonly mayConnect?: boolean
}

export interface GitAnswer {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: string
}

const QUIET = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.untrackedCache', 'false'],
  ['core.pager', 'cat'],
  ['core.quotePath', 'false'],
  ['color.ui', 'false'],
  ['diff.external', ''],
  ['diff.renames', 'true'],
  ['diff.ignoreSubmodules', 'all'],
  ['log.showSignature', 'false'],
  ['submodule.recurse', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
] as const

/** Variables by which a caller's own git (a hook, say) would lead ours to another repository. */
const LEADING_ASTRAY = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_EXTERNAL_DIFF',
  'GIT_CONFIG_PARAMETERS',
]

export function gitEnvironment(options: GitOptions = {}): Record<string, string | undefined> {
  return {
    ...process.env,
    ...Object.fromEntries(LEADING_ASTRAY.map(name => [name, undefined])),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    LC_ALL: 'C',
    ...(options.mayConnect === true ? {} : { GIT_ALLOW_PROTOCOL: 'none' }),
    ...options.env,
  }
}

/** The `-c` options every call carries; a repository's own filter drivers are found once and emptied. */
export async function gitArguments(repo: string): Promise<readonly string[]> {
  const known = drivers.get(repo) ?? filterDrivers(repo)
  drivers.set(repo, known)
  const pairs: (readonly [string, string])[] = [...QUIET, ...(await known)]
  return ['-C', repo, ...pairs.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

const drivers = new Map<string, Promise<readonly (readonly [string, string])[]>>()

async function filterDrivers(repo: string): Promise<readonly (readonly [string, string])[]> {
  const args = ['-C', repo, 'config', '--name-only', '-z', '--get-regexp', '^filter\\.']
  const { stdout } = await answerTo(args, {})
  const names = new Set(
    stdout
      .toString('utf8')
      .split('\0')
      .map(key => key.replace(/^filter\.(.*)\.[^.]*$/s, '$1')),
  )
  names.delete('')
  return [...names].flatMap(name => [
    [`filter.${name}.clean`, ''] as const,
    [`filter.${name}.smudge`, ''] as const,
    [`filter.${name}.process`, ''] as const,
    [`filter.${name}.required`, 'false'] as const,
  ])
}

/** Runs git and hands back its answer, whatever the exit code; only a missing git throws. */
export async function askGit(
  repo: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitAnswer> {
  return answerTo([...(await gitArguments(repo)), ...args], options)
}

const NOT_ENDED = 128

/** By Node alone: a run asks a dozen times before anything else, and loading a library for it takes longer than they do. */
const answerTo = (args: readonly string[], options: GitOptions) =>
  new Promise<GitAnswer>((resolve, reject) => {
    const given = { env: gitEnvironment(options), encoding: 'buffer', maxBuffer: 1 << 30 } as const
    const child = execFile('git', args, given, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT')
        return reject(new UserFault('git was not found: install it, or put it on the PATH'))
      const code = error === null ? 0 : error.code
      resolve({
        exitCode: typeof code === 'number' ? code : NOT_ENDED,
        stdout,
        stderr: stderr.toString('utf8').trim(),
      })
    })
    // It may end without having read everything.
    child.stdin?.on('error', () => {}).end(options.input)
  })

/** Text git printed, or null when it refused. */
export async function gitText(
  repo: string,
  args: readonly string[],
  options?: GitOptions,
): Promise<string | null> {
  const answer = await askGit(repo, args, options)
  return answer.exitCode === 0 ? answer.stdout.toString('utf8').replace(/\n$/, '') : null
}

/** What git says of objects whose bytes are not those that were written. */
const DAMAGE =
  /is corrupt|unknown object type|inflate:|object file .* is empty|(checksum|hash) mismatch|garbage at end of loose object/

/** Like `gitText`, for what must work: a refusal throws with git's first line. */
export async function git(
  repo: string,
  args: readonly string[],
  options?: GitOptions,
): Promise<string> {
  const answer = await askGit(repo, args, options)
  if (answer.exitCode === 0) return answer.stdout.toString('utf8').replace(/\n$/, '')
  const [complaint = ''] = answer.stderr.split('\n', 1)
  if (DAMAGE.test(answer.stderr))
    throw new UserFault(
      `The object database of ${repo} is damaged (${complaint}): git fsck lists what is broken, a fresh clone has it whole.`,
    )
  throw new Error(`git ${args[0]} failed: ${complaint}`)
}

/** Fields of a `-z` listing. */
export function fields(text: string): string[] {
  const parts = text.split('\0')
  if (parts.at(-1) === '') parts.pop()
  return parts
}
