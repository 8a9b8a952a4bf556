/** What does the OSV API say about these packages? Two questions: which advisories, then what each one says. */

import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PackageVersion } from '../../core/evidence.mts'
import { plural } from '../../core/plural.mts'
import { type Fields, fields, list, tables, text } from '../../core/untyped.mts'
import { reported, rowsOf } from '../../formats/advisories/match.mts'
import { type Advisory, advisoryOf, isId } from '../../formats/advisories/osv.mts'
import { parseJson } from '../../formats/parse.mts'
import { askForJson } from './request.mts'
import { type Found, NoAnswer } from './source.mts'

const PUBLIC_API = 'https://api.osv.dev'
const BATCH = 1000
/** Far more pages than any package has; a server that never ends is not answering. */
const MOST_PAGES = 100
const MOST_ADVISORIES = 50_000
const AT_ONCE = 8

export async function askOsv(
  asked: readonly PackageVersion[],
  cacheDir: string,
  warn: (sentence: string) => void,
): Promise<Found> {
  const api = apiUrl()
  if (asked.length > 0) sayOnce(api, asked.length, warn)
  const named = await advisoriesOf(asked, api)
  const modified = new Map([...named.values()].flatMap(ids => [...ids]))
  if (modified.size > MOST_ADVISORIES)
    throw new NoAnswer(`${api.host} named more than ${MOST_ADVISORIES} advisories.`)
  const advisories = await advisoriesNamed(modified, api, join(cacheDir, 'advisories'))
  const rows = [...named].flatMap(([pkg, ids]) =>
    rowsOf(
      pkg,
      [...ids.keys()].flatMap(id => {
        const advisory = advisories.get(id)
        return (advisory && reported(advisory, pkg)) ?? []
      }),
    ),
  )
  const lines = [...modified].map(([id, at]) => `${id} ${at}`).sort()
  return { rows, snapshot: createHash('sha256').update(lines.join('\n')).digest('hex') }
}

/** SHIPWORTHY_OSV_URL names a mirror. */
function apiUrl(): URL {
  const wish = process.env.SHIPWORTHY_OSV_URL ?? PUBLIC_API
  const url = URL.canParse(wish) ? new URL(wish) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new NoAnswer('SHIPWORTHY_OSV_URL is not an http(s) address: correct or unset it.')
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

const told = new WeakSet<object>()

/** Once for each listener: the baseline asks again, and nobody needs to hear it twice. */
function sayOnce(api: URL, count: number, warn: (sentence: string) => void) {
  if (told.has(warn)) return
  told.add(warn)
  warn(
    `Asking ${api.host} about ${plural(count, 'package')} (names and versions leave this machine; --offline prevents it)`,
  )
}

interface Question {
  readonly pkg: PackageVersion
  readonly page: string
}

/** Advisory id → when it was modified, for each package. */
async function advisoriesOf(asked: readonly PackageVersion[], api: URL) {
  const named = new Map<PackageVersion, Map<string, string>>(asked.map(pkg => [pkg, new Map()]))
  let questions: Question[] = asked.map(pkg => ({ pkg, page: '' }))
  for (let round = 0; questions.length > 0; round++) {
    if (round === MOST_PAGES) throw new NoAnswer(`${api.host} never came to the end of its answer.`)
    const next: Question[] = []
    for (const { pkg, result } of await answersTo(questions, api)) {
      for (const entry of tables(result.vulns))
        if (isId(text(entry.id))) named.get(pkg)?.set(text(entry.id), text(entry.modified))
      const page = text(result.next_page_token)
      if (page !== '') next.push({ pkg, page })
    }
    questions = next
  }
  return named
}

async function answersTo(questions: readonly Question[], api: URL) {
  const answers: { readonly pkg: PackageVersion; readonly result: Fields }[] = []
  for (let start = 0; start < questions.length; start += BATCH) {
    const batch = questions.slice(start, start + BATCH)
    const results = await askBatch(batch, api)
    answers.push(...batch.map(({ pkg }, index) => ({ pkg, result: fields(results[index]) })))
  }
  return answers
}

async function askBatch(batch: readonly Question[], api: URL): Promise<readonly unknown[]> {
  const queries = batch.map(({ pkg: { ecosystem, name, version }, page }) => ({
    package: { ecosystem, name },
    version: ecosystem === 'Go' ? version.replace(/^v/, '') : version,
    ...(page === '' ? {} : { page_token: page }),
  }))
  const answer = await askForJson(new URL('v1/querybatch', api), { queries })
  const results = list(answer.results)
  if (results.length !== batch.length)
    throw new NoAnswer(
      `${api.host} answered ${results.length} of ${batch.length} questions: its answer cannot be trusted.`,
    )
  return results
}

/** Each advisory once, a few requests at a time, from the cache where it has not been modified since. */
async function advisoriesNamed(
  modified: ReadonlyMap<string, string>,
  api: URL,
  cache: string,
): Promise<ReadonlyMap<string, Advisory>> {
  const advisories = new Map<string, Advisory>()
  const waiting = [...modified]
  await mkdir(cache, { recursive: true }).catch(() => undefined)
  const work = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [id, at] = next
      const known = await fromCache(cache, id, at)
      const entry = known ?? (await askForJson(new URL(`v1/vulns/${encodeURIComponent(id)}`, api)))
      const advisory = advisoryOf(entry)
      if (typeof advisory === 'string' || advisory.id !== id)
        throw new NoAnswer(`${api.host} sent no OSV advisory when asked for ${id}.`)
      if (known === null) await toCache(cache, id, entry)
      advisories.set(id, advisory)
    }
  }
  const workers = Array.from({ length: AT_ONCE }, work)
  // The first failure is the answer: nobody goes on asking for the rest.
  await Promise.all(workers).finally(() => waiting.splice(0))
  return advisories
}

const cacheFile = (cache: string, id: string) => join(cache, `${encodeURIComponent(id)}.json`)

async function fromCache(cache: string, id: string, modified: string): Promise<Fields | null> {
  const json = await readFile(cacheFile(cache, id), 'utf8').catch(() => null)
  const parsed = json === null ? '' : parseJson(json)
  if (typeof parsed === 'string' || modified === '') return null
  return parsed.fields.modified === modified ? parsed.fields : null
}

/** Losing the cache costs only time, so failing to write it is no fault. */
async function toCache(cache: string, id: string, entry: Fields): Promise<void> {
  const file = cacheFile(cache, id)
  const unfinished = `${file}.${process.pid}`
  await writeFile(unfinished, JSON.stringify(entry))
    .then(() => rename(unfinished, file))
    .catch(() => undefined)
}
