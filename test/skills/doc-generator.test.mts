import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DocsEvidence } from '../../scripts/core/evidence.mts'
import type { Facts, SourceFacts, SymbolFacts } from '../../scripts/core/facts.mts'
import { defaultLevels } from '../../scripts/core/findings.mts'
import type { Lens, ProjectFile } from '../../scripts/core/lens.mts'
import { NoEvidence } from '../../scripts/core/skill.mts'
import { skill } from '../../scripts/skills/doc-generator.mts'
import { fakeLens } from './fake-lens.mts'

const settings = { ...skill.settings, levels: defaultLevels(skill.rules), waivers: [] }

type Row = { readonly file: ProjectFile; readonly facts: SourceFacts }

function row(path: string, symbols: readonly SymbolFacts[], more: Partial<SourceFacts> = {}): Row {
  return {
    file: { path, oid: 'f00d', language: 'typescript', role: 'source' },
    facts: {
      language: 'typescript',
      lines: 10,
      code: 8,
      comments: 2,
      fault: null,
      generated: null,
      functions: [],
      imports: [],
      exports: [],
      mentions: [],
      isProgram: false,
      symbols,
      staleParameters: [],
      ...more,
    },
  }
}

const page = (path: string): ProjectFile => ({ path, oid: path, language: null, role: 'other' })

const lensOf = (rows: readonly Row[], pages: Readonly<Record<string, string>> = {}) =>
  fakeLens({
    facts: (async <K extends keyof Facts>(kind: K) => {
      assert.equal(kind, 'source')
      return rows
    }) as Lens['facts'],
    files: async () => [...rows.map(({ file }) => file), ...Object.keys(pages).map(page)],
    unread: async () => [],
    text: async path => ({ ok: true, value: pages[path] ?? '' }),
  })

const symbol = (name: string, line: number, isDocumented: boolean): SymbolFacts => ({
  name,
  kind: 'function',
  line,
  isDocumented,
})

const NO_PAGES: Pick<DocsEvidence, 'staleParameters' | 'links' | 'readme'> = {
  staleParameters: [],
  links: { pages: 0, kept: 0, unsure: 0, broken: [] },
  readme: null,
}

const evidence: DocsEvidence = {
  ...NO_PAGES,
  symbols: [
    { path: 'b.py', language: 'python', kind: 'module', name: 'b', line: 1, isDocumented: false },
    { path: 'a.ts', language: 'typescript', ...symbol('read', 9, true) },
    { path: 'a.ts', language: 'typescript', ...symbol('write', 5, false) },
    { path: 'c.go', language: 'go', kind: 'module', name: 'c', line: 1, isDocumented: true },
    { path: 'a.ts', language: 'typescript', ...symbol('open', 2, true) },
  ],
  entryModules: null,
  unparsed: 1,
  files: 4,
}

const valuesOf = (judged: ReturnType<typeof skill.judge>) =>
  Object.fromEntries(judged.measures.map(({ name, value }) => [name, value]))

test('the share counts documented symbols among public ones, over the files that parsed', () => {
  const judged = skill.judge(evidence, settings, {})
  assert.deepEqual(valuesOf(judged), {
    'documented-surface': 50,
    'public-symbols': 4,
    'undocumented-symbols': 2,
    'stale-parameters': 0,
    'broken-links': 0,
  })
  const [first] = judged.measures
  assert.equal(first?.extent, 0.75)
})

test('every undocumented symbol is a note in its place, ordered by place', () => {
  const { findings } = skill.judge(evidence, settings, {})
  assert.deepEqual(
    findings.map(({ level, key, path, line, message }) => [level, key, path, line, message]),
    [
      [
        'note',
        'undocumented-symbol:a.ts:write',
        'a.ts',
        5,
        'function write has no documentation comment',
      ],
      ['note', 'undocumented-symbol:b.py:b', 'b.py', 1, 'module b has no documentation comment'],
    ],
  )
})

test('kinds and excluded paths are the project’s choice', () => {
  const kinds = skill.judge(evidence, { ...settings, kinds: ['function'] }, {})
  assert.deepEqual(valuesOf(kinds), {
    'documented-surface': (100 * 2) / 3,
    'public-symbols': 3,
    'undocumented-symbols': 1,
    'stale-parameters': 0,
    'broken-links': 0,
  })
  const exclude = skill.judge(evidence, { ...settings, exclude: ['**/*.ts'] }, {})
  assert.deepEqual(valuesOf(exclude), {
    'documented-surface': 0,
    'public-symbols': 1,
    'undocumented-symbols': 1,
    'stale-parameters': 0,
    'broken-links': 0,
  })
})

test('a waived symbol no longer lowers the share and stays visible', () => {
  const waiver = {
    rule: 'undocumented-symbol',
    path: '*.py',
    reason: 'scripts',
    owner: 'docs',
    expires: '2099-01-01',
  }
  const judged = skill.judge(evidence, { ...settings, waivers: [waiver] }, {})
  assert.equal(valuesOf(judged)['documented-surface'], 75)
  assert.deepEqual(
    judged.findings.map(({ waived }) => waived),
    [undefined, 'scripts'],
  )
})

test('turning the rule off silences the findings and leaves the number', () => {
  const judged = skill.judge(
    evidence,
    { ...settings, levels: { ...settings.levels, 'undocumented-symbol': 'off' } },
    {},
  )
  assert.deepEqual(judged.findings, [])
  assert.equal(valuesOf(judged)['documented-surface'], 50)
})

test('without a public symbol the share is missing, not 100', () => {
  const judged = skill.judge(
    { ...NO_PAGES, symbols: [], entryModules: null, unparsed: 0, files: 3 },
    settings,
    {},
  )
  assert.equal(valuesOf(judged)['documented-surface'], undefined)
  assert.equal(judged.missing?.[0]?.measure, 'documented-surface')
})

test('collecting takes parsed source files and leaves tests alone', async () => {
  const spec = row('a.test.ts', [symbol('helper', 1, false)])
  const collected = await skill.collect(
    lensOf([
      row('a.ts', [symbol('open', 2, true)]),
      { ...spec, file: { ...spec.file, role: 'test' } },
      row('broken.ts', [symbol('half', 1, false)], { fault: 'line 3: unexpected token' }),
    ]),
    settings,
  )
  assert.deepEqual(collected, {
    ...NO_PAGES,
    symbols: [{ path: 'a.ts', language: 'typescript', ...symbol('open', 2, true) }],
    entryModules: null,
    unparsed: 1,
    files: 2,
  })
})

test('of a published library only what its entry points export is public', async () => {
  const exported = (name: string) => ({
    name,
    line: 1,
    isType: false,
    local: name,
    from: null,
    isUsedHere: false,
  })
  const rows = [
    row('src/index.ts', [symbol('open', 1, true)], { exports: [exported('open')] }),
    row('src/inner.ts', [symbol('hidden', 1, false)], { exports: [exported('hidden')] }),
    row('Gruntfile.js', [symbol('default', 1, false)], { exports: [exported('default')] }),
    row('.eslintrc.cjs', [symbol('root', 1, false)], { exports: [exported('root')] }),
  ]
  const manifest = { path: 'package.json', oid: 'f', language: null, role: 'other' } as const
  const collect = (text: string) =>
    skill.collect(
      fakeLens({
        facts: (async () => rows) as unknown as Lens['facts'],
        files: async () => [...rows.map(({ file }) => file), manifest],
        unread: async () => [],
        text: async () => ({ ok: true, value: text }),
      }),
      settings,
    )
  const seen = async (text: string) => {
    const found = await collect(text)
    assert.ok(!(found instanceof NoEvidence))
    return [found.symbols.map(({ name }) => name), found.entryModules]
  }
  assert.deepEqual(await seen('{"name":"door","main":"dist/index.js"}'), [['open'], 1])
  const published = '{"name":"door","private":true,"main":"dist/index.js","files":["dist"]}'
  assert.deepEqual(await seen(published), [['open'], 1])
  for (const application of [
    '{"name":"door","private":true,"main":"dist/index.js"}',
    '{"name":"door","main":"src/index.ts","scripts":{"start":"node src/index.ts"}}',
    '{"name":"door","version":"1.0.0"}',
  ]) {
    const found = await collect(application)
    assert.ok(found instanceof NoEvidence && found.why.includes('application'), application)
  }
  const { missing } = skill.judge({ ...evidence, entryModules: null }, settings, {})
  assert.deepEqual(
    missing?.map(({ measure, status }) => [measure, status]),
    [
      ['entry-modules', 'not-applicable'],
      ['readme-essentials', undefined],
      ['broken-examples', undefined],
      ['working-examples', undefined],
    ],
  )
})

const namesOf = async (rows: readonly Row[]) => {
  const found = await skill.collect(lensOf(rows), settings)
  assert.ok(!(found instanceof NoEvidence))
  return found.symbols.map(({ name }) => name)
}

const inLanguage = (
  language: 'go' | 'java',
  path: string,
  name: string,
  functions: string[] = [],
) => {
  const facts = { language, functions: functions.map(each => ({ name: each })) }
  const made = row(path, [symbol(name, 1, false)], facts as unknown as Partial<SourceFacts>)
  return { ...made, file: { ...made.file, language } }
}

test('of Go and Java only what other projects can import is public', async () => {
  const hidden = [
    inLanguage('go', 'cmd/ship/main.go', 'Run', ['main']),
    inLanguage('go', 'cmd/ship/flags.go', 'Flags'),
    inLanguage('go', 'internal/hull.go', 'Hull'),
    inLanguage('go', '_tools/gen.go', 'Gen'),
  ]
  assert.deepEqual(await namesOf([...hidden, inLanguage('go', 'sail.go', 'Sail')]), ['Sail'])
  const java = [
    inLanguage('java', 'src/main/java/org/ship/Sail.java', 'Sail'),
    inLanguage('java', 'src/main/java/org/ship/internal/Rope.java', 'Rope'),
  ]
  assert.deepEqual(await namesOf([...java, ...hidden]), ['Sail'])
})

test('an application has no public surface: Go programs, Spring Boot, Python without packaging', async () => {
  const applications = [
    [
      [
        inLanguage('go', 'main.go', 'Version', ['main']),
        inLanguage('go', 'internal/hull.go', 'Hull'),
      ],
      {},
    ],
    [
      [inLanguage('java', 'src/main/java/org/ship/Sail.java', 'Sail')],
      { 'pom.xml': '<artifactId>spring-boot-maven-plugin</artifactId>' },
    ],
    [
      [row('ship/__main__.py', [symbol('sail', 1, false)], { language: 'python' })],
      { 'pyproject.toml': '[build-system]\n[project]\nname = "ship"\n' },
    ],
    [[row('ship/views.py', [symbol('sail', 1, false)], { language: 'python' })], {}],
  ] as const
  for (const [rows, pages] of applications) {
    const found = await skill.collect(lensOf(rows, pages), settings)
    assert.ok(found instanceof NoEvidence)
    assert.equal(found.status, 'not-applicable')
    assert.match(found.why, /application has no public surface/)
  }
})

test('nothing to document is told apart from nothing that could be read', async () => {
  const verdicts = await Promise.all(
    [[], [row('a.ts', [])], [row('a.ts', [], { fault: 'line 1: …' }), row('b.ts', [])]].map(rows =>
      skill.collect(lensOf(rows), settings),
    ),
  )
  assert.deepEqual(
    verdicts.map(verdict => verdict instanceof NoEvidence && [verdict.status, verdict.why]),
    [
      ['not-applicable', 'there is no source file in a supported language'],
      ['not-applicable', 'no public symbol was found, so there is no surface to document'],
      [
        'unavailable',
        '1 of 2 source files could not be parsed, and no public symbol was found in the rest',
      ],
    ],
  )
})

test('pages are read where there is no surface to document, and only the surface is missing', async () => {
  const pages = { 'README.md': 'What this is for, in a sentence.\n\n[gone](gone.md)\n' }
  const cases: readonly (readonly [readonly Row[], string, string])[] = [
    [[], 'not-applicable', 'there is no source file in a supported language'],
    [
      [row('a.rs', [], { language: 'rust' })],
      'not-applicable',
      'there is no source file in a language whose public surface is read',
    ],
    [
      [row('a.ts', [], { fault: 'line 1: …' })],
      'unavailable',
      '1 of 1 source files could not be parsed, and no public symbol was found in the rest',
    ],
  ]
  for (const [rows, status, why] of cases) {
    const found = await skill.collect(lensOf(rows, pages), settings)
    assert.ok(!(found instanceof NoEvidence))
    const judged = skill.judge(found, settings, {})
    assert.deepEqual(valuesOf(judged), { 'broken-links': 1, 'readme-essentials': 25 })
    assert.deepEqual(
      judged.findings.map(({ rule }) => rule),
      ['broken-link', 'readme-gap', 'readme-gap', 'readme-gap'],
    )
    for (const measure of ['documented-surface', 'public-symbols', 'undocumented-symbols'])
      assert.deepEqual(
        judged.missing?.find(each => each.measure === measure),
        { measure, why, ...(status === 'unavailable' ? {} : { status }) },
      )
  }
})

test('a language whose public surface is not read is neither documented nor undocumented', async () => {
  const rust = row('a.rs', [], { language: 'rust' })
  const verdict = await skill.collect(lensOf([rust]), settings)
  assert.ok(verdict instanceof NoEvidence && verdict.why.includes('public surface'))
  const mixed = await skill.collect(lensOf([rust, row('a.ts', [symbol('f', 1, true)])]), settings)
  assert.ok(!(mixed instanceof NoEvidence))
  const { measures } = skill.judge(mixed, settings, {})
  const documented = measures.find(({ name }) => name === 'documented-surface')
  assert.deepEqual([documented?.value, documented?.extent], [100, 0.5])
})
