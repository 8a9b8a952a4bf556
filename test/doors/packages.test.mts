/** Does a monorepo show a row for each package, wherever its numbers are read, and do the rows add up? */

import assert from 'node:assert/strict'
import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDoor } from '../support/door.mts'
import { testRepo } from '../support/repo.mts'

/** `depth` conditions inside each other. */
const tangled = (name: string, depth: number) =>
  `/** Documented. */\nexport function ${name}(a) {\n${'if (a) {\n'.repeat(depth)}a()\n${'}\n'.repeat(depth)}}\n`

const FILES = {
  'package.json': '{"name":"all","private":true,"workspaces":["packages/*"]}',
  'packages/a/package.json': '{"name":"a","exports":"./src/index.js"}',
  'packages/a/src/index.js': tangled('f', 7),
  'packages/b/package.json': '{"name":"b","exports":"./index.js"}',
  'packages/b/index.js': 'export function g() {\n  return 1\n}\n',
  'build.js': 'console.log(1)\n',
}

const LCOV = 'SF:packages/a/src/index.js\nDA:3,1\nDA:4,0\nLF:2\nLH:1\nend_of_record\n'

test('each package has a row in JSON, terminal and history, and sizes add up to the project', async t => {
  const repo = testRepo(t)
  repo.commit(FILES)
  repo.write({ 'coverage/lcov.info': LCOV })
  const soon = new Date(Date.now() + 60_000)
  utimesSync(join(repo.dir, 'coverage/lcov.info'), soon, soon)
  const door = openDoor(t)
  const { json } = await door.assess(repo.dir)
  const row = (path: string) => json.packages?.find(each => each.path === path)
  assert.deepEqual(
    json.packages?.map(({ path }) => path),
    ['packages/a', 'packages/b', '.'],
  )
  assert.deepEqual(row('packages/a'), {
    ...{ path: 'packages/a', files: 1, code: 17, complex: 100, coverage: 50, documented: 100 },
    findings: 2,
  })
  assert.deepEqual(
    [row('packages/b')?.coverage, row('packages/b')?.documented, row('.')?.code],
    [null, 0, 1],
  )
  const measures = json.outcomes.flatMap(each => each.measures)
  for (const name of ['code-lines', 'source-files', 'functions']) {
    const of = (isWhole: boolean) =>
      measures
        .filter(each => each.name === name && (each.subject === '') === isWhole)
        .reduce((sum, { value }) => sum + value, 0)
    assert.equal(of(false), of(true), name)
  }
  const rows = await door.rows('SELECT package, files, coverage FROM packages')
  assert.deepEqual(rows, [
    { package: 'packages/a', files: 1, coverage: 50 },
    { package: 'packages/b', files: 1, coverage: null },
    { package: '.', files: 1, coverage: null },
  ])
  const { stdout } = await door.call('assess', ['--offline', '--data', door.data, repo.dir])
  assert.match(stdout, /3 packages +code +complex +covered +documented +findings/)
  assert.match(stdout, /packages\/a +17 +100\.0 % +50\.0 % +100\.0 % +2\n/)
  assert.match(stdout, /packages\/b +3 +0\.0 % +– +0\.0 % +0\n {2}\(root\)/)
})

test('a project of one package has no rows', async t => {
  const repo = testRepo(t)
  repo.commit({ 'package.json': '{"name":"one"}', 'index.js': 'export const a = 1\n' })
  const { json } = await openDoor(t).assess(repo.dir)
  assert.equal(json.packages, undefined)
  assert.ok(json.outcomes.every(({ measures }) => measures.every(({ subject }) => subject === '')))
})
