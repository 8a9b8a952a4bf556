/** How is a built site looked at while it changes? Served from its folder; open pages load again when it was built anew. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import { readReport } from './find.mts'
import { type Listening, listen } from './listen.mts'

export interface LiveSite extends Listening {
  /** Tells open pages which build is in the folder now. */
  announce(build: string): void
}

interface LiveOptions {
  readonly folder: string
  readonly host: string
  readonly port: number
  /** Path the site lies under, with a slash at both ends. */
  readonly base: string
  /** The build that is in the folder. */
  readonly build: string
}

/** Beside the pages, which name it where they are built for this. */
const LIVE_SCRIPT = 'live.js'

/** What pages built for this carry, to be told which build they belong to. */
const UNTOLD = 'data-build=""'

/** Pages by their address; every other file is given out as it is. */
const PAGE = /^(?:(?!\.{1,2}\/)[\w.-]+\/)*$/

/** Asks for the build it belongs to, and is told of later ones. */
const SCRIPT = `const { src, dataset } = document.currentScript
new EventSource(new URL('live-builds', src)).onmessage = ({ data }) => {
  if (data !== dataset.build) location.reload()
}
`

const LARGEST_PAGE = 64 * 1024 * 1024
const HEARTBEAT_MS = 20_000

/** A UserFault says where nothing can listen. */
export async function serveSite(options: LiveOptions): Promise<LiveSite> {
  const { folder, host, port, base } = options
  // Looks at the disk each time: the folder is replaced under it.
  const files = sirv(folder, { dev: true })
  const pages = new Set<ServerResponse>()
  let build = options.build
  const isLocal = /^(localhost|127\.|\[?::1)/.test(host)

  const server = createServer((request, reply) => {
    const path = request.url ?? '/'
    if (isLocal && !isFromHere(request)) return end(reply, 403, 'Ask for localhost by its name.')
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(reply, 405, 'Read only.')
    if (!path.startsWith(base)) {
      reply.writeHead(302, { location: base })
      return reply.end()
    }
    const name = path.slice(base.length).replace(/\?.*$/, '')
    if (name === LIVE_SCRIPT) return end(reply, 200, SCRIPT, 'text/javascript')
    if (name === 'live-builds') return follow(reply)
    if (PAGE.test(name)) return void page(name, reply)
    request.url = `/${path.slice(base.length)}`
    return files(request, reply, () => void missing(reply))
  })
  const page = async (name: string, reply: ServerResponse) => {
    // Named before it is read: whoever gets an older page is told of the newer.
    const told = `data-build="${build}"`
    const found = await readReport(join(folder, name, 'index.html'), LARGEST_PAGE)
    if (!found.ok) return missing(reply)
    end(reply, 200, found.value.replace(UNTOLD, told), 'text/html')
  }
  const missing = async (reply: ServerResponse) => {
    const found = await readReport(join(folder, '404.html'), LARGEST_PAGE)
    const text = found.ok ? found.value : 'Not there, or being built anew.'
    end(reply, 404, text.replace(UNTOLD, `data-build="${build}"`), 'text/html')
  }
  const follow = (reply: ServerResponse) => {
    reply.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    reply.write(`retry: 1000\ndata: ${build}\n\n`)
    pages.add(reply)
    reply.on('close', () => pages.delete(reply))
  }
  const tell = (line: string) => {
    for (const page of pages) page.write(line)
  }
  const heart = setInterval(tell, HEARTBEAT_MS, ':\n\n')
  const listening = await listen(server, host, port)
  return {
    url: listening.url + base,
    announce: made => {
      build = made
      tell(`data: ${build}\n\n`)
    },
    stop: () => {
      clearInterval(heart)
      for (const page of pages) page.end()
      return listening.stop()
    },
  }
}

/** A page elsewhere whose name was made to point here would come with its own name. */
const isFromHere = ({ headers }: IncomingMessage): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(headers.host ?? '')

function end(reply: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  reply.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
  reply.end(text)
}
