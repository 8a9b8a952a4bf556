import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { placeCode } from '../../../scripts/core/traces/place.mts'
import { readTraceFile } from '../../../scripts/edge/trace-file.mts'
import { readTraces } from '../../../scripts/formats/traces/index.mts'
import { createSpanSet, type SpanDraft } from '../../../scripts/formats/traces/span-set.mts'
import { otlpJson, span } from '../../support/spans.mts'

const two = [span(1, null, 0, 10), span(2, 1, 2, 3.5)]
const request = JSON.stringify(otlpJson(two))

function read(content: string | Uint8Array) {
  const into = createSpanSet()
  const why = readTraces(typeof content === 'string' ? Buffer.from(content) : content, into)
  return { why, into, spans: [...into.traces()].flat() }
}

test('OTLP in one object, one a line, and wrapped as Jaeger does hold the same spans', () => {
  const pretty = JSON.stringify(otlpJson(two), null, 2)
  const lines = two.map(each => JSON.stringify(otlpJson([each]))).join('\n')
  for (const content of [
    request,
    pretty,
    `${lines}\n`,
    `{"result":${request}}`,
    `\ufeff${request}`,
  ]) {
    const { why, spans } = read(content)
    assert.equal(why, null)
    assert.deepEqual(spans, two)
  }
})

test('nanoseconds are subtracted before they are rounded; ids may be base64', () => {
  const [first] = two
  const message = JSON.parse(JSON.stringify(otlpJson([first as (typeof two)[0]])))
  const raw = message.resourceSpans[0].scopeSpans[0].spans[0]
  Object.assign(raw, {
    traceId: Buffer.from(raw.traceId, 'hex').toString('base64'),
    spanId: Buffer.from(raw.spanId, 'hex').toString('base64'),
    startTimeUnixNano: '1750000000000000001',
    endTimeUnixNano: '1750000000000000005',
    kind: 'SPAN_KIND_SERVER',
  })
  const [span] = read(JSON.stringify(message)).spans
  assert.deepEqual([span?.durationMs, span?.id, span?.kind], [4e-6, first?.id, 'server'])
})

test('a line that is cut off costs itself alone', () => {
  const lines = `${JSON.stringify(otlpJson([span(1, null, 0, 1)]))}\n{"resourceSpans":[{"res\n`
  const { why, spans } = read(lines)
  assert.deepEqual([why, spans.length], [null, 1])
})

test('what is no trace file is said so', () => {
  assert.equal(read('').why, 'is empty')
  assert.equal(read('{"a":1}').why, 'is JSON, but neither OTLP (resourceSpans) nor Jaeger (data)')
  assert.match(read('{"resourceSpans":').why ?? '', /^cannot be read\. It is not valid JSON/)
  assert.match(read('hello').why ?? '', /^is neither JSON nor OTLP protobuf|holds no span/)
})

test('spans without ids, with times that are none or that run backwards are counted, not kept', () => {
  const draft: SpanDraft = {
    ...{ traceId: 'a'.repeat(32), id: 'b'.repeat(16), parentId: '', service: 's', release: null },
    ...{ scope: '', name: 'n', kind: 'server', startUs: 1.75e15, durationMs: 1, isError: false },
    attributes: new Map(),
  }
  const into = createSpanSet()
  for (const broken of [
    { traceId: '0'.repeat(32) },
    { id: 'xyz' },
    { id: '0'.repeat(16) },
    { startUs: 0 },
    { startUs: Number.NaN },
    { durationMs: -1 },
    { durationMs: Number.POSITIVE_INFINITY },
  ])
    into.add({ ...draft, ...broken })
  assert.deepEqual([into.size, into.leftOut.unreadable], [0, 7])
})

test('values of users go from names as from attributes', () => {
  const named = (name: string, more = {}) =>
    read(JSON.stringify(otlpJson([span(1, null, 0, 1, { name, ...more })]))).spans[0]?.name
  assert.equal(named('GET /users/anna@example.com?x=1'), 'GET /users/{}')
  assert.equal(named('/users/42'), '/users/{}')
  assert.equal(named('GET /users/{id}'), 'GET /users/{id}')
  assert.equal(named('GET /users/:id'), 'GET /users/:id')
  assert.equal(named('GET /books http send'), 'GET /books http send')
  const database = { kind: 'client', attributes: { 'db.system': 'mysql' } }
  assert.equal(named("SELECT * FROM t WHERE a = 'anna'", database), 'SELECT * FROM t WHERE a = ?')
})

test('no bytes and no JSON make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      read(bytes)
    }),
  )
  fc.assert(
    fc.property(fc.json(), fc.constantFrom('resourceSpans', 'data'), (json, key) => {
      read(`{"${key}":[${json},{"scopeSpans":[{"spans":[${json}]}],"spans":[${json}]}]}`)
    }),
  )
})

test('a file may be packed; a bomb, a folder and a file that is not there are one sentence each', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'traces-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const into = createSpanSet()
  await readTraceFile(file('a.json.gz', gzipSync(request)), into)
  assert.equal(into.size, 2)
  await assert.rejects(readTraceFile(file('broken.gz', gzipSync(request).subarray(0, 50)), into), {
    message: /broken\.gz is not the gzip file it begins as: /,
  })
  await assert.rejects(readTraceFile(folder, into), { message: /is no file: --traces takes/ })
  await assert.rejects(readTraceFile(join(folder, 'none'), into), { message: /is no file/ })
})

test('code is placed by the longest ending that is a file of the project', () => {
  const place = placeCode(['src/a.ts', 'lib/src/a.ts', 'b.ts'])
  assert.equal(place('/home/ci/app/src/a.ts'), 'src/a.ts')
  assert.equal(place('/x/lib/src/a.ts'), 'lib/src/a.ts')
  assert.equal(place('file:///app/b.ts'), 'b.ts')
  assert.equal(place('C:\\app\\src\\a.ts'), 'src/a.ts')
  assert.equal(place('/usr/lib/node_modules/x/a.ts'), null)
})
