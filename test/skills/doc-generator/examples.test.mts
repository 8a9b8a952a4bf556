import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openProject } from '../../../scripts/doors/open-project.mts'
import { skill } from '../../../scripts/skills/doc-generator.mts'
import { LOOKING } from '../../support/looking.mts'
import { testRepo } from '../../support/repo.mts'

const fence = (language: string, ...lines: string[]) =>
  [`\`\`\`${language}`, ...lines, '```', ''].join('\n')

const PROJECT = {
  'package.json': '{"name":"ship","type":"module","main":"index.js"}',
  'index.js': 'export const sail = knots => knots + 1\n',
  'ship/__init__.py':
    'class Boat:\n    def go(self):\n        return 1\n\ndef sail(knots):\n    return knots\n',
}

async function tried(t: TestContext, pages: Readonly<Record<string, string>>, runExamples = true) {
  const repo = testRepo(t)
  repo.commit({ ...PROJECT, ...pages })
  const open = await openProject(repo.dir, {
    ...LOOKING,
    ...{ runExamples, timeoutSeconds: 60, warn: () => {}, baseline: 'none' },
  })
  t.after(() => open.close())
  const evidence = await skill.collect(open.lens, skill.settings as never)
  return 'examples' in evidence ? evidence.examples : undefined
}

async function verdicts(t: TestContext, pages: Readonly<Record<string, string>>) {
  const examples = await tried(t, pages)
  assert.equal(examples?.status, 'ran')
  return examples.rows.map(({ verdict, why }) => (why === '' ? verdict : `${verdict}: ${why}`))
}

test('nothing runs unless it was asked for', async t => {
  assert.equal(await tried(t, { 'a.md': fence('python', '1 / 0') }, false), undefined)
})

test('Python: broken is what only the project can be blamed for', async t => {
  const page = [
    fence('python', 'from ship import Boat, sail', 'assert sail(1) == 1'),
    fence(
      'pycon',
      '>>> sail(2)',
      '2',
      '>>> Boat().go(1, 2)',
      'Traceback (most recent call last):',
      '...',
      'TypeError: no',
    ),
    fence('{doctest}', '>>> sail(3)', '4'),
    fence('python', 'from ship import row'),
    fence('py', 'import ship', 'ship.row()'),
    fence('python', 'sail(knots=1, wind=2)'),
    fence('python', 'nobody_said_what_this_is()'),
    fence('python', 'import not_installed_anywhere'),
    fence('python no-run', '1 / 0'),
    fence('python runnable', '1 / 0'),
  ].join('\n')
  assert.deepEqual(await verdicts(t, { 'README.md': page }), [
    'works',
    'works',
    'broken: sail(3) gives 3, not 4',
    "broken: ImportError: cannot import name 'row' from 'ship' (ship/__init__.py)",
    "broken: AttributeError: module 'ship' has no attribute 'row'",
    // Whatever failed before may be why this fails.
    "unsure: TypeError: sail() got an unexpected keyword argument 'wind'",
    "unsure: NameError: name 'nobody_said_what_this_is' is not defined",
    "unsure: ModuleNotFoundError: No module named 'not_installed_anywhere'",
    'broken: ZeroDivisionError: division by zero',
  ])
})

test('Python: a call that the function does not take, and what follows an example that is not run', async t => {
  const [call, fly] = ['sail(1, 2, 3)', 'Boat().fly()']
  const start = fence('python', 'from ship import *')
  const pages = {
    'a.md': start + fence('python', call),
    'b.md': start + fence('python', fly),
    'c.md': start + fence('python skip', 'x = 1') + fence('python', fly),
    'docs/changelog.md': fence('python', 'from ship import row'),
  }
  assert.deepEqual(await verdicts(t, pages), [
    'works',
    'broken: TypeError: sail() takes 1 positional argument but 3 were given',
    'works',
    "broken: AttributeError: 'Boat' object has no attribute 'fly'",
    'works',
    "unsure: AttributeError: 'Boat' object has no attribute 'fly'",
  ])
})

test('JavaScript and TypeScript: exports that are gone; shell only where it is marked', async t => {
  const outside = join(mkdtempSync(join(tmpdir(), 'examples-')), 'touched')
  t.after(() => rmSync(join(outside, '..'), { recursive: true }))
  const page = [
    fence('js', "import { sail } from 'ship'", "if (sail(1) !== 2) throw new Error('no')"),
    fence('ts', "import { row } from 'ship'", 'const speed: number = row(1)'),
    fence('js', "import * as ship from 'ship'", 'ship.row()'),
    fence('js', "import { gone } from 'left-pad-of-nobody'"),
    fence('js', "await fetch('http://127.0.0.1:9')"),
    fence('js', "import assert from 'node:assert'", 'assert.equal(1, 2)'),
    fence('sh', `touch ${outside}`),
    fence('sh runnable', '$ ls index.js'),
    fence('sh runnable', 'exit 3'),
  ].join('\n')
  const told = await verdicts(t, { 'README.md': page })
  assert.deepEqual(
    // Versions of Node differ in their words for an error.
    told.map(each => each.replace(/^(unsure): .*/, '$1').replace(/ \(.*/, '')),
    [
      'works',
      'broken: ship does not export row',
      'broken: ship has no row to call',
      'unsure',
      'unsure',
      'broken: what it asserts is not so',
      'works',
      'broken: it ends with 3',
    ],
  )
  assert.equal(existsSync(outside), false)
})

test('no example reaches a server, nor does a program it starts', async t => {
  const server = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const ask = `fetch('http://127.0.0.1:${port}').then(() => process.exit(0), () => process.exit(7))`
  const page = [
    fence('sh runnable', `node -e "${ask}"`),
    fence(
      'js runnable',
      "import { execFileSync } from 'node:child_process'",
      `execFileSync('node', ['-e', ${JSON.stringify(ask)}])`,
    ),
    fence(
      'py runnable',
      'import subprocess',
      `subprocess.run(['node', '-e', """${ask}"""], check=True)`,
    ),
  ].join('\n')
  const told = await verdicts(t, { 'README.md': page })
  const canIsolate = spawnSync('unshare', ['--map-root-user', '--net', 'true']).status === 0
  if (canIsolate)
    assert.deepEqual(
      told.map(each => /^broken/.test(each)),
      [true, true, true],
    )
  else assert.match(told[0] ?? '', /^unsure: this system cannot take the network away/)
})

test('where the network cannot be taken away shell examples are not run, and the outcome says so', async t => {
  const bin = mkdtempSync(join(tmpdir(), 'bin-'))
  t.after(() => rmSync(bin, { recursive: true }))
  for (const program of ['git', 'sh', 'cp']) {
    const { stdout } = spawnSync('which', [program], { encoding: 'utf8' })
    symlinkSync(stdout.trim(), join(bin, program))
  }
  symlinkSync(process.execPath, join(bin, 'node'))
  const repo = testRepo(t)
  repo.commit({ ...PROJECT, 'README.md': fence('sh runnable', 'exit 3') })
  const door = join(import.meta.dirname, '../../../scripts/skills/doc-generator.mts')
  const { stdout } = spawnSync(process.execPath, [door, repo.dir, '--run-examples', '--json'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: bin },
  })
  const { findings, missing } = JSON.parse(stdout)
  assert.deepEqual(
    findings.filter(({ rule }: { rule: string }) => rule === 'broken-example'),
    [],
  )
  const { why } = missing.find(({ measure }: { measure: string }) => measure === 'broken-examples')
  assert.equal(
    why,
    '1 shell example: this system cannot take the network away from it, so it was not run',
  )
})
