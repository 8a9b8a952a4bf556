/** Is a site built beside its place and moved into it, and are mistakes said in one sentence? */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { UserFault } from '../../scripts/core/fault.mts'
import { buildSite } from '../../scripts/edge/site.mts'

let root: string
let data: string
let out: string

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'shipworthy-test-'))
  data = join(root, 'data')
  out = join(root, 'sites', 'harbour')
  const { pages, ms } = await buildSite({ data, out, title: 'Harbour' })
  assert.equal(pages, 5)
  assert.ok(ms > 0)
})
after(() => rm(root, { recursive: true, force: true }))

test('a history without a run gives a site that says what to do', async () => {
  const home = await readFile(join(out, 'index.html'), 'utf8')
  assert.match(home, /No run yet/)
  assert.match(home, /· Harbour<\/title>/)
  assert.deepEqual(await readdir(join(root, 'sites')), ['harbour'])
})

test('a site is replaced whole', async () => {
  await writeFile(join(out, 'left-over.html'), 'old')
  await buildSite({ data, out })
  assert.ok(!(await readdir(out)).includes('left-over.html'))
  assert.deepEqual(await readdir(join(root, 'sites')), ['harbour'])
})

test('a folder that is not a site is left alone', async () => {
  const home = join(root, 'home')
  await mkdir(home)
  await writeFile(join(home, 'thesis.txt'), 'years of work')
  await assert.rejects(buildSite({ data, out: home }), isFault(/not a site of Shipworthy/))
  assert.deepEqual(await readdir(home), ['thesis.txt'])
})

test('when the history cannot be read the old site stays and the reason is one sentence', async () => {
  const broken = join(root, 'broken')
  const folder = join(broken, 'runs', 'project=x', 'month=2026-01')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'run.parquet'), 'not Parquet')
  await assert.rejects(
    buildSite({ data: broken, out }),
    isFault(/^The history in .* cannot be read: /),
  )
  assert.match(await readFile(join(out, 'index.html'), 'utf8'), /No run yet/)
})

test('addresses that are none are refused before anything is built', async () => {
  const out = join(root, 'never')
  for (const wrong of [{ base: 'repo' }, { base: '/a/../b' }, { base: '/a b' }])
    await assert.rejects(buildSite({ data, out, ...wrong }), isFault(/^--base /))
  await assert.rejects(
    buildSite({ data, out, jaegerUrl: 'javascript:alert(1)' }),
    isFault(/^--jaeger /),
  )
  await assert.rejects(buildSite({ data, out, site: 'example' }), isFault(/^--site /))
  await assert.rejects(readdir(out))
})

const isFault = (sentence: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UserFault, String(error))
  assert.match(error.message, sentence)
  assert.doesNotMatch(error.message, /\n/)
  return true
}
