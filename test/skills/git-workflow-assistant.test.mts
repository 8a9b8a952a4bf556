import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CodeEvidence, HistoryEvidence } from '../../scripts/core/evidence.mts'
import { defaultLevels } from '../../scripts/core/findings.mts'
import type { Commit, ProjectFile } from '../../scripts/core/lens.mts'
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
  isBot: false,
  isSigned: id === '1',
  isConventional: id !== '1',
  files,
  added: 1,
  deleted: Number(id),
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
  unread: null,
  codeAgeDays: 12.5,
  branchDays: 4,
  secrets: [],
  committed: [],
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
    'leaked-secrets': 0,
    'suspected-secrets': 0,
    'committed-secrets': 0,
    commits: 3,
    'bot-commits': 0,
    authors: 2,
    'large-commits': 1,
    'bus-factor': 1,
    'commit-files': 30,
    'commit-lines': 3,
    'conventional-commits': 200 / 3,
    'signed-commits': 100 / 3,
    'code-age': 12.5,
    'branch-age': 4,
    todos: 0,
    'old-todos': 0,
    hotspots: 2,
    'coupled-pairs': 1,
    'single-owner-files': 2,
  })
  assert.deepEqual(judged.missing, [])
  assert.equal(judged.measures.find(({ name }) => name === 'hotspots')?.extent, 0.8)
})

test("what bots commit is counted and is nobody's habit", () => {
  const bot = { ...commit('4', 'renovate', 900), isBot: true, isSigned: true }
  const commits = [...history.commits, bot, bot, bot, bot]
  const judged = valuesOf(skill.judge({ ...history, commits }, settings, needed))
  assert.equal(judged.commits, 7)
  assert.equal(judged['bot-commits'], 4)
  assert.deepEqual(
    ['authors', 'bus-factor', 'commit-files', 'signed-commits'].map(name => judged[name]),
    [2, 1, 30, 100 / 3],
  )
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

const missingOf = (judged: ReturnType<typeof skill.judge>) =>
  judged.missing?.map(({ measure }) => measure) ?? []

test('without the code analysis what is about source files is missing', () => {
  const judged = skill.judge(history, settings, {})
  assert.deepEqual(missingOf(judged), ['hotspots', 'coupled-pairs', 'single-owner-files'])
  assert.equal(valuesOf(judged).commits, 3)
})

test('a quiet window is a fact, and of nothing there is no median', () => {
  const quiet = {
    ...history,
    files: [],
    coupling: [],
    commits: [],
    codeAgeDays: null,
    branchDays: null,
  }
  const judged = skill.judge(quiet, settings, needed)
  assert.ok(judged.measures.every(({ value }) => value === 0))
  assert.deepEqual(missingOf(judged), [
    'bus-factor',
    'commit-files',
    'commit-lines',
    'conventional-commits',
    'signed-commits',
    'code-age',
    'branch-age',
  ])
  const branch = judged.missing?.find(({ measure }) => measure === 'branch-age')
  assert.equal(branch?.status, 'not-applicable')
})

test('a history that cannot be read leaves the secrets of the tree', () => {
  const unread = 'the clone is shallow'
  const secrets = [
    { path: 'a.ts', line: 3, kind: 'npm token', certainty: 'verified', isAside: false },
  ] as const
  const judged = skill.judge({ ...history, unread, secrets }, settings, needed)
  assert.deepEqual(valuesOf(judged), { 'leaked-secrets': 1, 'suspected-secrets': 0, todos: 0 })
  assert.ok(judged.missing?.every(({ why }) => why === unread))
})

test('a secret is as loud as it is sure, and quiet beside the code', () => {
  const row = { line: 1, kind: 'npm token', isAside: false }
  const secrets = [
    { ...row, path: 'a.ts', certainty: 'verified' },
    { ...row, path: 'b.ts', certainty: 'likely' },
    { ...row, path: 'c.ts', certainty: 'possible' },
    { ...row, path: 'docs/d.md', certainty: 'verified', isAside: true },
    { ...row, path: 'docs/e.md', certainty: 'likely', isAside: true },
    { ...row, path: 'test/f.pem', certainty: 'verified', kind: 'private key', isAside: true },
  ] as const
  const committed = [
    { commit: 'feedfacefeed', path: 'a.ts', kind: 'npm token' },
    { commit: 'feedfacefeed', path: 'old.ts', kind: 'AWS access key' },
  ]
  const { findings } = skill.judge({ ...history, secrets, committed }, settings, {})
  assert.deepEqual(
    findings.map(({ level, key, line, message }) => [level, key, line, message]),
    [
      ['error', 'leaked-secret:a.ts:npm token', 1, 'an npm token stands here'],
      ['warn', 'likely-secret:b.ts:npm token', 1, 'an npm token stands here'],
      ['note', 'possible-secret:c.ts:npm token', 1, 'an npm token stands here'],
      [
        'note',
        'possible-secret:docs/d.md:npm token',
        1,
        'an npm token stands here, where tests, examples or documents are',
      ],
      [
        'warn',
        'committed-secret:old.ts:AWS access key:feedfacefeed',
        null,
        'feedfacef added an AWS access key; it is gone from here, not from the history',
      ],
    ],
  )
})

const logged = (id: string, isMerge: boolean, paths: readonly string[]): Commit => ({
  id,
  at: '2025-06-29T12:00:00Z',
  author: 'anna',
  isBot: false,
  subject: 'fix: secret subject',
  isMerge,
  isSigned: true,
  secrets: [
    { path: 'a.ts', kind: 'npm token' },
    { path: 'test/b.ts', kind: 'npm token' },
  ],
  files: paths.map(path => ({ path, added: 2, deleted: 1 })),
})

const present: readonly ProjectFile[] = [
  { path: 'a.ts', oid: 'f00d', language: 'typescript', role: 'source' },
  { path: 'package-lock.json', oid: 'feed', language: null, role: 'lockfile' },
]

const silent = {
  derive: async () => new Map(),
  lastChanges: async () => ({ ok: true as const, value: [] }),
  branchedAt: async () => null,
  files: async () => present,
  facts: async () => [],
}

test('collecting leaves out merges and files that are gone, and keeps no subject', async () => {
  const lens = fakeLens({
    ...silent,
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
    lastChanges: async (paths, enough) => {
      assert.deepEqual([[...paths], enough], [['a.ts'], 1])
      return { ok: true, value: ['2025-06-20T12:00:00Z'] }
    },
    branchedAt: async () => '2025-06-28T00:00:00Z',
    derive: async () =>
      new Map([['test/a.ts', [{ kind: 'npm token', certainty: 'verified', line: 2 }]]]) as never,
  })
  const row = {
    ...{ revisions: 1, authors: 1, owner: 'anna', ownership: 1, added: 2, deleted: 1 },
    changedAt: '2025-06-29T12:00:00.000Z',
  }
  assert.deepEqual(await skill.collect(lens, settings), {
    files: [
      { path: 'a.ts', ...row, changedAt: '2025-06-29T12:00:00.000Z', ageDays: 1 },
      { path: 'package-lock.json', ...row, changedAt: '2025-06-29T12:00:00.000Z', ageDays: 1 },
    ],
    coupling: [],
    commits: [
      {
        id: '1',
        at: '2025-06-29T12:00:00Z',
        author: 'anna',
        isBot: false,
        isSigned: true,
        isConventional: true,
        files: 3,
        added: 6,
        deleted: 3,
      },
    ],
    sinceDays: 183,
    unread: null,
    codeAgeDays: 10,
    branchDays: 2,
    secrets: [
      { path: 'test/a.ts', line: 2, kind: 'npm token', certainty: 'verified', isAside: true },
    ],
    committed: [{ commit: '1', path: 'a.ts', kind: 'npm token' }],
  })
})

test('commits of .git-blame-ignore-revs count, and neither change nor couple files', async () => {
  const list: ProjectFile = {
    path: '.git-blame-ignore-revs',
    oid: 'f1',
    language: null,
    role: 'other',
  }
  const lens = fakeLens({
    ...silent,
    files: async () => [...present, list],
    text: async () => ({ ok: true, value: '# Prettier 3\nFEED # all files\n' }),
    commits: async () => ({
      ok: true,
      value: [logged('feed', false, ['a.ts']), logged('beef', false, ['a.ts'])],
    }),
    lastChanges: async (_paths, _enough, except) => {
      assert.ok(except.has('feed'))
      return { ok: true, value: [] }
    },
  })
  const evidence = (await skill.collect(lens, settings)) as HistoryEvidence
  assert.equal(evidence.commits.length, 2)
  assert.equal(evidence.files[0]?.revisions, 1)
})

test('without a history to read the tree is still looked at', async () => {
  const lens = fakeLens({
    ...silent,
    project: { ...project, commit: null },
    commits: async () => ({ ok: false, why: 'there is no git history here' }),
  })
  const evidence = (await skill.collect(lens, settings)) as HistoryEvidence
  assert.equal(evidence.unread, 'there is no git history here')
})
