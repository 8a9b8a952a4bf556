/** Is a page of an earlier build kept where it is still true, and nowhere else? */

import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { keepAndSign, SIGN, takeKept } from '../../scripts/edge/kept-pages.mts'
import { temporaryFolder } from '../support/repo.mts'

const page = (folder: string, address: string) => join(folder, address, 'index.html')

async function write(folder: string, address: string, text: string): Promise<void> {
  await mkdir(dirname(page(folder, address)), { recursive: true })
  await writeFile(page(folder, address), text)
}

/** A signed site of two run pages. */
async function builtSite(t: TestContext): Promise<string> {
  const site = join(temporaryFolder(t), 'site')
  await write(site, 'run/a', 'page of a')
  await write(site, 'run/b', 'page of b')
  await keepAndSign(site, temporaryFolder(t), { 'run/a/': 'made of a', 'run/b/': 'made of b' })
  return site
}

test('a page that the next build did not make is put into it', async t => {
  const before = await builtSite(t)
  const taken = temporaryFolder(t)
  const known = await takeKept(before, taken)
  assert.deepEqual(known, { 'run/a/': 'made of a', 'run/b/': 'made of b' })
  const next = temporaryFolder(t)
  await write(next, 'run/b', 'page of b, made anew')
  const makings = { 'run/a/': 'made of a', 'run/b/': 'made of more' }
  assert.equal(await keepAndSign(next, taken, makings), 1)
  assert.equal(await readFile(page(next, 'run/a'), 'utf8'), 'page of a')
  assert.equal(await readFile(page(next, 'run/b'), 'utf8'), 'page of b, made anew')
  assert.deepEqual(await takeKept(next, temporaryFolder(t)), makings)
})

test('a page that somebody edited or took away is not kept', async t => {
  const site = await builtSite(t)
  await writeFile(page(site, 'run/a'), 'page of somebody')
  assert.deepEqual(Object.keys(await takeKept(site, temporaryFolder(t))), ['run/b/'])
  const emptied = temporaryFolder(t)
  await writeFile(join(emptied, SIGN), await readFile(join(site, SIGN)))
  assert.deepEqual(await takeKept(emptied, temporaryFolder(t)), {})
})

test('a sign that is none, or names places elsewhere, takes nothing', async t => {
  for (const sign of [
    '',
    'Built by Shipworthy',
    '[]',
    'null',
    '{"pages":[1,null,{}]}',
    '{"pages":7}',
  ]) {
    const site = temporaryFolder(t)
    await writeFile(join(site, SIGN), sign)
    assert.deepEqual(await takeKept(site, temporaryFolder(t)), {}, sign)
  }
  const site = await builtSite(t)
  const sign = await readFile(join(site, SIGN), 'utf8')
  await writeFile(join(site, SIGN), sign.replaceAll('run/a/', '../elsewhere/'))
  await write(dirname(site), 'elsewhere', 'page of a')
  const taken = join(temporaryFolder(t), 'taken')
  assert.deepEqual(Object.keys(await takeKept(site, taken)), ['run/b/'])
  assert.deepEqual(await readdir(taken), ['run'])
  assert.deepEqual(await readdir(dirname(taken)), ['taken'])
})
