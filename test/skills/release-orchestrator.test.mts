import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReleaseEvidence } from '../../scripts/core/evidence.mts'
import { defaultLevels } from '../../scripts/core/findings.mts'
import { NoEvidence } from '../../scripts/core/skill.mts'
import { skill } from '../../scripts/skills/release-orchestrator.mts'
import { fakeLens, project } from './fake-lens.mts'

const settings = { ...skill.settings, levels: defaultLevels(skill.rules), waivers: [] }

const latest = { name: 'v1.2.0', commit: 'beef', at: '2025-06-01T00:00:00Z' }

const plain = { breaking: null }

const evidence: ReleaseEvidence = {
  latest,
  since: latest,
  commits: [
    { id: 'aaaaaaaaaaaa', at: '2025-06-30T12:00:00Z', subject: 'feat!: open twice', ...plain },
    { id: 'bbbbbbbbbbbb', at: '2025-06-20T00:00:00Z', subject: 'fix: close', ...plain },
  ],
  paths: ['door.ts'],
  releases: [
    { name: 'v1.2.0', at: '2025-06-01T00:00:00Z' },
    { name: 'v1.1.0', at: '2024-07-01T00:00:00Z' },
    { name: 'v1.0.0', at: '2024-06-30T00:00:00Z' },
  ],
}

const docs = {
  symbols: [],
  entryModules: null,
  staleParameters: [],
  links: { pages: 0, kept: 0, unsure: 0, broken: [] },
  readme: null,
  unparsed: 0,
  files: 0,
}

const valuesOf = (judged: ReturnType<typeof skill.judge>) =>
  Object.fromEntries(judged.measures.map(({ name, value }) => [name, value]))

test('the waiting work and the rhythm are counted up to the newest commit', () => {
  const judged = skill.judge(evidence, settings, { 'doc-generator': docs })
  assert.deepEqual(valuesOf(judged), {
    'silent-skills': skill.needs.length - 2,
    'unreleased-commits': 2,
    'unreleased-breaking-changes': 1,
    'days-since-release': 29,
    'releases-per-year': 2,
  })
  assert.equal(judged.proposals?.[0]?.command, 'git tag v2.0.0')
})

test('an announced breaking change is a note that names its commit', () => {
  const { findings } = skill.judge(evidence, settings, {})
  assert.deepEqual(
    findings.map(({ level, key, message }) => [level, key, message]),
    [
      [
        'note',
        'unreleased-breaking-change::aaaaaaaaaaaa',
        'aaaaaaaaa announces a breaking change: feat!: open twice',
      ],
    ],
  )
})

test('right after a release nothing waits', () => {
  const since = { name: 'v1.1.0', commit: 'dead', at: '2024-07-01T00:00:00Z' }
  const judged = skill.judge({ ...evidence, since }, settings, {})
  assert.equal(valuesOf(judged)['days-since-release'], 0)
  assert.deepEqual([judged.findings, judged.proposals], [[], []])
})

const bare = { latest: null, since: null, commits: [], paths: [], releases: [] }

test('without a release what is about releases is missing', () => {
  const judged = skill.judge(bare, settings, {})
  assert.deepEqual(valuesOf(judged), { 'silent-skills': skill.needs.length - 1 })
  assert.deepEqual(
    judged.missing?.map(({ measure }) => measure),
    [
      'unreleased-commits',
      'unreleased-breaking-changes',
      'days-since-release',
      'releases-per-year',
    ],
  )
})

const releases = async () => ({ ok: true as const, value: [latest] })

test('collecting asks for the commits that the newest release lacks', async () => {
  const lens = fakeLens({
    releases,
    commitsSince: async ref => {
      assert.equal(ref, 'beef')
      return { ok: true, value: evidence.commits }
    },
    changedSince: async () => ({ ok: true, value: ['door.ts'] }),
  })
  assert.deepEqual(await skill.collect(lens, settings), {
    ...evidence,
    releases: [{ name: 'v1.2.0', at: '2025-06-01T00:00:00Z' }],
  })
})

test('at a release the evidence is what it carries itself', async () => {
  const before = { name: 'v1.1.0', commit: 'dead', at: '2024-07-01T00:00:00Z' }
  const lens = fakeLens({
    project: { ...project, commit: latest.commit },
    releases: async () => ({ ok: true, value: [latest, before] }),
    commitsSince: async ref => {
      assert.equal(ref, 'dead')
      return { ok: true, value: evidence.commits }
    },
    changedSince: async () => ({ ok: true, value: [] }),
  })
  const seen = (await skill.collect(lens, settings)) as ReleaseEvidence
  assert.deepEqual([seen.latest?.name, seen.since?.name], ['v1.2.0', 'v1.1.0'])
})

test('no tags are evidence; no git and a cut history are not', async () => {
  const untagged = fakeLens({ releases: async () => ({ ok: true, value: [] }) })
  assert.deepEqual(await skill.collect(untagged, settings), bare)
  const why = 'the clone is shallow'
  const verdicts = await Promise.all(
    [
      fakeLens({
        releases,
        commitsSince: async () => ({ ok: false, why }),
        changedSince: async () => ({ ok: false, why }),
      }),
      fakeLens({ project: { ...project, commit: null } }),
    ].map(lens => skill.collect(lens, settings)),
  )
  assert.deepEqual(
    verdicts.map(verdict => verdict instanceof NoEvidence && [verdict.status, verdict.why]),
    [
      ['unavailable', why],
      ['not-applicable', 'there is no git history to read'],
    ],
  )
})
