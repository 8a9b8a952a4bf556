import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plan } from '../plan.mts'
import { APP, manifest } from './sources.mts'

const clients: Readonly<
  Record<string, readonly [object, string, readonly string[], readonly string[]]>
> = {
  'drivers by their instrumentors': [
    { pg: '8', ioredis: '5', 'better-sqlite3': '12' },
    '',
    ['ioredis', 'pg'],
    ['better-sqlite3'],
  ],
  'Knex, not the driver below it': [{ knex: '3', pg: '8' }, '', ['knex'], []],
  'Knex, and a driver that is called directly': [
    { knex: '3', pg: '8' },
    "require('pg')\n",
    ['knex', 'pg'],
    [],
  ],
  'the driver below Sequelize': [{ sequelize: '6', mysql2: '3' }, '', ['mysql2'], []],
  'Sequelize where its driver has none': [{ sequelize: '6', sqlite3: '5' }, '', ['sequelize'], []],
  'MongoDB below Mongoose': [{ mongoose: '8' }, '', ['mongodb'], []],
  'Prisma, not the driver below its adapter': [
    { '@prisma/client': '^7.0.0', '@prisma/adapter-pg': '7', pg: '8', 'better-sqlite3': '12' },
    '',
    [],
    [],
  ],
  'Prisma, and a driver that is called directly': [
    { '@prisma/client': '^7.0.0', pg: '8' },
    "require('pg')\n",
    ['pg'],
    [],
  ],
  'nothing of a Prisma that needs a preview': [{ '@prisma/client': '^4.0.0' }, '', [], ['Prisma']],
}

for (const [name, [dependencies, code, expected, dark]] of Object.entries(clients))
  test(`calls are traced: ${name}`, async t => {
    const { after, evidence } = await plan(t, {
      'app.js': APP + code,
      'package.json': manifest({ dependencies: { ...dependencies, express: '5' } }),
    })
    const added = [...after('package.json').matchAll(/instrumentation-([\w-]+)/g)].map(
      each => each[1],
    )
    assert.deepEqual(
      added.filter(each => !/^(express|http|undici)$/.test(each ?? '')).sort(),
      expected,
    )
    const rows = evidence.services[0]?.clients.filter(({ isSupported }) => !isSupported)
    assert.deepEqual(
      rows?.map(each => each.name),
      dark,
    )
  })
