/** Does one command set a project up, and take everything back? As a new user would see it. */

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { policyHash } from '../scripts/core/policy-text.mts'
import { readPolicy } from '../scripts/doors/open-project.mts'
import { type Door, ended, openDoor } from './support/door.mts'
import { type TestRepo, temporaryFolder, testRepo } from './support/repo.mts'

const APP = `"""A harbour."""
from flask import Flask

app = Flask(__name__)


@app.get("/")
def home():
    """Greets."""
    return "ahoy"
`

/** A container engine that answers once it is told to, and knows whether it was asked to start something. */
const ENGINE = `#!/bin/sh
[ -e "$ENGINE/answers" ] || exit 1
echo "$*" >> "$ENGINE/log"
case "$*" in
  *" up "*) touch "$ENGINE/up" ;;
  *" down") rm "$ENGINE/up" ;;
  *" ps "*) [ ! -e "$ENGINE/up" ] || echo 1 ;;
esac
`

const WRITTEN = [
  '.github/workflows/shipworthy-history.yml',
  '.github/workflows/shipworthy-report.yml',
  '.github/workflows/shipworthy.yml',
  'app.py',
  'compose.shipworthy.yml',
  'otel_instrumentation.py',
  'requirements.txt',
  'shipworthy.yml',
]

interface Harbour {
  readonly repo: TestRepo
  readonly door: Door
  setup(...args: string[]): ReturnType<Door['call']>
  /** From now on a container engine answers; what it was asked for is its return value's lines. */
  startEngine(): () => string[]
  /** Paths that differ from the commit. */
  changed(): string[]
  read(path: string): string
  /** Columns of the runs in the history. */
  stored(columns: string): ReturnType<Door['rows']>
  /** Sets up and is killed as soon as a step is done; returns what it said. */
  killedAfter(title: string): Promise<string>
  /** As if it had been killed while it tried its first edits. */
  untried(): void
}

/** Small: without an application and without a release. */
function harbour(t: TestContext, isSmall = false): Harbour {
  const repo = testRepo(t, join(temporaryFolder(t), 'harbour'))
  if (!isSmall) {
    repo.commit({ 'app.py': APP, 'requirements.txt': 'flask==3.1.3\n' })
    repo.git('tag', 'v1.0.0')
  }
  repo.commit({ 'pier.py': '"""A pier."""\n\n\ndef moor():\n    """Moors."""\n    return 1\n' })
  const door = openDoor(t)
  const engine = temporaryFolder(t)
  writeFileSync(join(engine, 'docker'), ENGINE, { mode: 0o755 })
  const variables = { PATH: `${engine}${delimiter}${process.env.PATH}`, ENGINE: engine }
  return {
    ...{ repo, door },
    setup: (...args) => door.call('setup', [repo.dir, '--offline', ...args], variables),
    startEngine: () => {
      writeFileSync(join(engine, 'answers'), '')
      return () =>
        readFileSync(join(engine, 'log'), 'utf8')
          .split('\n')
          .filter(line => / (up|down)/.test(line))
    },
    changed: () =>
      repo
        .git('status', '--porcelain', '--untracked-files=all')
        .split('\n')
        .map(line => line.trim().split(' ').at(-1) ?? '')
        .filter(path => path !== '')
        .sort(),
    read: path => readFileSync(join(repo.dir, path), 'utf8'),
    stored: columns =>
      door.rows(`SELECT ${columns} FROM runs ORDER BY started_at`, [
        '--branch',
        'quality',
        repo.dir,
      ]),
    killedAfter: async title => {
      const child = door.start('setup', [repo.dir, '--offline', '--yes'], variables)
      child.stdout?.on('data', (text: Buffer) => {
        if (text.toString().includes(`✓ ${title}`)) child.kill('SIGKILL')
      })
      const { code, stdout } = await ended(child)
      assert.equal(code, null, title)
      return stdout
    },
    untried: () => writeFileSync(join(repo.dir, '.shipworthy/undo/0001/on-trial'), ''),
  }
}

test('the plan names every file and changes nothing until somebody says yes', async t => {
  const { repo, setup, changed } = harbour(t)
  const asked = await setup()
  assert.equal(asked.code, 2)
  assert.match(asked.stderr, /Nothing was changed, because nobody was asked: --yes/)
  const shown = await setup('--dry-run')
  assert.equal(shown.code, 0)
  assert.equal(shown.stdout, asked.stdout)
  for (const path of WRITTEN) assert.match(shown.stdout, new RegExp(`(writes|edits) ${path}`))
  assert.match(shown.stdout, /releases +assesses v1\.0\.0/)
  assert.match(shown.stdout, /adds to the branch quality/)
  assert.match(
    shown.stdout,
    /requests are profiled, too, while SHIPWORTHY_PROFILE names a\s+folder/,
  )
  assert.match(shown.stdout, /Docker does not answer here, so Jaeger is not started/)
  assert.deepEqual(changed(), [])
  assert.equal(repo.git('branch', '--list', 'quality'), '')
})

test('the plan says why an application gets no traces', async t => {
  const { repo, setup } = harbour(t, true)
  repo.commit({
    'package.json': '{ "name": "pier", "dependencies": { "express": "5.1.0" } }\n',
    'tsconfig.json': '{ "compilerOptions": { "module": "esnext" } }\n',
    'src/main.ts':
      "import express from 'express'\n\nconst app = express()\napp.get('/boats', (_, response) => response.send('none'))\napp.listen(3000)\n",
  })
  const { stdout } = await setup('--dry-run')
  assert.match(
    stdout.replace(/\s+/g, ' '),
    /- src\/main\.ts:3 gets no traces: tsconfig\.json compiles/,
  )
})

test('what the plan said is written, a second run finds nothing to do, an undo leaves nothing', async t => {
  const { repo, door, setup, changed, read, stored, startEngine } = harbour(t)
  repo.git('remote', 'add', 'origin', 'https://github.com/Ada/harbour.git')
  const asked = startEngine()
  const done = await setup('--yes')
  assert.equal(done.code, 0, done.stderr)
  for (const title of ['releases', 'first run', 'instrumentation', 'workflows', 'policy', 'site'])
    assert.match(done.stdout, new RegExp(`✓ ${title} +\\d+\\.\\d s`))
  assert.deepEqual(changed(), WRITTEN)
  assert.match(done.stdout, /│ score +\d+(\.\d+)? of 100/)
  const runs = await stored('release, score, gate, enforced')
  assert.deepEqual(
    runs.map(({ release }) => release),
    ['v1.0.0', null],
  )
  assert.deepEqual(asked(), ['compose --file compose.shipworthy.yml up --detach --wait'])
  for (const row of [
    /│ Jaeger +http:\/\/127\.0\.0\.1:16686 /,
    /│ time +(\d+ min )?\d+ s/,
    /^\[!\[Shipworthy\]\(https:\/\/ada\.github\.io\/harbour\/badge\.svg\)\]\(https:.*\)$/m,
    /1\. run pip install -r requirements\.txt for the packages/,
    /3\. git push origin quality/,
    /4\. on GitHub choose GitHub Actions under Settings → Pages/,
  ])
    assert.match(done.stdout, row)
  const held = Number(/^ {2}score: (\d+)$/m.exec(read('shipworthy.yml'))?.[1])
  const gate = await door.assess(repo.dir)
  assert.equal(gate.code, 0, gate.stdout)
  assert.equal(gate.json.gate.enforced, true)
  const [first] = runs.slice(-1)
  assert.deepEqual([first?.gate, first?.enforced], ['pass', true], 'by a gate fitted to it')
  const now = Number(gate.json.score.value)
  assert.ok(held < Math.min(now, Number(runs[1]?.score)), 'the advisories are not known yet')
  assert.ok(held >= Math.floor(Number(gate.json.score.bounds[0])))
  assert.match(read('shipworthy.yml'), /raise this to what the first pipeline finds/)

  const before = repo.git('diff')
  const again = await setup('--yes')
  assert.match(again.stdout, /There is nothing to do\./)
  assert.equal(repo.git('diff'), before)

  const undone = await setup('--undo')
  assert.match(undone.stdout, /Jaeger was stopped; .*\nTaken back:/)
  assert.equal(asked().at(-1), 'compose --file compose.shipworthy.yml down')
  assert.equal(repo.git('status', '--porcelain', '--ignored'), '')
})

test('the tests run twice: the first run is what the edits are compared with', async t => {
  const { repo, setup } = harbour(t, true)
  const check = "require('fs').appendFileSync('../runs', 'x')\n"
  repo.commit({
    ...{ 'app.py': APP, 'requirements.txt': 'flask==3.1.3\n', 'check.js': check },
    'package.json': '{ "scripts": { "test": "sleep 1 && node check.js" } }\n',
  })
  const plan = (await setup('--dry-run')).stdout
  assert.match(plan, /runs npm test again, to compare with the first run/)
  assert.match(plan, /mostly up to the project's\s+own tests/)
  const { stdout: said } = await setup('--yes')
  assert.match(said, /Tests before and after: exit code 0/)
  assert.match(said, /│ time +.* s, \d+ s of it the project's own tests/)
  assert.equal(readFileSync(join(repo.dir, '../runs'), 'utf8'), 'xx')
  assert.equal((await setup('--undo')).code, 0)
  assert.match((await setup('--dry-run')).stdout, /runs npm test, before and after/)
})

test('killed between two steps, the next run goes on and ends the same', async t => {
  const { setup, changed, read, stored, killedAfter, untried } = harbour(t)
  for (const title of ['releases', 'instrumentation']) await killedAfter(title)
  untried()
  assert.match(
    (await setup('--dry-run')).stdout,
    /stopped before it had tried its edits of app\.py/,
  )
  assert.match(await killedAfter('policy'), /✓ instrumentation/)
  assert.match((await setup('--dry-run')).stdout, /^ 1 site /m)
  assert.deepEqual(changed(), WRITTEN)
  assert.equal((await stored('release')).length, 2)
  assert.match(read('app.py'), /trace_app\(app\)/)
  assert.equal((await setup('--undo')).code, 0)
  assert.deepEqual(changed(), [])
})

test('edits of a written file stay when it is written anew', async t => {
  const { repo, setup, read, stored, killedAfter } = harbour(t, true)
  const path = '.github/workflows/shipworthy.yml'
  await killedAfter('policy')
  const { policy: own } = await readPolicy(repo.dir)
  assert.deepEqual(await stored('policy'), [{ policy: policyHash(own) }], 'the run knew it already')
  repo.commit({ [path]: `${read(path)}# ours\n` })
  const settled = await setup('--dry-run')
  assert.doesNotMatch(settled.stdout, /(writes|edits) \.github/)
  const policy = `${read('shipworthy.yml')}skills:\n  cicd-generator: { prepare: [make db] }\n`
  repo.commit({ 'shipworthy.yml': policy })
  assert.match((await setup('--dry-run')).stdout, new RegExp(`edits ${path}`))
  await killedAfter('workflows')
  assert.match(read(path), /make db/)
  assert.match(read(path), /# ours\n$/)

  const mine = read(path).replaceAll('make db', 'make database')
  repo.commit({ [path]: mine })
  assert.doesNotMatch((await setup('--dry-run')).stdout, /(edits|writes) /)
  repo.commit({ 'shipworthy.yml': policy.replace('make db', 'make all') })
  const clashing = await setup('--dry-run')
  assert.match(clashing.stdout, /- \.github\/workflows\/shipworthy\.yml differs from what/)
  assert.doesNotMatch(clashing.stdout, new RegExp(`edits ${path}`))
})

test('what is not committed, and what is no repository, is refused', async t => {
  const { repo, door, setup } = harbour(t, true)
  repo.write({ 'pier.py': 'x = 1\n', 'new.py': 'y = 1\n' })
  const dirty = await setup('--dry-run')
  assert.equal(dirty.code, 2)
  assert.match(dirty.stderr, /not committed \(pier\.py, new\.py\): commit or stash them/)
  const plain = await door.call('setup', [temporaryFolder(t), '--yes'])
  assert.equal(plain.code, 2)
  assert.match(plain.stderr, /is not a git repository: run git init/)
})
