/** How is a server asked for JSON without trusting it? Time, size and redirects are limited; hiccups are retried. */

import { setTimeout as pause } from 'node:timers/promises'
import { reasonOf } from '../core/fault.mts'
import { type Fields, parseJson } from '../formats/parse.mts'
import { NoAnswer } from './advisories-source.mts'

const TIMEOUT_MS = 30_000
const LARGEST_ANSWER = 64 * 1024 * 1024
/** Waits before the second and the third try. */
const WAITS_MS = [250, 1000]

/** GET, or POST where there is a body. Throws NoAnswer with one sentence when nothing usable came. */
export async function askForJson(url: URL, body?: object): Promise<Fields> {
  for (let attempt = 0; ; attempt++) {
    const outcome = await tryOnce(url, body)
    if (typeof outcome !== 'string') return outcome.fields
    const wait = outcome.startsWith('it ') ? undefined : WAITS_MS[attempt]
    if (wait === undefined)
      throw new NoAnswer(
        `The advisory database ${url.host} gave no answer (${outcome}): try again, or give a folder of OSV files with --advisories.`,
      )
    await pause(wait)
  }
}

/** A reason that starts with "it" is the server's last word; any other may pass. */
async function tryOnce(url: URL, body: object | undefined): Promise<{ fields: Fields } | string> {
  try {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) {
      await response.body?.cancel()
      const isPassing = response.status === 429 || response.status >= 500
      return `${isPassing ? '' : 'it '}answered ${response.status}`
    }
    const answer = await limitedText(response)
    if (answer === null) return `it sent more than ${LARGEST_ANSWER / 1024 / 1024} MB`
    const parsed = parseJson(answer)
    return typeof parsed === 'string' ? 'it sent something that is not a JSON object' : parsed
  } catch (error) {
    return causeOf(error)
  }
}

/** Null when it is larger than any honest answer; the rest is then not read. */
async function limitedText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > LARGEST_ANSWER) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** fetch hides what happened in the cause. */
function causeOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `no reply within ${TIMEOUT_MS / 1000} s`
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return reasonOf(cause)
}
