/** Does a PostgreSQL database that many projects share answer as the history does? Against a real server. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { TABLE_NAMES } from '../../../scripts/edge/store/layout.mts'
import { VIEWS } from '../../../scripts/edge/store/selects.mts'
import { shareHistory } from '../../../scripts/edge/store.mts'
import { add, fault, open } from '../../support/opened-history.mts'
import {
  freePort,
  PASSWORD,
  postgres,
  skipWithoutPostgres as skip,
} from '../../support/servers.mts'

// Times as DuckDB's answers have them, whole numbers as numbers.
pg.types.setTypeParser(1114, text => `${text.replace(' ', 'T')}Z`)
pg.types.setTypeParser(20, Number)

let number = 0

/** An empty database of its own, and what asks it. */
async function database(server: Awaited<ReturnType<typeof postgres>>) {
  const name = `shared_${++number}`
  await ask(server.url(), `CREATE DATABASE ${name}`)
  if (server.hasTimescale) await ask(server.url(name), 'CREATE EXTENSION IF NOT EXISTS timescaledb')
  const url = server.url(name)
  return { url, rows: (sql: string) => ask(url, sql) }
}

async function ask(url: string, text: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

async function filled(t: TestContext) {
  const history = await open(t)
  const first = { number: 1, day: '2026-01-01', release: 'v1', findings: ['k1', 'k2'] }
  await add(history, first)
  await add(history, { ...first, number: 2, release: 'v2', values: [20, 70], findings: ['k2'] })
  await add(history, { number: 7, project: `o'brien/"мост"`, day: '2026-02-03', policy: 'p2' })
  return history
}

/** Rows as text, in an order of their own. */
const sorted = (rows: readonly (readonly unknown[])[]) =>
  rows.map(row => JSON.stringify(row)).sort()

test('a shared store: every table and view answers as in DuckDB', { skip }, async t => {
  const server = await postgres(t)
  const history = await filled(t)

  await t.test('every table and view has the same columns and rows', async () => {
    const { url, rows } = await database(server)
    await shareHistory(history.dir, url)
    for (const name of [...TABLE_NAMES, 'missing', ...Object.keys(VIEWS)]) {
      const ours = await history.query(`SELECT * FROM ${name}`)
      const columns = ours.columns.map(each => `"${each.name}"`).join(', ')
      assert.deepEqual(
        await rows(
          `SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '${name}' ORDER BY ordinal_position`,
        ),
        ours.columns.map(each => [each.name]),
        name,
      )
      assert.deepEqual(
        sorted(await rows(`SELECT ${columns} FROM ${name}`)),
        sorted(ours.rows),
        name,
      )
    }
    const [[filledViews]] = (await rows(
      'SELECT (SELECT count(*) FROM finding_changes) * (SELECT count(*) FROM regressions)',
    )) as [[number]]
    assert.ok(filledViews > 0)
  })

  await t.test('a second copy adds nothing, a later one what is new', async t => {
    const history = await open(t)
    await add(history, { number: 1, findings: ['k1', 'k2'] })
    await add(history, { number: 2, project: 'other', day: '2026-02-03' })
    const { url, rows } = await database(server)
    const everything = () =>
      Promise.all(TABLE_NAMES.map(name => rows(`SELECT count(*) FROM stored_${name}`)))
    await shareHistory(history.dir, url)
    const first = await everything()
    const again = await shareHistory(history.dir, url)
    assert.deepEqual(
      again.map(({ added, runs }) => [added, runs]),
      [
        [0, 1],
        [0, 1],
      ],
    )
    assert.deepEqual(await everything(), first)
    await add(history, { number: 4, day: '2026-04-01', findings: ['k2', 'k3'] })
    const later = await shareHistory(history.dir, url)
    assert.deepEqual(
      later.map(({ added }) => added),
      [1, 0],
    )
    const asked = `SELECT run, key FROM findings WHERE project <> 'other'`
    assert.deepEqual(sorted(await rows(asked)), sorted((await history.query(asked)).rows))
  })

  await t.test('histories of two machines meet, also when they come at once', async t => {
    const [one, other] = [await open(t), await open(t)]
    await add(one, { number: 1, day: '2026-01-01', release: 'v1' })
    await add(other, { number: 2, day: '2026-02-01', release: 'v2' })
    await add(other, { number: 3, day: '2026-02-02', project: 'of the other alone' })
    const { url, rows } = await database(server)
    await Promise.all([one, other, one].map(({ dir }) => shareHistory(dir, url)))
    assert.deepEqual(await rows('SELECT run FROM stored_runs ORDER BY run'), [
      ['run-0001'],
      ['run-0002'],
      ['run-0003'],
    ])
    // Both wrote policy and catalogue, which count once.
    assert.deepEqual(
      await rows('SELECT project, count(*) FROM catalogue GROUP BY project ORDER BY project'),
      [
        ['github.com/ada/engine', 2],
        ['of the other alone', 2],
      ],
    )
    assert.deepEqual(await rows('SELECT release FROM releases'), [['v1'], ['v2']])
  })

  await t.test('a copy that is stopped half way leaves nothing of the project', async t => {
    const { url, rows } = await database(server)
    await shareHistory((await open(t)).dir, url)
    const blocker = new pg.Client({ connectionString: url })
    await blocker.connect()
    await blocker.query('BEGIN; LOCK stored_findings')
    const copy = shareHistory(history.dir, url)
    const stopped = assert.rejects(copy, fault(/terminating connection/))
    const waiting = `SELECT pid FROM pg_stat_activity WHERE application_name = 'shipworthy' AND datname = current_database() AND wait_event_type = 'Lock'`
    while ((await rows(waiting)).length === 0) await wait(20)
    await rows(`SELECT pg_terminate_backend(pid) FROM (${waiting}) w`)
    await stopped
    await blocker.query('ROLLBACK')
    await blocker.end()
    assert.deepEqual(await rows('SELECT count(*) FROM stored_runs'), [[0]])
    assert.deepEqual(await rows('SELECT count(*) FROM stored_measures'), [[0]])
  })

  await t.test(
    'what PostgreSQL cannot store, or would take for more than text, is text',
    async t => {
      const history = await open(t)
      const hostile = [
        `'; DROP TABLE stored_runs; --`,
        'a\0b',
        '\\u0000',
        '$1',
        '\\',
        '"',
        'мост\n',
      ]
      await add(history, { number: 1, findings: hostile })
      const { url, rows } = await database(server)
      await shareHistory(history.dir, url)
      assert.deepEqual(
        (await rows('SELECT key FROM findings')).flat().sort(),
        hostile.map(key => key.replace('\0', '\ufffd')).sort(),
      )
    },
  )

  await t.test(
    'views of another version are made anew, columns that are missing are added',
    async t => {
      const history = await filled(t)
      const { url, rows } = await database(server)
      await shareHistory(history.dir, url)
      await rows('DROP VIEW hotspots, packages')
      await rows('ALTER TABLE stored_runs DROP COLUMN forge CASCADE')
      await rows(`COMMENT ON TABLE stored_runs IS 'older'`)
      await rows('CREATE VIEW latest AS SELECT 1 AS other')
      await shareHistory(history.dir, url)
      assert.deepEqual(await rows('SELECT count(*) FROM latest WHERE forge IS NULL'), [[2]])
    },
  )

  await t.test(
    'numbers over time are hypertables with TimescaleDB, plain tables without',
    async () => {
      const { url, rows } = await database(server)
      await shareHistory(history.dir, url)
      const series = ['stored_benchmarks', 'stored_measures', 'stored_operations', 'stored_scores']
      const found = server.hasTimescale
        ? 'SELECT hypertable_name FROM timescaledb_information.hypertables ORDER BY 1'
        : `SELECT relname FROM pg_class WHERE relkind = 'r' AND relname IN ('${series.join("', '")}') ORDER BY 1`
      assert.deepEqual((await rows(found)).flat(), series)
      const year = server.hasTimescale
        ? `time_bucket('1 year', started_at)`
        : `date_trunc('year', started_at)`
      const [row] = await rows(
        `SELECT ${year} AS year, count(*) FROM stored_measures GROUP BY year`,
      )
      assert.equal(row?.[0], '2026-01-01T00:00:00Z')
    },
  )

  await t.test('faults are one sentence without the password', async () => {
    const { dir } = history
    const { url, rows } = await database(server)
    const refused = (to: string, why: RegExp) =>
      assert.rejects(shareHistory(dir, to), (error: Error) => {
        assert.ok(fault(why)(error), error.message)
        assert.ok(!error.message.includes(encodeURIComponent(PASSWORD)), error.message)
        return !error.message.includes(PASSWORD)
      })
    await refused(url.replace('not%20a', 'wrong'), /password authentication failed .*PGPASSWORD/)
    await refused(server.url('nowhere'), /"nowhere" does not exist \(create the database first\)/)
    await refused(url.replace(/:\d+\//, `:${await freePort()}/`), /nothing listens there/)
    await refused(`${url}?sslmode=verify-full`, /does not support SSL/)
    for (const wrong of [url.replace('postgres:', 'mysql:'), url.replace(/\d+\//, 'port/'), ''])
      await refused(wrong, /no address of a PostgreSQL database/)
    await rows(`CREATE ROLE guest LOGIN PASSWORD '${PASSWORD}'`)
    await rows('REVOKE CREATE ON SCHEMA public FROM PUBLIC')
    const guest = url.replace('ada:', 'guest:')
    await refused(guest, /permission denied for schema public .*right to create tables/)
    await shareHistory(dir, url)
    await rows('GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO guest')
    assert.deepEqual(
      (await shareHistory(dir, guest)).map(({ added }) => added),
      [0, 0],
    )
  })

  await t.test('the command says what it copied, and what it needs', async () => {
    const { url } = await database(server)
    const run = (...args: string[]) => {
      const door = join(import.meta.dirname, '../../../scripts/store.mts')
      const { status, stdout, stderr } = spawnSync(process.execPath, [door, ...args], {
        encoding: 'utf8',
        env: { ...process.env, PGPASSWORD: PASSWORD },
      })
      return { status, stdout, stderr }
    }
    const to = url.replace(/:[^:]*@/, '@')
    assert.deepEqual(run('--data', history.dir, '--to', to), {
      status: 0,
      stdout: `github.com/ada/engine: 2 of 2 runs added\no'brien/"мост": 1 of 1 run added\n`,
      stderr: '',
    })
    const none = run('--data', join(history.dir, 'runs'), '--to', to)
    assert.deepEqual([none.status, /There is no run in/.test(none.stderr)], [2, true])
    assert.match(run().stderr, /--to <url>/)
  })
})
