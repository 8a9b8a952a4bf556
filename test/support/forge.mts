/** What does a forge get to hear? A server that answers as GitHub and GitLab document it, and refuses requests of another shape. */

import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { gunzipSync } from 'node:zlib'

export interface Comment {
  readonly id: number
  body: string
  readonly user: { readonly type: string; readonly login: string }
  readonly author_association: string
}

export interface Forge {
  readonly url: string
  /** `METHOD path`, and the body of what was sent, in order; questions are left out. */
  readonly told: { readonly what: string; readonly body: Record<string, unknown> }[]
  readonly comments: Comment[]
  readonly issues: { readonly number: number; readonly body: string; state: string }[]
  pulls: object[]
  /** Of the run that is followed: by name. */
  readonly artifacts: Map<string, { readonly bytes: Buffer; readonly size?: number }>
  /** Status codes to refuse with, by the beginning of `METHOD path`. */
  readonly refuses: Map<string, number>
}

export const TOKEN = 'token-of-the-job'

/** Shapes as docs.github.com has them. */
const SHAPES: readonly (readonly [RegExp, (body: Record<string, unknown>) => void])[] = [
  [/^(POST issues\/\d+\/comments|PATCH issues\/comments\/\d+)$/, commentShape],
  [
    /^POST check-runs$/,
    ({ name, head_sha, status, conclusion, output, ...more }) => {
      const { title, summary, ...rest } = output as Record<string, string>
      assert.ok(typeof name === 'string' && /^[0-9a-f]{40}$/.test(head_sha as string))
      assert.equal(status, 'completed')
      assert.match(conclusion as string, /^(success|failure|neutral|cancelled|action_required)$/)
      assert.ok((title?.length ?? 0) <= 255 && (summary?.length ?? 0) <= 65_535)
      assert.deepEqual([rest, Object.keys(more).filter(key => key !== 'details_url')], [{}, []])
    },
  ],
  [
    /^POST code-scanning\/sarifs$/,
    ({ commit_sha, ref, sarif, ...more }) => {
      assert.match(commit_sha as string, /^[0-9a-f]{40}$/)
      assert.match(ref as string, /^refs\/(heads\/.+|tags\/.+|pull\/\d+\/(merge|head))$/)
      const { version } = JSON.parse(gunzipSync(Buffer.from(sarif as string, 'base64')).toString())
      assert.deepEqual([version, more], ['2.1.0', {}])
    },
  ],
  [
    /^POST issues$/,
    ({ title, body, labels, ...more }) => {
      assert.ok(typeof title === 'string' && title.length <= 256)
      assert.ok(typeof body === 'string' && body.length <= 65_536)
      assert.deepEqual([labels, more], [['shipworthy'], {}])
    },
  ],
  [/^PATCH issues\/\d+$/, ({ state, ...more }) => assert.deepEqual([state, more], ['closed', {}])],
  [/^(POST|PUT) merge_requests\/\d+\/notes(\/\d+)?$/, commentShape],
]

function commentShape({ body, ...more }: Record<string, unknown>) {
  assert.ok(typeof body === 'string' && body.length <= 65_536)
  assert.deepEqual(more, {})
}

export async function openForge(t: Pick<TestContext, 'after'>): Promise<Forge> {
  const forge = {
    ...{ url: '', told: [], comments: [], issues: [], pulls: [] },
    ...{ artifacts: new Map(), refuses: new Map() },
  } as { url: string } & Forge
  // Archives lie with another server, which must not learn the token.
  const blobs = createServer((asked, reply) => {
    const { bytes } = forge.artifacts.get(decodeURIComponent(asked.url?.slice(1) ?? '')) ?? {}
    reply.writeHead(asked.headers.authorization === undefined && bytes ? 200 : 400).end(bytes)
  })
  const api = createServer(async (asked, reply) => {
    const body = await bodyOf(asked)
    const path = (asked.url ?? '').replace(/^\/(repos\/o\/r|projects\/7)\//, '').replace(/^\//, '')
    const what = `${asked.method} ${path.split('?')[0]}`
    const refused = [...forge.refuses].find(([start]) => what.startsWith(start))?.[1]
    const isKnown =
      asked.headers.authorization === `Bearer ${TOKEN}` || asked.headers['private-token'] === TOKEN
    if (!isKnown || refused !== undefined) return reply.writeHead(refused ?? 401).end('{}')
    const archive = /^GET actions\/artifacts\/(\d+)\/zip$/.exec(what)?.[1]
    if (archive !== undefined) {
      const name = [...forge.artifacts.keys()][Number(archive)] ?? ''
      const { port } = blobs.address() as AddressInfo
      const location = `http://localhost:${port}/${encodeURIComponent(name)}`
      return reply.writeHead(302, { location }).end()
    }
    const isQuestion = asked.method === 'GET'
    try {
      const answer = isQuestion ? answerTo(forge, what, asked.url ?? '') : hear(forge, what, body)
      reply.writeHead(answer === null ? 404 : 200).end(JSON.stringify(answer ?? {}))
    } catch (error) {
      reply.writeHead(422).end(String(error))
    }
  })
  for (const server of [api, blobs]) {
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    t.after(() => server.close())
  }
  forge.url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
  return forge
}

function answerTo(forge: Forge, what: string, url: string): unknown {
  if (what === 'GET pulls') return forge.pulls
  if (what === 'GET issues') return forge.issues.filter(({ state }) => state === 'open')
  if (what === 'GET user') return { id: 1 }
  if (what === 'GET pages') return { html_url: 'https://o.github.io/r/' }
  if (/^GET (issues\/\d+\/comments|merge_requests\/\d+\/notes)$/.test(what)) {
    const page = Number(new URL(url, 'http://x').searchParams.get('page'))
    return forge.comments.slice(100 * (page - 1), 100 * page)
  }
  if (!/^GET actions\/runs\/\d+\/artifacts$/.test(what)) return null
  const wanted = new URL(url, 'http://x').searchParams.get('name')
  const names = [...forge.artifacts.keys()]
  return {
    artifacts: names
      .map((name, id) => ({ id, name, size_in_bytes: sizeOf(forge, name) }))
      .filter(({ name }) => name === wanted),
  }
}

const sizeOf = ({ artifacts }: Forge, name: string) => {
  const { size, bytes } = artifacts.get(name) ?? {}
  return size ?? bytes?.length
}

function hear(forge: Forge, what: string, body: Record<string, unknown>): object {
  const shape = SHAPES.find(([pattern]) => pattern.test(what))?.[1]
  assert.ok(shape !== undefined, `${what} is no request that is documented`)
  shape(body)
  forge.told.push({ what, body })
  if (what === 'POST issues') {
    const number = forge.issues.length + 1
    forge.issues.push({ number, body: body.body as string, state: 'open' })
  }
  const id = Number(/\d+$/.exec(what)?.[0])
  const issue = what.startsWith('PATCH issues/') && forge.issues.find(each => each.number === id)
  if (issue) issue.state = body.state as string
  const known = forge.comments.find(each => each.id === id)
  if (/^(PATCH|PUT)/.test(what) && known !== undefined) known.body = body.body as string
  if (/comments$|notes$/.test(what))
    forge.comments.push({
      ...{ id: 1000 + forge.comments.length, body: body.body as string },
      ...{ user: { type: 'Bot', login: 'github-actions[bot]' }, author_association: 'NONE' },
      ...({ author: { id: 1 } } as object),
    })
  return { id: 1 }
}

async function bodyOf(asked: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of asked) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return text === '' ? {} : JSON.parse(text)
}
