/** Who changed what, and when? The log of the last months, with paths followed through renames to today's name. */

import { createHmac } from 'node:crypto'
import type { Answer, Commit } from '../core/lens.mts'
import type { Cache } from './cache.mts'
import { askGit, fields, git, gitText } from './git.mts'
import { once } from './once.mts'

const MARK = '\x01'
const FORMAT = `${MARK}%H%x00%cI%x00%aE%x00%P%x00%s%x00`

/** Says how a kept log was made: another number forgets them all. */
const LOG = 'log 1'

/**
 * Commits of the `days` before `until` (ISO), newest first; authors as a hash keyed by the project.
 * What a commit stands on never changes, so its log is read once and kept in `cache`.
 */
export async function readCommits(
  root: string,
  commit: string,
  until: string,
  days: number,
  key: string,
  cache?: Cache,
): Promise<Answer<readonly Commit[]>> {
  const obstacle = await historyObstacle(root)
  if (obstacle !== null) return { ok: false, why: obstacle }
  const since = new Date(Date.parse(until) - days * 86_400_000).toISOString()
  const prefix = await gitText(root, ['rev-parse', '--show-prefix'])
  const name = [LOG, commit, since, key, prefix].join('\0')
  const kept = cache?.read([name]).get(name)
  if (kept !== undefined) return { ok: true, value: JSON.parse(new TextDecoder().decode(kept)) }
  const log = await readLog(root, commit, since, key)
  if (log.ok) cache?.write([[name, new TextEncoder().encode(JSON.stringify(log.value))]])
  return log
}

async function readLog(
  root: string,
  commit: string,
  since: string,
  key: string,
): Promise<Answer<readonly Commit[]>> {
  const args = [
    'log',
    '-z',
    '--numstat',
    '-M',
    '--relative',
    '--no-ext-diff',
    '--no-textconv',
    `--since=${since}`,
    `--format=${FORMAT}`,
    commit,
    '--',
    '.',
  ]
  const { exitCode, stdout, stderr } = await askGit(root, args)
  if (exitCode !== 0)
    return {
      ok: false,
      why: `git log failed: ${stderr.split('\n', 1)[0]}; git fsck tells which objects this clone lacks`,
    }
  return { ok: true, value: parseLog(stdout.toString('utf8'), email => pseudonym(email, key)) }
}

/** Why the history cannot be believed, or null. */
const historyObstacle = once(async (root: string): Promise<string | null> => {
  if ((await gitText(root, ['rev-parse', '--is-shallow-repository'])) === 'true')
    return 'the clone is shallow: run git fetch --unshallow (in GitHub Actions: fetch-depth: 0)'
  const promisor = await gitText(root, ['config', '--get-regexp', '^remote\\..*\\.promisor$'])
  if (promisor?.includes('true') === true)
    return 'the clone is partial (blobs were left out): run git fetch --refetch --no-filter'
  return null
})

/** Keyed, so that equal authors are equal inside one project and unrelated to those of any other. */
function pseudonym(email: string, key: string): string {
  return createHmac('sha256', key).update(email.toLowerCase()).digest('hex').slice(0, 16)
}

/** Output of `git log -z --numstat` with FORMAT; a rename gives its older commits the newer path. */
function parseLog(log: string, author: (email: string) => string): Commit[] {
  const today = new Map<string, string>()
  return log.split(MARK).flatMap(record => {
    const [id = '', at = '', email = '', parents = '', subject = '', ...rest] = record.split('\0')
    // A subject may hold our mark: what follows it there is no commit.
    if (!/^[0-9a-f]{40,64}$/.test(id) || Number.isNaN(Date.parse(at))) return []
    const { files, renames } = parseNumstat(rest, today)
    for (const [old, path] of renames) today.set(old, today.get(path) ?? path)
    return [{ id, at, author: author(email), subject, isMerge: parents.includes(' '), files }]
  })
}

/** Fields of `--numstat -z`: `added TAB deleted TAB path`, a rename with an empty path and two fields more. */
function parseNumstat(rest: readonly string[], today: ReadonlyMap<string, string>) {
  const renames: (readonly [old: string, path: string])[] = []
  const files: Commit['files'][number][] = []
  for (let i = 0; i < rest.length; i++) {
    const match = /^\n?(\d+|-)\t(\d+|-)\t(.*)$/s.exec(rest[i] ?? '')
    if (match === null) continue
    let path = match[3] ?? ''
    if (path === '') {
      const old = rest[++i] ?? ''
      path = rest[++i] ?? ''
      renames.push([old, path])
    }
    const [added, deleted] = [Number(match[1]) || 0, Number(match[2]) || 0]
    files.push({ path: today.get(path) ?? path, added, deleted })
  }
  return { files, renames }
}

/** Commits in `commit` that `ref` does not have, newest first. */
export async function readCommitsSince(
  root: string,
  ref: string,
  commit: string,
): Promise<Answer<Pick<Commit, 'id' | 'at' | 'subject'>[]>> {
  const obstacle = await historyObstacle(root)
  if (obstacle !== null) return { ok: false, why: obstacle }
  const log = await git(root, [
    'log',
    '-z',
    '--format=%H%x01%cI%x01%s',
    `${ref}..${commit}`,
    '--',
    '.',
  ])
  const value = fields(log).map(line => {
    const [id = '', at = '', subject = ''] = line.split('\x01')
    return { id, at, subject }
  })
  return { ok: true, value }
}
