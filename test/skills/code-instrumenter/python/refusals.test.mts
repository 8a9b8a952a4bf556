/** What is refused by its line, and what is left alone because somebody else traces it? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Files, plan } from '../plan.mts'
import { FASTAPI } from './sources.mts'

const refusals: Readonly<Record<string, readonly [RegExp, Files]>> = {
  'FastAPI before 0.92': [
    /requirements\.txt:1: FastAPI ==0\.68/,
    { 'requirements.txt': 'fastapi==0.68.1\n' },
  ],
  'FastAPI below a caret': [
    /pyproject\.toml:3: FastAPI \^0\.79/,
    { 'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.9"\nfastapi = "^0.79.1"\n' },
  ],
  'a pin nothing goes with': [
    /requirements\.txt:2: protobuf is pinned to 3\.20\.3/,
    { 'requirements.txt': 'fastapi\nprotobuf==3.20.3\n' },
  ],
  'an interpreter that is too old': [
    /Dockerfile:1: Python 3\.8/,
    { 'requirements.txt': 'fastapi\n', Dockerfile: 'FROM python:3.8-slim\n' },
  ],
  'a name that is taken': [
    /line 9: the name trace_app is taken/,
    { 'requirements.txt': 'fastapi\n', 'app.py': `${FASTAPI}trace_app = 1\n` },
  ],
}

for (const [name, [why, files]] of Object.entries(refusals))
  test(`${name} is refused by its line`, async t => {
    const { judged, changes } = await plan(t, { 'app.py': FASTAPI, ...files })
    assert.match(judged.findings[0]?.message ?? '', why)
    assert.ok(changes.every(({ path }) => path !== 'app.py'))
  })

const others: Readonly<Record<string, Files>> = {
  OpenTelemetry: { 'app.py': `from opentelemetry.sdk.trace import TracerProvider\n${FASTAPI}` },
  Sentry: { 'app.py': FASTAPI, 'log.py': 'import sentry_sdk\n' },
  Datadog: { 'app.py': `import ddtrace.auto\n${FASTAPI}` },
  'New Relic': { 'app.py': `import newrelic.agent\n${FASTAPI}` },
  'ddtrace-run': { 'app.py': FASTAPI, Procfile: 'web: ddtrace-run uvicorn app:app\n' },
}

for (const [name, files] of Object.entries(others))
  test(`what ${name} traces is left alone, with advice`, async t => {
    const { judged, changes } = await plan(t, { ...files, 'requirements.txt': 'fastapi\n' })
    assert.deepEqual(changes, [])
    assert.deepEqual(judged.findings, [])
    assert.match(judged.proposals?.[0]?.why ?? '', new RegExp(`left alone: ${name} is set up at`))
  })

test("spans of one's own do not mean that somebody set up tracing", async t => {
  const { changes } = await plan(t, {
    'app.py': `from opentelemetry import trace\n${FASTAPI}`,
    'requirements.txt': 'fastapi\n',
  })
  assert.ok(changes.length > 0)
})

test('a file that does not parse is named, and stays', async t => {
  const { evidence, changes } = await plan(t, {
    'app.py': FASTAPI,
    'broken.py': 'from flask import Flask\napp = Flask(\n',
    'requirements.txt': 'fastapi\n',
  })
  assert.deepEqual(
    evidence.faults.map(({ path }) => path),
    ['broken.py'],
  )
  assert.ok(changes.every(({ path }) => path !== 'broken.py'))
})
