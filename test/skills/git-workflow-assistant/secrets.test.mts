import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Commit } from '../../../scripts/core/lens.mts'
import {
  committedSecrets,
  secretsIn,
} from '../../../scripts/skills/git-workflow-assistant/secrets.mts'
import { fakeLens } from '../fake-lens.mts'

const secret = { kind: 'npm token', certainty: 'verified', line: 1 } as const

async function asideAmong(paths: readonly string[]): Promise<readonly string[]> {
  const lens = fakeLens({
    files: async () => [],
    derive: async () => new Map(paths.map(path => [path, [secret]])) as never,
  })
  return (await secretsIn(lens)).filter(({ isAside }) => isAside).map(({ path }) => path)
}

test('tests, examples and documents are aside', async () => {
  const aside = [
    'tests/certs/server.key',
    'src/test/resources/key.pem',
    'pkg/__fixtures__/a.json',
    'testdata/key.pem',
    'docs_src/security.py',
    'examples/app/.env',
    'README.md',
    'config.example.yml',
    '.env.template',
    'test_login.py',
    'login.spec.rb',
    '.gitleaks.toml',
    'caddytest/a.caddy.localhost.key',
  ]
  assert.deepEqual(await asideAmong(aside), aside)
})

test('code, configuration and what only sounds like a test are not', async () => {
  const inside = [
    'src/attestation.ts',
    'latest/config.yml',
    '.env',
    'deploy/template.yaml',
    'contest.py',
    'src/documents.ts',
    'protest/key.pem',
    'greatest.json',
  ]
  assert.deepEqual(await asideAmong(inside), [])
})

test('of many commits that bring a secret to a path the oldest is named', () => {
  const commit = (id: string, path: string): Commit => ({
    id,
    at: '2026-01-01T00:00:00Z',
    author: 'anna',
    isBot: false,
    subject: '',
    isMerge: false,
    isSigned: false,
    files: [],
    secrets: [{ path, kind: 'npm token' }],
  })
  const commits = [commit('3', 'a.ts'), commit('2', 'docs/a.md'), commit('1', 'a.ts')]
  assert.deepEqual(committedSecrets(commits), [{ commit: '1', path: 'a.ts', kind: 'npm token' }])
})
