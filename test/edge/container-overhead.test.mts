/** Is a container's overhead measured in turns, kept once for the machine, and never guessed? The engine is a stand-in that speaks Docker's command line. */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { UserFault } from '../../scripts/core/fault.mts'
import { knownOverhead, measureOverhead } from '../../scripts/edge/container-overhead.mts'
import { fixedWork } from '../../scripts/edge/fixed-work.mts'

/** Runs what it is told with this Node; then says other times than the ones it took, so that a busy machine changes nothing. */
const NODE = (times: string, version = process.version) => `#!/bin/sh
echo "$@" >> "$CALLS"
'${process.execPath}' "$@" | '${process.execPath}' -e '
let text = ""
process.stdin.on("data", part => { text += part }).on("end", () => {
  const said = JSON.parse(text)
  if (!(said.cpu > 0 && said.memory > 0)) process.exit(1)
  console.log(JSON.stringify({ ...said, node: "${version}", ${times} }))
})'
`

const ENGINE = `#!/bin/sh
case "$1" in
  version) test "$3" = '{{.Server.Version}}' && echo 28.9.9 ;;
  image) test -n "$HAS_IMAGE" ;;
  pull) echo 'no such image' >&2; exit 1 ;;
  run) echo "$@" >> "$CALLS"; while [ "$1" != node ]; do shift; done; shift; exec "$INSIDE" "$@" ;;
  *) exit 64 ;;
esac
`

let folder: string
const before = { ...process.env }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shipworthy-overhead-'))
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  const executable = (name: string, text: string) => {
    writeFileSync(join(bin, name), text)
    chmodSync(join(bin, name), 0o755)
    return join(bin, name)
  }
  executable('docker', ENGINE)
  process.env.PATH = `${bin}:${before.PATH}`
  process.env.SHIPWORTHY_CACHE = join(folder, 'cache')
  process.env.CALLS = join(folder, 'calls')
  process.env.HAS_IMAGE = 'yes'
  process.env.OUTSIDE = executable('outside', NODE('cpu: 10, memory: 10, disk: 10'))
  process.env.INSIDE = executable('inside', NODE('cpu: 10.2, memory: 10, disk: 11'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  for (const name of ['PATH', 'SHIPWORTHY_CACHE', 'CALLS', 'HAS_IMAGE', 'OUTSIDE', 'INSIDE'])
    if (before[name] === undefined) delete process.env[name]
    else process.env[name] = before[name]
})

const measure = () =>
  measureOverhead({
    ...{ image: 'node:here', pairs: 6, isOffline: false, roundMs: 1, told: () => {} },
    node: process.env.OUTSIDE as string,
  })

/** A kept file that says anything else is none. */
async function spoilt() {
  const kept = join(folder, 'cache/container-overhead')
  const [file] = readdirSync(kept)
  for (const text of ['', '[]', '{"cpu": 1}', `{"a":"${'x'.repeat(100_000)}"}`]) {
    writeFileSync(join(kept, file as string), text)
    assert.equal((await knownOverhead()).ok, false)
  }
}

test('the same work in turns inside and outside, kept for this machine', async () => {
  assert.equal((await knownOverhead()).ok, false)
  const measured = await measure()
  assert.equal(measured.cpu.estimate.toFixed(6), '2.000000')
  assert.equal(measured.disk?.estimate.toFixed(6), '10.000000')
  assert.equal(measured.engine, 'docker 28.9.9')
  assert.deepEqual(await knownOverhead(), { ok: true, value: measured })
  await spoilt()
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')
  const isInside = calls.map(call => call.startsWith('run'))
  // A round inside is told twice: by the engine, and by the program it runs.
  const turns = isInside
    .flatMap((inside, at) => (inside ? 'c' : isInside[at - 1] ? [] : 'h'))
    .join('')
  assert.equal(turns, 'hcchhcchhcch')
  assert.match(
    calls.find(call => call.startsWith('run')) ?? '',
    /^run --rm --interactive --network none node:here node /,
  )
})

test('without an engine, an image or the same Node nothing is measured, and it says so', async () => {
  delete process.env.HAS_IMAGE
  await assert.rejects(measure(), /docker could not fetch node:here: no such image/)
  process.env.HAS_IMAGE = 'yes'
  writeFileSync(process.env.INSIDE as string, NODE('cpu: 10', 'v1.2.3'))
  await assert.rejects(measure(), /node:here has Node v1\.2\.3, this is v/)
  writeFileSync(process.env.INSIDE as string, NODE('cpu: 10, kernel: "6.6.9-elsewhere"'))
  if (process.platform === 'linux')
    await assert.rejects(
      measure(),
      /docker runs its containers on another machine \(kernel 6\.6\.9-elsewhere, here /,
    )
  process.env.PATH = folder
  await assert.rejects(
    measure(),
    (fault: Error) =>
      fault instanceof UserFault && /No container engine answers/.test(fault.message),
  )
  assert.equal((await knownOverhead()).ok, false)
})

test('files that a container does not bring to the disk tell nothing about it', async () => {
  writeFileSync(process.env.INSIDE as string, NODE('cpu: 10, memory: 10, disk: 6'))
  const { disk, cpu } = await measure()
  assert.deepEqual([disk, cpu], [null, { estimate: 0, low: 0, high: 0 }])
})

test('a machine that was busy meanwhile is told so, and nothing is kept', async () => {
  writeFileSync(
    process.env.INSIDE as string,
    NODE('cpu: 10 * (1 + Math.random() * 9), memory: 10, disk: 10'),
  )
  await assert.rejects(
    measure(),
    /Something else ran meanwhile: processor between -?\d+ and \d+ %, which is wider/,
  )
  assert.equal(existsSync(join(folder, 'cache')), false)
})

test('the arithmetic is compiled once: code made anew in the middle of it takes either time by chance', () => {
  const door = JSON.stringify(new URL('../../scripts/edge/fixed-work.mts', import.meta.url).href)
  const said = execFileSync(process.execPath, [
    ...['--single-threaded', '--trace-deopt', '--input-type=module', '--eval'],
    `const { calculate } = await import(${door})
    for (let time = 0; time < 10; time += 1) calculate()`,
  ]).toString()
  assert.doesNotMatch(said, /reason: overflow/)
})

test('the fixed work gives a time for each part and leaves no file behind', () => {
  const parent = mkdtempSync(join(folder, 'tmp-'))
  process.env.TMPDIR = parent
  try {
    const { cpu, memory } = fixedWork(1)
    assert.ok(Number(cpu) > 0 && Number(memory) > 0)
    assert.deepEqual(readdirSync(parent), [])
  } finally {
    if (before.TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before.TMPDIR
  }
})
