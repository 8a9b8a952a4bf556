import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LinkSettings } from '../../scripts/core/policy.mts'
import { deepLinks } from '../../scripts/report/deep-links.mts'

const [from, to] = [1_750_000_000_000, 1_750_000_060_000]
const trace = { traceId: 'ab12', spanId: '00000000000000cd', from, to }
const search = { service: 'shop & co', operation: 'GET /a/{id}', release: 'v1.2', from, to }

const settings: readonly LinkSettings[] = [
  { tool: 'jaeger', url: 'https://jaeger.example/base/' },
  { tool: 'tempo', url: 'https://grafana.example', datasource: 'uid1' },
  { tool: 'datadog', url: 'https://app.datadoghq.eu' },
  { tool: 'new-relic', url: 'https://one.newrelic.com', entity: 'QUJD' },
  { tool: 'honeycomb', url: 'https://ui.honeycomb.io/team/environments/prod', dataset: 'shop' },
]

test('links of every tool', t => {
  const links = settings.map(each => {
    const made = deepLinks(each)
    return [
      each.tool,
      made?.trace(trace),
      made?.search(search),
      made?.compare('ab12', 'cd34'),
    ].join('\n  ')
  })
  t.assert.fileSnapshot(
    `${links.join('\n\n')}\n`,
    new URL('golden/deep-links.txt', import.meta.url).pathname,
    {
      serializers: [(value: string) => value],
    },
  )
})

test('what is in a trace cannot leave its place in the address', () => {
  const links = deepLinks({ tool: 'jaeger', url: 'https://jaeger.example' })
  const url = new URL(links?.search({ ...search, service: 'a&limit=1#x', operation: null }) ?? '')
  assert.equal(url.searchParams.get('service'), 'a&limit=1#x')
  assert.equal(url.searchParams.get('limit'), '20')
  assert.match(
    links?.compare('../../evil?x', 'b') ?? '',
    /^https:\/\/jaeger\.example\/trace\/[0-9a-f]{32}\.\.\.[0-9a-f]{32}$/,
  )
})

test('an address that is none, or carries a password, gives no links', () => {
  for (const url of ['nowhere', 'file:///etc', 'javascript:alert(1)', 'https://u:p@jaeger.example'])
    assert.equal(deepLinks({ tool: 'jaeger', url }), null)
})
