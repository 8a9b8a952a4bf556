import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isBreaking } from '../../../scripts/core/conventional.mts'
import type { ReviewEvidence } from '../../../scripts/core/review.mts'
import { adviceFor } from '../../../scripts/skills/release-orchestrator/advice.mts'

const commit = (subject: string, breaking: string | null = null) => ({
  id: 'c0ffee',
  at: '2025-06-01T00:00:00Z',
  subject,
  breaking,
})

function advise(release: string, subjects: readonly string[]) {
  const latest = { name: release, commit: 'beef', at: '2025-05-01T00:00:00Z' }
  const commits = subjects.map(subject => commit(subject))
  return adviceFor({ latest, since: latest, commits, paths: [], releases: [] }, commits, 0.5)
}

const rows: readonly (readonly [release: string, subjects: readonly string[], next: string])[] = [
  ['v1.2.3', ['fix: close the door'], 'v1.2.4'],
  ['v1.2.3', ['docs(readme): say more', 'fix: close'], 'v1.2.4'],
  ['v1.2.3', ['feat(cli): open', 'fix: close'], 'v1.3.0'],
  ['v1.2.3', ['Feat: open'], 'v1.3.0'],
  ['v1.2.3', ['feat!: open twice', 'feat: open'], 'v2.0.0'],
  ['v1.2.3', ['refactor(api)!: rename', 'fix: close'], 'v2.0.0'],
  ['v1.2.3', ['feat: open, BREAKING CHANGE of the key'], 'v2.0.0'],
  ['0.4.1', ['feat!: open twice'], '0.5.0'],
  ['0.4.1', ['chore: tidy'], '0.4.2'],
  ['pkg@1.9.0', ['feat: open'], 'pkg@1.10.0'],
  ['release-1.9', ['fix: open'], 'release-1.9.1'],
]

for (const [release, subjects, next] of rows)
  test(`${subjects.join(' + ')} after ${release} makes ${next}`, () => {
    const [proposal, ...rest] = advise(release, subjects)
    assert.equal(proposal?.command, `git tag ${next}`)
    assert.ok(proposal.why.includes(next))
    assert.deepEqual(rest, [])
  })

const review = (since: string, isSure: boolean): ReviewEvidence => ({
  since: { commit: since, release: 'v1.2.3' },
  files: [],
  api: {
    names: 1,
    breaks: [{ path: 'a.ts', line: 1, name: 'a', kind: 'removed', message: '', isSure }],
    added: [],
  },
  changelog: null,
  authors: [],
  unread: null,
})

test('a break of the public surface since the release counts as if it were announced', () => {
  const next = (seen: ReviewEvidence) => {
    const latest = { name: 'v1.2.3', commit: 'beef', at: '2025-05-01T00:00:00Z' }
    const evidence = { latest, since: latest, commits: [], paths: [], releases: [] }
    return adviceFor(evidence, [commit('fix: a')], 0.5, seen)[0]?.command
  }
  assert.equal(next(review('beef', true)), 'git tag v2.0.0')
  assert.equal(next(review('beef', false)), 'git tag v1.2.4')
  assert.equal(next(review('cafe', true)), 'git tag v1.2.4')
})

test('half of the subjects must follow the convention', () => {
  assert.deepEqual(advise('v1.0.0', ['fix: a', 'Repair b', 'Repair c']), [])
  assert.equal(advise('v1.0.0', ['fix: a', 'Repair b']).length, 1)
  assert.deepEqual(advise('v1.0.0', ['parser: accept more', 'feat: '.trim(), 'fix : space']), [])
  assert.deepEqual(advise('v1.0.0', []), [])
})

test('messages that announce nothing may hide a feature: then there is a least number, and no command', () => {
  const [some] = advise('v1.0.0', ['fix: a', 'Add b'])
  assert.equal(some?.command, undefined)
  assert.match(
    some?.why ?? '',
    /v1\.0\.1 would be a patch release, the least: 1 other message announces nothing$/,
  )
  assert.equal(advise('v1.0.0', ['feat!: a', 'Add b'])[0]?.command, 'git tag v2.0.0')
})

test('no command is made of a name that a shell would read', () => {
  const [proposal] = advise('$(reboot)1.0.0', ['fix: a'])
  assert.ok(proposal && proposal.command === undefined)
})

test('only an announced change is a breaking one', () => {
  const subjects = [
    'feat!: a',
    'fix(b)!: c',
    'BREAKING CHANGE: d',
    'feat: wow!',
    'breaking news',
    'x!: y',
  ]
  assert.deepEqual(
    subjects.map(subject => isBreaking(commit(subject))),
    [true, true, true, false, false, false],
  )
  assert.ok(isBreaking(commit('Repair the door', 'it opens inwards')))
})
