/** How fast does an app answer at a steady rate? Started on a free port of this machine, warmed up, measured, ended. */

import { Agent, request } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { reasonOf } from '../core/fault.mts'
import type { Answer, Executed } from '../core/lens.mts'
import {
  type LoadRequest,
  type LoadRun,
  type LoadSpec,
  type LoadTurn,
  titleOfRequest,
} from '../core/load.mts'
import { runCommand } from './execute.mts'

const HOST = '127.0.0.1'
const STARTED_WITHIN_MS = 30_000
const ANSWERED_WITHIN_MS = 10_000
/** So many unanswered requests at once, and the app does not keep up with the rate. */
const MOST_OPEN = 1000
/** An exporter of traces gets this long to send what it still holds. */
const FLUSH_MS = 700

/** @param env what the app is told besides `PORT`. */
export async function runLoad(
  folder: string,
  spec: LoadSpec,
  env: Readonly<Record<string, string>>,
  seconds: number,
  turn: LoadTurn = async () => 0,
): Promise<Answer<LoadRun>> {
  const port = await freePort()
  const start = spec.start.replaceAll('{port}', String(port))
  const command = { file: 'sh', args: ['-c', start], env: { ...env, PORT: String(port) } }
  const over = new AbortController()
  const ended = runCommand(folder, command, seconds, { stop: over.signal })
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  try {
    const fault = await listening(port, ended)
    if (fault !== null) return { ok: false, why: `"${spec.start}" ${fault}` }
    const early = ended.then(said => `"${spec.start}" ended under load${lastLine(said)}`)
    const measured = measure(spec, request => send(agent, port, request), turn)
    const said = await Promise.race([measured, early])
    if (typeof said === 'string') return { ok: false, why: said }
    await pause(FLUSH_MS)
    return said
  } finally {
    agent.destroy()
    over.abort()
    await ended
  }
}

async function measure(spec: LoadSpec, ask: Ask, turn: LoadTurn): Promise<Answer<LoadRun>> {
  const answering: LoadRequest[] = []
  const leftOut: string[] = []
  for (const each of spec.requests) {
    const { status, why } = await ask(each)
    if (status !== null && status < 400) answering.push(each)
    else
      leftOut.push(`${titleOfRequest(each)} is no measurement: it ${why ?? `answered ${status}`}`)
  }
  if (answering.length === 0) return { ok: false, why: leftOut[0] ?? 'there is no request to send' }
  await pause(((await turn()) * 1000) / spec.rate)
  // One loop for both: a pause between them would be another one on the side this one is compared with.
  const sent = await openLoop(answering, spec.rate, spec.warmUp + spec.seconds, ask)
  return sent === null
    ? { ok: false, why: `the app does not keep up with ${spec.rate} requests a second` }
    : {
        ok: true,
        value: timingsOf(answering, sent.slice(Math.ceil(spec.rate * spec.warmUp)), leftOut),
      }
}

interface Sent {
  readonly request: LoadRequest
  readonly ms: number
  readonly status: number | null
  readonly why: string | null
}

type Ask = (request: LoadRequest) => Promise<Sent>

/**
 * Requests leave at their time, in turns, whether or not earlier ones were answered. So a stall is seen by everyone who
 * would have asked during it: there is no coordinated omission that would have to be corrected. Null: it was given up.
 */
async function openLoop(
  requests: readonly LoadRequest[],
  rate: number,
  seconds: number,
  ask: Ask,
): Promise<readonly Sent[] | null> {
  const begun = performance.now()
  const all: Promise<Sent>[] = []
  let open = 0
  for (let nth = 0; nth < rate * seconds; nth += 1) {
    const wait = begun + (nth * 1000) / rate - performance.now()
    if (wait > 0) await pause(wait)
    if (open >= MOST_OPEN) return null
    open += 1
    const answer = ask(requests[nth % requests.length] as LoadRequest)
    all.push(
      answer.then(sent => {
        open -= 1
        return sent
      }),
    )
  }
  return Promise.all(all)
}

function timingsOf(
  requests: readonly LoadRequest[],
  sent: readonly Sent[],
  leftOut: readonly string[],
): LoadRun {
  const rows = requests.map(each => {
    const mine = sent.filter(({ request }) => request === each)
    const failed = mine.filter(({ status }) => status === null || status >= 400)
    return { title: titleOfRequest(each), mine, failed }
  })
  return {
    timings: rows
      .filter(({ mine, failed }) => failed.length === 0 && mine.length > 0)
      .map(({ title, mine }) => ({ title, ms: mine.map(({ ms }) => ms) })),
    leftOut: [
      ...leftOut,
      ...rows.flatMap(({ title, mine, failed: [first, ...others] }) =>
        first === undefined
          ? []
          : `${title} is no measurement: ${others.length + 1} of ${mine.length} requests failed, the first ${first.why ?? `with ${first.status}`}`,
      ),
    ],
  }
}

/** Never throws: what goes wrong is the answer. */
function send(agent: Agent, port: number, asked: LoadRequest): Promise<Sent> {
  const { method, path, headers, body } = asked
  const options = { agent, host: HOST, port, method, path, headers, timeout: ANSWERED_WITHIN_MS }
  const begun = performance.now()
  return new Promise(done => {
    const end = (status: number | null, why: string | null) =>
      done({ request: asked, ms: performance.now() - begun, status, why })
    const attempt = () => {
      const going = request(options, reply => {
        reply.resume()
        reply.once('end', () => end(reply.statusCode ?? null, null))
        reply.once('error', error => end(null, `broke off: ${reasonOf(error)}`))
      })
      going.once('timeout', () => going.destroy(new Error('no answer within 10 s')))
      going.once('error', (error: NodeJS.ErrnoException) => {
        // The app may close a connection it thinks idle in the moment it is used again: every client asks anew.
        if (going.reusedSocket && error.code === 'ECONNRESET') attempt()
        else end(null, `failed: ${reasonOf(error)}`)
      })
      going.end(body ?? undefined)
    }
    try {
      attempt()
    } catch (error) {
      end(null, `could not be sent: ${reasonOf(error)}`)
    }
  })
}

/** Null once somebody listens; else the end of a sentence on what happened instead. */
async function listening(port: number, ended: Promise<Executed>): Promise<string | null> {
  let said: Executed | null = null
  ended.then(result => {
    said = result
  })
  const deadline = performance.now() + STARTED_WITHIN_MS
  while (performance.now() < deadline) {
    if (said !== null) return `ended before it listened on port ${port}${lastLine(said)}`
    if (await accepts(port)) return null
    await pause(50)
  }
  return `did not listen on port ${port} within 30 s: it is told the port as PORT, or write {port} into the command`
}

const accepts = (port: number) =>
  new Promise<boolean>(done => {
    const socket = connect({ port, host: HOST })
    const end = (isOpen: boolean) => {
      socket.destroy()
      done(isOpen)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })

const freePort = () =>
  new Promise<number>((found, failed) => {
    const server = createServer()
    server.once('error', failed)
    server.listen(0, HOST, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => found(port))
    })
  })

function lastLine({ stderr, stdout }: Executed): string {
  const line = (stderr.trim() || stdout.trim()).split('\n').at(-1) ?? ''
  return line === '' ? '' : `: ${reasonOf(line).slice(0, 200)}`
}
