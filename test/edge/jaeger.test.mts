import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { jaegerServices, jaegerTraces } from '../../scripts/edge/jaeger.mts'
import { createSpanSet } from '../../scripts/formats/traces/span-set.mts'

/** What a Jaeger 2.13 answered to both its interfaces about the same two traces. */
const recorded = (name: string) =>
  readFileSync(join(import.meta.dirname, 'fixtures/jaeger', `${name}.json`), 'utf8')

const NOTHING_FOUND = '{"error":{"httpCode":404,"message":"No traces found"}}'
const PAGE = '<!doctype html><html></html>'

type Answers = (url: URL) => { status?: number; body: string; type?: string }

const against = (answers: Answers, work: (url: string) => Promise<void>) =>
  serving((request, reply) => {
    const { status = 200, body, type } = answers(new URL(request.url ?? '', 'http://x'))
    reply.writeHead(status, { 'content-type': type ?? 'application/json' }).end(body)
  }, work)

async function serving(answer: RequestListener, work: (url: string) => Promise<void>) {
  const server = createServer(answer)
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jaeger`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const search = {
  service: 'shop',
  release: 'v2',
  from: 1_795_000_000_000,
  to: 1_796_000_000_000,
  limit: 10,
}

async function searched(url: string) {
  const into = createSpanSet()
  const answer = await jaegerTraces({ url, ...search }, into)
  return { answer, spans: [...into.traces()].flat() }
}

test('a current Jaeger is asked by its third interface alone, for the release', () => {
  const asked: URL[] = []
  return against(
    url => {
      asked.push(url)
      return { body: recorded('v3-traces') }
    },
    async url => {
      const { answer, spans } = await searched(url)
      assert.deepEqual(answer, { ok: true, value: { by: 'v3' } })
      assert.equal(spans.length, 4)
      assert.deepEqual(
        [asked.length, asked[0]?.pathname, asked[0]?.searchParams.get('query.attributes')],
        [1, '/jaeger/api/v3/traces', '{"service.version":"v2"}'],
      )
    },
  )
})

test('an older one by the interface it has: the third refuses the words, or there is only a page', async () => {
  const refusals: readonly ReturnType<Answers>[] = [
    { status: 400, body: '{"error":{"httpCode":400,"message":"query.start_time_min … required"}}' },
    { status: 404, body: '404 page not found', type: 'text/plain' },
    { body: PAGE, type: 'text/html' },
  ]
  for (const refusal of refusals)
    await against(
      ({ pathname }) =>
        pathname.includes('/api/v3/') ? refusal : { body: recorded('legacy-traces') },
      async url => {
        const { answer, spans } = await searched(url)
        assert.deepEqual(answer, { ok: true, value: { by: 'legacy' } })
        assert.equal(spans.length, 4)
      },
    )
})

test('both interfaces tell the same spans of the same traces', async () => {
  const read = async (by: string) => {
    let spans: Awaited<ReturnType<typeof searched>>['spans'] = []
    await against(
      ({ pathname }) =>
        pathname.includes('/v3/') === (by === 'v3')
          ? { body: recorded(`${by}-traces`) }
          : { status: 404, body: 'no' },
      async url => {
        spans = (await searched(url)).spans
      },
    )
    return spans.sort((a, b) => (a.traceId + a.id < b.traceId + b.id ? -1 : 1))
  }
  assert.deepEqual(await read('v3'), await read('legacy'))
})

test('nothing found is an answer, not a reason to ask on', () =>
  against(
    ({ pathname }) =>
      pathname.endsWith('/services')
        ? { body: '{"services":["shop"]}' }
        : pathname.includes('/v3/')
          ? { status: 404, body: NOTHING_FOUND }
          : { status: 500, body: '{}' },
    async url => {
      const { answer, spans } = await searched(url)
      assert.deepEqual([answer, spans], [{ ok: true, value: { by: 'v3' } }, []])
      assert.deepEqual(await jaegerServices(url), { ok: true, value: ['shop'] })
    },
  ))

test('what is no Jaeger, is broken or is not there is one sentence', async () => {
  const why = async (url: string) => {
    const { answer } = await searched(url)
    return answer.ok ? '' : answer.why.replace(/127\.0\.0\.1:\d+/, 'HOST')
  }
  await against(
    () => ({ body: PAGE, type: 'text/html' }),
    async url =>
      assert.equal(
        await why(url),
        'Jaeger at HOST gave no traces: it has neither /api/v3/traces nor /api/traces.',
      ),
  )
  await against(
    () => ({ status: 500, body: '{}' }),
    async url => assert.equal(await why(url), 'Jaeger at HOST gave no traces: it answered 500.'),
  )
  await against(
    () => ({ body: '{"result":' }),
    async url =>
      assert.equal(
        await why(url),
        'Jaeger at HOST gave no traces: it sent something that is no JSON.',
      ),
  )
  await serving(
    (request, reply) => {
      request.socket.destroy()
      reply.destroy()
    },
    async url => assert.match(await why(url), /^Jaeger at HOST gave no traces: .+\.$/),
  )
  assert.match(await why('http://127.0.0.1:9'), /^Jaeger at HOST gave no traces: .*\.$|bad port/)
  assert.match(await why('ftp://x'), /does not begin with http/)
})

test('a Jaeger that never answers, or never ends its answer, is given up in one sentence', async t => {
  const patience = AbortSignal.timeout.bind(AbortSignal)
  t.mock.method(AbortSignal, 'timeout', () => patience(200))
  for (const begun of ['', '{"result":'])
    await serving(
      (_, reply) => {
        if (begun !== '') reply.write(begun)
        t.after(() => reply.destroy())
      },
      async url => {
        const { answer } = await searched(url)
        assert.match(answer.ok ? '' : answer.why, /gave no traces: no reply within 15 s\.$/)
      },
    )
})
