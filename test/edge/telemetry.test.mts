import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { openDoor } from '../support/door.mts'
import { testRepo } from '../support/repo.mts'

function collector(t: TestContext, answer: (body: Buffer) => number) {
  const bodies: Buffer[] = []
  const metrics: Buffer[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      if (request.url === '/v1/traces') bodies.push(body)
      if (request.url === '/v1/metrics') metrics.push(body)
      response.writeHead(answer(body)).end()
    })
  })
  t.after(() => server.close())
  return new Promise<{ url: string; bodies: Buffer[]; metrics: Buffer[] }>(resolve =>
    server.listen(0, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        bodies,
        metrics,
      }),
    ),
  )
}

test('a run is one trace with a span per skill, and the run carries its id', async t => {
  const { url, bodies, metrics } = await collector(t, () => 200)
  const repo = testRepo(t)
  repo.commit({ 'a.py': 'def f():\n    return 1\n' })
  const { json, code } = await openDoor(t).assess(repo.dir, [], {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
  })
  assert.equal(code, 0)
  const sent = Buffer.concat(bodies)
  assert.match(json.run.traceId ?? '', /^[0-9a-f]{32}$/)
  assert.ok(sent.includes(Buffer.from(json.run.traceId ?? '', 'hex')))
  for (const { skill } of json.outcomes) assert.ok(sent.includes(`skill ${skill}`), skill)
  assert.ok(sent.includes('shipworthy'))
  const numbers = Buffer.concat(metrics)
  for (const name of ['shipworthy.score', 'shipworthy.dimension.score', 'complex-code'])
    assert.ok(numbers.includes(name), name)
})

test('nobody listens: no trace id; a collector that is gone changes no verdict', async t => {
  const repo = testRepo(t)
  repo.commit({ 'a.py': 'def f():\n    return 1\n' })
  const door = openDoor(t)
  const quiet = await door.assess(repo.dir)
  assert.equal(quiet.json.run.traceId, null)
  const dead = await door.assess(repo.dir, [], {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
  })
  assert.equal(dead.code, 0)
  assert.deepEqual(dead.json.score, quiet.json.score)
})
