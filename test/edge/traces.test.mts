import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { runCommand } from '../../scripts/edge/execute.mts'
import { collectTraces } from '../../scripts/edge/traces.mts'
import { otlpJson, span } from '../support/spans.mts'

const SENDER = new URL('../support/send-spans.mts', import.meta.url).pathname

function requestIn(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'traces-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return {
    folder,
    request: {
      execute: (command: Parameters<typeof runCommand>[1]) => runCommand(folder, command, 20),
      paths: [],
      release: null,
      apdexMs: 500,
    },
  }
}

test('a command that runs the app is listened to', async t => {
  const { request } = requestIn(t)
  const answer = await collectTraces({ ...request, start: `"${process.execPath}" "${SENDER}"` })
  assert.ok(answer.ok, answer.ok ? '' : answer.why)
  const [operation] = answer.value.operations
  assert.deepEqual(
    [operation?.operation, operation?.count, operation?.p50, operation?.queries],
    ['GET /a/:id', 1, 20.5, 1],
  )
})

test('a command that sends nothing, or fails, is one sentence', async t => {
  const { request } = requestIn(t)
  const why = async (start: string) => {
    const answer = await collectTraces({ ...request, start })
    return answer.ok ? '' : answer.why
  }
  assert.match(await why('true'), /^"true" sent no trace: instrument the app first/)
  assert.equal(await why('echo gone >&2; exit 3'), '"echo gone >&2; exit 3" ended with 3: gone.')
})

test('a file and a Jaeger are read; a Jaeger that is not there is no crash', async t => {
  const { request, folder } = requestIn(t)
  const trace = [span(1, null, 0, 10, { name: 'job' })]
  const traces = join(folder, 't.json')
  writeFileSync(traces, JSON.stringify(otlpJson(trace)))
  const read = await collectTraces({ ...request, traces })
  assert.ok(read.ok && read.value.operations[0]?.operation === 'job')

  const asked: string[] = []
  const jaeger = createServer((query, reply) => {
    asked.push(new URL(query.url ?? '', 'http://x').searchParams.get('query.serviceName') ?? '')
    const body = query.url?.includes('services')
      ? { services: ['jaeger', 'shop', 'stock'] }
      : { result: otlpJson(trace) }
    reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>(listening => jaeger.listen(0, '127.0.0.1', listening))
  t.after(() => jaeger.close())
  const url = `http://127.0.0.1:${(jaeger.address() as AddressInfo).port}`
  const all = await collectTraces({ ...request, traces: url })
  assert.ok(all.ok)
  assert.deepEqual(asked, ['', 'shop', 'stock'])
  asked.length = 0
  await collectTraces({ ...request, traces: `${url}/?service=shop&hours=2` })
  assert.deepEqual(asked, ['shop'])
  const none = await collectTraces({ ...request, traces: 'http://127.0.0.1:1' })
  assert.match(none.ok ? '' : none.why, /^Jaeger at 127\.0\.0\.1:1 gave no traces: /)
})
