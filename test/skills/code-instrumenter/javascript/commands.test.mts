import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plan } from '../plan.mts'
import { APP, MODULE_APP, manifest } from './sources.mts'

const starts: Readonly<Record<string, readonly [string, string]>> = {
  node: [
    'node --env-file=.env src/app.js',
    'node --env-file=.env --import=./otel-instrumentation.cjs src/app.js',
  ],
  'what is built': [
    'tsc && node dist/app.js',
    'tsc && node --import=./otel-instrumentation.cjs dist/app.js',
  ],
  tsx: ['tsx watch src/app.js', 'tsx watch --import=./otel-instrumentation.cjs src/app.js'],
  nodemon: ['nodemon -L src/app.js', 'nodemon -L --import=./otel-instrumentation.cjs src/app.js'],
  'a command in quotes': [
    "nodemon --exec 'tsx src/app.js'",
    "nodemon --exec 'tsx --import=./otel-instrumentation.cjs src/app.js'",
  ],
  'its variables before it': [
    'A=1 node src/app',
    'A=1 node --import=./otel-instrumentation.cjs src/app',
  ],
}

for (const [name, [before, after]] of Object.entries(starts))
  test(`modules are traced by a flag of Node.js: ${name}`, async t => {
    const planned = await plan(t, {
      'src/app.js': MODULE_APP,
      'package.json': manifest({ type: 'module', scripts: { start: before } }),
    })
    assert.equal(JSON.parse(planned.after('package.json')).scripts.start, after)
    assert.equal(planned.after('src/app.js'), MODULE_APP)
    assert.match(planned.after('otel-instrumentation.cjs'), /hook\.mjs/)
  })

test('a command that hands no flag on is refused by its line, with what to paste', async t => {
  const { judged } = await plan(t, {
    'src/app.ts': MODULE_APP,
    'package.json': manifest({ type: 'module', scripts: { start: 'ts-node --esm src/app.ts' } }),
  })
  assert.match(
    judged.findings[0]?.message ?? '',
    /package\.json:7: ts-node would not hand a flag on/,
  )
  assert.equal(
    judged.proposals?.some(({ paste }) => paste !== undefined),
    true,
  )
})

test('a list of words in a Dockerfile, and a Procfile, take the flag too', async t => {
  const { after } = await plan(t, {
    'app.js': MODULE_APP,
    'package.json': manifest({ type: 'module', scripts: {} }),
    Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["node", "app.js"]\n',
    Procfile: 'web: node app.js\n',
  })
  assert.match(
    after('Dockerfile'),
    /^CMD \["node", "--import=\.\/otel-instrumentation\.cjs", "app\.js"\]$/m,
  )
  assert.equal(after('Procfile'), 'web: node --import=./otel-instrumentation.cjs app.js\n')
})

test('an image that would not hold the tracing module stops the edit', async t => {
  const { judged, changes } = await plan(t, {
    'app.js': MODULE_APP,
    'package.json': manifest({ type: 'module' }),
    Dockerfile:
      'FROM node:22 AS build\nCOPY . .\nFROM node:22\nCOPY --from=build /app/dist ./dist\nCMD npm start\n',
  })
  assert.match(judged.findings[0]?.message ?? '', /Dockerfile:4: the image would not hold/)
  assert.deepEqual(changes, [])
})

test('a tool that loads what the server is made of stays as it is; one that starts it alone does not', async t => {
  const files = {
    'src/app.js': APP.replace('app.listen(3000)', 'module.exports = app'),
    'src/server.js': "require('./app').listen(3000)\n",
    'src/worker.js': "require('./app').listen(3001)\n",
    'tools/reset.js': "require('../src/app')\n",
  }
  const scripts = { 'reset-password': 'node tools/reset.js', 'start-dev': 'node src/worker.js' }
  const both = await plan(t, {
    ...files,
    'package.json': manifest({ scripts: { ...scripts, start: 'node src/server.js' } }),
  })
  const changed = both.changes.map(({ path }) => path)
  assert.ok(changed.includes('src/server.js') && changed.includes('src/worker.js'))
  assert.ok(!changed.includes('tools/reset.js'), changed.join())
  const alone = await plan(t, {
    'src/app.js': files['src/app.js'],
    'tools/reset.js': files['tools/reset.js'],
    'package.json': manifest({ scripts: { 'reset-password': 'node tools/reset.js' } }),
  })
  assert.ok(alone.changes.some(({ path }) => path === 'tools/reset.js'))
})
