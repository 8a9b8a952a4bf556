/** How is an app asked at a steady rate, whatever it does? Each request leaves at its time; what comes back, and when, is written down. */

import { type Agent, type ClientRequest, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { reasonOf } from '../core/fault.mts'
import { type LoadRequest, type LoadRun, titleOfRequest } from '../core/load.mts'

/** So many unanswered requests at once, and the app does not keep up with the rate. */
const MOST_OPEN = 1000

export interface Sent {
  readonly request: LoadRequest
  readonly ms: number
  readonly status: number | null
  readonly why: string | null
}

export type Ask = (request: LoadRequest) => Promise<Sent>

/**
 * Requests leave at their time, in turns, whether or not earlier ones were answered. So a stall is seen by everyone who
 * would have asked during it: there is no coordinated omission that would have to be corrected. Null: it was given up.
 */
export async function openLoop(
  requests: readonly LoadRequest[],
  rate: number,
  seconds: number,
  ask: Ask,
  over: AbortSignal,
): Promise<readonly Sent[] | null> {
  const begun = performance.now()
  const all: Promise<Sent>[] = []
  let open = 0
  for (let nth = 0; nth < rate * seconds; nth += 1) {
    const wait = begun + (nth * 1000) / rate - performance.now()
    if (wait > 0) await pause(wait)
    if (open >= MOST_OPEN || over.aborted) return null
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

export function timingsOf(
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
export function send(
  to: { readonly agent: Agent; readonly host: string; readonly port: number },
  asked: LoadRequest,
  withinMs: number,
): Promise<Sent> {
  const { method, path, headers, body } = asked
  const options = { ...to, method, path, headers }
  const begun = performance.now()
  return new Promise(done => {
    let going: ClientRequest | null = null
    // From the first byte to the last: a stream of events goes on for ever without a pause.
    const timer = setTimeout(() => {
      end(null, `gave no whole answer within ${withinMs / 1000} s`)
      going?.destroy()
    }, withinMs)
    const end = (status: number | null, why: string | null) => {
      clearTimeout(timer)
      done({ request: asked, ms: performance.now() - begun, status, why })
    }
    const attempt = () => {
      const sent = request(options, reply => {
        reply.resume()
        reply.once('end', () => end(reply.statusCode ?? null, null))
        reply.once('error', error => end(null, `broke off: ${reasonOf(error)}`))
      })
      going = sent
      sent.once('error', (error: NodeJS.ErrnoException) => {
        // The app may close a connection it thinks idle in the moment it is used again: every client asks anew.
        if (sent.reusedSocket && error.code === 'ECONNRESET') attempt()
        else end(null, `failed: ${reasonOf(error)}`)
      })
      sent.end(body ?? undefined)
    }
    try {
      attempt()
    } catch (error) {
      end(null, `could not be sent: ${reasonOf(error)}`)
    }
  })
}
