/** Do machines that share a Redis know what one of them found out, and does a bad Redis only cost time? Against a real server. */

import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import { zstdCompressSync } from 'node:zlib'
import { Redis } from 'ioredis'
import type { Facts } from '../../scripts/core/facts.mts'
import { pack, unpack } from '../../scripts/edge/facts-packet.mts'
import { openCaches } from '../../scripts/edge/shared-cache.mts'
import { temporaryFolder } from '../support/repo.mts'
import { freePort, PASSWORD, redis, skipWithoutRedis as skip } from '../support/servers.mts'

const bytes = (text: string) => new TextEncoder().encode(text)
const LONG = 'facts '.repeat(5000)

/** A machine of its own: an empty folder. What it warned of ends in `warned`. */
async function machine(t: TestContext, url: string | undefined) {
  const warned: string[] = []
  const cache = await openCaches(each => warned.push(each), temporaryFolder(t), url)
  const read = async (...keys: string[]) =>
    Object.fromEntries(
      [...(await cache.read(keys))].map(([key, value]) => [key, new TextDecoder().decode(value)]),
    )
  return { cache, read, warned }
}

async function wrote(t: TestContext, url: string, rows: Record<string, string>) {
  const { cache, warned } = await machine(t, url)
  cache.write(Object.entries(rows).map(([key, text]) => [key, bytes(text)] as const))
  await cache.close()
  assert.deepEqual(warned, [])
}

test('what one machine wrote another one knows, and then has itself', { skip }, async t => {
  const { url, stop } = await redis(t)
  const many = Object.fromEntries(Array.from({ length: 250 }, (_, nth) => [`key ${nth}`, `${nth}`]))
  await wrote(t, url, { a: '1', empty: '', 'with\0nul': LONG, ...many })
  const other = await machine(t, url)
  assert.deepEqual(await other.read('a', 'b', 'empty', 'with\0nul'), {
    a: '1',
    empty: '',
    'with\0nul': LONG,
  })
  assert.deepEqual(await other.read(...Object.keys(many)), many)
  await stop()
  assert.deepEqual(await other.read('a'), { a: '1' })
  await other.cache.close()
  assert.deepEqual(other.warned, [])
})

test('token facts come back as they were', { skip }, async t => {
  const { url } = await redis(t)
  const tokens = { hashes: Uint32Array.of(1, 2, 4_000_000_000), lines: Uint32Array.of(1, 1, 2) }
  const one = await machine(t, url)
  one.cache.write([['t', pack({ source: {}, tokens } as unknown as Facts).tokens]])
  await one.cache.close()
  const other = await machine(t, url)
  const stored = (await other.cache.read(['t'])).get('t') as Uint8Array
  assert.deepEqual(unpack('tokens', stored), tokens)
  await other.cache.close()
})

test('a value is small, and gone after a while', { skip }, async t => {
  const { url } = await redis(t)
  await wrote(t, url, { a: LONG })
  const client = new Redis(url)
  t.after(() => client.disconnect())
  assert.ok((await client.strlen('shipworthy:a')) < LONG.length / 20)
  assert.ok((await client.ttl('shipworthy:a')) > 20 * 86_400)
})

test('a value that is damaged, of another key, too large or of another type is not taken', {
  skip,
}, async t => {
  const { url } = await redis(t)
  await wrote(t, url, { a: '1', b: '2', c: '3', d: '4' })
  const client = new Redis(url)
  t.after(() => client.disconnect())
  const stored = await client.getBuffer('shipworthy:a')
  await client.set('shipworthy:b', stored as Buffer)
  await client.setrange('shipworthy:c', 20, 'x')
  await client.set('shipworthy:d', Buffer.alloc(3_000_000))
  await client.set('shipworthy:e', zstdCompressSync(Buffer.alloc(50_000_000)))
  await client.set('shipworthy:f', '')
  const other = await machine(t, url)
  assert.deepEqual(await other.read('a', 'b', 'c', 'd', 'e', 'f'), { a: '1' })
  assert.deepEqual(other.warned, [])
  await client.lpush('shipworthy:g', '1')
  assert.deepEqual(await other.read('g', 'a'), { a: '1' })
  assert.match(other.warned.join(), /^The shared cache in Redis is not used: WRONGTYPE [^\n]*\.$/)
  await other.cache.close()
})

test('a Redis that is away, refuses or is no Redis is one warning without the password', {
  skip,
}, async t => {
  const { url } = await redis(t)
  const strange = createServer(
    socket => void socket.on('error', () => {}).end('HTTP/1.1 400\r\n\r\n'),
  )
  const silent = createServer(socket => void socket.on('error', () => {}))
  for (const server of [strange, silent]) {
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
    t.after(() => server.close())
  }
  const at = (server: typeof silent) =>
    `redis://127.0.0.1:${(server.address() as { port: number }).port}`
  for (const [wrong, why] of [
    [`redis://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${await freePort()}`, /ECONNREFUSED/],
    [url.replace('not%20a', 'wrong'), /WRONGPASS/],
    [url.replace(/:[^:]*@/, ''), /NOAUTH/],
    [at(strange), /RESP type/],
    [at(silent), /no answer in 5 s/],
    ['http://example.org', /no redis:\/\/ address/],
  ] as const) {
    const { cache, read, warned } = await machine(t, wrong)
    assert.deepEqual(await read('a'), {})
    cache.write([['a', bytes('1')]])
    assert.deepEqual(await read('a', 'b'), { a: '1' })
    await cache.close()
    assert.equal(warned.length, 1, wrong)
    assert.match(warned[0] ?? '', why)
    assert.ok(!/not a secret|not%20a/.test(warned[0] ?? ''))
  }
})

test('without an address, or with nothing new, there is no connection', async t => {
  const alone = await machine(t, undefined)
  alone.cache.write([['a', bytes('1')]])
  assert.deepEqual(await alone.read('a', 'b'), { a: '1' })
  await alone.cache.close()
  const idle = await machine(t, 'redis://127.0.0.1:9')
  assert.deepEqual(await idle.read(), {})
  await idle.cache.close()
  assert.deepEqual([...alone.warned, ...idle.warned], [])
})
