/** Is an app asked at a steady rate, whatever it does, and is nothing of it left when the load ends? */

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { LoadRequest, LoadSpec } from '../../scripts/core/load.mts'
import { runLoad } from '../../scripts/edge/load.mts'
import { temporaryFolder } from '../support/repo.mts'

/** Answers `/` at once, stalls for 300 ms after its twentieth request, and writes down what it was told. */
const APP = `
import { createServer } from 'node:http'
import { readFileSync, writeFileSync } from 'node:fs'
let asked = 0
createServer((request, reply) => {
  asked += 1
  if (request.url === '/stall' && asked === 20) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
  if (request.url === '/die' && asked > 3) process.exit(7)
  if (request.url === '/moody' && asked % 5 === 0) reply.statusCode = 503
  if (request.url === '/gone') reply.statusCode = 404
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

const load = (folder: string, of: LoadSpec) => runLoad(folder, of, {}, 30)

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
  const turn = async () => {
    asked += 1
    return 0.5
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

test('an app that ends, never starts, or sends nothing but errors is one sentence', async t => {
  const folder = app(t)
  const why = async (of: LoadSpec) => {
    const ran = await load(folder, of)
    return ran.ok ? 'it ran' : ran.why
  }
  assert.match(await why(spec(['/die'])), /ended under load|is no measurement|keep up/)
  assert.match(
    await why(spec(['/'], { start: 'echo no database >&2; exit 3' })),
    /ended before it listened on port \d+: no database$/,
  )
  assert.match(await why(spec(['/gone'])), /^GET \/gone is no measurement: it answered 404$/)
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
