/** Does a script start on a machine that has nothing but some Node? With a stand-in for npm: fast and offline. */

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from './support/repo.mts'

const root = join(import.meta.dirname, '..')

/** Says what it was started with; ends as it is told. */
const NODE = (version: string) => `#!/bin/sh
if [ "$1" = --version ]; then echo ${version}; exit; fi
printf '%s\\n' ${version} "$@"
exit "\${NODE_EXIT:-0}"
`

/** Notes the call, then writes two halves of node_modules with NPM_WAIT seconds between them. */
const NPM = `#!/bin/sh
echo "$*" >>"$CALLS"
[ -z "\${NPM_FAILS:-}" ] || { echo "npm words"; exit 1; }
mkdir -p node_modules/.bin
echo >node_modules/first-half
sleep "\${NPM_WAIT:-0}"
cp "$NODE_24" node_modules/.bin/node || exit 1
echo >node_modules/second-half
`

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Checkout {
  readonly dir: string
  /** Starts a script of the checkout (or any other file) as a shell would. */
  start(script: string, args?: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess
  run(script: string, args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended>
  /** What npm was asked, call by call. */
  calls(): string[]
}

function checkout(t: TestContext): Checkout {
  const base = temporaryFolder(t)
  const dir = join(base, 'a check out')
  const file = (path: string, content: string) => {
    mkdirSync(dirname(join(base, path)), { recursive: true })
    writeFileSync(join(base, path), content)
    chmodSync(join(base, path), 0o755)
    return join(base, path)
  }
  file('a check out/package.json', '{}')
  file('a check out/package-lock.json', '{ "version": 1 }')
  cpSync(join(root, 'scripts/run'), join(dir, 'scripts/run'))
  for (const door of ['scripts/assess.mts', 'scripts/skills/doc-generator.mts'])
    file(`a check out/${door}`, readFileSync(join(root, door), 'utf8'))
  file('bin/node', NODE('v20.20.2'))
  file('bin/npm', NPM)
  const env = {
    PATH: `${join(base, 'bin')}:/usr/bin:/bin`,
    CALLS: join(base, 'calls'),
    NODE_24: file('node-24', NODE('v24.21.0')),
  }
  const start: Checkout['start'] = (script, args = [], more = {}) =>
    spawn(join(dir, script), args, { cwd: base, env: { ...env, ...more }, detached: true })
  return {
    dir,
    start,
    run: async (...given) => ended(start(...given)),
    calls: () =>
      existsSync(env.CALLS) ? readFileSync(env.CALLS, 'utf8').trimEnd().split('\n') : [],
  }
}

async function ended(child: ChildProcess): Promise<Ended> {
  assert.ok(child.stdout && child.stderr)
  const exit = new Promise<number | null>(done => child.on('exit', done))
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  return { code, stdout, stderr }
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !isSo(); await sleep(20))
    assert.ok(Date.now() < end, 'what was waited for did not happen')
}

const stages = (dir: string) =>
  existsSync(join(dir, '.install-lock')) ? readdirSync(join(dir, '.install-lock')) : []

const isHalfInstalled = (dir: string) =>
  stages(dir).some(name => existsSync(join(dir, '.install-lock', name, 'node_modules/first-half')))

function assertWhole(dir: string): void {
  const modules = readdirSync(join(dir, 'node_modules')).sort()
  assert.deepEqual(modules, ['.bin', '.shipworthy-lock', 'first-half', 'second-half'])
}

const DOOR = 'scripts/assess.mts'

test('the first use installs and says so; the script, its arguments and its exit code pass through', async t => {
  const { dir, run, calls } = checkout(t)
  const { code, stdout, stderr } = await run(DOOR, ['my project', '--json'], { NODE_EXIT: '4' })
  assert.equal(code, 4)
  assert.deepEqual(stdout.split('\n'), ['v24.21.0', join(dir, DOOR), 'my project', '--json', ''])
  assert.match(stderr, /^First use of this version: installing .*\n$/)
  assert.match(calls().join(), /^ci --include=dev /)
  assertWhole(dir)
  assert.deepEqual(stages(dir), [])
})

test('the second use installs nothing, and neither needs npm nor writes', async t => {
  const { dir, run, calls } = checkout(t)
  await run(DOOR)
  const { code, stderr } = await run(DOOR, [], { PATH: '/usr/bin:/bin', NPM_FAILS: 'yes' })
  assert.deepEqual([code, stderr, calls().length], [0, '', 1])
  assertWhole(dir)
})

test('what another version was compiled to goes with its packages, what this one was stays', async t => {
  const { dir, run } = checkout(t)
  const caches = join(dirname(dir), 'caches')
  const compiled = join(caches, 'shipworthy/node/v24')
  mkdirSync(compiled, { recursive: true })
  await run(DOOR, [], { XDG_CACHE_HOME: caches })
  assert.equal(existsSync(compiled), false)
  mkdirSync(compiled, { recursive: true })
  await run(DOOR, [], { XDG_CACHE_HOME: caches })
  assert.equal(existsSync(compiled), true)
})

test('a changed lock file installs again, an equal one that is newer does not', async t => {
  const { dir, run, calls } = checkout(t)
  await run(DOOR)
  const lock = join(dir, 'package-lock.json')
  utimesSync(lock, new Date('2030-01-01'), new Date('2030-01-01'))
  await run(DOOR)
  assert.equal(calls().length, 1)
  writeFileSync(lock, '{ "version": 2 }')
  assert.equal((await run(DOOR)).code, 0)
  assert.equal(calls().length, 2)
  assertWhole(dir)
})

test('what a person installed with npm ci is taken as it is, unless the lock file is newer', async t => {
  const { dir, run, calls } = checkout(t)
  await run(DOOR)
  rmSync(join(dir, 'node_modules/.shipworthy-lock'))
  writeFileSync(join(dir, 'node_modules/.package-lock.json'), '{}')
  const at = (path: string, year: number) =>
    utimesSync(join(dir, path), new Date(`${year}`), new Date(`${year}`))
  at('package-lock.json', 2025)
  at('node_modules/.package-lock.json', 2026)
  await run(DOOR)
  assert.equal(calls().length, 1)
  at('package-lock.json', 2027)
  await run(DOOR)
  assert.equal(calls().length, 2)
})

test('of two first uses one installs, the other waits, and both work', async t => {
  const { dir, run, start, calls } = checkout(t)
  const first = ended(start(DOOR, ['first'], { NPM_WAIT: '0.6' }))
  await until(() => isHalfInstalled(dir))
  const second = await run(DOOR, ['second'])
  assert.match(second.stderr, /^Waiting for another first run .*\n$/)
  for (const [each, word] of [[await first, 'first'] as const, [second, 'second'] as const]) {
    assert.equal(each.code, 0)
    assert.match(each.stdout, new RegExp(`^v24.*${word}\n$`, 's'))
  }
  assert.equal(calls().length, 1)
  assertWhole(dir)
})

test('many first uses at the same moment install once', async t => {
  const { dir, run, calls } = checkout(t)
  const all = await Promise.all(Array.from({ length: 6 }, () => run(DOOR, [], { NPM_WAIT: '0.2' })))
  assert.deepEqual(
    all.map(({ code }) => code),
    [0, 0, 0, 0, 0, 0],
  )
  assert.equal(calls().length, 1)
  assertWhole(dir)
})

test('a killed installation neither blocks nor spoils the next, though its npm lives on', async t => {
  const { dir, run, start, calls } = checkout(t)
  const killed = start(DOOR, [], { NPM_WAIT: '0.5' })
  const lastWord = ended(killed)
  await until(() => isHalfInstalled(dir))
  killed.kill('SIGKILL')
  const { code, stderr } = await run(DOOR, [], { NPM_WAIT: '0.2' })
  assert.deepEqual([code, calls().length], [0, 2])
  assert.match(stderr, /^First use/)
  assertWhole(dir)
  await lastWord
  assertWhole(dir)
})

test('of many who find a dead installation, one takes over', async t => {
  const { dir, run, calls } = checkout(t)
  mkdirSync(join(dir, '.install-lock'))
  symlinkSync('4194305', join(dir, '.install-lock/first'))
  symlinkSync('4194306', join(dir, '.install-lock/heir-of-4194305'))
  const all = await Promise.all(Array.from({ length: 6 }, () => run(DOOR, [], { NPM_WAIT: '0.2' })))
  assert.deepEqual([...new Set(all.map(({ code }) => code))], [0])
  assert.equal(calls().length, 1)
  assertWhole(dir)
})

test('Ctrl-C during the installation exits 130 and leaves the place free', async t => {
  const { dir, run, start } = checkout(t)
  const stopped = start(DOOR, [], { NPM_WAIT: '5' })
  const result = ended(stopped)
  await until(() => isHalfInstalled(dir))
  process.kill(-(stopped.pid ?? 0), 'SIGINT')
  assert.equal((await result).code, 130)
  assert.deepEqual([stages(dir), existsSync(join(dir, 'node_modules'))], [[], false])
  assert.equal((await run(DOOR)).code, 0)
})

test('a lock that names nobody, or somebody who is gone, is no obstacle', async t => {
  for (const leave of [
    (lock: string) => writeFileSync(join(lock, 'pid'), ''),
    (lock: string) => symlinkSync('4194305', join(lock, 'first')),
  ]) {
    const { dir, run } = checkout(t)
    mkdirSync(join(dir, '.install-lock'))
    leave(join(dir, '.install-lock'))
    assert.equal((await run(DOOR)).code, 0)
    assert.deepEqual(stages(dir), [])
  }
})

test('npm that fails is quoted, exit 3, and the packages of before stay', async t => {
  const { dir, run } = checkout(t)
  await run(DOOR)
  writeFileSync(join(dir, 'package-lock.json'), '{ "version": 2 }')
  const { code, stdout, stderr } = await run(DOOR, [], { NPM_FAILS: 'yes' })
  assert.deepEqual([code, stdout], [3, ''])
  assert.match(stderr, /npm words\nThe installation failed: .* run this command again\.\n$/)
  assertWhole(dir)
  assert.deepEqual(stages(dir), [])
  assert.equal((await run(DOOR)).code, 0)
})

test('without npm, or without a Node that will do: one sentence, exit 2', async t => {
  const { dir, run } = checkout(t)
  const bare = join(dir, 'bin')
  mkdirSync(bare)
  for (const tool of ['sh', 'env', 'dirname', 'readlink', 'cmp', 'mkdir', 'ln', 'rm'])
    symlinkSync(join('/usr/bin', tool), join(bare, tool))
  const withoutNpm = await run(DOOR, [], { PATH: bare })
  assert.equal(withoutNpm.code, 2)
  assert.match(withoutNpm.stderr, /^npm was not found: .*\n$/)
  await run(DOOR)
  writeFileSync(join(dir, 'node_modules/.bin/node'), NODE('v24.11.1'))
  const tooOld = await run(DOOR)
  assert.equal(tooOld.code, 2)
  assert.match(tooOld.stderr, /^Node 24\.12 or newer was not found: .*\n$/)
})

test('doors open through links, from other folders, with spaces in the way', async t => {
  const { dir, run, calls } = checkout(t)
  const elsewhere = join(dir, '..', 'my links')
  mkdirSync(elsewhere)
  symlinkSync(join(dir, DOOR), join(elsewhere, 'assess'))
  symlinkSync('assess', join(elsewhere, 'again'))
  symlinkSync(dir, join(elsewhere, 'check out'))
  for (const script of ['assess', 'again', 'check out/scripts/skills/doc-generator.mts']) {
    const { code, stdout } = await run(join('../my links', script), ['.'])
    assert.deepEqual([code, stdout], [0, `v24.21.0\n${join(elsewhere, script)}\n.\n`])
  }
  assert.equal(calls().length, 1)
})
