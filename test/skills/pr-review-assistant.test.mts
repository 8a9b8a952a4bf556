import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { EvidenceOf, HistoryEvidence } from '../../scripts/core/evidence.mts'
import { defaultLevels } from '../../scripts/core/findings.mts'
import type { ReviewEvidence } from '../../scripts/core/review.mts'
import { semverOf } from '../../scripts/core/review.mts'
import { reviewersOf } from '../../scripts/core/reviewers.mts'
import { risksOf } from '../../scripts/core/risk.mts'
import { NoEvidence } from '../../scripts/core/skill.mts'
import { reviewMarkdown, reviewText } from '../../scripts/report/review.mts'
import { skill } from '../../scripts/skills/pr-review-assistant.mts'
import { changedLens } from '../support/changed-lens.mts'
import { fakeLens } from './fake-lens.mts'

const settings = { ...skill.settings, levels: defaultLevels(skill.rules), waivers: [] }

async function reviewOf(t: TestContext, ...change: DropFirst<Parameters<typeof changedLens>>) {
  const evidence = await skill.collect(await changedLens(t, ...change), settings)
  assert.ok(!(evidence instanceof NoEvidence))
  return evidence
}

type DropFirst<T> = T extends [unknown, ...infer Rest] ? Rest : never

const said = ({ api }: ReviewEvidence) =>
  api?.breaks.map(({ message, isSure }) => [message, isSure])

const file = {
  path: 'src/a.ts',
  from: null,
  role: 'source',
  kind: 'edited',
  added: 2,
  deleted: 1,
  ranges: [[1, 2]],
  owners: [{ author: 'ada', share: 1 }],
} as const

const evidence: ReviewEvidence = {
  since: { commit: 'c0ffee', release: null },
  files: [file],
  api: { names: 3, breaks: [], added: [{ path: 'src/a.ts', line: 1, name: 'sail' }] },
  changelog: { path: 'CHANGELOG.md', isTouched: false },
  authors: ['bob'],
  unread: null,
}

const LIBRARY = { 'package.json': '{"name":"ship","exports":"./src/index.ts"}' }

test('without a change there is nothing to review', async () => {
  const none = await skill.collect(fakeLens({ change: null }), settings)
  assert.ok(none instanceof NoEvidence)
  assert.equal(none.status, 'not-applicable')
})

test('TypeScript: what the entry point exports counts, wherever it is declared', async t => {
  const before = {
    ...LIBRARY,
    'src/index.ts': "export { a, b, c } from './parts.ts'\nexport { D } from './d.ts'\n",
    'src/parts.ts':
      'export function a(x: number) { return x }\nexport const b = (x: number, y?: string) => x\nexport function c() {}\nexport function inner() {}\n',
    'src/d.ts': 'export class D {\n  constructor(x: number) {}\n  go() {}\n  stay() {}\n}\n',
  }
  const after = {
    'src/index.ts':
      "export { a, b } from './parts.ts'\nexport { D } from './d.ts'\nexport { e } from './e.ts'\n",
    'src/parts.ts':
      'export function a(x: number, y: string) { return x }\nexport const b = (x: number, y?: string, z = 1) => x\nexport function c() {}\n',
    'src/d.ts': 'export class D {\n  constructor(x: number, y: number) {}\n  stay() {}\n}\n',
    'src/e.ts': 'export const e = 1\n',
  }
  const review = await reviewOf(t, before, after)
  assert.deepEqual(said(review), [
    ['D now requires y: number', true],
    ['the public method D.go is gone', true],
    ['a now requires y: string', true],
    ['the public function c is gone', true],
  ])
  assert.deepEqual(
    review.api?.added.map(({ name }) => name),
    ['e'],
  )
  assert.equal(review.api && semverOf(review.api), 'major')
})

test('Python: names the package passes on break for sure, others by path only', async t => {
  const before = {
    'pyproject.toml': '[build-system]\n[project]\nname = "ship"\n',
    'ship/__init__.py': 'from .sails import hoist, Mast\n',
    'ship/sails.py':
      'def hoist(height, *, fast=False):\n    pass\n\nclass Mast:\n    def __init__(self, height):\n        pass\n\ndef helper():\n    pass\n',
  }
  const after = {
    'ship/sails.py':
      'def hoist(height, sail, *, fast: bool = False):\n    pass\n\nclass Mast:\n    def __init__(self, height: dict[str, int] = {}):\n        pass\n',
  }
  assert.deepEqual(said(await reviewOf(t, before, after)), [
    ['hoist now requires sail', true],
    ['the public function helper is gone', false],
  ])
})

test('Python: what packages pass on as a whole, through others too, is still there', async t => {
  const sail = 'def hoist(height):\n    pass\n\ndef furl(height):\n    pass\n'
  const before = {
    'pyproject.toml': '[build-system]\n[project]\nname = "ship"\n',
    'ship/__init__.py': 'from ._parts import hoist, furl\n',
    'ship/_parts/__init__.py': 'from .sails import hoist, furl\n',
    'ship/_parts/sails.py': sail,
  }
  const after = {
    'ship/__init__.py': 'from ._parts import *\n',
    'ship/_parts/__init__.py': 'from .sails import *\n',
    'ship/_parts/sails.py': sail.replace('furl(height)', 'furl(height, speed)'),
  }
  assert.deepEqual(said(await reviewOf(t, before, after)), [['furl now requires speed', true]])
})

test('TypeScript: a list of types over several lines is one parameter', async t => {
  const one = 'export function go(link: Link<A, B>, to: string) {}\n'
  const many = 'export function go(\n  link: Link<\n    A,\n    B\n  >,\n  to: string,\n) {}\n'
  const before = { ...LIBRARY, 'src/index.ts': many }
  assert.deepEqual(said(await reviewOf(t, before, { 'src/index.ts': one })), [])
})

test('Go and Java: types are compared, names of parameters are not', async t => {
  const before = {
    'go.mod': 'module example.org/ship\n',
    'sail.go':
      'package ship\n\nfunc Hoist(a, b int) {}\n\nfunc Trim(s string) {}\n\nfunc Open(n int) {}\n',
    'pom.xml': '<project/>',
    'src/main/java/ship/Mast.java':
      'package ship;\npublic class Mast {\n  public void set(int a) {}\n  public void set(String s) {}\n  public void drop(final int a) {}\n}\n',
  }
  const after = {
    'sail.go':
      'package ship\n\nfunc Hoist(x int, y int) {}\n\nfunc Trim(s []byte) {}\n\nfunc Open(n int, options ...string) {}\n',
    'src/main/java/ship/Mast.java':
      'package ship;\npublic class Mast {\n  public void set(long a) {}\n  public void set(String text) {}\n  @Override public void drop(int b) {}\n}\n',
  }
  assert.deepEqual(said(await reviewOf(t, before, after)), [
    ['Mast.set no longer takes (int)', true],
    ['Trim takes ([]byte), and took (string)', true],
  ])
})

test('Java: one more way to call a method is new, and takes nothing away', async t => {
  const mast = 'package ship;\npublic class Mast {\n  public void set(int a) {}\n}\n'
  const path = 'src/main/java/ship/Mast.java'
  const more = mast.replace('}\n}', '}\n  public void set(String s) {}\n  void set(long b) {}\n}')
  const { api } = await reviewOf(t, { 'pom.xml': '<project/>', [path]: mast }, { [path]: more })
  assert.deepEqual([api?.breaks, api?.added], [[], [{ path, line: 4, name: 'Mast.set' }]])
})

test('the same words with other brackets are another program, and no new layout', async t => {
  const before = { ...LIBRARY, 'src/index.ts': 'export const a = (b, c) => 1 === (b && c)\n' }
  const after = { 'src/index.ts': 'export const a = (b, c) => (1 === b) && c\n' }
  const { files } = await reviewOf(t, before, after)
  assert.deepEqual(
    files.map(({ kind }) => kind),
    ['edited'],
  )
})

test('a pure rename and a new layout raise no alarm, and are called what they are', async t => {
  const before = {
    ...LIBRARY,
    'src/index.ts': "export { a } from './a.ts'\nexport const b = [1, 2]\n",
    'src/a.ts': "export function a(x: number) {\n  return x ? 'y' : 'n'\n}\n",
  }
  const after = {
    'src/index.ts': 'export { a } from "./b.ts"\nexport const b = [\n  1,\n  2,\n]\n',
  }
  const moved = await reviewOf(t, before, after, { 'src/a.ts': 'src/b.ts' })
  assert.deepEqual(said(moved), [])
  assert.equal(moved.api && semverOf(moved.api), 'patch')
  const alone = { ...moved, files: moved.files.filter(({ kind }) => kind === 'renamed') }
  const told = reviewText({ review: alone, reviewers: [], names: new Map(), needed: {} })
  assert.match(told, /Moved only: no code is different/)
  assert.deepEqual(moved.files.map(({ path, kind }) => [path, kind])[0], ['src/b.ts', 'renamed'])
  const laidOut = await reviewOf(t, before, {
    'src/a.ts': 'export function a(\n  x: number,\n) {\n  // why\n  return x ? "y" : "n"\n}\n',
  })
  assert.deepEqual(
    laidOut.files.map(({ kind }) => kind),
    ['formatted'],
  )
  const judged = skill.judge(laidOut, settings, {})
  assert.deepEqual(judged.findings, [])
  const text = reviewText({ review: laidOut, reviewers: [], names: new Map(), needed: {} })
  assert.match(text, /Formatting only: no code is different/)
})

test('an application has no public surface, and is not asked about it', async t => {
  const review = await reviewOf(
    t,
    { 'src/a.ts': 'export const a = 1\n' },
    { 'src/a.ts': 'export const b = 1\n' },
  )
  assert.equal(review.api, null)
  const { missing } = skill.judge(review, settings, {})
  assert.equal(missing?.find(({ measure }) => measure === 'api-breaks')?.status, 'not-applicable')
})

const history = (revisions: number): HistoryEvidence => ({
  files: [
    {
      path: 'CHANGELOG.md',
      revisions,
      authors: 1,
      ownership: 1,
      owner: 'ada',
      added: 1,
      deleted: 0,
      changedAt: '',
      ageDays: 0,
    },
  ],
  coupling: [],
  commits: Array.from({ length: 20 }, (_, i) => ({
    id: `${i}`,
    at: '',
    author: 'ada',
    isBot: false,
    isSigned: false,
    isConventional: false,
    files: 1,
    added: 1,
    deleted: 0,
  })),
  sinceDays: 182,
  unread: null,
  codeAgeDays: null,
  branchDays: null,
  secrets: [],
  committed: [],
})

test('a silent change log is named only where people write it as they go', () => {
  const rules = (revisions: number) =>
    skill
      .judge(evidence, settings, { 'git-workflow-assistant': history(revisions) })
      .findings.map(({ rule }) => rule)
  assert.deepEqual(rules(10), ['missing-changelog'])
  assert.deepEqual(rules(2), [])
})

const tests: EvidenceOf['test-orchestrator'] = {
  coverage: {
    lines: { covered: 1, total: 2 },
    branches: null,
    functions: null,
    files: [{ path: 'src/a.ts', lines: { covered: 1, total: 3 }, hit: [1], missed: [2, 9] }],
    reports: ['lcov.info'],
  },
  map: { rows: [], unreached: [], followed: 0 },
  unusable: [],
  tests: null,
  sourceFiles: 1,
  reportedFiles: 1,
  testFiles: 1,
  functions: 1,
  ran: null,
}

test('only changed lines count as untested, and the risk says what it is made of', () => {
  const judged = skill.judge(evidence, settings, { 'test-orchestrator': tests })
  assert.deepEqual(
    judged.findings.map(({ rule, line, message }) => [rule, line, message]),
    [['untested-change', 2, '1 changed line is run by no test']],
  )
  const [risk] = risksOf(evidence.files, { 'test-orchestrator': tests })
  assert.deepEqual(risk?.parts, { size: 3 / 200, untested: 0.5, hands: 0 })
  assert.equal(risk?.value, (100 * ((1 + 3 / 200) * 1.5 - 1)) / 7)
  assert.deepEqual(risk?.untested, [2])
})

test('reviewers know the changed lines and did not write the change', () => {
  const owners = [
    { author: 'bob', share: 0.5 },
    { author: 'eve', share: 0.5 },
  ]
  const reviewers = reviewersOf({ ...evidence, files: [file, { ...file, path: 'b.ts', owners }] })
  assert.deepEqual(
    reviewers.map(({ author, share }) => [author, share]),
    [
      ['ada', 0.5],
      ['eve', 0.25],
    ],
  )
  const little = [{ author: 'kim', share: 0.04 }]
  assert.deepEqual(reviewersOf({ ...evidence, files: [{ ...file, owners: little }] }), [])
})

test('hostile names stay text in terminal and Markdown', () => {
  const name = '\u001b[2Jsail](http://x) @everyone <b>'
  const told = {
    review: {
      ...evidence,
      api: { names: 1, breaks: [], added: [{ path: 'a|b.ts', line: 1, name }] },
    },
    reviewers: [{ author: 'ada', share: 1, files: ['a'] }],
    names: new Map([['ada', '@root <img>']]),
    needed: {},
  }
  assert.ok(!`${reviewText(told)}${reviewMarkdown(told)}`.includes('\u001b'))
  assert.doesNotMatch(reviewMarkdown(told), /<b>|<img|(?<!\\)\]\(|@everyone|@root/)
})
