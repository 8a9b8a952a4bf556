/** Is an artifact of a stranger read without believing it? Archives no honest job makes, each refused in a sentence. */

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { openGitHub } from '../../../scripts/edge/forge/github.mts'
import { openForge, TOKEN } from '../../support/forge.mts'
import { zip } from '../../support/zip.mts'

const run = { id: 5, url: '', head: 'a'.repeat(40), branch: 'topic', owner: 'fork' }
const MEGABYTE = 1024 * 1024

async function artifactOf(t: TestContext, bytes: Buffer, size = bytes.length) {
  const forge = await openForge(t)
  forge.artifacts.set('other', { bytes: zip({}) })
  forge.artifacts.set('shipworthy', { bytes, size })
  Object.assign(process.env, {
    ...{ GITHUB_API_URL: forge.url, GITHUB_REPOSITORY: 'o/r', GITHUB_TOKEN: TOKEN },
  })
  return openGitHub().artifact(run, 'shipworthy', 'a.json', 4 * MEGABYTE)
}

const HOSTILE: readonly (readonly [
  what: string,
  bytes: () => Buffer,
  why: RegExp,
  size?: number,
])[] = [
  ['a path that leads out of it', () => zip({ '../../a.json': '{}' }), /invalid relative path/],
  ['an absolute path', () => zip({ '/a.json': '{}' }), /absolute path/],
  ['another file', () => zip({ 'b.json': '{}' }), /it holds no a\.json/],
  [
    'too many files',
    () => zip(Object.fromEntries([...Array(101).keys()].map(n => [`${n}`, '']))),
    /too many/,
  ],
  ['100 MB', () => zip({ 'a.json': '{}' }), /larger than any honest one/, 100 * MEGABYTE],
  ['more than was announced', () => Buffer.alloc(9 * MEGABYTE), /more than 8 MB/, 1],
  ['100 MB, packed small', () => zip({ 'a.json': Buffer.alloc(100 * MEGABYTE) }), /too large/],
  ['100 MB that claim to be 2 bytes', () => lying(), /cannot be read/],
  ['no archive', () => Buffer.from('PK nothing'), /cannot be read/],
]

/** The size in the directory is a claim, too. */
function lying(): Buffer {
  const bytes = zip({ 'a.json': Buffer.alloc(100 * MEGABYTE) })
  const directory = bytes.lastIndexOf('PK\x01\x02')
  bytes.writeUInt32LE(2, directory + 24)
  return bytes
}

for (const [what, bytes, why, size] of HOSTILE)
  test(`${what} is refused`, async t => {
    const answer = await artifactOf(t, bytes(), size)
    assert.match(answer.ok ? '' : answer.why, why)
  })

test('an honest one is read; whoever keeps the bytes does not learn the token', async t => {
  assert.deepEqual(await artifactOf(t, zip({ 'a.json': '{"a":1}', b: '' })), {
    ok: true,
    value: '{"a":1}',
  })
})

test('an alert opens one issue, whose end is said there before it is closed', async t => {
  const forge = await openForge(t)
  Object.assign(process.env, {
    ...{ GITHUB_API_URL: forge.url, GITHUB_REPOSITORY: 'o/r', GITHUB_TOKEN: TOKEN },
  })
  const github = openGitHub()
  const alert = {
    marker: '<!-- a -->',
    title: 'It fell',
    body: '<!-- a -->\nIt fell.',
    isOver: false,
  }
  const other = { ...alert, marker: '<!-- b -->', body: '<!-- b -->' }
  for (const each of [alert, alert, other]) assert.equal(await github.issue(each), null)
  assert.equal(forge.issues.length, 2)
  const over = { ...alert, body: '<!-- a -->\nOver.', isOver: true }
  assert.equal(await github.issue(over), null)
  assert.equal(await github.issue(over), null, 'nothing is left to close')
  assert.deepEqual(
    forge.told.map(({ what }) => what),
    ['POST issues', 'POST issues', 'POST issues/1/comments', 'PATCH issues/1'],
  )
  forge.refuses.set('GET issues', 403)
  assert.equal(await github.issue(alert), 'it answered 403')
})
