import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CodeEvidence, HistoryEvidence } from '../../scripts/core/evidence.mts'
import { defaultLevels } from '../../scripts/core/findings.mts'
import type { Commit, ProjectFile } from '../../scripts/core/lens.mts'
import { NoEvidence } from '../../scripts/core/skill.mts'
import { skill } from '../../scripts/skills/git-workflow-assistant.mts'
import { fakeLens, project } from './fake-lens.mts'

const settings = { ...skill.settings, levels: defaultLevels(skill.rules), waivers: [] }

const file = (path: string, revisions: number, authors = 2): HistoryEvidence['files'][number] => ({
  path,
  revisions,
  authors,
  ownership: 0.5,
  owner: 'anna',
  added: 10,
  deleted: 5,
  changedAt: '2025-06-17T12:00:00.000Z',
  ageDays: 3,
})

const commit = (id: string, author: string, files: number) => ({
  id,
  at: '2025-06-01T00:00:00Z',
  author,
  files,
  added: 1,
  deleted: 0,
})

const history: HistoryEvidence = {
  files: [
    file('src/busy.ts', 20, 3),
    file('src/calm.ts', 1),
    file('src/plain.ts', 30, 1),
    file('src/tangled.ts', 8, 1),
    file('src/unread.ts', 40),
    file('test/busy.test.ts', 25),
  ],
  coupling: [
    { a: 'src/busy.ts', b: 'test/busy.test.ts', degree: 90, revisions: 22 },
    { a: 'src/busy.ts', b: 'src/plain.ts', degree: 40, revisions: 25 },
  ],
  commits: [commit('1', 'anna', 3), commit('2', 'bert', 31), commit('3', 'anna', 30)],
  sinceDays: 183,
}

const codeFile = (path: string, role: 'source' | 'test' = 'source', parsed = true) => ({
  path,
  language: 'typescript' as const,
  role,
  lines: 100,
  code: 80,
  comments: 5,
  parsed,
  fault: parsed ? null : 'line 1: unexpected token',
})

const codeFunction = (path: string, cognitive: number) => ({
  path,
  name: 'f',
  line: 1,
  endLine: 9,
  lines: 9,
  cyclomatic: 2,
  cognitive,
  parameters: 1,
  nesting: 1,
})

const code: CodeEvidence = {
  dialect: 'shipworthy-1',
  files: [
    codeFile('src/busy.ts'),
    codeFile('src/calm.ts'),
    codeFile('src/plain.ts'),
    codeFile('src/tangled.ts'),
    codeFile('src/unread.ts', 'source', false),
    codeFile('test/busy.test.ts', 'test'),
  ],
  functions: [
    codeFunction('src/busy.ts', 20),
    codeFunction('src/busy.ts', 5),
    codeFunction('src/calm.ts', 200),
    codeFunction('src/plain.ts', 14),
    codeFunction('src/tangled.ts', 100),
    codeFunction('test/busy.test.ts', 60),
  ],
  imports: [],
  modules: { cycles: null, usage: null },
  clones: [],
  duplicatedLines: 0,
  excluded: [],
}

const needed = { 'refactor-assistant': code }

const valuesOf = (judged: ReturnType<typeof skill.judge>) =>
  Object.fromEntries(judged.measures.map(({ name, value }) => [name, value]))

test('the window is counted, and hotspots over the files whose complexity is known', () => {
  const judged = skill.judge(history, settings, needed)
  assert.deepEqual(valuesOf(judged), {
    commits: 3,
    authors: 2,
    'large-commits': 1,
    hotspots: 2,
    'coupled-pairs': 1,
    'single-owner-files': 2,
  })
  assert.equal(judged.measures.find(({ name }) => name === 'hotspots')?.extent, 0.8)
})

test('hotspots and coupled source files are notes, riskiest first', () => {
  const { findings } = skill.judge(history, settings, needed)
  assert.deepEqual(
    findings.map(({ level, key, message }) => [level, key, message]),
    [
      ['note', 'hotspot:src/tangled.ts:', '8 revisions × complexity 100 by 1 author'],
      ['note', 'hotspot:src/busy.ts:', '20 revisions × complexity 25 by 3 authors'],
      [
        'note',
        'change-coupling:src/busy.ts:src/plain.ts',
        'changes together with src/plain.ts: 40 % of 25 revisions on average',
      ],
    ],
  )
})

test('a hotspot needs revisions, complexity and a share of the risk', () => {
  const hot = (change: Partial<typeof settings>) =>
    skill
      .judge(history, { ...settings, ...change }, needed)
      .findings.filter(({ rule }) => rule === 'hotspot')
      .map(({ path }) => path)
  assert.deepEqual(hot({ hotspotRevisions: 9 }), ['src/busy.ts'])
  assert.deepEqual(hot({ hotspotComplexity: 26 }), ['src/tangled.ts'])
  // 800, 500, 420 and 200 of 1920
  assert.deepEqual(hot({ hotspotShare: 0.3 }), ['src/tangled.ts'])
  assert.deepEqual(hot({ hotspotComplexity: 14, hotspotShare: 0.1, hotspotRevisions: 1 }), [
    'src/tangled.ts',
    'src/busy.ts',
    'src/plain.ts',
    'src/calm.ts',
  ])
  assert.deepEqual(hot({ listed: 1 }), ['src/tangled.ts'])
})

test('without the code analysis what is about source files is missing', () => {
  const judged = skill.judge(history, settings, {})
  assert.deepEqual(valuesOf(judged), { commits: 3, authors: 2, 'large-commits': 1 })
  assert.deepEqual(
    judged.missing?.map(({ measure }) => measure),
    ['hotspots', 'coupled-pairs', 'single-owner-files'],
  )
})

test('a quiet window is a fact, not a gap', () => {
  const quiet = { files: [], coupling: [], commits: [], sinceDays: 183 }
  const judged = skill.judge(quiet, settings, needed)
  assert.ok(judged.measures.every(({ value }) => value === 0))
  assert.equal(judged.measures.length, 6)
})

const logged = (id: string, isMerge: boolean, paths: readonly string[]): Commit => ({
  id,
  at: '2025-06-29T12:00:00Z',
  author: 'anna',
  subject: 'secret subject',
  isMerge,
  files: paths.map(path => ({ path, added: 2, deleted: 1 })),
})

const present: readonly ProjectFile[] = [
  { path: 'a.ts', oid: 'f00d', language: 'typescript', role: 'source' },
  { path: 'package-lock.json', oid: 'feed', language: null, role: 'lockfile' },
]

test('collecting leaves out merges and files that are gone, and keeps no subject', async () => {
  const lens = fakeLens({
    commits: async days => {
      assert.equal(days, 183)
      return {
        ok: true,
        value: [
          logged('2', true, ['a.ts']),
          logged('1', false, ['a.ts', 'package-lock.json', 'old.ts']),
        ],
      }
    },
    files: async () => present,
  })
  const row = {
    ...{ revisions: 1, authors: 1, owner: 'anna', ownership: 1, added: 2, deleted: 1 },
    changedAt: '2025-06-29T12:00:00.000Z',
  }
  assert.deepEqual(await skill.collect(lens, settings), {
    files: [
      { path: 'a.ts', ...row, ageDays: 1 },
      { path: 'package-lock.json', ...row, ageDays: 1 },
    ],
    coupling: [],
    commits: [
      { id: '1', at: '2025-06-29T12:00:00Z', author: 'anna', files: 3, added: 6, deleted: 3 },
    ],
    sinceDays: 183,
  })
})

test('no git and a cut history are told apart', async () => {
  const shallow = fakeLens({ commits: async () => ({ ok: false, why: 'the clone is shallow' }) })
  const bare = fakeLens({ project: { ...project, commit: null } })
  const verdicts = await Promise.all([shallow, bare].map(lens => skill.collect(lens, settings)))
  assert.deepEqual(
    verdicts.map(verdict => verdict instanceof NoEvidence && [verdict.status, verdict.why]),
    [
      ['unavailable', 'the clone is shallow'],
      ['not-applicable', 'there is no git history to read'],
    ],
  )
})
