import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { ended, openDoor } from '../support/door.mts'
import { testRepo } from '../support/repo.mts'

const APP =
  'from flask import Flask\r\napp = Flask(__name__)\r\n\r\n@app.get("/")\r\ndef home():\r\n    return ""'

function project(t: TestContext, more: Readonly<Record<string, string>> = {}) {
  const repo = testRepo(t)
  repo.commit({ 'app.py': APP, 'requirements.txt': 'flask', ...more })
  const door = openDoor(t)
  const run = (...args: string[]) =>
    door.call('skills/code-instrumenter', [repo.dir, '--offline', ...args])
  return { repo, door, run, has: (path: string) => existsSync(join(repo.dir, path)) }
}

test('edits are shown, checked, applied once, and taken back byte for byte', async t => {
  const { repo, run } = project(t)
  const shown = await run()
  assert.equal(shown.code, 0)
  assert.match(shown.stdout, /\+\+\+ b\/otel_instrumentation\.py/)
  assert.match(shown.stdout, /Nothing was changed/)
  assert.equal(repo.git('status', '--porcelain'), '')
  assert.equal((await run('--check')).code, 1)

  assert.match((await run('--apply')).stdout, /Changed 3 files/)
  assert.match(readFileSync(join(repo.dir, 'app.py'), 'utf8'), /__name__\)\r\ntrace_app\(app\)\r\n/)
  assert.equal((await run('--check')).code, 0)
  const diff = repo.git('diff')
  assert.match((await run('--apply')).stdout, /There is nothing to change/)
  assert.equal(repo.git('diff'), diff)

  assert.match((await run('--undo')).stdout, /Taken back:\n {2}app\.py/)
  assert.equal(repo.git('status', '--porcelain', '--ignored'), '')
  assert.match((await run('--undo')).stdout, /There is nothing to take back/)
})

test("what an undo cannot take back is the user's to decide: one sentence, exit 2", async t => {
  const { repo, run } = project(t)
  await run('--apply')
  writeFileSync(join(repo.dir, 'otel_instrumentation.py'), '# mine\n')
  const { code, stderr } = await run('--undo')
  assert.equal(code, 2)
  assert.match(stderr, /otel_instrumentation\.py was edited since/)
})

test('what setup takes back and what it leaves is what it says', async t => {
  const { repo, run, door } = project(t)
  await door.call('skills/cicd-generator', [repo.dir, '--offline', '--apply'])
  await run('--apply')
  const otel = join(repo.dir, 'otel_instrumentation.py')
  writeFileSync(otel, '# mine\n')
  const status = () => repo.git('status', '--porcelain', '--ignored', '--untracked-files=all')
  const undo = () => door.call('setup', [repo.dir, '--undo'])
  const { code, stdout, stderr } = await undo()
  assert.equal(code, 2)
  assert.match(stdout, /^Taken back:(\n {2}\.github\/workflows\/shipworthy[-\w]*\.yml)+\n$/)
  assert.equal(
    stderr,
    'Left as it is:\n  otel_instrumentation.py was edited since it was written: delete it by hand if it may go; left as a whole: app.py, otel_instrumentation.py, requirements.txt\n',
  )
  assert.doesNotMatch(status(), /\.github/)
  assert.match(status(), /^M app\.py\n M requirements\.txt\n\?\? otel_instrumentation\.py/)
  assert.equal(readFileSync(otel, 'utf8'), '# mine\n')

  unlinkSync(otel)
  assert.equal((await undo()).code, 0)
  assert.equal(status(), '')
})

test('a run that was cut off is finished by the next one', async t => {
  const { repo, run, has } = project(t)
  await run('--apply')
  repo.git('checkout', '--', 'app.py')
  assert.match((await run('--apply')).stdout, /Changed 3 files/)
  await run('--undo')
  assert.ok(!has('otel_instrumentation.py') && !has('.shipworthy'))
})

const tests = (body: string) => ({
  'package.json': '{"scripts":{"test":"node check.js"}}\n',
  'check.js': `${body}\n`,
})

test('edits that the tests do not survive are taken back, and it is said why', async t => {
  const { repo, run } = project(
    t,
    tests("process.exit(require('fs').existsSync('otel_instrumentation.py') ? 1 : 0)"),
  )
  const { code, stdout } = await run('--verify')
  assert.equal(code, 1)
  assert.match(stdout, /Taken back, because the tests gave exit code 0 .* before and exit code 1/)
  assert.equal(repo.git('status', '--porcelain'), '')
})

test('edits that the tests survive stay', async t => {
  const { run, has } = project(t, tests('process.exit(0)'))
  const { code, stdout } = await run('--verify')
  assert.equal(code, 0)
  assert.match(stdout, /Tests before and after: exit code 0/)
  assert.ok(has('otel_instrumentation.py'))
})

test('edits of a run that was killed while it tried them are tried anew by the next', async t => {
  const wait =
    'require("fs").existsSync("otel_instrumentation.py") && !require("fs").existsSync("on")'
  const { repo, run, has, door } = project(t, tests(`if (${wait}) setTimeout(() => {}, 4000)`))
  const child = door.start('skills/code-instrumenter', [repo.dir, '--offline', '--verify'])
  while (!has('otel_instrumentation.py')) await setTimeout(50)
  child.kill('SIGKILL')
  assert.equal((await ended(child)).code, null)
  writeFileSync(join(repo.dir, 'on'), '')
  assert.match((await run()).stdout, /was stopped before it had tried its edits of .*app\.py/)
  assert.match(
    (await run('--verify')).stdout,
    /Changed 3 files[\s\S]*Tests before and after: exit code 0/,
  )
  assert.doesNotMatch((await run()).stdout, /was stopped/)
  await run('--undo')
  assert.equal(repo.git('status', '--porcelain', '--ignored'), '?? on')
})

test('a skill takes back what it wrote, and not what another one did', async t => {
  const { repo, run, door } = project(t)
  await run('--apply')
  await door.call('skills/cicd-generator', [repo.dir, '--offline', '--apply'])
  await door.call('skills/cicd-generator', [repo.dir, '--offline', '--undo'])
  assert.match(
    repo.git('status', '--porcelain'),
    /^M app\.py\n M requirements\.txt\n\?\? otel_instrumentation\.py$/,
  )
  assert.match((await run('--undo')).stdout, /Taken back:\n {2}app\.py/)
  assert.equal(repo.git('status', '--porcelain', '--ignored'), '')
})

test('--undo goes with nothing else', async t => {
  const { run } = project(t)
  assert.equal((await run('--undo', '--apply')).code, 2)
})

/** As much of Express as it takes to answer. */
const EXPRESS = `
const http = require('node:http')
module.exports = () => {
  const routes = {}
  return {
    get: (path, answer) => { routes[path] = answer },
    listen: port =>
      http.createServer((q, s) => (routes[q.url] ?? (() => s.writeHead(404).end()))(q, s)).listen(port),
  }
}
`

function served(t: TestContext, body: string) {
  const repo = testRepo(t)
  repo.commit({
    '.gitignore': 'node_modules\n',
    'package.json': '{"dependencies":{"express":"^5.0.0"},"scripts":{"start":"node app.js"}}\n',
    'app.js': `const express = require('express')\nconst app = express()\napp.get('/', (q, s) => s.end('x'))\n${body}\napp.listen(process.env.PORT)\n`,
  })
  mkdirSync(join(repo.dir, 'node_modules/express'), { recursive: true })
  writeFileSync(join(repo.dir, 'node_modules/express/index.js'), EXPRESS)
  const door = openDoor(t)
  const run = () => door.call('skills/code-instrumenter', [repo.dir, '--offline', '--verify'])
  return { repo, run }
}

test('a program that answers as before keeps the edits, and each route is reported', async t => {
  const { repo, run } = served(t, '')
  const { code, stdout } = await run()
  assert.equal(code, 0, stdout)
  assert.match(stdout, /0 of 1 GET routes sent a span/)
  assert.match(stdout, /GET \/ {2}200 {2}no span/)
  assert.match(stdout, /install the added packages, then run --verify again/)
  assert.match(readFileSync(join(repo.dir, 'app.js'), 'utf8'), /^require/)
})

test('what is traced already is asked without traces, then with them', async t => {
  const { run } = served(
    t,
    "app.get('/', (q, s) => s.writeHead(process.env.OTEL_SDK_DISABLED ? 200 : 500).end())",
  )
  assert.equal((await run()).code, 0)
  const { code, stdout } = await run()
  assert.match(stdout, /GET \/ of .* answered 200 without traces and 500 with them: --undo takes/)
  assert.equal(code, 1)
})

const broken: Readonly<Record<string, readonly [string, RegExp]>> = {
  'does not start any more': [
    "if (require('fs').existsSync('otel-instrumentation.cjs')) throw new Error('two are too many')",
    /Taken back, because .* started before and does not after/,
  ],
  'answers worse than before': [
    "app.get('/', (q, s) => s.writeHead(require('fs').existsSync('otel-instrumentation.cjs') ? 500 : 200).end())",
    /Taken back, because GET \/ of .* answered 200 before and 500 after/,
  ],
}

for (const [name, [body, said]] of Object.entries(broken))
  test(`a program that ${name} gets its files back`, async t => {
    const { repo, run } = served(t, body)
    const { code, stdout } = await run()
    assert.match(stdout, said)
    assert.equal(code, 1)
    assert.equal(repo.git('status', '--porcelain'), '')
  })
