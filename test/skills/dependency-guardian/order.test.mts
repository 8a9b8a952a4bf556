/** Do licences, ages and references count only where somebody asked, and as the settings say? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type {
  DependenciesEvidence,
  PackageRow,
  PublicationRow,
  ReferenceRow,
} from '../../../scripts/core/evidence.mts'
import { defaultLevels } from '../../../scripts/core/findings.mts'
import type { ProjectFile } from '../../../scripts/core/lens.mts'
import { NoEvidence } from '../../../scripts/core/skill.mts'
import type { Waiver } from '../../../scripts/core/waivers.mts'
import { skill } from '../../../scripts/skills/dependency-guardian.mts'
import { fakeLens, project } from '../fake-lens.mts'

const settings = {
  ...skill.settings,
  levels: defaultLevels(skill.rules),
  waivers: [] as readonly Waiver[],
}

const pkg = (name: string, more: Partial<PackageRow> = {}): PackageRow => ({
  ecosystem: 'npm',
  name,
  version: '1.0.0',
  direct: true,
  dev: false,
  manifest: 'package-lock.json',
  ...more,
})

function judged(more: Partial<DependenciesEvidence>, changed: Partial<typeof settings> = {}) {
  const evidence: DependenciesEvidence = {
    packages: [],
    advisories: [],
    source: { kind: 'directory', snapshot: 'abc' },
    unlocked: [],
    faults: [],
    references: [],
    elsewhere: [],
    publications: { status: 'not-asked' },
    ...more,
  }
  const {
    measures,
    findings,
    missing = [],
  } = skill.judge(evidence, { ...settings, ...changed }, {})
  const gap = (name: string) => missing.find(({ measure }) => measure === name)
  return { findings, gap, value: (name: string) => measures.find(each => each.name === name) }
}

const licensedPackages = [
  pkg('free', { licence: 'MIT' }),
  pkg('strict', { licence: 'GPL-3.0-only' }),
  pkg('tool', { licence: 'GPL-3.0-only', dev: true }),
  pkg('silent'),
]

test('without a policy no licence is judged, and what is not stated is counted', () => {
  const { findings, gap, value } = judged({ packages: licensedPackages })
  assert.deepEqual(findings, [])
  assert.equal(gap('denied-licences')?.status, 'not-applicable')
  assert.equal(value('unknown-licences')?.value, 1)
  assert.equal(value('dependency-hygiene')?.value, 100)
})

test('a denied licence of what ships is an error and out of order; a waiver puts it in order', () => {
  const licences = { allow: [], deny: ['GPL-3.0'] }
  const { findings, value } = judged({ packages: licensedPackages }, { licences })
  assert.deepEqual(
    findings.map(({ level, key, message }) => [level, key, message]),
    [
      [
        'error',
        'denied-licence::npm/strict',
        'strict 1.0.0 ships under GPL-3.0-only, which the policy does not allow',
      ],
    ],
  )
  assert.equal(value('denied-licences')?.value, 1)
  assert.equal(value('dependency-hygiene')?.value, 75)
  const waivers = [{ rule: 'denied-licence', reason: 'bought', owner: 'me', expires: '2999-01-01' }]
  const waived = judged({ packages: licensedPackages }, { licences, waivers })
  assert.deepEqual(
    [waived.value('denied-licences')?.value, waived.value('dependency-hygiene')?.value],
    [0, 100],
  )
  const allowed = judged({ packages: licensedPackages }, { licences: { allow: ['MIT'], deny: [] } })
  assert.equal(allowed.value('denied-licences')?.value, 1, 'an unknown licence is not denied')
})

const year = (name: string, from: number, to: number): PublicationRow => ({
  ecosystem: 'npm',
  name,
  version: '1.0.0',
  publishedAt: `${from}-01-01T00:00:00Z`,
  newest: '9.0.0',
  newestAt: `${to}-01-01T00:00:00Z`,
})

test('ages nobody asked for weigh nothing; ages nobody gave are missing', () => {
  const packages = [pkg('a')]
  assert.equal(judged({ packages }).gap('age-behind')?.status, 'not-applicable')
  const publications = { status: 'unavailable', why: 'offline' } as const
  assert.deepEqual(judged({ packages, publications }).gap('age-behind'), {
    measure: 'age-behind',
    why: 'offline',
  })
})

test('the mean of days behind, over the direct dependencies that a registry knew', () => {
  const rows = [year('a', 2021, 2024), year('b', 2023, 2022)]
  const packages = [pkg('a'), pkg('b'), pkg('c'), pkg('d'), pkg('deep', { direct: false })]
  const { findings, value } = judged({ packages, publications: { status: 'answered', rows } })
  assert.deepEqual(value('age-behind'), {
    name: 'age-behind',
    subject: '',
    value: 1095 / 2,
    extent: 0.5,
  })
  assert.equal(value('libyears')?.value.toFixed(2), '3.00')
  assert.deepEqual(
    findings.map(({ level, key, message }) => [level, key, message]),
    [['note', 'outdated-package::npm/a', 'a 1.0.0 is 1095 days behind 9.0.0']],
  )
})

const reference = (name: string, more: Partial<ReferenceRow> = {}): ReferenceRow => ({
  kind: 'action',
  name,
  ref: 'v1',
  pin: 'tag',
  path: '.github/workflows/ci.yml',
  line: 7,
  isShipped: true,
  ...more,
})

test('one finding for each action or image, a warning only where it moves by itself and ships', () => {
  const references = [
    reference('a/b'),
    reference('a/b', { ref: 'v2', line: 9 }),
    reference('a/c', { ref: 'main', pin: 'floating' }),
    reference('redis', { kind: 'image', ref: '', pin: 'floating', isShipped: false }),
    reference('a/d', { ref: '0'.repeat(40), pin: 'hash' }),
  ]
  const { findings, value } = judged({ packages: [pkg('a')], references })
  assert.equal(value('pinned-references')?.value, 20)
  assert.deepEqual(
    findings.map(({ level, line, message }) => `${level} ${line} ${message}`),
    [
      'note 7 a/b@v1, a/b@v2 is named by a tag, which may be moved (in 2 places)',
      'warn 7 a/c@main names no version',
      'note 7 redis names no version',
    ],
  )
})

test('a project with workflows and no packages is judged by those alone', async () => {
  const text = 'jobs:\n  a:\n    steps:\n      - uses: a/b@v1\n      - uses: owner/own@main\n'
  const file: ProjectFile = {
    path: '.github/workflows/ci.yml',
    oid: 'x',
    language: null,
    role: 'other',
  }
  const lens = fakeLens({
    project: { ...project, forge: { url: 'https://github.com/Owner/name', kind: 'github' } },
    files: async () => [file],
    text: async () => ({ ok: true, value: text }),
  })
  const evidence = await skill.collect(lens, settings)
  assert.ok(!(evidence instanceof NoEvidence))
  const { measures, missing = [] } = skill.judge(evidence, settings, {})
  assert.deepEqual(
    measures.map(({ name, value }) => [name, value]),
    [['pinned-references', 0]],
  )
  assert.equal(missing.length, Object.keys(skill.scales).length - 1)
  assert.ok(missing.every(({ status }) => status === 'not-applicable'))
})
