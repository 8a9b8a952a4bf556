import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isOpenApi, readOpenApi, readPathItem } from '../../scripts/formats/openapi.mts'

const YAML = `openapi: 3.1.0
servers:
  - url: https://example.org/api/v1/
  - url: '{scheme}://example.org'
paths:
  /users/{id}:
    parameters: []
    get: &read
      summary: one
    "delete": *read
  '/files':
    $ref: ./files.yaml
  x-hidden:
    get: {}
`

test('a document with its keys in order says what it is at its end', () => {
  const schemas = `components:\n  schemas:\n${'    A: { type: string }\n'.repeat(6_000)}`
  assert.equal(isOpenApi(`${schemas}openapi: 3.0.2\npaths:\n  /a:\n    get: {}\n`), true)
  assert.equal(isOpenApi(`${schemas}paths:\n  /a:\n    get: {}\n`), false)
})

test('operations have their method, path and line', () => {
  const api = readOpenApi(YAML)
  assert.ok(typeof api !== 'string')
  assert.deepEqual(api.operations, [
    { method: 'GET', path: '/users/{id}', line: 8 },
    { method: 'DELETE', path: '/users/{id}', line: 10 },
  ])
  assert.deepEqual(api.elsewhere, [{ path: '/files', file: './files.yaml', line: 11 }])
  assert.equal(api.bases[0], '/api/v1')
})

test('Swagger 2 in JSON has a base path; on one line everything is on it', () => {
  const api = readOpenApi('{"swagger":"2.0","basePath":"/v2","paths":{"/a":{"post":{}}}}')
  assert.deepEqual(api, {
    bases: ['/v2'],
    operations: [{ method: 'POST', path: '/a', line: 1 }],
    elsewhere: [],
  })
})

test('a document says what it is', () => {
  assert.ok(isOpenApi(YAML))
  assert.ok(isOpenApi('{"openapi": "3.0.0", "paths": {}}'))
  assert.ok(!isOpenApi('openapi: my-generator\nname: x\n'))
  assert.ok(!isOpenApi('asyncapi: 3.0.0\npaths: {}\n'))
})

test('what cannot be read is said in a sentence', () => {
  assert.match(String(readOpenApi('openapi: 3.0.0\npaths: {\n')), /^It is not valid YAML/)
  assert.match(String(readOpenApi('{"openapi": ')), /^It is not valid JSON/)
  assert.match(String(readOpenApi(`openapi: 3.0.0\n${'#'.repeat(4_000_001)}`)), /too large/)
})

test('a path item in a file of its own gives its methods', () => {
  assert.deepEqual(readPathItem('get: {}\npatch:\n  summary: x\nparameters: []\n'), [
    'GET',
    'PATCH',
  ])
  assert.deepEqual(readPathItem('- no\n'), [])
})

test('whatever the text, reading ends in operations or a sentence', () => {
  const paths = fc.json().map(each => `{"openapi":"3.0.0","paths":${each}}`)
  fc.assert(
    fc.property(fc.oneof(fc.string(), paths), text => {
      const api = readOpenApi(text)
      assert.ok(
        typeof api === 'string' ? api.endsWith('.') : api.operations.every(({ line }) => line >= 1),
      )
    }),
    { numRuns: 300 },
  )
})
