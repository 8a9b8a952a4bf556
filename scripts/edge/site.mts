/** How does the history become a site? Astro builds it in a process and a folder of its own; a finished one is moved into place. */

import { randomBytes } from 'node:crypto'
import {
  copyFile,
  cp,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reasonOf, UserFault } from '../core/fault.mts'
import { digestOfMakers, keepAndSign, SIGN, takeKept } from './kept-pages.mts'
import { home, moduleExtension } from './places.mts'
import { scratchFolder } from './scratch.mts'
import { openFile } from './store.mts'

export interface SiteRequest {
  /** Folder of the history. */
  readonly data: string
  /** Folder the site is written to; an older site there is replaced, anything else is refused. */
  readonly out: string
  /** Path the site will lie under, `/` by default: `/repo` for https://owner.github.io/repo/. */
  readonly base?: string
  /** Origin the site will be published at: makes canonical addresses. */
  readonly site?: string
  /** Only this project of the history. */
  readonly project?: string
  /** Where Jaeger answers: makes links from runs to their traces. */
  readonly jaegerUrl?: string
  readonly title?: string
  /** Whether a server tells pages of later builds. */
  readonly isLive?: boolean
}

export interface BuiltSite {
  readonly pages: number
  /** Of them, those taken from the site that was there. */
  readonly kept: number
  readonly ms: number
}

/**
 * Builds the site of `data` into `out`. The old site stays whole until the new one is; a build that is killed
 * leaves it untouched. UserFault: an address that is none, a folder that is not ours, a history that cannot be read.
 */
export async function buildSite(request: SiteRequest): Promise<BuiltSite> {
  const started = performance.now()
  const out = resolve(request.out)
  const base = basePath(request.base ?? '/')
  const site = request.site === undefined ? null : webAddress('--site', request.site)
  const jaegerUrl =
    request.jaegerUrl === undefined ? null : webAddress('--jaeger', request.jaegerUrl)
  await refuseForeign(out)
  const work = await realpath(scratchFolder())
  try {
    const { project = null, title = 'Shipworthy', isLive = false } = request
    const data = resolve(request.data)
    const asked = { data, base, site, project, jaegerUrl, title, isLive }
    const before = await lookBefore(work, out)
    const jobs = [
      runAstro(work, { base, site, options: { ...asked, ...before } }),
      makeConsole(join(work, 'console'), request),
    ]
    // Neither is left working in a folder that is gone.
    await Promise.allSettled(jobs)
    await Promise.all(jobs)
    const kept = await assemble(work, before.makings)
    const pages = await countPages(join(work, 'site'))
    await putInPlace(join(work, 'site'), out)
    return { pages, kept, ms: Math.round(performance.now() - started) }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Which pages may be kept, for Astro to skip, and where it says what all are made of. */
async function lookBefore(work: string, out: string) {
  const makers = await digestOfMakers(await modulesOf(work))
  const known = join(work, 'known.json')
  await writeFile(known, JSON.stringify(await takeKept(out, join(work, 'kept'))))
  return { makers, known, makings: join(work, 'makings.json') }
}

/** What was made apart comes together in the folder of Astro. */
async function assemble(work: string, makings: string): Promise<number> {
  for (const name of await readdir(join(work, 'console')))
    await rename(join(work, 'console', name), join(work, 'site', 'sql', name))
  const made = JSON.parse(await readFile(makings, 'utf8'))
  return keepAndSign(join(work, 'site'), join(work, 'kept'), made)
}

/** What the page on SQL loads when asked to: DuckDB for browsers, and the history in one file. */
async function makeConsole(folder: string, { data, project }: SiteRequest): Promise<void> {
  await mkdir(folder)
  const engine = fileURLToPath(import.meta.resolve('@duckdb/duckdb-wasm'))
  for (const name of ['duckdb-eh.wasm', 'duckdb-browser-eh.worker.js'])
    await copyFile(join(dirname(engine), name), join(folder, name))
  const portion = { isPublished: true, ...(project === undefined ? {} : { project }) }
  await openFile(resolve(data), join(folder, 'history.duckdb'), portion)
}

/** Where Astro and its neighbours are installed; they are found from `work`, too. */
async function modulesOf(work: string): Promise<string> {
  const astro = fileURLToPath(import.meta.resolve('astro/package.json'))
  const modules = dirname(dirname(await realpath(astro)))
  await symlink(modules, join(work, 'node_modules'), 'junction')
  return modules
}

/** A process of its own: Astro takes its place from the working folder and reports to its makers unless told not to. */
async function runAstro(work: string, asked: object): Promise<void> {
  // Astro loses the scripts of pages that share no folder with its root.
  await cp(join(home, 'reports-site', 'src'), join(work, 'src'), { recursive: true })
  const scripts = dirname(dirname(fileURLToPath(import.meta.url)))
  const job = JSON.stringify({ work, scripts, extension: moduleExtension, ...asked })
  const { execa } = await import('execa')
  const result = await execa(process.execPath, [join(home, 'reports-site', 'build.mjs'), job], {
    cwd: work,
    env: { ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0' },
    stdin: 'ignore',
    all: true,
    reject: false,
  })
  if (result.exitCode === 0) return
  const said = result.all.split('\n').map(line => line.trim())
  const fault = said.find(line => line.includes('UserFault: '))?.split('UserFault: ')[1]
  if (fault !== undefined) throw new UserFault(fault)
  const last = said.find(line => /error/i.test(line)) ?? said.findLast(line => line !== '')
  throw new Error(
    `the site could not be built: ${last ?? result.shortMessage ?? 'no reason given'}`,
  )
}

/** With a slash at both ends; a UserFault for what is no path. */
export function basePath(base: string): string {
  const steps = base.split('/').filter(step => step !== '')
  const isPlain = steps.every(step => /^[\w.~-]+$/.test(step) && step !== '.' && step !== '..')
  if (!isPlain || !base.startsWith('/'))
    throw new UserFault(`--base ${base}: give a path such as / or /repository`)
  return steps.length === 0 ? '/' : `/${steps.join('/')}/`
}

function webAddress(option: string, text: string): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UserFault(`${option} ${text}: give an address that starts with https:// or http://`)
  return url.href
}

async function refuseForeign(out: string): Promise<void> {
  const found: string[] = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new UserFault(`The site cannot be written to ${out}: ${reasonOf(error)}`)
  })
  if (found.length > 0 && !found.includes(SIGN))
    throw new UserFault(
      `${out} holds files that are not a site of Shipworthy: name an empty or new folder with --out.`,
    )
}

/** Brought beside its place first, copied where the temporary folder is another disk; then two renames. */
async function putInPlace(built: string, out: string): Promise<void> {
  const mark = randomBytes(4).toString('hex')
  const next = `${out}.${mark}.new`
  const old = `${out}.${mark}.old`
  try {
    await mkdir(dirname(out), { recursive: true })
    await rename(built, next).catch(() => cp(built, next, { recursive: true }))
    await rename(out, old).catch(ignoreAbsence)
    await rename(next, out)
  } catch (error) {
    await rename(old, out).catch(() => {})
    await rm(next, { recursive: true, force: true })
    throw new UserFault(`The site cannot be written to ${out}: ${reasonOf(error)}`)
  }
  await rm(old, { recursive: true, force: true })
}

function ignoreAbsence(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

async function countPages(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true })
  return entries.filter(name => name.endsWith('.html')).length
}
