/** Does an instrumented program write profiles when it is asked to, and only then? Without the packages of the tracing, too. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { openDoor } from '../support/door.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

const SERVER = `const express = require('express')
const app = express()
app.get('/', function greet(_, reply) {
  for (const until = Date.now() + 80; Date.now() < until; ) Math.sqrt(until)
  reply.end('ahoy')
})
app.listen(0)
`

/** As much of Express as the server needs. */
const EXPRESS = `module.exports = () => {
  let answer
  return {
    get: (_, handler) => { answer = handler },
    listen: port => {
      const server = require('node:http').createServer((asked, reply) => answer(asked, reply))
      server.listen(port, '127.0.0.1', () => console.log(server.address().port))
    },
  }
}
`

async function asked(t: TestContext, dir: string, variables: Readonly<Record<string, string>>) {
  const env = { PATH: process.env.PATH, ...variables }
  const stdio = ['ignore', 'pipe', 'ignore'] as const
  const server = spawn(process.execPath, ['server.js'], { cwd: dir, env, stdio: [...stdio] })
  t.after(() => server.kill('SIGKILL'))
  const [port] = await once(server.stdout, 'data')
  assert.equal(await (await fetch(`http://127.0.0.1:${String(port).trim()}`)).text(), 'ahoy')
}

test('a request is profiled where SHIPWORTHY_PROFILE names a folder, and else not', async t => {
  const [repo, door, folder] = [testRepo(t), openDoor(t), temporaryFolder(t)]
  repo.commit({
    '.gitignore': 'node_modules\n',
    'package.json': '{ "name": "x", "dependencies": { "express": "5.1.0" } }\n',
    'server.js': SERVER,
  })
  repo.write({ 'node_modules/express/index.js': EXPRESS })
  const said = await door.call('skills/code-instrumenter', [repo.dir, '--apply', '--offline'])
  assert.match(said.stdout, /Changed 3 files/)

  const profiles = join(folder, 'profiles')
  await asked(t, repo.dir, {})
  assert.ok(!existsSync(profiles))
  await asked(t, repo.dir, { SHIPWORTHY_PROFILE: profiles })
  const written = () =>
    readdirSync(profiles).find(
      name =>
        name.endsWith('GET-.cpuprofile') && /\}$/.test(readFileSync(join(profiles, name), 'utf8')),
    )
  while (written() === undefined) await wait(20)
  const shown = await door.call('profile', [join(profiles, written() ?? '')])
  assert.match(shown.stdout, /greet/)
})
