import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { visited } from '../../scripts/edge/served.mts'
import { temporaryFolder } from '../support/repo.mts'

/** Sends a span for /seen; answers 404 elsewhere. `listen` is what it listens on. */
const program = (listen: string) => `
const http = require('node:http')
require('node:fs').writeFileSync('pid', String(process.pid))
const server = http.createServer(async (request, reply) => {
  const [, traceId] = (request.headers.traceparent ?? '').split('-')
  const now = String(BigInt(Date.now()) * 1000000n)
  const attributes = [{ key: 'http.route', value: { stringValue: '/seen/:id' } }]
  const span = { traceId, spanId: 'abcdefabcdefabcd', name: 'GET', kind: 2, startTimeUnixNano: now, endTimeUnixNano: now, attributes }
  if (traceId && request.url.startsWith('/seen'))
    await fetch(process.env.OTEL_EXPORTER_OTLP_ENDPOINT + '/v1/traces', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
    })
  reply.writeHead(request.url.startsWith('/seen') ? 200 : 404).end('x')
})
server.listen(${listen})
`

function written(t: TestContext, text: string): string {
  const root = temporaryFolder(t)
  writeFileSync(join(root, 'app.js'), text)
  return root
}

const visit = (root: string) =>
  visited(root, { command: 'exec node app.js', folder: '', paths: ['/seen/1', '/other'] })

const EXPECTED = [
  { path: '/seen/1', status: 200, span: '/seen/:id' },
  { path: '/other', status: 404, span: null },
]

test('a program is asked on the port it was told, and ended', async t => {
  const root = written(t, program('process.env.PORT'))
  assert.deepEqual(await visit(root), { ok: true, value: EXPECTED })
  const pid = Number(readFileSync(join(root, 'pid'), 'utf8'))
  assert.throws(() => process.kill(pid, 0))
})

test('a program that chooses its own port is found where it listens', async t => {
  if (process.platform !== 'linux') return t.skip('only Linux shows who listens')
  const root = written(t, program("0, '127.0.0.1'"))
  assert.deepEqual(await visit(root), { ok: true, value: EXPECTED })
})

test('a program that ends says why in its own words', async t => {
  const root = written(t, 'console.error("first\\nno database here\\n"); process.exit(3)')
  assert.deepEqual(await visit(root), { ok: false, why: 'no database here' })
})

const ends: Readonly<Record<string, readonly [string, string]>> = {
  'a stack of Java': [
    'java.lang.Error: it failed\\n\\tat a.B.c(B.java:1)\\nCaused by: java.lang.Error: two\\n\\t... 7 more\\n',
    'Caused by: java.lang.Error: two',
  ],
  'an error of Node.js': [
    "Error: no\\n    at x (y.js:1:1) {\\n  code: 'E'\\n}\\n\\nNode.js v24.0.0\\n",
    'Error: no',
  ],
  'an error of Maven': [
    '[ERROR] no compiler\\n[ERROR] \\n[ERROR] [Help 1] http://x\\n',
    '[ERROR] no compiler',
  ],
}

for (const [name, [text, why]] of Object.entries(ends))
  test(`of ${name} the line that says why`, async t => {
    const root = written(t, `process.stderr.write("${text}"); process.exit(3)`)
    assert.deepEqual(await visit(root), { ok: false, why })
  })
