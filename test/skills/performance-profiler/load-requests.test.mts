/** What is an app asked when nobody says what? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProjectFile } from '../../../scripts/core/lens.mts'
import { loadSpec } from '../../../scripts/skills/performance-profiler/load-requests.mts'
import { skill } from '../../../scripts/skills/performance-profiler.mts'
import { changedLens } from '../../support/changed-lens.mts'
import { fakeLens } from '../fake-lens.mts'

const { load } = skill.settings

const API = `openapi: 3.0.0
servers: [{ url: 'https://example.org/v1' }]
paths:
  /items: { get: {}, post: {} }
  /items/{id}: { get: {}, delete: {} }
`

const file = (path: string): ProjectFile => ({ path, oid: 'x', language: null, role: 'other' })

test('without a command nothing is asked, and nothing is looked for', async () => {
  assert.equal(await loadSpec(fakeLens({}), load), null)
})

test('an OpenAPI document says what may be read; parameters are 1', async () => {
  const lens = fakeLens({
    load: 'npm start',
    files: async () => [file('api.yaml'), file('other.yaml')],
    text: async path => ({ ok: true, value: path === 'api.yaml' ? API : 'a: 1' }),
  })
  const spec = await loadSpec(lens, load)
  assert.deepEqual(
    spec?.requests.map(({ method, path }) => `${method} ${path}`),
    ['GET /v1/items', 'GET /v1/items/1'],
  )
  assert.deepEqual([spec?.start, spec?.rate, spec?.seconds], ['npm start', 50, 5])
})

test('else the routes of the code do', async t => {
  const text = `import express from 'express'
const app = express()
app.get('/', (q, r) => r.end())
app.get('/items/:id', (q, r) => r.end())
app.post('/items', (q, r) => r.end())
`
  const lens = await changedLens(t, { 'app.js': '' }, { 'app.js': text })
  const spec = await loadSpec(lens, { ...load, start: 'node app.js' })
  assert.deepEqual(
    spec?.requests.map(({ path }) => path),
    ['/', '/items/1'],
  )
})

test('what the project names comes first; nonsense is told', async () => {
  const lens = fakeLens({ load: 'x', files: async () => [] })
  const named = ['GET /a?b=c', { method: 'post', path: '/d', body: { e: 1 }, headers: { f: 2 } }]
  assert.deepEqual((await loadSpec(lens, { ...load, requests: named }))?.requests, [
    { method: 'GET', path: '/a?b=c', headers: {}, body: null },
    {
      ...{ method: 'POST', path: '/d', body: '{"e":1}' },
      headers: { 'content-type': 'application/json', f: '2' },
    },
  ])
  for (const bad of ['a', 'GET http://example.org/', { path: '/' }, 5])
    await assert.rejects(
      loadSpec(lens, { ...load, requests: [bad] }),
      /requests\[0\] must be a text/,
    )
  await assert.rejects(loadSpec(lens, { ...load, rate: 0 }), /needs a rate from 1/)
})
