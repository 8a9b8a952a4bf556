/** How does the branch reach a remote that others push to as well? Try, fetch, put our commits on top, try again. */

import { setTimeout } from 'node:timers/promises'
import { UserFault } from '../../core/fault.mts'
import { askGit, fields, git } from '../git.mts'
import { applied, commitTree, moveRef } from './commit.mts'
import { type Branch, refOf, remoteOf, tipOf } from './refs.mts'

const ATTEMPTS = 30

/** Refusals that a later attempt overcomes: somebody else was pushing. */
const RACE =
  /\[rejected\]|fetch first|non-fast-forward|cannot lock ref|failed to update ref|incorrect old value|reference already exists|unable to create .*\.lock/i

/** Sends the branch, never by force. What cannot be sent stays on the local branch, and a UserFault says why. */
export async function pushBranch(where: Branch): Promise<void> {
  const { repo, branch } = where
  const ref = refOf(branch)
  const remote = await remoteOf(where)
  if (remote === null) throw kept(branch, 'the repository has no remote called origin')
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const args = ['push', '--porcelain', '--no-verify', remote, `${ref}:${ref}`]
    const { exitCode, stdout, stderr } = await askGit(repo, args, { mayConnect: true })
    if (exitCode === 0) return
    const said = `${stdout}\n${stderr}`
    if (!RACE.test(said)) throw kept(branch, reasonIn(said), remote)
    await pause(attempt)
    await catchUp(where, remote)
  }
  throw kept(branch, `others pushed to it each of ${ATTEMPTS} times`, remote)
}

/** Random, so that many who collided once do not collide again. */
export const pause = (attempt: number): Promise<void> =>
  setTimeout(Math.random() * Math.min(2000, 25 * 2 ** attempt))

/** Takes in the remote's commits and puts those it lacks on top of them, in a straight line. */
async function catchUp({ repo, branch }: Branch, remote: string): Promise<void> {
  const ref = refOf(branch)
  const list = await askGit(repo, ['ls-remote', remote, ref], { mayConnect: true })
  if (list.exitCode !== 0) throw kept(branch, reasonIn(list.stderr), remote)
  const theirs = /^[0-9a-f]{40,64}/.exec(list.stdout.toString('utf8'))?.[0]
  if (theirs === undefined) return
  const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', remote, ref]
  const fetched = await askGit(repo, args, { mayConnect: true })
  if (fetched.exitCode !== 0) throw kept(branch, reasonIn(fetched.stderr), remote)
  const ours = await tipOf(repo, ref)
  if (ours === null) return
  await moveRef(repo, ref, await replayed(repo, ours, theirs), ours)
}

async function replayed(repo: string, ours: string, theirs: string): Promise<string> {
  const range = ['rev-list', '--reverse', '--topo-order', '--no-merges', ours, `^${theirs}`]
  const commits = (await git(repo, range)).split('\n').filter(id => id !== '')
  let tip = theirs
  let tipTree = await git(repo, ['rev-parse', `${theirs}^{tree}`])
  let next = 0
  const changes = async function* () {
    for (const commit of commits) yield changesOf(repo, commit)
  }
  await applied(repo, theirs, changes(), async tree => {
    const commit = commits[next++] ?? ''
    if (tree !== tipTree) tip = await copyOf(repo, commit, tree, tip)
    tipTree = tree
  })
  return tip
}

/** What the commit changed, as lines for an index: `<mode> <id>\t<path>`. */
async function changesOf(repo: string, commit: string): Promise<string> {
  const args = [
    'diff-tree',
    '--root',
    '--no-commit-id',
    '--no-renames',
    '--no-relative',
    '-r',
    '-z',
    commit,
  ]
  const parts = fields(await git(repo, args))
  const lines: string[] = []
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [, mode, , id] = (parts[index] ?? '').split(' ')
    lines.push(`${mode} ${id}\t${parts[index + 1]}\0`)
  }
  return lines.join('')
}

async function copyOf(repo: string, commit: string, tree: string, parent: string): Promise<string> {
  const shown = await git(repo, ['show', '-s', '--format=%an%x00%ae%x00%aI%x00%B', commit])
  const [name = '', email = '', date = '', message = ''] = shown.split('\0')
  return commitTree(repo, tree, parent, message, { name, email, date })
}

function kept(branch: string, reason: string, remote = 'a remote'): UserFault {
  return new UserFault(
    `The run is kept on the local branch ${branch}, but ${remote} did not take it: ${reason}; once that is settled, the next --push or \`git push ${remote} ${branch}\` sends it.`,
  )
}

/** The remote's own words on one line, without control characters or credentials. */
function reasonIn(said: string): string {
  const lines = said.split('\n')
  const refusal = lines.find(line => line.startsWith('!'))?.split('\t')[2]
  const explanation = lines.find(line => /^(remote: .*\S|fatal: |error: )/.test(line))
  const reason = [refusal, explanation].filter(part => part !== undefined).join(' ')
  return (reason || lines.find(line => line.trim() !== '') || 'no reason was given')
    .replace(/\/\/[^/@\s]*@/g, '//')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
}
