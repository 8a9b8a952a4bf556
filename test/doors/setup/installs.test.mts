/** Is a person told the command that installs what was added, in the folder of the lock that belongs to it? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { installsOf, isLocked } from '../../../scripts/doors/setup/installs.mts'

const CASES: readonly (readonly [edited: string, others: readonly string[], command: string])[] = [
  ['package.json', [], 'npm install'],
  ['package.json', ['pnpm-lock.yaml'], 'pnpm install'],
  ['apps/api/package.json', ['yarn.lock', 'yarn.lock.old'], 'yarn install'],
  ['api/package.json', ['api/package-lock.json', 'pnpm-lock.yaml'], '(cd api && npm install)'],
  ['web/package.json', [], '(cd web && npm install)'],
  ['requirements/base.txt', [], 'pip install -r requirements/base.txt'],
  ['pyproject.toml', ['uv.lock'], 'uv sync'],
  [
    'backend/pyproject.toml',
    ['backend/poetry.lock'],
    '(cd backend && poetry lock && poetry install)',
  ],
  ['pyproject.toml', [], 'pip install --editable .'],
]

for (const [edited, others, command] of CASES)
  test(`${edited} beside ${others.join(', ') || 'no lock'}: ${command}`, () =>
    assert.deepEqual(installsOf(['src/app.ts', edited], new Set([edited, ...others])), [command]))

test('what is no manifest needs no command', () =>
  assert.deepEqual(installsOf(['app.py', 'otel_instrumentation.py'], new Set()), []))

test('a list of requirements has no lock that a pipeline would miss', () => {
  assert.equal(isLocked('pip install -r requirements.txt'), false)
  assert.equal(isLocked('(cd web && npm install)'), true)
})
