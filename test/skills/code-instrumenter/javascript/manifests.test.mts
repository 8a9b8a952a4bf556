import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nothingIsLeft, plan } from '../plan.mts'
import { APP, MODULE_APP, manifest, next } from './sources.mts'

test('dependencies go where npm would sort them, and nothing else moves', async t => {
  const text =
    '{\n\t"dependencies": {\n\t\t"@aws/x": "1",\n\t\t"express": "^5.0.0"\n\t}, "scripts": {"start": "node app"}}'
  const { after } = await plan(t, { 'app.js': APP, 'package.json': text })
  const added = after('package.json')
  const names = Object.keys(JSON.parse(added).dependencies)
  assert.deepEqual(names, names.toSorted())
  assert.match(added, /\n\t\t"@opentelemetry\/api": "~1\.9\.1",\n\t\t"@opentelemetry/)
  assert.equal(
    added
      .split('\n')
      .filter(line => !/opentelemetry/.test(line))
      .join('\n'),
    text,
  )
})

test('behind the last one where they have no order, and on one line where they had one', async t => {
  const text = '{"scripts":{"start":"node app"},"dependencies":{"z":"1","express":"^5.0.0"}}'
  const { after } = await plan(t, { 'app.js': APP, 'package.json': text })
  assert.match(after('package.json'), /"express":"\^5\.0\.0", "@opentelemetry\/api": "~1\.9\.1", "/)
})

test('a second run has nothing to do', async t => {
  for (const files of [
    { 'app.js': APP, 'package.json': manifest() },
    { 'app.js': MODULE_APP, 'package.json': manifest({ type: 'module' }) },
    {
      'next.config.js': 'module.exports = {}\n',
      'pages/index.js': 'export default () => null\n',
      'package.json': next('^16.0.0'),
    },
  ])
    await nothingIsLeft(t, files)
})

test('several packages of one project are several programs', async t => {
  const { evidence } = await plan(t, {
    'package.json': '{ "private": true, "workspaces": ["apps/*"] }',
    'apps/a/package.json': manifest({ name: '@org/a' }),
    'apps/a/app.js': APP,
    'apps/b/package.json': manifest({ name: 'b', scripts: { start: 'node app' } }),
    'apps/b/app.js': APP,
  })
  assert.deepEqual(
    evidence.services.map(({ name, folder, endpoints }) => [name, folder, endpoints.length]),
    [
      ['org-a', 'apps/a/', 1],
      ['b', 'apps/b/', 1],
    ],
  )
})
