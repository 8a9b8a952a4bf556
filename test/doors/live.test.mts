/** Does a page that is open learn of a run that arrives, and does nobody else get to read it? */

import assert from 'node:assert/strict'
import { request } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { keepLive } from '../../scripts/doors/live.mts'
import { openHistory } from '../../scripts/edge/store.mts'
import { testRun } from '../support/history.mts'
import { temporaryFolder } from '../support/repo.mts'

async function until<T>(look: () => T | undefined): Promise<T> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    const found = look()
    if (found !== undefined) return found
    await pause(50)
  }
  throw new Error('waited for a minute')
}

/** Status of a page asked for under another name, as a rebound one would be. */
const askedAs = (url: string, host: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(url, { headers: { host } }, ({ statusCode }) => resolve(statusCode))
      .on('error', reject)
      .end()
  })

test('the site is served, built anew for a run, and open pages are told', async t => {
  const data = temporaryFolder(t)
  const place = { dir: data, branch: null }
  const said: string[] = []
  const stop = new AbortController()
  const live = keepLive(
    place,
    { data, out: join(temporaryFolder(t), 'site'), base: '/harbour' },
    { host: '127.0.0.1', port: 0, say: each => said.push(each), signal: stop.signal },
  )
  t.after(() => stop.abort())
  const url = await until(() => /^http:\S+/.exec(said[0] ?? '')?.[0])
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/harbour\/$/)

  const home = await (await fetch(url)).text()
  assert.match(home, /No run yet/)
  const own = /<script src="\/harbour\/live\.js" data-build="(\w+)" defer>/.exec(home)?.[1]
  assert.ok(own, 'the page names its build')
  assert.match(await (await fetch(`${url}live.js`)).text(), /EventSource/)
  assert.equal((await fetch(new URL('/', url))).url, url, 'the way to the base is shown')
  assert.equal((await fetch(`${url}no/such/page/`)).status, 404)
  assert.equal((await fetch(`${url}..%2f..%2fetc%2fpasswd`)).status, 404)
  assert.equal((await fetch(url, { method: 'POST' })).status, 405)
  assert.equal(await askedAs(url, 'rebound.example.org'), 403)

  const heard: string[] = []
  const events = await fetch(`${url}live-builds`, { signal: stop.signal })
  const reading = (async () => {
    for await (const chunk of events.body?.pipeThrough(new TextDecoderStream()) ?? [])
      for (const [, build = ''] of chunk.matchAll(/^data: (\w+)$/gm)) heard.push(build)
  })().catch(() => {})
  await until(() => heard[0])
  assert.deepEqual(heard, [own])

  const history = await openHistory(data)
  const { where, rows } = testRun({ number: 1 })
  await history.append(where, rows)
  history.close()
  const next = await until(() => heard[1])
  assert.notEqual(next, own)
  assert.match(said[1] ?? '', /^A run arrived: \d+ pages in/)
  const again = await (await fetch(url)).text()
  assert.doesNotMatch(again, /No run yet/)
  assert.ok(again.includes(`data-build="${next}"`))

  stop.abort()
  await Promise.all([live, reading])
  await assert.rejects(fetch(url))
})
