/** How does a test get a site to look at? History into a temporary folder, site beside it, both gone afterwards. */

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HtmlValidate } from 'html-validate'
import { parseHTML } from 'linkedom'
import { buildSite, type SiteRequest } from '../../scripts/edge/site.mts'
import { openHistory } from '../../scripts/edge/store.mts'
import type { Entry } from './generate-history.mts'

export interface Folders {
  readonly root: string
  readonly data: string
  readonly out: string
  remove(): Promise<void>
}

export async function withHistory(entries: Iterable<Entry>): Promise<Folders> {
  const root = await mkdtemp(join(tmpdir(), 'shipworthy-test-'))
  const data = join(root, 'data')
  await add({ data }, entries)
  const remove = () => rm(root, { recursive: true, force: true })
  return { root, data, out: join(root, 'site'), remove }
}

export async function add({ data }: Pick<Folders, 'data'>, entries: Iterable<Entry>) {
  const history = await openHistory(data)
  try {
    for (const { where, rows } of entries) await history.append(where, rows)
  } finally {
    history.close()
  }
}

export const build = ({ data, out }: Folders, more: Partial<SiteRequest> = {}) =>
  buildSite({ data, out, ...more })

/** Columns by name, one object a row. */
export async function ask(data: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const history = await openHistory(data)
  try {
    const { columns, rows } = await history.query(sql)
    return rows.map(row => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])))
  } finally {
    history.close()
  }
}

/** Every file of a folder by its path in it; of an engine and of a database only that they are there. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
  const read = files
    .sort()
    .map(async file => [file.slice(folder.length + 1), await textIn(file)] as const)
  return new Map(await Promise.all(read))
}

const textIn = (file: string) =>
  /\.(wasm|duckdb|png)$|worker\.js$/.test(file) ? '' : readFile(file, 'utf8')

export const parse = (html: string) => parseHTML(html).document
export type Page = ReturnType<typeof parse>

/** The text of the first element, its white space as one reads it. */
export const textOf = (page: Page, selector: string): string =>
  (page.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim()

const validator = new HtmlValidate({ root: true, extends: ['html-validate:standard'] })

/** What is not HTML in the built pages, a line for each fault. */
export async function faultsOfMarkup(
  files: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const faults: string[] = []
  for (const [name, text] of files) {
    if (!name.endsWith('.html')) continue
    const { results } = await validator.validateString(text, name)
    for (const { messages } of results)
      for (const { ruleId, message, selector } of messages)
        faults.push(`${name}: ${ruleId}: ${message} at ${selector}`)
  }
  return faults
}

export interface Links {
  readonly broken: readonly string[]
  readonly outside: ReadonlySet<string>
}

/** Follows every href, src and fragment of the built pages, from file to file. */
export function followLinks(files: ReadonlyMap<string, string>, base: string): Links {
  const pages = new Map(
    [...files]
      .filter(([name]) => name.endsWith('.html'))
      .map(([name, html]) => [name, parse(html)]),
  )
  const broken: string[] = []
  const outside = new Set<string>()
  for (const [name, page] of pages)
    for (const element of page.querySelectorAll('[href],[src]')) {
      const address = element.getAttribute('href') ?? element.getAttribute('src') ?? ''
      const target = URL.parse(address, `http://site${base}${name.replace(/index\.html$/, '')}`)
      if (target?.host !== 'site') {
        outside.add(address)
        continue
      }
      const path = decodeURIComponent(target.pathname)
      const file = path.startsWith(base) ? path.slice(base.length) : `outside the base: ${path}`
      const found = file === '' || file.endsWith('/') ? `${file}index.html` : file
      const fragment = decodeURIComponent(target.hash.slice(1))
      const isThere = files.has(found)
      const isMarked = fragment === '' || pages.get(found)?.getElementById(fragment) != null
      if (!isThere || !isMarked) broken.push(`${name}: ${address}`)
    }
  return { broken, outside }
}
