/** How is a server asked without trusting it? Time, size and redirects are limited; hiccups are retried. */

import { setTimeout as pause } from 'node:timers/promises'
import { reasonOf } from '../core/fault.mts'
import { toolVersion } from './places.mts'

const TIMEOUT_MS = 30_000
const LARGEST_ANSWER = 64 * 1024 * 1024
/** Waits before the second and the third try. */
const WAITS_MS = [250, 1000]

export interface Request {
  readonly method?: 'GET' | 'HEAD' | 'PATCH' | 'PUT'
  /** Sent as JSON, with POST unless `method` says otherwise. */
  readonly body?: object
  readonly accept?: string
  readonly headers?: Readonly<Record<string, string>>
  /** What is asked changes something: it is not asked twice. */
  readonly isOnce?: true
}

export interface Reply {
  readonly text: string
  /** The header, '' without one. */
  readonly lastModified: string
}

/** What came, or why nothing usable did. A reason that starts with "it" is the server's last word. */
export async function request(url: URL, asked: Request = {}): Promise<Reply | string> {
  for (let attempt = 0; ; attempt++) {
    const outcome = await tryOnce(url, asked)
    if (typeof outcome !== 'string' || outcome.startsWith('it ')) return outcome
    const wait = asked.isOnce === true ? undefined : WAITS_MS[attempt]
    if (wait === undefined) return outcome
    await pause(wait)
  }
}

async function tryOnce(
  url: URL,
  { method, body, accept, headers }: Request,
): Promise<Reply | string> {
  try {
    const response = await fetch(url, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        accept: accept ?? 'application/json',
        'content-type': 'application/json',
        // crates.io turns away whoever does not say who asks.
        'user-agent': `shipworthy/${toolVersion}`,
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) {
      await response.body?.cancel()
      const isPassing = response.status === 429 || response.status >= 500
      return `${isPassing ? '' : 'it '}answered ${response.status}`
    }
    const bytes = await limited(response, LARGEST_ANSWER)
    if (bytes === null) return tooMuch(LARGEST_ANSWER)
    return {
      text: bytes.toString('utf8'),
      lastModified: response.headers.get('last-modified') ?? '',
    }
  } catch (error) {
    return causeOf(error)
  }
}

/** Bytes of a file, or why not. Other servers it leads to are followed, without the headers that name us. */
export async function download(
  url: URL,
  headers: Readonly<Record<string, string>>,
  most: number,
): Promise<Buffer | string> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (response.ok) return (await limited(response, most)) ?? tooMuch(most)
    await response.body?.cancel()
    return `it answered ${response.status}`
  } catch (error) {
    return causeOf(error)
  }
}

const tooMuch = (most: number) => `it sent more than ${most / 1024 / 1024} MB`

/** Null when it is larger than any honest answer; the rest is then not read. */
export async function limited(response: Response, most: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Why `fetch` threw, which hides what happened in the cause. */
export function causeOf(error: unknown, timeoutMs = TIMEOUT_MS): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `no reply within ${timeoutMs / 1000} s`
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return reasonOf(cause)
}
