import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { startReceiver } from '../../scripts/edge/otlp-receiver.mts'
import { createSpanSet } from '../../scripts/formats/traces/span-set.mts'
import { otlpJson, span } from '../support/spans.mts'

type Send = (
  body: string | Buffer,
  headers?: Record<string, string>,
  path?: string,
) => Promise<Response>

async function receiving(
  work: (send: Send, into: ReturnType<typeof createSpanSet>, url: string) => Promise<void>,
  most?: number,
) {
  const into = createSpanSet(most === undefined ? {} : { most })
  const receiver = await startReceiver({ into })
  const send: Send = (body, headers = {}, path = '/v1/traces') =>
    fetch(receiver.url + path, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
  try {
    await work(send, into, receiver.url)
  } finally {
    await receiver.stop()
  }
}

const TRACE = JSON.stringify(otlpJson([span(1, null, 0, 10), span(2, 1, 2, 3)]))

for (const protocol of ['http/protobuf', 'http/json'])
  for (const compression of ['none', 'gzip'])
    test(`the real exporter is understood: ${protocol}, ${compression}`, () =>
      receiving(async (_, into, url) => {
        const script = new URL('../support/send-spans.mts', import.meta.url).pathname
        await promisify(execFile)(process.execPath, [script], {
          env: {
            ...process.env,
            OTEL_EXPORTER_OTLP_ENDPOINT: url,
            OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
            OTEL_EXPORTER_OTLP_COMPRESSION: compression,
            OTEL_SERVICE_NAME: 'shop',
            OTEL_RESOURCE_ATTRIBUTES: 'service.version=v1',
          },
        })
        const spans = [...into.traces()].flat().sort((a, b) => (a.name < b.name ? -1 : 1))
        assert.deepEqual(
          spans.map(({ name, kind, service, release, durationMs, isError, attributes }) => ({
            ...{ name, kind, service, release, durationMs, isError, attributes },
          })),
          [
            {
              ...{ name: 'GET /a/:id', kind: 'server', service: 'shop', release: 'v1' },
              ...{ durationMs: 20.5, isError: true },
              attributes: {
                'http.request.method': 'GET',
                'http.route': '/a/:id',
                'http.response.status_code': 500,
              },
            },
            {
              ...{ name: 'SELECT', kind: 'client', service: 'shop', release: 'v1' },
              ...{ durationMs: 5.25, isError: false },
              attributes: {
                'db.system.name': 'postgresql',
                'db.query.text': 'SELECT a FROM t WHERE b = ?',
              },
            },
          ],
        )
        assert.equal(spans[1]?.parentId, spans[0]?.id)
        assert.equal(spans[0]?.startUs, 1_750_000_000_000_000)
      }))

test('spans that come again are counted once', () =>
  receiving(async (send, into) => {
    assert.equal((await send(TRACE)).status, 200)
    assert.equal((await send(gzipSync(TRACE), { 'content-encoding': 'gzip' })).status, 200)
    assert.deepEqual([into.size, into.leftOut.duplicates], [2, 2])
  }))

test('what cannot be understood is refused, and the next message is read', () =>
  receiving(async (send, into) => {
    const protobuf = { 'content-type': 'application/x-protobuf' }
    assert.equal((await send('{"resourceSpans":')).status, 400)
    assert.equal((await send('[]')).status, 400)
    assert.equal((await send(Buffer.from([10, 200, 1, 5]), protobuf)).status, 400)
    assert.equal((await send(Buffer.alloc(1000, 255), protobuf)).status, 400)
    assert.equal((await send('no gzip', { 'content-encoding': 'gzip' })).status, 400)
    assert.equal((await send(TRACE, { 'content-encoding': 'br' })).status, 415)
    assert.equal((await send(TRACE, { 'content-type': 'text/plain' })).status, 415)
    assert.equal((await send(TRACE, {}, '/v1/other')).status, 404)
    assert.equal((await send('{}', {}, '/v1/metrics')).status, 200)
    assert.equal(into.size, 0)
    assert.equal((await send(TRACE)).status, 200)
    assert.equal(into.size, 2)
  }))

test('a bomb is refused by its unpacked size, a giant before it is read to the end', () =>
  receiving(async (send, into) => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
    assert.equal((await send(bomb, { 'content-encoding': 'gzip' })).status, 413)
    const giant = Buffer.alloc(100 * 1024 * 1024, 32)
    const answer = await send(giant).then(
      ({ status }) => status,
      () => 'closed',
    )
    assert.ok(answer === 413 || answer === 'closed')
    assert.equal((await send(TRACE)).status, 200)
    assert.equal(into.size, 2)
  }))

test('a full receiver says how many spans it did not keep', () =>
  receiving(async (send, into) => {
    const reply = (await (await send(TRACE)).json()) as { partialSuccess: object }
    assert.deepEqual(reply.partialSuccess, {
      rejectedSpans: '1',
      errorMessage: 'the receiver is full',
    })
    assert.deepEqual([into.size, into.leftOut.dropped], [1, 1])
  }, 1))

test('it listens on this machine only, and a port in use is said in one sentence', () =>
  receiving(async (_, into, url) => {
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/)
    await assert.rejects(
      startReceiver({ into, port: Number(new URL(url).port) }),
      /^UserFault: Port \d+ of 127\.0\.0\.1 is taken by another program: stop it, or choose another port/,
    )
  }))

test('a sender that never ends does not hold the end back', { timeout: 60_000 }, async () => {
  const receiver = await startReceiver({ into: createSpanSet() })
  const socket = connect(Number(new URL(receiver.url).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write(
    'POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
  )
  await new Promise(sent => setTimeout(sent, 50))
  await receiver.stop()
})
