/** Does each source of advisories answer alike, and is every failure said instead of looking clean? */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, afterEach, test } from 'node:test'
import type { PackageRow } from '../../scripts/core/evidence.mts'
import type { Advisories } from '../../scripts/core/lens.mts'
import { type AdvisoryOptions, advisoriesFrom } from '../../scripts/edge/advisories.mts'
import { affects } from '../../scripts/formats/advisories/match.mts'
import { advisoryOf } from '../../scripts/formats/advisories/osv.mts'

const row = (ecosystem: PackageRow['ecosystem'], name: string, version: string): PackageRow => ({
  ecosystem,
  name,
  version,
  direct: true,
  dev: false,
  manifest: 'lock',
})

const entry = (id: string, ecosystem: string, name: string, fixed: string, more: object = {}) => ({
  id,
  modified: `2024-01-0${id.length % 9}T00:00:00Z`,
  summary: `Fault ${id}`,
  affected: [
    {
      package: { ecosystem, name },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }],
    },
  ],
  ...more,
})

const DATABASE = [
  entry('GHSA-a', 'npm', 'lodash', '4.17.21', {
    aliases: ['CVE-1'],
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H' }],
  }),
  entry('GHSA-bb', 'npm', 'ms', '2.0.0'),
  entry('GO-2024-1', 'Go', 'golang.org/x/text', '0.3.8', { aliases: ['CVE-2'] }),
  entry('GHSA-ccc', 'npm', 'unused', '9.0.0'),
]

const PACKAGES = [
  row('npm', 'lodash', '4.17.20'),
  row('npm', 'ms', '2.1.0'),
  row('Go', 'golang.org/x/text', 'v0.3.7'),
]

const FOUND = [
  ['golang.org/x/text v0.3.7', 'GO-2024-1', 'unknown', null, '0.3.8'],
  ['lodash 4.17.20', 'GHSA-a', 'high', 7.2, '4.17.21'],
]

const told = (advisories: Advisories) =>
  advisories.status === 'unavailable'
    ? advisories.why
    : advisories.rows.map(each => [
        `${each.name} ${each.version}`,
        each.id,
        each.severity,
        each.score,
        each.fixed,
      ])

const folders: string[] = []
async function folder(files: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'shipworthy-osv-'))
  folders.push(root)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(
      join(root, path),
      typeof content === 'string' ? content : JSON.stringify(content),
    )
  }
  return root
}

type Answer = (request: IncomingMessage, body: string, response: ServerResponse) => void
const servers: { close(): void; closeAllConnections(): void }[] = []

/** A server on this machine; every request it got is in `log`. */
async function serve(answer: Answer): Promise<string[]> {
  const log: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      log.push(`${request.method} ${request.url} ${body}`)
      answer(request, body, response)
    })
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  servers.push(server)
  process.env.SHIPWORTHY_OSV_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return log
}

const send = (response: ServerResponse, value: unknown, status = 200) => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

interface Query {
  readonly package: { readonly ecosystem: PackageRow['ecosystem']; readonly name: string }
  readonly version: string
  readonly page_token?: string
}

const vulnsOf = ({ package: { ecosystem, name }, version }: Query) =>
  DATABASE.filter(each => {
    const advisory = advisoryOf(each)
    return typeof advisory !== 'string' && affects(advisory, { ecosystem, name, version }) !== null
  }).map(({ id, modified }) => ({ id, modified }))

/** Answers as the API does. */
const osv: Answer = (request, body, response) => {
  if (request.url === '/v1/querybatch') {
    const { queries } = JSON.parse(body) as { queries: Query[] }
    send(response, { results: queries.map(query => ({ vulns: vulnsOf(query) })) })
    return
  }
  const id = /^\/v1\/vulns\/(.+)$/.exec(request.url ?? '')?.[1]
  const found = DATABASE.find(each => each.id === id)
  send(response, found ?? {}, found === undefined ? 404 : 200)
}

const ask = async (more: Partial<AdvisoryOptions> = {}) =>
  advisoriesFrom({
    offline: false,
    packages: PACKAGES,
    cacheDir: await folder(),
    warn: () => {},
    ...more,
  })

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  delete process.env.SHIPWORTHY_OSV_URL
})
after(() => Promise.all(folders.map(each => rm(each, { recursive: true, force: true }))))

test('a flat folder, a folder by ecosystem and the API say the same', async () => {
  const flat = await folder(Object.fromEntries(DATABASE.map(each => [`${each.id}.json`, each])))
  const sorted = await folder(
    Object.fromEntries(
      DATABASE.map(each => [`${each.affected[0]?.package.ecosystem}/${each.id}.json`, each]),
    ),
  )
  await serve(osv)
  assert.deepEqual(told(await ask({ directory: flat, offline: true })), FOUND)
  assert.deepEqual(told(await ask({ directory: sorted, offline: true })), FOUND)
  assert.deepEqual(told(await ask()), FOUND)
})

test('the snapshot is that of what was read: another file or another date is another one', async () => {
  const snapshot = async (files: Record<string, unknown>) => {
    const advisories = await ask({
      directory: await folder(files),
      packages: [PACKAGES[0] as PackageRow],
    })
    return advisories.status === 'answered' ? advisories.snapshot : advisories.why
  }
  const first = await snapshot({ 'a.json': DATABASE[0], 'b.json': DATABASE[1] })
  assert.match(first, /^[0-9a-f]{64}$/)
  assert.equal(first, await snapshot({ 'z/b.json': DATABASE[1], 'a.json': DATABASE[0] }))
  assert.notEqual(first, await snapshot({ 'a.json': DATABASE[0] }))
  assert.notEqual(
    first,
    await snapshot({
      'a.json': { ...DATABASE[0], modified: '2025-01-01T00:00:00Z' },
      'b.json': DATABASE[1],
    }),
  )
})

test('a folder that cannot answer says so: missing, empty, or silent on an ecosystem', async () => {
  const why = async (directory: string) => told(await ask({ directory }))
  assert.match(String(await why(join(await folder(), 'nowhere'))), /does it exist\?/)
  assert.match(String(await why(await folder({ 'readme.txt': 'x' }))), /no readable OSV advisory/)
  assert.match(String(await why(await folder({ 'a.json': DATABASE[0] }))), /no advisory for Go/)
})

test('files of a folder that are no advisories are counted and said', async () => {
  const said: string[] = []
  const directory = await folder({
    'a.json': DATABASE[0],
    'go.json': DATABASE[2],
    'broken.json': '{',
    'other.json': '[]',
  })
  assert.deepEqual(told(await ask({ directory, warn: each => said.push(each) })), FOUND)
  assert.match(said.join(), /^2 files of .* are no readable OSV advisories\.$/)
})

test('offline without a folder is no answer, and asks nobody', async () => {
  const log = await serve(osv)
  assert.match(String(told(await ask({ offline: true }))), /--offline: give a folder/)
  assert.deepEqual(log, [])
})

test('what is asked is said once, and private packages are never named', async () => {
  const log = await serve(osv)
  const said: string[] = []
  const packages = [
    ...PACKAGES,
    row('npm', 'secret-archive', 'file:vendor/secret.tgz'),
    row('npm', 'secret-repository', 'git+ssh://example.org/secret.git#c0ffee'),
    row('crates.io', 'secret-registry', 'registry+https://crates.example.org/index#1.0.0'),
    row('PyPI', 'unpinned-name', ''),
  ]
  const warn = (each: string) => said.push(each)
  await ask({ packages, warn })
  await ask({ packages, warn })
  assert.equal(said.length, 1)
  assert.match(
    String(said[0]),
    /^Asking 127\.0\.0\.1:\d+ about 3 packages \(names and versions leave this machine; --offline prevents it\)$/,
  )
  assert.doesNotMatch(log.join(), /secret|unpinned/)
  assert.match(log.join(), /"golang\.org\/x\/text"\},"version":"0\.3\.7"/)
})

test('with nothing to ask about nobody is asked', async () => {
  const log = await serve(osv)
  const said: string[] = []
  assert.deepEqual(told(await ask({ packages: [], warn: each => said.push(each) })), [])
  assert.deepEqual([log, said], [[], []])
})

test('more than a thousand packages go in batches, and pages are followed', async () => {
  const log = await serve((request, body, response) => {
    if (request.url !== '/v1/querybatch') return osv(request, body, response)
    const { queries } = JSON.parse(body) as { queries: Query[] }
    const results = queries.map(query => {
      if (query.package.name !== 'lodash') return {}
      return query.page_token === undefined
        ? { vulns: [], next_page_token: 'second' }
        : { vulns: vulnsOf(query) }
    })
    send(response, { results })
  })
  const many = Array.from({ length: 1500 }, (_, index) => row('npm', `p${index}`, '1.0.0'))
  const found = await ask({ packages: [...many, PACKAGES[0] as PackageRow] })
  assert.deepEqual(told(found), [FOUND[1]])
  const sizes = log
    .filter(line => line.includes('querybatch'))
    .map(line => (JSON.parse(line.split(' ').slice(2).join(' ')) as { queries: [] }).queries.length)
  assert.deepEqual(sizes, [1000, 501, 1])
})

test('an advisory is fetched once, and again when it was modified', async () => {
  const log = await serve(osv)
  const cacheDir = await folder()
  const fetched = () => log.filter(line => line.includes('/v1/vulns/')).length
  await ask({ cacheDir })
  assert.equal(fetched(), 2)
  assert.deepEqual(told(await ask({ cacheDir })), FOUND)
  assert.equal(fetched(), 2)
  assert.deepEqual((await readdir(join(cacheDir, 'advisories'))).sort(), [
    'GHSA-a.json',
    'GO-2024-1.json',
  ])
  await writeFile(join(cacheDir, 'advisories', 'GHSA-a.json'), '{"id":"GHSA-a","modified":"2020"}')
  assert.deepEqual(told(await ask({ cacheDir })), FOUND)
  assert.equal(fetched(), 3)
})

test('a hiccup is tried again', async () => {
  let requests = 0
  await serve((request, body, response) => {
    requests += 1
    if (requests === 1) send(response, {}, 503)
    else osv(request, body, response)
  })
  assert.deepEqual(told(await ask()), FOUND)
})

const failures: Readonly<Record<string, readonly [Answer, RegExp, number]>> = {
  'an error of the server, three times': [
    (_, __, response) => send(response, {}, 500),
    /gave no answer \(answered 500\)/,
    3,
  ],
  'a refusal, once': [(_, __, response) => send(response, {}, 400), /\(it answered 400\)/, 1],
  'a redirect, even to a server that would answer': [
    (request, body, response) => {
      const path = request.url ?? ''
      if (path.startsWith('/v1/')) {
        response.writeHead(307, { location: `/moved${path}` })
        response.end()
      } else osv(Object.assign(request, { url: path.replace('/moved', '') }), body, response)
    },
    /gave no answer/,
    3,
  ],
  'something that is not JSON': [
    (_, __, response) => response.end('<html>'),
    /not a JSON object/,
    1,
  ],
  'fewer answers than questions': [
    (_, __, response) => send(response, { results: [{}] }),
    /answered 1 of 3 questions/,
    1,
  ],
  'a list that never ends': [
    (_, body, response) =>
      send(response, {
        results: (JSON.parse(body) as { queries: [] }).queries.map(() => ({
          next_page_token: 'x',
        })),
      }),
    /never came to the end/,
    100,
  ],
  'an advisory that is another one': [
    (request, body, response) =>
      request.url === '/v1/querybatch' ? osv(request, body, response) : send(response, DATABASE[3]),
    /sent no OSV advisory when asked for/,
    -1,
  ],
}

for (const [name, [answer, why, requests]] of Object.entries(failures))
  test(`unavailable, never clean: ${name}`, async () => {
    const log = await serve(answer)
    assert.match(String(told(await ask())), why)
    if (requests >= 0) assert.equal(log.length, requests)
  })

test('unavailable, never clean: nobody there, and an address that is none', async () => {
  await serve(osv)
  for (const server of servers.splice(0)) server.close()
  assert.match(String(told(await ask())), /gave no answer \(.*ECONNREFUSED/)
  process.env.SHIPWORTHY_OSV_URL = 'file:///etc/passwd'
  assert.match(String(told(await ask())), /not an http\(s\) address/)
})
