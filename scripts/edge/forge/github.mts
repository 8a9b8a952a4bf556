/** How does GitHub's REST interface show a verdict? Comment, check and findings; every refusal is a sentence, none a crash. */

import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { UserFault } from '../../core/fault.mts'
import type { Answer } from '../../core/lens.mts'
import { type Fields, fields, list, text } from '../../core/untyped.mts'
import { parseJson } from '../../formats/parse.mts'
import { download, type Request, request } from '../request.mts'
import { fileInZip } from './zip.mts'

/** Larger archives are not even asked for. */
const LARGEST_ARCHIVE = 8 * 1024 * 1024
const MOST_PAGES = 30

/** An open pull request whose head is the commit that was asked for. */
export interface Pull {
  readonly number: number
  readonly head: string
  /** The branch it is for. */
  readonly base: string
}

/** The run of another workflow that this one follows. */
export interface FollowedRun {
  readonly id: number
  readonly url: string
  readonly head: string
  readonly branch: string
  readonly owner: string
}

export interface GitHub {
  /** Null when it was closed or has moved on since. */
  pullOf(run: FollowedRun): Promise<Pull | null>
  /** The file of the artifact, both by name. */
  artifact(run: FollowedRun, name: string, file: string, most: number): Promise<Answer<string>>
  /** Edits the comment that begins with `marker`, else adds one unless `isQuiet`; null, or why not. */
  comment(pull: Pull, marker: string, body: string, isQuiet: boolean): Promise<string | null>
  check(head: string, check: Check): Promise<string | null>
  findings(pull: Pull, sarif: string): Promise<string | null>
  /** Opens an issue for it, or says there that it is over and closes it; null, or why not. */
  issue(alert: Issue): Promise<string | null>
  /** Where the site is published, if it is. */
  pages(): Promise<string | null>
}

interface Issue {
  /** Hidden first line of the body, by which it is found again. */
  readonly marker: string
  readonly title: string
  readonly body: string
  readonly isOver: boolean
}

interface Check {
  readonly name: string
  readonly isGood: boolean
  readonly title: string
  readonly summary: string
  readonly url: string | null
}

/** The event that started this job, as the runner wrote it; `{}` where there is none. */
export async function readEvent(): Promise<Fields> {
  const file = process.env.GITHUB_EVENT_PATH
  const parsed = parseJson(file === undefined ? '' : await readFile(file, 'utf8').catch(() => ''))
  return typeof parsed === 'string' ? {} : parsed.fields
}

/** Null where the event is not the end of another run. */
export function followedRun(event: Fields): FollowedRun | null {
  const { id, html_url, head_sha, head_branch, head_repository } = fields(event.workflow_run)
  const owner = text(fields(fields(head_repository).owner).login)
  const head = text(head_sha)
  if (typeof id !== 'number' || !/^[0-9a-f]{40,64}$/.test(head)) return null
  return { id, head, owner, url: text(html_url), branch: text(head_branch) }
}

/** The pull request that started this job. */
export function ownPull(event: Fields): Pull | null {
  const { number, head, base } = fields(event.pull_request)
  if (typeof number !== 'number') return null
  return { number, head: text(fields(head).sha), base: text(fields(base).ref) }
}

interface Api {
  /** The repository's root of the interface, and what every request to it carries. */
  readonly root: string
  readonly headers: Readonly<Record<string, string>>
  ask(path: string, asked?: Request): Promise<unknown>
  /** Sends it once; null, or why it was not taken. */
  tell(path: string, body: object, method?: 'PATCH'): Promise<string | null>
}

function openApi(): Api {
  const { GITHUB_TOKEN, GITHUB_REPOSITORY = '', GITHUB_API_URL } = process.env
  if (GITHUB_TOKEN === undefined || GITHUB_TOKEN === '')
    throw new UserFault(
      'GITHUB_TOKEN is not set: hand the token of the job to the step that comments',
    )
  const root = `${GITHUB_API_URL ?? 'https://api.github.com'}/repos/${GITHUB_REPOSITORY}/`
  const headers = { authorization: `Bearer ${GITHUB_TOKEN}`, 'x-github-api-version': '2022-11-28' }
  const ask = async (path: string, asked: Request = {}): Promise<unknown> => {
    const accept = 'application/vnd.github+json'
    const reply = await request(new URL(root + path), { accept, headers, ...asked })
    if (typeof reply === 'string') throw new Refusal(reply)
    const parsed = parseJson(`{"answer":${reply.text || 'null'}}`)
    if (typeof parsed === 'string') throw new Refusal('it answered with something else than JSON')
    return parsed.fields.answer
  }
  const tell = (path: string, body: object, method?: 'PATCH') =>
    refusalIn(async () => {
      await ask(path, { body, isOnce: true, ...(method === undefined ? {} : { method }) })
      return null
    })
  return { root, headers, ask, tell }
}

export function openGitHub(): GitHub {
  const { root, headers, ask, tell } = openApi()
  return {
    pullOf: async ({ head, branch, owner }) => {
      const query = new URLSearchParams({ state: 'open', head: `${owner}:${branch}` })
      const pulls = list(await ask(`pulls?${query}&per_page=100`)).map(fields)
      return (
        pulls
          .map(pull => ownPull({ pull_request: pull }))
          .find(pull => pull !== null && pull.head === head) ?? null
      )
    },
    artifact: async ({ id }, name, file, most) => {
      try {
        const query = `actions/runs/${id}/artifacts?name=${encodeURIComponent(name)}`
        const [found] = list(fields(await ask(query)).artifacts).map(fields)
        if (found === undefined) return { ok: false, why: 'it left no artifact of that name' }
        const size = found.size_in_bytes
        if (typeof size !== 'number' || size > LARGEST_ARCHIVE)
          return { ok: false, why: 'its artifact is larger than any honest one' }
        const address = new URL(`${root}actions/artifacts/${Number(found.id)}/zip`)
        const bytes = await download(address, headers, LARGEST_ARCHIVE)
        if (typeof bytes === 'string') return { ok: false, why: `its artifact: ${bytes}` }
        return fileInZip(bytes, file, most)
      } catch (error) {
        return { ok: false, why: refusalOf(error) }
      }
    },
    comment: ({ number }, marker, body, isQuiet) =>
      refusalIn(async () => {
        const known = await ownComment(ask, number, marker)
        if (known === null) return isQuiet ? null : tell(`issues/${number}/comments`, { body })
        if (known.body.trim() === body.trim()) return null
        return tell(`issues/comments/${known.id}`, { body }, 'PATCH')
      }),
    check: (head, { name, isGood, title, summary, url }) =>
      tell('check-runs', {
        ...{ name, head_sha: head, status: 'completed' },
        conclusion: isGood ? 'success' : 'failure',
        output: { title: title.slice(0, 250), summary: summary.slice(0, 65_000) },
        ...(url === null ? {} : { details_url: url }),
      }),
    findings: ({ number, head }, sarif) =>
      tell('code-scanning/sarifs', {
        ...{ commit_sha: head, ref: `refs/pull/${number}/head` },
        sarif: gzipSync(sarif).toString('base64'),
      }),
    issue: ({ marker, title, body, isOver }) =>
      refusalIn(async () => {
        const open = await ownIssue(ask, marker)
        if (!isOver) return open === null ? tell('issues', { title, body, labels: [LABEL] }) : null
        if (open === null) return null
        const said = await tell(`issues/${open}/comments`, { body })
        return said ?? tell(`issues/${open}`, { state: 'closed' }, 'PATCH')
      }),
    pages: async () => {
      const site = await ask('pages').catch(() => null)
      return text(fields(site).html_url) || null
    },
  }
}

class Refusal extends Error {}

function refusalOf(error: unknown): string {
  if (error instanceof Refusal) return error.message
  throw error
}

const refusalIn = (work: () => Promise<string | null>) => work().catch(refusalOf)

const LABEL = 'shipworthy'

/** Number of the open issue that begins with the marker. */
async function ownIssue(ask: (path: string) => Promise<unknown>, marker: string) {
  for (let page = 1; page <= MOST_PAGES; page++) {
    const query = `issues?state=open&labels=${LABEL}&per_page=100&page=${page}`
    const rows = list(await ask(query)).map(fields)
    const found = rows.find(({ body }) => text(body).startsWith(marker))
    if (found !== undefined) return Number(found.number)
    if (rows.length < 100) return null
  }
  return null
}

/** Whoever may not write here could have planted the marker: such a comment is not ours to edit. */
async function ownComment(
  ask: (path: string) => Promise<unknown>,
  number: number,
  marker: string,
): Promise<{ readonly id: number; readonly body: string } | null> {
  const isOurs = ({ body, user, author_association }: Fields) =>
    text(body).startsWith(marker) &&
    (fields(user).type === 'Bot' || /^(OWNER|MEMBER|COLLABORATOR)$/.test(text(author_association)))
  for (let page = 1; page <= MOST_PAGES; page++) {
    const rows = list(await ask(`issues/${number}/comments?per_page=100&page=${page}`)).map(fields)
    const found = rows.find(isOurs)
    if (found !== undefined) return { id: Number(found.id), body: text(found.body) }
    if (rows.length < 100) return null
  }
  return null
}
