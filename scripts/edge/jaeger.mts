/** What does a running Jaeger know of a service? Asked by /api/v3 first, by the API before it where that is missing. */

import type { Answer } from '../core/lens.mts'
import { fields, list, texts } from '../core/untyped.mts'
import { parseJson } from '../formats/parse.mts'
import { readMessage } from '../formats/traces/index.mts'
import type { SpanSet } from '../formats/traces/span-set.mts'
import { causeOf, limited } from './request.mts'

export interface JaegerQuery {
  /** Base address, with any base path; no credentials. */
  readonly url: string
  readonly service: string
  /** `service.version` to ask for; null for all. */
  readonly release: string | null
  readonly operation?: string
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
  /** Most traces; Jaeger has no pages. */
  readonly limit: number
}

/** Which of its two interfaces answered. */
export type Generation = 'v3' | 'legacy'

const TIMEOUT_MS = 15_000
const LARGEST_ANSWER = 64 * 1024 * 1024

/** Names of the services that sent traces, or one sentence on why they are not known. Never throws. */
export async function jaegerServices(url: string): Promise<Answer<readonly string[]>> {
  return attempt(url, async () => {
    const modern = await ask(url, 'api/v3/services')
    if (modern !== null) return texts(modern.services)
    const legacy = await ask(url, 'api/services')
    if (legacy !== null) return texts(legacy.data)
    throw new Error('it has neither /api/v3 nor /api, so it is no Jaeger query service')
  })
}

/** Adds the traces found to the set; says by which interface, or in one sentence why none could be had. Never throws. */
export async function jaegerTraces(
  query: JaegerQuery,
  into: SpanSet,
): Promise<Answer<{ readonly by: Generation }>> {
  return attempt(query.url, async () => {
    const before = seenBy(into)
    const modern = await ask(query.url, `api/v3/traces?${modernSearch(query)}`)
    if (modern !== null) {
      accept(modern, into)
      if (seenBy(into) > before || (await isModern(query.url))) return { by: 'v3' }
    }
    const legacy = await ask(query.url, `api/traces?${legacySearch(query)}`)
    if (legacy === null) throw new Error('it has neither /api/v3/traces nor /api/traces')
    accept(legacy, into)
    return { by: 'legacy' }
  })
}

const seenBy = ({ size, leftOut }: SpanSet) => size + leftOut.duplicates + leftOut.dropped

function accept(answer: object, into: SpanSet): void {
  if (list(fields(answer).errors).length > 0)
    throw new Error(`it answered ${JSON.stringify(fields(list(fields(answer).errors)[0]).msg)}`)
  if (isNothingFound(answer)) return
  const why = readMessage(answer, into)
  if (why !== null) throw new Error(`its answer ${why}`)
}

/** An empty search is a 404 with a message of its own in the third version. */
const isNothingFound = (answer: object) => fields(fields(answer).error).httpCode === 404

const isModern = async (url: string) => (await ask(url, 'api/v3/services')) !== null

function modernSearch({ service, release, operation, from, to, limit }: JaegerQuery): string {
  return new URLSearchParams({
    'query.serviceName': service,
    ...(operation === undefined ? {} : { 'query.operationName': operation }),
    'query.startTimeMin': new Date(from).toISOString(),
    'query.startTimeMax': new Date(to).toISOString(),
    ...(release === null
      ? {}
      : { 'query.attributes': JSON.stringify({ 'service.version': release }) }),
    'query.searchDepth': String(limit),
  }).toString()
}

function legacySearch({ service, release, operation, from, to, limit }: JaegerQuery): string {
  return new URLSearchParams({
    service,
    ...(operation === undefined ? {} : { operation }),
    ...(release === null ? {} : { tags: JSON.stringify({ 'service.version': release }) }),
    start: String(from * 1000),
    end: String(to * 1000),
    limit: String(limit),
  }).toString()
}

async function attempt<T>(url: string, work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    const host = URL.canParse(url) ? new URL(url).host : 'the address given'
    return { ok: false, why: `Jaeger at ${host} gave no traces: ${causeOf(error, TIMEOUT_MS)}.` }
  }
}

/** The answer as an object; null where this interface does not exist (an error page, not an answer of Jaeger's). */
async function ask(base: string, path: string): Promise<Record<string, unknown> | null> {
  if (!/^https?:\/\//.test(base))
    throw new Error('the address does not begin with http:// or https://')
  const response = await fetch(new URL(path, base.endsWith('/') ? base : `${base}/`), {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const parsed = parseJson(joinChunks(await answerOf(response)))
  if (response.status === 404 || response.status === 501)
    return typeof parsed !== 'string' && isNothingFound(parsed.fields) ? parsed.fields : null
  if (typeof parsed === 'string') {
    if (response.ok && /html/.test(response.headers.get('content-type') ?? '')) return null
    throw new Error(
      response.ok ? 'it sent something that is no JSON' : `it answered ${response.status}`,
    )
  }
  // Bad parameters of an interface this version has in another form.
  if (response.status === 400 && path.startsWith('api/v3')) return null
  if (!response.ok) throw new Error(`it answered ${response.status}`)
  return parsed.fields
}

/** The third version may stream: one object after another, each a part of the result. */
function joinChunks(text: string): string {
  const parts = text.trim().split(/\n(?=\{)/)
  if (parts.length < 2) return text
  const spans = parts.flatMap(part => {
    const parsed = parseJson(part)
    return typeof parsed === 'string' ? [] : list(fields(parsed.fields.result).resourceSpans)
  })
  return spans.length === 0 ? text : JSON.stringify({ result: { resourceSpans: spans } })
}

async function answerOf(response: Response): Promise<string> {
  const bytes = await limited(response, LARGEST_ANSWER)
  if (bytes !== null) return bytes.toString('utf8')
  throw new Error('it sent more than 64 MB: ask for fewer traces or a shorter time')
}
