/** Which site do the tests read? One history, built, then a run more and built again, so that all of it holds for kept pages too. */

import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { add, build, type Folders, filesIn, type Page, parse, withHistory } from '../built-site.mts'
import { generateHistory } from '../generate-history.mts'

const SHAPE = {
  project: 'github.com/example/harbour',
  runs: 24,
  releases: 12,
  files: 40,
  faults: 60,
}
export const REQUEST = { site: 'https://example.org', jaegerUrl: 'https://jaeger.example.org/ui' }

/** Filled before the first test runs. */
export let folders: Folders
export let files: ReadonlyMap<string, string>
export let kept: number

before(async () => {
  const entries = [...generateHistory(SHAPE)]
  folders = await withHistory(entries.slice(0, -1))
  await build(folders, REQUEST)
  await add(folders, entries.slice(-1))
  kept = (await build(folders, REQUEST)).kept
  files = await filesIn(folders.out)
})
after(() => folders.remove())

export const page = (path: string): Page => {
  const html = files.get(path)
  assert.ok(html, `${path} was not built`)
  return parse(html)
}
export const number = (text: string | null | undefined) =>
  Number((text ?? '').replace('−', '-').replace(/[^\d.-]/g, ''))
export const cents = (value: number) => Math.round(value * 100)
