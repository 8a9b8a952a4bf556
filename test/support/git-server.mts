/** Does a pipeline log in as it must? Git's own server over HTTP, which knows who may read and who may write. */

import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

interface GitLogins {
  /** `user:password` of those who may only read. */
  readonly readers: readonly string[]
  readonly writers: readonly string[]
}

/**
 * @param root Folder of bare repositories: `root/o/r.git` is served at `<url>/o/r.git`.
 * @returns The address without a slash at its end.
 */
export async function openGitServer(
  t: Pick<TestContext, 'after'>,
  root: string,
  { readers, writers }: GitLogins,
): Promise<string> {
  const server = createServer((asked, reply) => {
    const [, basic = ''] = /^basic (.*)$/i.exec(asked.headers.authorization ?? '') ?? []
    const login = Buffer.from(basic, 'base64').toString()
    if (![...readers, ...writers].includes(login))
      return reply.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
    return answer(asked, reply, root, writers.includes(login))
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** As a web server runs `git http-backend`; without a user it refuses to be written to. */
function answer(asked: IncomingMessage, reply: ServerResponse, root: string, mayWrite: boolean) {
  const { pathname, search } = new URL(asked.url ?? '', 'http://x')
  const child = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...{ PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
      ...{ GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: pathname },
      ...{ REQUEST_METHOD: asked.method, QUERY_STRING: search.slice(1) },
      ...{ CONTENT_TYPE: asked.headers['content-type'] ?? '' },
      ...{ HTTP_CONTENT_ENCODING: asked.headers['content-encoding'] ?? '' },
      ...{ GIT_PROTOCOL: String(asked.headers['git-protocol'] ?? '') },
      ...(mayWrite ? { REMOTE_USER: 'ci' } : {}),
    },
  })
  asked.pipe(child.stdin)
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.on('close', () => {
    const whole = Buffer.concat(chunks)
    const end = whole.indexOf('\r\n\r\n')
    const rows = whole.subarray(0, end).toString().split('\r\n')
    const headers = Object.fromEntries(rows.map(row => row.split(/: (.*)/s, 2)))
    const status = Number.parseInt(headers.Status ?? '200', 10)
    reply.writeHead(status, headers).end(whole.subarray(end + 4))
  })
}
