/** Does the page for a release manager hold what decides, and do the notes name changes and nobody? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReleaseEvidence } from '../../scripts/core/evidence.mts'
import type { Finding } from '../../scripts/core/model.mts'
import type { Assessment } from '../../scripts/core/verdict.mts'
import { releaseReport } from '../../scripts/report/release.mts'
import { releaseNotes } from '../../scripts/report/release-notes.mts'
import { all, bad, catalogue, good, hostile } from './assessments.mts'
import { golden } from './golden.mts'

const commit = (subject: string, breaking: string | null = null, id = 'c0ffee1234567890') => ({
  id,
  at: '2026-03-10T00:00:00Z',
  subject,
  breaking,
})

const release: ReleaseEvidence = {
  latest: { name: 'v1.3.0', commit: 'beef', at: '2026-02-01T00:00:00Z' },
  since: { name: 'v1.3.0', commit: 'beef', at: '2026-02-01T00:00:00Z' },
  commits: [
    commit('feat(deck): carry `bicycles` too (#120)'),
    commit('fix: close the ramp (#118) (#119)'),
    commit('feat!: two decks (#117)', 'tickets name their `deck`'),
    commit('Paint the hull'),
    commit('chore(deps): bump anchor from 1.0 to 2.0 (#116)'),
    commit('Bump rope from 3 to 4'),
    commit('⬆ Bump sail from 3 to 4 (#99)'),
    commit('docs: say where the lifeboats are'),
    commit('refactor: one winch'),
    commit('revert: paint it red'),
    commit('perf(engine): burn less'),
  ],
  paths: ['src/deck.ts', 'src/ramp.ts'],
  releases: [{ name: 'v1.3.0', at: '2026-02-01T00:00:00Z' }],
}

const finding = (
  rule: string,
  level: Finding['level'],
  path: string,
  message: string,
): Finding => ({
  rule,
  level,
  key: `${rule}:${path}:`,
  path,
  line: null,
  message,
})

const withFindings = (assessment: Assessment, findings: readonly Finding[]): Assessment => ({
  ...assessment,
  outcomes: [
    ...assessment.outcomes,
    {
      skill: 'git-workflow-assistant',
      status: 'judged',
      why: null,
      durationMs: 1,
      measures: [],
      findings,
      missing: [],
      proposals: [],
    },
  ],
})

const risky = withFindings(good, [
  finding('hotspot', 'note', 'src/deck.ts', '20 revisions × complexity 90 by 3 authors'),
  finding('hotspot', 'note', 'src/calm.ts', '19 revisions × complexity 80 by 3 authors'),
  finding('leaked-secret', 'error', 'src/key.ts', 'an npm token stands here'),
])

test('a risky release reads well', t => {
  const text = releaseReport(risky, catalogue, { 'release-orchestrator': release })
  golden(t, text, 'release-risky.md')
  assert.match(text, /src\/deck\.ts/)
  assert.doesNotMatch(
    text,
    /src\/calm\.ts/,
    'a hotspot the release does not touch is no risk of it',
  )
})

test('a bad one too, without a history', t => {
  golden(t, releaseReport(bad, catalogue, {}), 'release-bad.md')
})

test('every kind of assessment has a report with all its parts', () => {
  for (const assessment of Object.values(all)) {
    const titles = [...releaseReport(assessment, catalogue, {}).matchAll(/^## (.+)$/gm)]
    assert.equal(titles.length, 7)
  }
})

test('breaking changes come first and once, with what their footer says', () => {
  const notes = releaseNotes(release, good.run)
  assert.ok(notes.startsWith('### Breaking changes\n\n- two decks ('))
  assert.equal(notes.match(/two decks/g)?.length, 1)
  assert.match(notes, /^ {2}Tickets name their `deck`$/m)
  assert.ok(notes.indexOf('### Features') < notes.indexOf('### Fixes'))
})

test('requests are linked to the forge they live on', () => {
  const github = releaseNotes(release, good.run)
  assert.match(github, /\[#120\]\(https:\/\/github\.com\/harbour\/ferry\/pull\/120\)/)
  assert.match(github, /\[#118\]\(.*?\/pull\/118\), \[#119\]\(/)
  const forge = { url: 'https://gitlab.com/harbour/ferry', kind: 'gitlab' } as const
  const gitlab = releaseNotes(
    { ...release, commits: [commit('fix: a (!7)'), commit('fix: b (#8)'), commit('fix: c')] },
    { ...good.run, forge },
  )
  assert.match(gitlab, /\[!7\]\(https:\/\/gitlab\.com\/harbour\/ferry\/-\/merge_requests\/7\)/)
  assert.match(gitlab, /\[#8\]\(https:\/\/gitlab\.com\/harbour\/ferry\/-\/issues\/8\)/)
  assert.match(gitlab, /c \(\[c0ffee1\]\(https:.*?\/-\/commit\/c0ffee1234567890\)\)/)
  assert.match(releaseNotes(release, { ...good.run, forge: null }), /close the ramp \(\\#/)
})

test('what updates dependencies is behind a fold, by whatever words', () => {
  const notes = releaseNotes(release, good.run)
  assert.match(notes, /<summary>Dependencies \(3\)<\/summary>/)
  assert.match(notes, /<summary>Internal \(1\)<\/summary>/)
})

test('commits that say the same share a line', () => {
  const same = Array.from({ length: 9 }, (_, i) => commit('Update notes', null, `${i}`.repeat(40)))
  const notes = releaseNotes(
    { ...release, commits: [commit('Update notes (#4)'), ...same] },
    { ...good.run, forge: null },
  )
  assert.equal(
    notes,
    '### Changes\n\n- Update notes (\\#&#8203;4, 0000000, 1111111, 2222222, 3333333 and 5 more)',
  )
})

test('no release, nothing new and nothing read are told apart', () => {
  const none = { ...release, latest: null, since: null, commits: [] }
  const said = [
    releaseNotes(undefined, good.run),
    releaseNotes(none, good.run),
    releaseNotes({ ...none, latest: release.latest }, good.run),
    releaseNotes({ ...release, commits: [] }, good.run),
  ]
  assert.equal(new Set(said).size, 4)
  assert.ok(said.every(text => text.endsWith('.')))
})

test('a hostile message neither links, mentions nor marks up', () => {
  const commits = [
    commit('feat: <img src=x> [a](javascript:x) @everyone `</details>` ![b](http://c) (#1)'),
    commit('\u202efix: | table | <script>'),
    commit('feat: `` ` `` odd `ticks', 'a\u0000b @all'),
  ]
  const notes = releaseNotes({ ...release, commits }, good.run)
  const prose = notes.replace(/`[^`]*`|\n/g, '')
  assert.doesNotMatch(prose, /<(?:img|script)|[^\\]\[a\]\(|@everyone|@all|\p{Cf}|\p{Cc}/u)
  assert.ok(releaseReport(hostile, catalogue, { 'release-orchestrator': { ...release, commits } }))
})
