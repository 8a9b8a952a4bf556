import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathOf, scrubbed } from '../../../scripts/formats/traces/attributes.mts'

const kept = (raw: Record<string, string | number>) =>
  scrubbed(new Map(Object.entries(raw)), path => path.replace('/srv/', '')).attributes

test('only what is on the list is kept, under its current name', () => {
  assert.deepEqual(
    kept({
      'http.method': 'GET',
      'http.status_code': 200,
      'http.target': '/users/42?token=secret',
      'http.user_agent': 'secret',
      'http.request.header.cookie': 'secret',
      'enduser.id': 'anna',
      'net.peer.name': 'API.Example.com:443',
      'db.query.parameter.0': 'secret',
      'code.filepath': '/srv/src/a.js',
    }),
    {
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'url.path': '/users/{}',
      'server.address': 'api.example.com',
      'code.file.path': 'src/a.js',
    },
  )
})

test('a route makes the path needless; of a database neither host nor values are kept', () => {
  assert.deepEqual(kept({ 'http.route': '/users/:id', 'url.path': '/users/anna' }), {
    'http.route': '/users/:id',
  })
  assert.deepEqual(
    kept({ 'db.system': 'redis', 'db.statement': 'GET anna', 'server.address': 'db1.example.com' }),
    { 'db.system.name': 'redis' },
  )
})

test('names of inner networks and addresses are all one', () => {
  for (const host of ['localhost', '10.0.0.1', 'db', 'api.corp', 'x.svc.cluster.local', '[::1]'])
    assert.equal(kept({ 'server.address': host })['server.address'], 'internal host')
})

test('segments that may be values are none of ours', () => {
  assert.equal(pathOf('https://u:p@h.example/a/b'), '/a/b')
  assert.equal(pathOf('/v1/users/anna@example.com/8f14e45f#x'), '/v1/users/{}/{}')
  assert.equal(pathOf('/%41nna/ANNA-SMITH'), '/{}/ANNA-SMITH')
})

test('equal queries are equal only with equal values, and unknown values are not equal', () => {
  const exact = (raw: Record<string, string | number>) =>
    scrubbed(new Map(Object.entries(raw)), () => null).exact
  const text = { 'db.query.text': 'SELECT a FROM t WHERE b = $1' }
  assert.equal(exact(text), null)
  assert.notEqual(exact({ ...text, 'db.query.parameter.0': 'x' }), null)
  assert.notEqual(
    exact({ ...text, 'db.query.parameter.0': 'x' }),
    exact({ ...text, 'db.query.parameter.0': 'y' }),
  )
  assert.equal(exact({ 'db.query.text': "SELECT 'a'" }), exact({ 'db.query.text': "SELECT 'a'" }))
})
