/** What do other machines already know about this content? Facts in a Redis they share; without it, it only takes longer. */

import { createHash } from 'node:crypto'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Redis } from 'ioredis'
import { reasonOf } from '../core/fault.mts'
import { type Cache, openCache } from './cache.mts'
import { cacheFolder } from './places.mts'

/** A server that takes longer is not worth waiting for: to be there, to answer once, and in all. A busy thread of ours adds seconds. */
const THERE_MS = 5_000
const ANSWERED_MS = 10_000
const LONGEST_MS = 60_000

/** Seconds after which a value is dropped. */
const KEPT_S = 30 * 86_400

/** Values asked for at once, and bytes of one that are read: what bounds the memory a server can take here. */
const BATCH = 100
const LARGEST = 1_000_000
const LARGEST_UNPACKED = 32_000_000

type Rows = Iterable<readonly [key: string, value: Uint8Array]>

/** The cache of this machine, with the shared one behind it where `SHIPWORTHY_CACHE_REDIS` names one. */
export async function openCaches(
  warn: (sentence: string) => void,
  folder: string = cacheFolder(),
  url: string | undefined = process.env.SHIPWORTHY_CACHE_REDIS,
): Promise<Cache> {
  const local = await openCache(folder)
  if (!url) return local
  const shared = sharedCache(url, warn)
  return {
    // The others may know.
    isNew: false,
    async read(keys) {
      const known = local.read(keys)
      const unknown = keys.filter(key => !known.has(key))
      const found = unknown.length === 0 ? [] : await shared.read(unknown)
      if (found.length === 0) return known
      local.write(found)
      return new Map([...known, ...found])
    },
    write(rows) {
      const all = [...rows]
      local.write(all)
      if (all.length > 0) shared.write(all)
    },
    async close() {
      await shared.close()
      local.close()
    },
  }
}

/** Connects when first asked: a run with nothing new needs nobody. The first fault is told, and ends it. */
function sharedCache(url: string, warn: (sentence: string) => void) {
  let server: Promise<Redis> | undefined
  let isOff = false
  let waitedMs = 0
  let readers = 0
  let since = 0
  let writing: Promise<unknown> = Promise.resolve()
  const stop = async () => {
    isOff = true
    await server?.then(
      redis => redis.disconnect(),
      () => {},
    )
  }
  /** Null once the server is not used. */
  const use = async <T,>(work: (redis: Redis) => Promise<T>): Promise<T | null> => {
    if (isOff) return null
    try {
      server ??= connect(url)
      return await within(ANSWERED_MS, work(await server))
    } catch (error) {
      if (!isOff)
        warn(`The shared cache in Redis is not used: ${reasonOf(error).replace(/\.+$/, '')}.`)
      await stop()
      return null
    }
  }
  return {
    async read(keys: readonly string[]) {
      const found: (readonly [string, Uint8Array])[] = []
      if (readers++ === 0) since = performance.now()
      for (let at = 0; at < keys.length && !isOff; at += BATCH)
        found.push(...((await use(redis => fetch(redis, keys.slice(at, at + BATCH)))) ?? []))
      if (--readers === 0) waitedMs += performance.now() - since
      if (waitedMs > LONGEST_MS) await use(() => Promise.reject(new Error('it is too slow')))
      return found
    },
    write(rows: Rows) {
      writing = writing.then(() => use(redis => send(redis, rows)))
    },
    async close() {
      await within(ANSWERED_MS, writing).catch(() => {})
      await stop()
    },
  }
}

async function connect(url: string): Promise<Redis> {
  if (!/^rediss?:\/\//.test(url)) throw new Error('SHIPWORTHY_CACHE_REDIS is no redis:// address')
  const { Redis } = await import('ioredis')
  const redis = new Redis(url, {
    ...{ lazyConnect: true, enableOfflineQueue: false },
    ...{ maxRetriesPerRequest: 0, retryStrategy: () => null },
  })
  let fault: Error | undefined
  redis.on('error', error => {
    fault = error
  })
  try {
    await within(THERE_MS, redis.connect())
    return redis
  } catch (error) {
    redis.disconnect()
    throw fault ?? error
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = wait(ms, undefined, { ref: false })
    // After this thread was busy, timers come before an answer that is there already.
    .then(() => turn())
    .then(() => {
      throw new Error(`no answer in ${ms / 1000} s`)
    })
  return Promise.race([work, late])
}

const nameOf = (key: string) => `shipworthy:${key}`

async function fetch(redis: Redis, keys: readonly string[]) {
  const asked = redis.pipeline()
  // One byte more than is kept: what is longer does not match its digest.
  for (const key of keys) asked.getrangeBuffer(nameOf(key), 0, LARGEST)
  const answers = (await asked.exec()) ?? []
  return answers.flatMap(([error, bytes], nth) => {
    if (error !== null) throw error
    const key = keys[nth] as string
    const value = unpacked(key, bytes as Buffer)
    return value === null ? [] : [[key, value] as const]
  })
}

async function send(redis: Redis, rows: Rows): Promise<void> {
  const sent = redis.pipeline()
  for (const [key, value] of rows) {
    const bytes = packed(key, value)
    if (bytes.length <= LARGEST) sent.set(nameOf(key), bytes, 'EX', KEPT_S)
  }
  for (const [error] of (await sent.exec()) ?? []) if (error !== null) throw error
}

/** A digest of key and content first: what was cut, mixed up or written by something else is not taken. */
const DIGEST = 16
const digestOf = (key: string, bytes: Uint8Array) =>
  createHash('sha256').update(`${key}\0`).update(bytes).digest().subarray(0, DIGEST)

function packed(key: string, value: Uint8Array): Buffer {
  const bytes = zstdCompressSync(value)
  return Buffer.concat([digestOf(key, bytes), bytes])
}

function unpacked(key: string, stored: Buffer): Uint8Array | null {
  const bytes = stored.subarray(DIGEST)
  if (!digestOf(key, bytes).equals(stored.subarray(0, DIGEST))) return null
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: LARGEST_UNPACKED })
  } catch {
    return null
  }
}
