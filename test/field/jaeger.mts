/** Does the whole path work against a real Jaeger? Send two releases, find each, read, roll up, link, compare: npm run test:jaeger. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { traceEvidence } from '../../scripts/core/traces/evidence.mts'
import { causeText, explainChange } from '../../scripts/core/traces/explain.mts'
import { jaegerServices, jaegerTraces } from '../../scripts/edge/jaeger.mts'
import { createSpanSet } from '../../scripts/formats/traces/span-set.mts'
import { deepLinks } from '../../scripts/report/deep-links.mts'
import { otlpJson, query, span } from '../support/spans.mts'

const { JAEGER_URL: url, JAEGER_OTLP_URL } = process.env
if (url === undefined) {
  console.log(
    'JAEGER_URL is not set: nothing was tested. Give the address of a Jaeger (http://localhost:16686).',
  )
  process.exit(0)
}
const receiver = JAEGER_OTLP_URL ?? `http://${new URL(url).hostname}:4318`
const service = `shipworthy-test-${randomBytes(4).toString('hex')}`
const nowUs = Date.now() * 1000

/** Twenty requests; in the second release the query takes 5 ms more. */
const requests = (release: string, queryMs: number) =>
  Array.from({ length: 20 }, (_, index) => {
    const traceId = randomBytes(16).toString('hex')
    const more = { traceId, service, release, startUs: nowUs - 60e6 + index * 1e6 }
    const ms = queryMs + index / 100
    return [
      span(2 * index + 1, null, 0, 10 + ms, {
        ...more,
        name: 'GET /a/:id',
        attributes: { 'http.request.method': 'GET', 'http.route': '/a/:id' },
        isError: index === 0,
      }),
      span(2 * index + 2, 2 * index + 1, 5, ms, {
        ...more,
        ...query('SELECT a FROM t WHERE b = 1'),
      }),
    ]
  }).flat()

for (const [release, ms] of [
  ['v1', 20],
  ['v2', 25],
] as const) {
  const sent = await fetch(`${receiver}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(otlpJson(requests(release, ms))),
  })
  assert.equal(sent.status, 200, `${receiver} took no traces`)
}

async function found(release: string) {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const into = createSpanSet()
    const [from, to] = [Date.now() - 3_600_000, Date.now() + 60_000]
    const answer = await jaegerTraces(
      { url: url as string, service, release, from, to, limit: 100 },
      into,
    )
    assert.ok(answer.ok, answer.ok ? '' : answer.why)
    if (into.size === 40) return { by: answer.value.by, into }
    await pause(500)
  }
  return assert.fail(`the 40 spans of ${release} did not come back`)
}

const [one, two] = [await found('v1'), await found('v2')]
const services = await jaegerServices(url)
assert.ok(services.ok && services.value.includes(service))
const [before, after] = [one, two].map(({ into }) => traceEvidence(into, 500).operations[0])
assert.ok(before !== undefined && after !== undefined)
assert.deepEqual(
  [before.operation, before.release, before.count, before.errorRate, before.queries],
  ['GET /a/:id', 'v1', 20, 0.05, 1],
)
const { causes, deltaMs } = explainChange(before, after)
assert.ok(Math.abs(deltaMs - 5) < 0.01)
const links = deepLinks({ tool: 'jaeger', url })
const [from, to] = [nowUs / 1000 - 120_000, nowUs / 1000]
const addresses = [
  links?.trace({ traceId: before.exampleTraceIds[0] as string, from, to }),
  links?.search({ service, operation: before.operation, release: 'v1', from, to }),
  links?.compare(before.exampleTraceIds[0] as string, after.exampleTraceIds[0] as string),
]
for (const address of addresses) {
  const page = await fetch(address as string)
  assert.equal(page.status, 200)
  assert.match(page.headers.get('content-type') ?? '', /html/)
}
console.log(`Answered by ${one.by} (v1) and ${two.by} (v2). ${causes.map(causeText).join('; ')}`)
console.log(addresses.join('\n'))
