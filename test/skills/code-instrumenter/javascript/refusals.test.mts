import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NoEvidence } from '../../../../scripts/core/skill.mts'
import { evidenceOf, type Files, plan } from '../plan.mts'
import { APP, manifest, next } from './sources.mts'

const refusals: Readonly<Record<string, readonly [RegExp, Files]>> = {
  'Express before 4': [
    /package\.json:4: Express \^3\.0\.0/,
    { 'package.json': manifest({ dependencies: { express: '^3.0.0' } }) },
  ],
  'an engine that is too old': [
    /package\.json:10: Node\.js 14\.x/,
    { 'package.json': manifest({ engines: { node: '14.x' } }) },
  ],
  'a version file that is too old': [/\.nvmrc:1: Node\.js 16\.x/, { '.nvmrc': 'v16\n' }],
  'an image that is too old': [
    /Dockerfile:1: Node\.js 12\.x/,
    { Dockerfile: 'FROM node:12-alpine\n' },
  ],
  'packages that are bundled': [
    /package\.json:8: esbuild puts the packages into the program/,
    {
      'package.json': manifest({
        scripts: {
          start: 'node dist/app.js',
          build: 'esbuild app.js --bundle --outfile=dist/app.js',
        },
      }),
    },
  ],
  "an api these packages don't take": [
    /package\.json:5: @opentelemetry\/api \^1\.9\.0 lets in 1\.10/,
    {
      'package.json': manifest({
        dependencies: { express: '^5.0.0', '@opentelemetry/api': '^1.9.0' },
      }),
    },
  ],
  'a module of that name': [
    /otel-instrumentation\.cjs was not written by Shipworthy/,
    { 'otel-instrumentation.cjs': '// mine\n' },
  ],
  'statements on one line': [
    /line 1: several statements share this line/,
    { 'app.js': `'use strict'; ${APP}` },
  ],
  'an application nobody starts': [
    /line 2: no script, Procfile/,
    {
      'app.js': "const express = require('express')\nmodule.exports = express()\n",
      'package.json': manifest({ scripts: {} }),
    },
  ],
  'Next.js before 13.2': [
    /package\.json:4: Next\.js \^12\.0\.0 is older/,
    { 'pages/index.js': 'export default () => null\n', 'package.json': next('^12.0.0') },
  ],
  'Next.js that was not told to look': [
    /next\.config\.js:1: Next\.js before 15 loads instrumentation only with/,
    {
      'pages/index.js': 'export default () => null\n',
      'next.config.js': 'module.exports = {}\n',
      'package.json': next('^14.0.0'),
    },
  ],
}

for (const [name, [why, files]] of Object.entries(refusals))
  test(`${name} is refused by its line`, async t => {
    const { judged, changes } = await plan(t, {
      'app.js': APP,
      'package.json': manifest(),
      ...files,
    })
    assert.match(judged.findings[0]?.message ?? '', why)
    assert.ok(changes.every(({ path }) => path !== 'app.js'))
  })

const others: Readonly<Record<string, Files>> = {
  OpenTelemetry: { 'trace.js': "require('@opentelemetry/sdk-node')\n" },
  Datadog: { 'app.js': `require('dd-trace').init()\n${APP}` },
  Sentry: { 'log.js': "const Sentry = require('@sentry/node')\n" },
  'New Relic': { 'app.js': `require('newrelic')\n${APP}` },
  'dd-trace': { 'package.json': manifest({ scripts: { start: 'node -r dd-trace/init app.js' } }) },
}

for (const [name, files] of Object.entries(others))
  test(`what ${name} traces is left alone, with advice`, async t => {
    const { judged, changes } = await plan(t, {
      'app.js': APP,
      'package.json': manifest(),
      ...files,
    })
    assert.deepEqual(changes, [])
    assert.deepEqual(judged.findings, [])
    assert.match(judged.proposals?.[0]?.why ?? '', new RegExp(`left alone: ${name} is set up at`))
  })

test('a library that only tests with Express is not asked', async () => {
  const text =
    '{ "name": "lib", "devDependencies": { "express": "5" }, "dependencies": { "a": "1" } }'
  const evidence = await evidenceOf({ 'examples/app.js': APP, 'package.json': text })
  assert.ok(evidence instanceof NoEvidence)
})

test('a manifest that is no JSON, and a program that does not parse, change nothing', async t => {
  assert.ok(
    (await evidenceOf({ 'app.js': APP, 'package.json': '{ "dependencies": {' })) instanceof
      NoEvidence,
  )
  const { evidence, changes } = await plan(t, {
    'app.js': APP,
    'broken.js': "const express = require('express'\n",
    'package.json': manifest(),
  })
  assert.deepEqual(
    evidence.faults.map(({ path }) => path),
    ['broken.js'],
  )
  assert.ok(changes.every(({ path }) => path !== 'broken.js'))
})

/** One way a real project may be written. */
