import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { SpecEvidence } from '../../scripts/core/evidence.mts'
import type { Facts, SourceFacts } from '../../scripts/core/facts.mts'
import { defaultLevels } from '../../scripts/core/findings.mts'
import type { Lens, ProjectFile } from '../../scripts/core/lens.mts'
import type { Route } from '../../scripts/core/routing.mts'
import { NoEvidence } from '../../scripts/core/skill.mts'
import { languageOf, roleOf } from '../../scripts/languages/classify.mts'
import { readFacts } from '../../scripts/languages/index.mts'
import { skill } from '../../scripts/skills/spec-to-implementation.mts'
import { fakeLens } from './fake-lens.mts'

const settings = { ...skill.settings, levels: defaultLevels(skill.rules), waivers: [] }

const NOTHING: SpecEvidence = {
  requirements: [],
  apis: [],
  routes: [],
  openEnds: [],
  faults: [],
  files: 10,
  unparsed: 0,
}

type Row = SpecEvidence['requirements'][number]

const row = (id: string | null, more: Partial<Row> = {}): Row => ({
  path: 'docs/requirements.md',
  line: 3,
  id,
  text: `${id}: sign in`,
  isOpen: false,
  isAmbiguous: false,
  by: null,
  code: [],
  tests: [],
  ...more,
})

const at = (path: string) => [{ path, line: 7 }]

const inCode: Partial<Row> = { by: 'id', code: at('src/a.ts') }
const inTests: Partial<Row> = { by: 'id', code: at('src/a.ts'), tests: at('test/a.test.ts') }

const route = (method: string, path: string, more: Partial<Route> = {}): Route => ({
  method,
  path,
  file: 'src/routes/users.ts',
  line: 5,
  handler: 'show',
  isWhole: true,
  isPrivate: false,
  ...more,
})

const api = (...operations: readonly string[]): SpecEvidence['apis'][number] => ({
  path: 'openapi.yaml',
  bases: ['/v1'],
  operations: operations.map((each, index) => {
    const [method = '', path = ''] = each.split(' ')
    return { method, path, line: index + 1 }
  }),
})

const judge = (evidence: Partial<SpecEvidence>) => {
  const {
    measures,
    findings,
    missing = [],
  } = skill.judge({ ...NOTHING, ...evidence }, settings, {})
  return {
    values: Object.fromEntries(measures.map(({ name, value }) => [name, value])),
    extents: Object.fromEntries(measures.map(({ name, extent }) => [name, extent])),
    rules: findings.map(({ rule, message }) => `${rule}: ${message}`),
    missing: missing.map(({ measure }) => measure),
  }
}

test('the verdict on typed evidence is the golden one', t => {
  const evidence: SpecEvidence = {
    ...NOTHING,
    requirements: [
      row('REQ-1', inTests),
      row('REQ-2', inCode),
      row('REQ-3'),
      row('REQ-4', { isOpen: true }),
      row(null, { text: 'The server MUST answer' }),
      row('REQ-5', { ...inCode, isAmbiguous: true }),
    ],
    apis: [api('GET /users', 'POST /users', 'DELETE /users/{id}')],
    routes: [
      route('GET', '/v1/users'),
      route('DELETE', '/v1/users/{name}'),
      route('PUT', '/v1/users/{id}'),
      route('GET', '/docs'),
    ],
    faults: [{ path: 'api/swagger.json', why: 'It is not valid JSON.' }],
  }
  const golden = join(import.meta.dirname, 'golden', 'spec-to-implementation.json')
  t.assert.fileSnapshot(skill.judge(evidence, settings, {}), golden)
})

test('shares count what can be told: no id, no name and ids that mean several are left out', () => {
  const { values, extents } = judge({
    requirements: [row('REQ-1', inTests), row('REQ-2'), row(null), row('REQ-4', { isOpen: true })],
  })
  assert.equal(values['traced-requirements'], 50)
  assert.equal(values['tested-requirements'], 50)
  assert.equal(values['unclear-requirements'], 1)
  assert.equal(extents['traced-requirements'], 2 / 3)
})

test('where nothing can be told the shares are missing, not 0', () => {
  const { missing, values, rules } = judge({ requirements: [row(null), row(null)] })
  assert.equal(values['traced-requirements'], undefined)
  assert.deepEqual(rules, [])
  assert.ok(missing.includes('traced-requirements') && missing.includes('tested-requirements'))
})

test('a document none of whose ids is named is one fault', () => {
  const { rules } = judge({ requirements: [row('REQ-1'), row('REQ-2'), row('REQ-3')] })
  assert.deepEqual(rules, [
    'untraced-requirement: no code and no test names any of its 3 ids, the first: REQ-1: sign in',
  ])
})

test('an operation is found below a server, as it stands, or where most of its document is', () => {
  const routes = [route('GET', '/app/a'), route('*', '/app/b/{x}'), route('GET', '/v1/c')]
  const { values, rules } = judge({ apis: [api('GET /a', 'PUT /b/{id}', 'GET /c')], routes })
  assert.equal(values['missing-routes'], 0)
  assert.deepEqual(rules, [])
})

test('a missing method says which methods there are', () => {
  const { rules } = judge({
    apis: [api('GET /a', 'DELETE /a')],
    routes: [route('GET', '/a')],
  })
  assert.deepEqual(rules, ['missing-route: no route answers DELETE /a (only GET)'])
})

for (const [why, more] of [
  ['an open end', { openEnds: [{ path: '/gone', file: 'urls.py', line: 1 }] }],
  ['a parameter that takes it', { extra: route('GET', '/{any*}') }],
  ['a route of which only the end is known', { extra: route('GET', '/{$}/x', { isWhole: false }) }],
] as const)
  test(`${why} makes an operation unclear, not missing`, () => {
    const routes = [route('GET', '/a'), ...('extra' in more ? [more.extra] : [])]
    const { values, rules } = judge({ apis: [api('GET /a', 'GET /gone/x')], routes, ...more })
    assert.equal(values['unclear-operations'], 1)
    assert.equal(values['missing-routes'], 0)
    assert.deepEqual(rules, [])
  })

test('a document that fits nothing describes another program', () => {
  const { values, rules, missing } = judge({
    apis: [api('GET /pets', 'POST /pets')],
    routes: [route('GET', '/a')],
  })
  assert.equal(values['unclear-operations'], 2)
  assert.deepEqual(rules, [])
  assert.ok(missing.includes('missing-routes') && missing.includes('undocumented-routes'))
})

test('routes of other programs, pages and documentation need no operation', () => {
  const { values } = judge({
    apis: [api('GET /a', 'GET /b')],
    routes: [
      route('GET', '/a'),
      route('GET', '/b'),
      route('POST', '/b'),
      route('GET', '/page', { isPrivate: true }),
      route('GET', '/api-docs'),
      route('GET', '/other', { file: 'admin/routes.ts' }),
    ],
  })
  assert.equal(values['undocumented-routes'], 1)
})

async function lensOf(files: Readonly<Record<string, string>>): Promise<{ readonly lens: Lens }> {
  const rows: { file: ProjectFile; facts: SourceFacts }[] = []
  const all = Object.keys(files)
    .toSorted()
    .map(
      (path): ProjectFile => ({ path, oid: path, language: languageOf(path), role: roleOf(path) }),
    )
  for (const file of all)
    if (file.language !== null && (file.role === 'source' || file.role === 'test'))
      rows.push({
        file,
        facts: (await readFacts(file.path, files[file.path] ?? '', file.language)).source,
      })
  const lens = fakeLens({
    files: async () => all,
    text: async path =>
      path in files ? { ok: true, value: files[path] ?? '' } : { ok: false, why: 'gone' },
    facts: (async <K extends keyof Facts>(kind: K) => {
      assert.equal(kind, 'source')
      return rows
    }) as Lens['facts'],
  })
  return { lens }
}

const collect = async (files: Readonly<Record<string, string>>, own = settings) => {
  const evidence = await skill.collect((await lensOf(files)).lens, own)
  assert.ok(!(evidence instanceof NoEvidence))
  return evidence
}

test('a project that promises nothing is not judged', async () => {
  const files = {
    'README.md': '# REQ-1: a\n# REQ-2: b\n# REQ-3: c\n',
    'CHANGELOG.md': '- REQ-1: done\n- REQ-2: done\n- REQ-3: done\n',
    'docs/guide.md': 'You MUST install it. As a user, I want tea.\n',
    'package.json': '{"openapi":"3.0.0","paths":{"/a":{"get":{}}}}',
    'src/a.ts': '// REQ-1\n',
  }
  const evidence = await skill.collect((await lensOf(files)).lens, settings)
  assert.ok(evidence instanceof NoEvidence && evidence.status === 'not-applicable')
})

test('requirements are traced by id and by the names they quote', async () => {
  const { requirements } = await collect({
    'docs/requirements.md': `# Requirements
- REQ-1: signing in
- REQ-2: signing out
- REQ-3: \`closeSession()\` and \`GET /things/{id}\` work
- REQ-4: later
`,
    'docs/notes.md': '# REQ-1 as we see it\n# REQ-2 too\n# REQ-9 new\n',
    'src/a.ts': '/** @implements REQ-01 */\nexport function signIn() {}\n// TODO REQ-4\n',
    'src/b.ts': 'export function closeSession() {}\n',
    'test/a.test.ts': "test('req_1 signs in', () => closeSession())\n",
    'features/out.feature': '@REQ-2\nFeature: out\n',
  })
  assert.deepEqual(
    requirements.map(({ id, by, code, tests }) => [
      id,
      by,
      code.map(({ path, line }) => `${path}:${line}`),
      tests.map(({ path, line }) => `${path}:${line}`),
    ]),
    [
      ['REQ-1', 'id', ['src/a.ts:1'], ['test/a.test.ts:1']],
      ['REQ-2', 'id', [], ['features/out.feature:1']],
      ['REQ-3', 'name', ['src/b.ts:1'], ['test/a.test.ts:1']],
      ['REQ-4', null, [], []],
    ],
  )
})

test('a document of another name counts where its ids are traced, and where the policy names it', async () => {
  const files = {
    'docs/product.md': '# FR-1 a\n# FR-2 b\n# FR-3 c\n',
    'notes/ideas.md': '# US-1 a\n# US-2 b\n# US-3 c\n',
    'src/a.ts': '// FR-2\n',
  }
  const paths = ({ requirements }: SpecEvidence) => [
    ...new Set(requirements.map(({ path }) => path)),
  ]
  assert.deepEqual(paths(await collect(files)), ['docs/product.md'])
  const own = { ...settings, documents: ['notes/**'] }
  assert.deepEqual(paths(await collect(files, own)), ['notes/ideas.md'])
})

test('one id in two documents means neither', async () => {
  const { requirements } = await collect({
    'specs/001/spec.md': '- FR-001: a door opens\n',
    'specs/002/spec.md': '- FR-001: a window opens\n',
    'src/a.ts': '// FR-001\n',
  })
  assert.deepEqual(
    requirements.map(({ isAmbiguous }) => isAmbiguous),
    [true, true],
  )
})

test('operations of path items in other files belong to the document', async () => {
  const { apis, routes } = await collect({
    'api/openapi.yaml': 'openapi: 3.0.0\npaths:\n  /a:\n    $ref: paths/a.yaml\n',
    'api/paths/a.yaml': 'get: {}\n',
    'app.py': 'from flask import Flask\napp = Flask(__name__)\n@app.get("/a")\ndef a(): ...\n',
  })
  assert.deepEqual(apis[0]?.operations, [{ method: 'GET', path: '/a', line: 3 }])
  assert.deepEqual(
    routes.map(({ path }) => path),
    ['/a'],
  )
})
