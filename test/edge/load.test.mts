/** Is an app asked at a steady rate, whatever it does, and is nothing of it left when the load ends? */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import {
  type LoadRequest,
  type LoadRun,
  type LoadSpec,
  type LoadTurn,
  meeting,
} from '../../scripts/core/load.mts'
import { runLoad } from '../../scripts/edge/load.mts'
import { temporaryFolder } from '../support/repo.mts'

/** Answers `/` at once, stalls for 300 ms after its twentieth request, and writes down what it was told. */
const APP = `
import { createServer } from 'node:http'
import { once } from 'node:events'
import { appendFileSync, writeFileSync } from 'node:fs'
let asked = 0
createServer((request, reply) => {
  asked += 1
  appendFileSync('asked-' + process.env.PORT, request.url + ' ')
  if (request.url === '/stall' && asked === 20) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
  if (request.url === '/die' && asked > 3) process.exit(7)
  if (request.url === '/moody' && asked % 5 === 0) reply.statusCode = 503
  if (request.url === '/gone') reply.statusCode = 404
  if (request.url === '/round') reply.writeHead(302, { location: '/round' })
  if (request.url === '/silent') return
  if (request.url === '/events') return setInterval(() => reply.write('data: 1\\n\\n'), 20)
  if (request.url === '/cut') return reply.writeHead(200, { 'content-length': 9 }).write('x', () => reply.destroy())
  reply.end(request.method + request.headers['x-mark'])
}).listen(Number(process.env.PORT), '127.0.0.1')
writeFileSync('told', process.env.PORT + ' ' + process.argv[2])
`

function app(t: TestContext) {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'app.mjs'), APP)
  return folder
}

const ask = (path: string): LoadRequest => ({ method: 'GET', path, headers: {}, body: null })
const spec = (paths: readonly string[], parts: Partial<LoadSpec> = {}): LoadSpec => ({
  start: `"${process.execPath}" app.mjs {port}`,
  requests: paths.map(ask),
  ...{ rate: 40, seconds: 1, warmUp: 0.2 },
  ...parts,
})

const load = (folder: string, of: LoadSpec, seconds = 30) => runLoad(folder, of, {}, seconds)

async function whyNot(folder: string, of: LoadSpec, seconds?: number) {
  const ran = await load(folder, of, seconds)
  return ran.ok ? 'it ran' : ran.why
}

test('every request is sent in its turn; what the app does not answer is no measurement', async t => {
  const folder = app(t)
  const ran = await load(folder, spec(['/', '/gone', '/b']))
  assert.ok(ran.ok, ran.ok ? '' : ran.why)
  assert.deepEqual(
    ran.value.timings.map(({ title, ms }) => [title, ms.length]),
    [
      ['GET /', 20],
      ['GET /b', 20],
    ],
  )
  assert.deepEqual(ran.value.leftOut, ['GET /gone is no measurement: it answered 404'])
})

test('nothing is measured before its turn, only asked whether it answers', async t => {
  const folder = app(t)
  let asked = 0
  const turn: LoadTurn = async answered => {
    asked += 1
    return { share: 0.5, common: new Set(answered) }
  }
  const ran = await runLoad(folder, spec(['/']), {}, 30, turn)
  assert.ok(ran.ok)
  assert.equal(asked, 1)
  assert.equal(ran.value.timings[0]?.ms.length, 40)
})

test('a stall is seen by all who would have asked during it', async t => {
  const ran = await load(app(t), spec(['/stall'], { warmUp: 0 }))
  assert.ok(ran.ok)
  const [timing] = ran.value.timings
  const slow = timing?.ms.filter(ms => ms > 50).length ?? 0
  assert.equal(timing?.ms.length, 40)
  assert.ok(slow >= 6, `${slow} of 40 waited, at 40 a second for 300 ms`)
})

test('an app that answers with errors now and then is not measured there', async t => {
  const ran = await load(app(t), spec(['/moody', '/']))
  assert.ok(ran.ok)
  assert.deepEqual(
    ran.value.timings.map(({ title }) => title),
    ['GET /'],
  )
  assert.match(
    ran.value.leftOut[0] ?? '',
    /^GET \/moody .* of 20 requests failed, the first with 503/,
  )
})

test('what never answers in full is no measurement; a redirect is an answer and is not followed', async t => {
  const asked = spec(['/silent', '/events', '/cut', '/round', '/'])
  const patience = { startMs: 30_000, answerMs: 1000 }
  const ran = await runLoad(app(t), asked, {}, 30, undefined, patience)
  assert.ok(ran.ok, ran.ok ? '' : ran.why)
  assert.deepEqual(
    ran.value.timings.map(({ title, ms }) => [title, ms.length]),
    [
      ['GET /round', 20],
      ['GET /', 20],
    ],
  )
  const [silent, events, cut] = ran.value.leftOut
  assert.equal(silent, 'GET /silent is no measurement: it gave no whole answer within 1 s')
  assert.equal(events, 'GET /events is no measurement: it gave no whole answer within 1 s')
  assert.match(cut ?? '', /^GET \/cut is no measurement: it broke off: /)
})

test('an app that ends, never starts, or sends nothing but errors is one sentence', async t => {
  const folder = app(t)
  assert.match(await whyNot(folder, spec(['/die'])), /^".* \{port\}" ended under load$/)
  assert.match(
    await whyNot(folder, spec(['/'], { start: 'echo no database >&2; exit 3' })),
    /ended before it listened on port \d+: no database$/,
  )
  assert.match(
    await whyNot(folder, spec(['/gone'])),
    /^GET \/gone is no measurement: it answered 404$/,
  )
})

test('an app that listens elsewhere, or whose own port is taken, is one sentence', async t => {
  const folder = app(t)
  const listen = (port: string) =>
    `"${process.execPath}" -e "require('http').createServer().listen(${port}, '127.0.0.1')"`
  const patience = { startMs: 500, answerMs: 1000 }
  const elsewhere = spec(['/'], { start: listen('0') })
  const ran = await runLoad(folder, elsewhere, {}, 30, undefined, patience)
  assert.match(
    ran.ok ? 'it ran' : ran.why,
    /did not listen on port \d+ within 0.5 s: it is told the port as PORT/,
  )
  const taken = createServer().listen(0, '127.0.0.1')
  t.after(() => taken.close())
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  assert.match(
    await whyNot(folder, spec(['/'], { start: listen(String(port)) })),
    /ended before it listened on port \d+: Error: listen EADDRINUSE: address already in use/,
  )
})

test('an app that listens on the other localhost alone is asked there', async t => {
  const start = `"${process.execPath}" -e "require('http').createServer((_, r) => r.end()).listen({port}, '::1')"`
  const hasIt = Object.values(networkInterfaces()).some(all =>
    all?.some(({ address }) => address === '::1'),
  )
  if (!hasIt) return t.skip('this machine has no ::1')
  const ran = await load(app(t), spec(['/'], { start }))
  assert.deepEqual(ran.ok ? ran.value.leftOut : ran.why, [])
})

test('a load that has no time left says so', async t => {
  assert.match(
    await whyNot(app(t), spec(['/'], { seconds: 9 }), 1.5),
    /was stopped because the time ran out: raise --timeout$/,
  )
})

test('what only one of two apps answers is asked after what both do, and slows none of it', async t => {
  const folder = app(t)
  const { turns } = meeting(2)
  const asked = spec(['/busy', '/'], { rate: 30 })
  const [base, head] = await Promise.all([
    runLoad(folder, { ...asked, requests: [ask('/gone'), ask('/')] }, {}, 30, turns[0]),
    runLoad(folder, asked, {}, 30, turns[1]),
  ])
  assert.ok(base.ok && head.ok)
  const counts = ({ timings }: LoadRun) => timings.map(({ title, ms }) => [title, ms.length])
  assert.deepEqual(counts(base.value), [['GET /', 30]])
  assert.deepEqual(counts(head.value), [
    ['GET /busy', 30],
    ['GET /', 30],
  ])
  const order = readdirSync(folder)
    .filter(name => name.startsWith('asked-'))
    .map(name => readFileSync(join(folder, name), 'utf8').trim().split(' '))
    .find(urls => urls.includes('/busy'))
  assert.deepEqual(order?.slice(2), [...Array(36).fill('/'), ...Array(36).fill('/busy')])
})

test('the port is told twice, and nobody listens there when the load is over', async t => {
  const folder = app(t)
  await load(folder, spec(['/']))
  const [port, again] = readFileSync(join(folder, 'told'), 'utf8').split(' ')
  assert.equal(port, again)
  await new Promise<void>((free, taken) =>
    createServer()
      .once('error', taken)
      .listen(Number(port), '127.0.0.1', function (this: { close(): void }) {
        this.close()
        free()
      }),
  )
})
