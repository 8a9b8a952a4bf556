/** Are ages asked for once, of the right registry, and never taken for fresh when nobody answers? */

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { PackageRow } from '../../scripts/core/evidence.mts'
import { publicationsOf } from '../../scripts/edge/publications.mts'
import { temporaryFolder } from '../support/repo.mts'

const row = (ecosystem: PackageRow['ecosystem'], name: string, version: string): PackageRow => ({
  ecosystem,
  name,
  version,
  direct: true,
  dev: false,
  manifest: 'lock',
})

const ASKED = [
  row('npm', '@a/b', '1.0.0'),
  row('PyPI', 'idna', '1.0'),
  row('crates.io', 'cfg-if', '1.0.0'),
  row('Go', 'github.com/Me/x', 'v1.0.0'),
  row('Maven', 'org.x:y', '1.0'),
]

const OLD = '2020-01-01T00:00:00.000Z'
const NEW = '2021-01-01T00:00:00.000Z'
const LATER = '2025-01-01T00:00:00.000Z'
const AS_OF = '2022-01-01T00:00:00.000Z'

const versions = { '1.0.0': {}, '2.0.0': {}, '3.0.0': {} }
const file = (at: string) => [{ upload_time_iso_8601: at, yanked: false }]
const crate = (num: string, created_at: string) => ({ num, created_at, yanked: false })

const ANSWERS: Readonly<Record<string, unknown>> = {
  '/@a%2fb': { versions, time: { '1.0.0': OLD, '2.0.0': NEW, '3.0.0': LATER } },
  '/pypi/idna/json': { releases: { '1.0': file(OLD), '2.0': file(NEW), '3.0': file(LATER) } },
  '/api/v1/crates/cfg-if': {
    versions: [crate('1.0.0', OLD), crate('2.0.0', NEW), crate('3.0.0', LATER)],
  },
  '/github.com/!me/x/@v/list': 'v1.0.0\nv2.0.0\nv3.0.0\n',
  '/github.com/!me/x/@v/v1.0.0.info': { Time: OLD },
  '/github.com/!me/x/@v/v2.0.0.info': { Time: NEW },
  '/github.com/!me/x/@v/v3.0.0.info': { Time: LATER },
  '/org/x/y/maven-metadata.xml':
    '<version>1.0</version><version>2.0</version><version>3.0</version>',
  '/org/x/y/1.0/y-1.0.pom': OLD,
  '/org/x/y/2.0/y-2.0.pom': NEW,
  '/org/x/y/3.0/y-3.0.pom': LATER,
}

const VARIABLES = ['NPM', 'PYPI', 'CRATES', 'GO', 'MAVEN'].map(name => `SHIPWORTHY_${name}_URL`)

/** All registries at one address; what they were asked is in the list. */
async function serve(t: TestContext, answers = ANSWERS): Promise<string[]> {
  const log: string[] = []
  const server = createServer(({ url = '', method }, response) => {
    log.push(url)
    const answer = answers[url]
    if (answer === undefined) response.statusCode = 404
    if (method === 'HEAD')
      response.setHeader('last-modified', new Date(String(answer)).toUTCString())
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  for (const name of VARIABLES) process.env[name] = `http://127.0.0.1:${port}`
  t.after(() => {
    server.closeAllConnections()
    server.close()
    for (const name of VARIABLES) Reflect.deleteProperty(process.env, name)
  })
  return log
}

const ask = (t: TestContext, more: object = {}) =>
  publicationsOf({
    packages: ASKED,
    asOf: AS_OF,
    offline: false,
    warn: () => {},
    cacheDir: temporaryFolder(t),
    ...more,
  })

test('every registry is asked in its own way; what came later than the commit does not count', async t => {
  await serve(t)
  const answer = await ask(t)
  assert.equal(answer.status, 'answered')
  const rows = answer.status === 'answered' ? answer.rows : []
  assert.deepEqual(
    rows.map(({ name, newest, publishedAt, newestAt }) => [
      name,
      newest,
      new Date(publishedAt).toISOString(),
      new Date(newestAt).toISOString(),
    ]),
    [
      ['github.com/Me/x', 'v2.0.0', OLD, NEW],
      ['org.x:y', '2.0', OLD, NEW],
      ['idna', '2.0', OLD, NEW],
      ['cfg-if', '2.0.0', OLD, NEW],
      ['@a/b', '2.0.0', OLD, NEW],
    ],
  )
})

test('an answer is kept, private packages are never named, and it is said that names leave', async t => {
  const log = await serve(t)
  const said: string[] = []
  const cacheDir = temporaryFolder(t)
  const packages = [...ASKED, row('npm', 'secret', 'file:secret.tgz'), row('npm', 'open', '')]
  const more = { packages, cacheDir, warn: (sentence: string) => said.push(sentence) }
  const first = await ask(t, more)
  const count = log.length
  assert.deepEqual(await ask(t, more), first)
  assert.equal(log.length, count)
  assert.doesNotMatch(log.join(), /secret|open/)
  assert.equal(said.length, 1)
  assert.match(said[0] ?? '', /^Asking the package registries about 5 direct dependencies/)
})

test('no answer is unavailable; a part of the answers is a part', async t => {
  const offline = await ask(t, { offline: true })
  assert.match(JSON.stringify(offline), /unavailable.*--offline/)
  await serve(t, {})
  assert.match(JSON.stringify(await ask(t)), /unavailable.*said nothing of .*it answered 404/)
  await serve(t, { '/pypi/idna/json': ANSWERS['/pypi/idna/json'] })
  const some = await ask(t)
  assert.equal(some.status === 'answered' && some.rows.length, 1)
  process.env.SHIPWORTHY_PYPI_URL = 'file:///etc/passwd'
  const packages = [row('PyPI', 'idna', '1.0')]
  assert.match(JSON.stringify(await ask(t, { packages })), /SHIPWORTHY_PYPI_URL is not an http/)
})
