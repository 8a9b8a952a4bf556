/** Which pages of the last build are still true? Those made of the same, by digest, and not touched since. */

import { createHash } from 'node:crypto'
import { copyFile, link, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { home, moduleExtension, sourceFolder } from './places.mts'

/** Address of a page under the base → digest of all it was made of. */
export type Makings = Readonly<Record<string, string>>

/** Beside it the digest of the page, so that nobody's edit of a page outlives a build. */
interface Signed {
  readonly makings: string
  readonly page: string
}

/** The file that says "this folder is a site of ours": only such a folder is ever replaced. */
export const SIGN = '.shipworthy-site'

const ABOUT = 'Built by Shipworthy; built again, this folder is replaced.'
const ADDRESS = /^(?:(?!\.{1,2}\/)[\w.-]+\/)+$/

/** Takes the pages that the site in `out` signed, where they are as they were, into the folder `into`. */
export async function takeKept(out: string, into: string): Promise<Makings> {
  const kept: Record<string, string> = {}
  for (const [address, { makings, page }] of await signedIn(out)) {
    const [from, to] = [out, into].map(folder => pageIn(folder, address)) as [string, string]
    await mkdir(dirname(to), { recursive: true })
    await link(from, to)
      .catch(() => copyFile(from, to))
      .catch(() => {})
    if ((await digestOf(to)) === page) kept[address] = makings
  }
  return kept
}

/** Puts those of `makings` that were not made anew from `kept` into the built site, and signs it. */
export async function keepAndSign(site: string, kept: string, makings: Makings): Promise<number> {
  const pages: Record<string, Signed> = {}
  let count = 0
  for (const [address, made] of Object.entries(makings)) {
    const file = pageIn(site, address)
    let page = await digestOf(file)
    if (page === null) {
      await mkdir(dirname(file), { recursive: true })
      await rename(pageIn(kept, address), file)
      page = await digestOf(file)
      count++
    }
    pages[address] = { makings: made, page: page ?? '' }
  }
  await writeFile(join(site, SIGN), JSON.stringify({ about: ABOUT, pages }))
  return count
}

const pageIn = (folder: string, address: string) => join(folder, address, 'index.html')

async function signedIn(out: string): Promise<readonly (readonly [string, Signed])[]> {
  try {
    const pages: Record<string, Signed | null> = JSON.parse(
      await readFile(join(out, SIGN), 'utf8'),
    ).pages
    return Object.entries(pages).flatMap(([address, signed]) =>
      ADDRESS.test(address) && typeof signed?.makings === 'string' ? [[address, signed]] : [],
    )
  } catch {
    return []
  }
}

async function digestOf(file: string): Promise<string | null> {
  const content = await readFile(file).catch(() => null)
  return content && createHash('sha256').update(content).digest('hex')
}

/** Of whatever else than the history pages are made by: our sources, the libraries in `modules`, Node. */
export async function digestOfMakers(modules: string): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  const folders = ['core', 'report', 'edge/store'].map(sourceFolder)
  const files = [
    ...(await sourcesIn(join(home, 'reports-site'))),
    ...(await Promise.all(folders.map(sourcesIn))).flat(),
    `${sourceFolder('edge/store')}${moduleExtension}`,
    ...['astro', '@observablehq/plot', 'linkedom'].map(name => join(modules, name, 'package.json')),
  ]
  for (const file of files) hash.update(await readFile(file))
  return hash.digest('hex')
}

async function sourcesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  return files.map(({ parentPath, name }) => join(parentPath, name)).sort()
}
