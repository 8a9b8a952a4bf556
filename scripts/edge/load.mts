/** How fast does an app answer at a steady rate? Started on a free port of this machine, warmed up, measured, ended. */

import { Agent } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { lastWords } from '../core/last-words.mts'
import type { Answer, Executed } from '../core/lens.mts'
import {
  type LoadRequest,
  type LoadRun,
  type LoadSpec,
  type LoadTurn,
  titleOfRequest,
} from '../core/load.mts'
import { runCommand } from './execute.mts'
import { type Ask, openLoop, type Sent, send, timingsOf } from './open-loop.mts'

/** This machine alone: what listens on `localhost` has one of the two. */
const HOSTS = ['127.0.0.1', '::1']
/** How long an app may take to listen, and to answer a request in full. */
const PATIENCE = { startMs: 30_000, answerMs: 10_000 }
/** An exporter of traces gets this long to send what it still holds. */
const FLUSH_MS = 700

const alone: LoadTurn = async answered => ({ share: 0, common: new Set(answered) })

/** @param env what the app is told besides `PORT`. */
export async function runLoad(
  folder: string,
  spec: LoadSpec,
  env: Readonly<Record<string, string>>,
  seconds: number,
  turn: LoadTurn = alone,
  patience = PATIENCE,
): Promise<Answer<LoadRun>> {
  const port = await freePort()
  const start = spec.start.replaceAll('{port}', String(port))
  const command = { file: 'sh', args: ['-c', start], env: { ...env, PORT: String(port) } }
  const over = new AbortController()
  const ended = runCommand(folder, command, seconds, { stop: over.signal })
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  try {
    const found = await listening(port, ended, patience.startMs)
    if (!found.ok) return { ok: false, why: `"${spec.start}" ${found.why}` }
    const early = ended.then(said => {
      over.abort()
      return `"${spec.start}" ${endOf(said, 'ended under load')}`
    })
    const ask = (request: LoadRequest) =>
      send({ agent, host: found.value, port }, request, patience.answerMs)
    const said = await Promise.race([measure(spec, ask, turn, over.signal), early])
    if (typeof said === 'string') return { ok: false, why: said }
    await pause(FLUSH_MS)
    return said
  } finally {
    agent.destroy()
    over.abort()
    await ended
  }
}

async function measure(
  spec: LoadSpec,
  ask: Ask,
  turn: LoadTurn,
  over: AbortSignal,
): Promise<Answer<LoadRun>> {
  const answering: LoadRequest[] = []
  const leftOut: string[] = []
  for (const each of spec.requests) {
    const { status, why } = await ask(each)
    if (status !== null && status < 400) answering.push(each)
    else
      leftOut.push(`${titleOfRequest(each)} is no measurement: it ${why ?? `answered ${status}`}`)
  }
  if (answering.length === 0) return { ok: false, why: leftOut[0] ?? 'there is no request to send' }
  const { share, common } = await turn(answering.map(titleOfRequest))
  await pause((share * 1000) / spec.rate)
  const isCommon = (each: LoadRequest) => common.has(titleOfRequest(each))
  const timed: Sent[] = []
  // What only this app answers waits for its own time: it must not slow what is compared.
  for (const requests of [answering.filter(isCommon), answering.filter(each => !isCommon(each))]) {
    if (requests.length === 0) continue
    // One loop for both: a pause between them would be another one on the side this one is compared with.
    const sent = await openLoop(requests, spec.rate, spec.warmUp + spec.seconds, ask, over)
    if (sent === null)
      return { ok: false, why: `the app does not keep up with ${spec.rate} requests a second` }
    timed.push(...sent.slice(Math.ceil(spec.rate * spec.warmUp)))
  }
  return { ok: true, value: timingsOf(answering, timed, leftOut) }
}

/** The address at which somebody listens; else the end of a sentence on what happened instead. */
async function listening(
  port: number,
  ended: Promise<Executed>,
  withinMs: number,
): Promise<Answer<string>> {
  let said: Executed | null = null
  ended.then(result => {
    said = result
  })
  const deadline = performance.now() + withinMs
  while (performance.now() < deadline) {
    if (said !== null)
      return { ok: false, why: endOf(said, `ended before it listened on port ${port}`) }
    for (const host of HOSTS) if (await accepts(port, host)) return { ok: true, value: host }
    await pause(50)
  }
  return {
    ok: false,
    why: `did not listen on port ${port} within ${withinMs / 1000} s: it is told the port as PORT, or write {port} into the command`,
  }
}

const accepts = (port: number, host: string) =>
  new Promise<boolean>(done => {
    const socket = connect({ port, host })
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
    server.listen(0, HOSTS[0], () => {
      const { port } = server.address() as AddressInfo
      server.close(() => found(port))
    })
  })

const endOf = (said: Executed, words: string) =>
  said.isTimedOut
    ? 'was stopped because the time ran out: raise --timeout'
    : `${words}${lastWords(said)}`
