/** Do runs that another job stored come into the branch, each once? */

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkoutBranch } from '../../scripts/edge/branch.mts'
import { openHistory } from '../../scripts/edge/store.mts'
import { advisory, npmLock, sound, tangled } from '../assess/samples.mts'
import { openDoor } from '../support/door.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

test('the runs of a folder are added once, and nothing else of it', async t => {
  const [door, repo] = [openDoor(t), testRepo(t)]
  repo.commit({ 'src/a.ts': sound('a') })
  const remember = (folder: string) =>
    door.call('remember', [folder, repo.dir, '--branch', 'quality'])
  const none = await remember(temporaryFolder(t))
  assert.deepEqual([none.code, none.stderr.includes('There is no run in')], [2, true])
  await door.assess(repo.dir)
  assert.equal((await remember(door.data)).stdout, 'Added to the branch quality: 1 run.\n')
  assert.equal((await remember(door.data)).stdout, 'Added to the branch quality: 0 runs.\n')
  const rows = await door.rows('SELECT run FROM runs', ['--branch', 'quality', repo.dir])
  assert.equal(rows.length, 1)
  assert.equal(repo.git('status', '--porcelain'), '')
  assert.equal((await door.call('remember', [door.data])).code, 2)
})

async function asked(dir: string, sql: string): Promise<readonly unknown[]> {
  const history = await openHistory(dir)
  try {
    return (await history.query(sql)).rows
  } finally {
    history.close()
  }
}

const TABLES = [
  'runs',
  'scores',
  'measures',
  'missing',
  'findings',
  'files',
  'environment',
  'alerts',
]

test('a run is the same there as where it was stored, and what is known is not stored again', async t => {
  const [there, here, repo] = [openDoor(t), openDoor(t), testRepo(t)]
  repo.commit({ 'src/a.ts': tangled('a'), 'src/b.ts': tangled('b') })
  const branch = ['--branch', 'quality', repo.dir]
  for (const name of ['c', 'd']) {
    repo.commit({ [`src/${name}.ts`]: tangled(name) })
    // Each job begins with an empty history.
    const job = openDoor(t)
    await job.assess(repo.dir)
    await there.assess(repo.dir)
    const said = await here.call('remember', [job.data, repo.dir, '--branch', 'quality'])
    assert.equal(said.code, 0, said.stderr)
    const copy = temporaryFolder(t)
    await checkoutBranch({ repo: repo.dir, branch: 'quality', into: copy })
    for (const table of TABLES) {
      const columns = table === 'runs' ? '* EXCLUDE (month)' : '* EXCLUDE (run, month)'
      const of = `SELECT ${columns} FROM ${table} WHERE run = (SELECT run FROM runs ORDER BY started_at DESC LIMIT 1) ORDER BY ALL`
      const [stored, joined] = [await asked(job.data, of), await asked(copy, of)]
      assert.ok(stored.length > 0 || table === 'alerts', table)
      assert.deepEqual(joined, stored, table)
    }
  }
  const count = 'SELECT count(*)::INT AS n, count(DISTINCT run)::INT AS runs FROM stored_findings'
  const [rows] = await here.rows(count, branch)
  const [alone] = await there.rows(count)
  assert.deepEqual(rows, alone, 'as few rows as if one history had seen both')
})

test('what is new in a run that comes from another job is told', async t => {
  const [door, repo] = [openDoor(t), testRepo(t)]
  const advisories = join(temporaryFolder(t), 'osv')
  mkdirSync(advisories)
  repo.commit({
    'shipworthy.yml': 'alerts: { channels: [{ to: slack, address: SLACK_URL }] }\n',
    ...{ 'src/a.ts': sound('a') },
    ...npmLock({ left: '1.0.0' }),
  })
  const joined = async () => {
    const job = openDoor(t)
    const given = ['--json', '--no-gate', '--data', job.data, '--advisories', advisories]
    await job.call('assess', [...given, repo.dir])
    return door.call('remember', [job.data, repo.dir, '--branch', 'quality'])
  }
  writeFileSync(join(advisories, 'other.json'), advisory('other'))
  assert.equal((await joined()).stderr, '')
  writeFileSync(join(advisories, 'left.json'), advisory('left'))
  assert.match((await joined()).stderr, /^slack SLACK_URL was not told of \d alerts, .*not set/)
  const rows = await door.rows(`SELECT kind, state FROM alerts WHERE kind = 'advisory'`, [
    ...['--branch', 'quality', repo.dir],
  ])
  assert.deepEqual(rows, [{ kind: 'advisory', state: 'raised' }])
})
