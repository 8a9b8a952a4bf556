/** Who changed what, and when? The log of the last months, with paths followed through renames to today's name. */

import { createHmac } from 'node:crypto'
import { DAY_MS } from '../core/days.mts'
import type { Answer, Commit, ReleaseCommit } from '../core/lens.mts'
import type { Cache } from './cache.mts'
import { historyObstacle } from './clone.mts'
import { type CommitFacts, readCommitFacts } from './commit-facts.mts'
import { askGit, fields, git, gitText } from './git.mts'
import { once } from './once.mts'

const LISTED = 6
const FORMAT = ['%H', '%cI', '%aE', '%aN', '%P', '%s'].join('%x00')

interface Window {
  readonly commit: string
  /** ISO 8601. */
  readonly until: string
  readonly days: number
  /** By it authors are hashed. */
  readonly key: string
  /** Names of lock files of the project, which git need not compare: no commit is shown with any. */
  readonly lockfiles?: readonly string[]
}

/**
 * Commits of the `days` before `until`, newest first; authors as a hash keyed by the project. Which commits these are is asked of git each time; what a commit changed never changes, and is read once for `cache`.
 */
export async function readCommits(
  root: string,
  { commit, until, days, key, lockfiles = [] }: Window,
  cache?: Cache,
): Promise<Answer<readonly Commit[]>> {
  const [obstacle, prefix] = await Promise.all([historyObstacle(root), prefixOf(root)])
  if (obstacle !== null) return { ok: false, why: obstacle }
  const since = new Date(Date.parse(until) - days * DAY_MS).toISOString()
  const only = prefix === '' ? [] : ['--', '.']
  const args = ['log', '-z', `--since=${since}`, `--format=${FORMAT}`, commit, ...only]
  const { exitCode, stdout, stderr } = await askGit(root, args)
  if (exitCode !== 0) return { ok: false, why: refused(stderr) }
  const listed = parseListing(stdout.toString('utf8'))
  const changing = listed.filter(({ isMerge }) => !isMerge).map(({ id }) => id)
  const facts = await readCommitFacts(root, { prefix, lockfiles, commits: changing }, cache)
  return facts.ok
    ? { ok: true, value: assemble(listed, facts.value, key) }
    : { ok: false, why: refused(facts.why) }
}

const refused = (complaint: string) =>
  `git log failed: ${complaint.split('\n', 1)[0]}; git fsck tells which objects this clone lacks`

/** The folder inside its repository, '' or with a trailing slash. */
const prefixOf = once(
  async (root: string): Promise<string> =>
    (await gitText(root, ['rev-parse', '--show-prefix'])) ?? '',
)

/** ISO date. */
export const commitDate = once(
  (root: string, commit: string): Promise<string> =>
    git(root, ['show', '--no-patch', '--format=%cI', commit]),
)

/** Keyed, so that equal authors are equal inside one project and unrelated to those of any other. */
export function pseudonym(email: string, key: string): string {
  return createHmac('sha256', key).update(email.toLowerCase()).digest('hex').slice(0, 16)
}

const BOT =
  /\[bot\]|[-_]bot(?:@|$)|^(?:dependabot|renovate|greenkeeper|pre-commit-ci|allcontributors|github-actions|semantic-release|snyk-bot|gopherbot|k8s-ci-robot)\b|@renovateapp\.com$/i

type Listed = Omit<Commit, 'author' | 'isSigned' | 'files' | 'secrets' | 'todos'> & {
  readonly email: string
}

/** No field can hold the NUL that parts them: git refuses it in names, addresses and messages. */
function parseListing(log: string): Listed[] {
  const listed: Listed[] = []
  const parts = fields(log)
  for (let i = 0; i + LISTED <= parts.length; i += LISTED) {
    const [id = '', at = '', email = '', name = '', parents = '', subject = ''] = parts.slice(
      i,
      i + LISTED,
    )
    // A clock that was years off writes dates no calendar knows.
    if (Number.isNaN(Date.parse(at))) continue
    const isBot = BOT.test(name) || BOT.test(email)
    listed.push({ id, at, email, isBot, subject, isMerge: parents.includes(' ') })
  }
  return listed
}

/** Newest first: a rename gives the older commits the newer path. */
function assemble(
  listed: readonly Listed[],
  facts: ReadonlyMap<string, CommitFacts>,
  key: string,
): Commit[] {
  const today = new Map<string, string>()
  const now = (path: string) => today.get(path) ?? path
  return listed.map(({ email, ...commit }) => {
    const { files = [], isSigned = false, secrets = [], todos = [] } = facts.get(commit.id) ?? {}
    const row = {
      ...commit,
      author: pseudonym(email, key),
      isSigned,
      files: files.map(({ path, added, deleted }) => ({ path: now(path), added, deleted })),
      secrets: secrets.map(({ path, kind }) => ({ path: now(path), kind })),
      ...(todos.length === 0
        ? {}
        : { todos: todos.map(({ path, key }) => ({ path: now(path), key })) }),
    }
    for (const { path, old } of files) if (old !== null) today.set(old, now(path))
    return row
  })
}

/** Commits in `commit` that `ref` does not have, newest first, merges left out. */
export const readCommitsSince = once(
  async (root: string, ref: string, commit: string): Promise<Answer<ReleaseCommit[]>> => {
    const obstacle = await historyObstacle(root)
    if (obstacle !== null) return { ok: false, why: obstacle }
    const format = '--format=%H%x00%cI%x00%s%x00%b'
    const range = `${ref}..${commit}`
    const parts = fields(await git(root, ['log', '-z', '--no-merges', format, range, '--', '.']))
    const value: ReleaseCommit[] = []
    for (let i = 0; i + 4 <= parts.length; i += 4) {
      const [id = '', at = '', subject = '', body = ''] = parts.slice(i, i + 4)
      value.push({ id, at, subject, breaking: footer(body) })
    }
    return { ok: true, value }
  },
)

/** Conventional Commits 1.0: `BREAKING CHANGE: what` at the start of a line, up to the next blank line. */
function footer(body: string): string | null {
  const said = /^BREAKING[ -]CHANGE: (.{1,2000}?)(?:\n\n|\n[\w-]+: |$(?![\s\S]))/ms.exec(body)?.[1]
  return said?.replace(/\s+/g, ' ').trim().slice(0, 300) ?? null
}
