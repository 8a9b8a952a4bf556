/** What the code skill says of evidence typed by hand, and what it collects through a lens. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { CodeEvidence } from '../../scripts/core/evidence.mts'
import type { Language } from '../../scripts/core/facts.mts'
import { defaultLevels } from '../../scripts/core/findings.mts'
import { NoEvidence } from '../../scripts/core/skill.mts'
import { languageOf, roleOf } from '../../scripts/languages/classify.mts'
import { javascript } from '../../scripts/languages/javascript.mts'
import { codeLinesIn } from '../../scripts/skills/refactor-assistant/shares.mts'
import { skill } from '../../scripts/skills/refactor-assistant.mts'
import { fakeLens } from './fake-lens.mts'

type FileRow = CodeEvidence['files'][number]
type FunctionRow = CodeEvidence['functions'][number]

const settings = { ...skill.settings, levels: defaultLevels(skill.rules), waivers: [] }

const fileRow = (path: string, more: Partial<FileRow> = {}): FileRow => ({
  path,
  language: 'typescript',
  role: 'source',
  lines: 120,
  code: 100,
  comments: 0,
  parsed: true,
  fault: null,
  ...more,
})

const functionRow = (name: string, more: Partial<FunctionRow> = {}): FunctionRow => ({
  path: 'a.ts',
  name,
  line: 1,
  endLine: 10,
  lines: 10,
  cyclomatic: 1,
  cognitive: 0,
  parameters: 0,
  nesting: 0,
  ...more,
})

const evidence = (more: Partial<CodeEvidence> = {}): CodeEvidence => ({
  dialect: 'shipworthy-1',
  files: [fileRow('a.ts')],
  functions: [],
  imports: [],
  modules: { cycles: null, usage: null },
  clones: [],
  duplicatedLines: 0,
  excluded: [],
  ...more,
})

const judged = (more: Partial<CodeEvidence>, changed: Partial<typeof settings> = {}) => {
  const {
    measures,
    findings,
    missing = [],
  } = skill.judge(evidence(more), { ...settings, ...changed }, {})
  const value = (name: string) => measures.find(measure => measure.name === name)
  return { value, findings, missing, messages: findings.map(({ message }) => message) }
}

suite('shares of the code', () => {
  const functions = [
    functionRow('tangled', { line: 1, endLine: 30, lines: 25, cognitive: 16 }),
    functionRow('tangled.inner', { line: 5, endLine: 20, lines: 15, cognitive: 40 }),
    functionRow('long', { line: 31, endLine: 100, lines: 61, cognitive: 15 }),
    functionRow('short', { line: 101, endLine: 115, lines: 14 }),
  ]

  test('nested functions count once, the limit itself is allowed', () => {
    const { value } = judged({ functions })
    assert.deepEqual(value('complex-code'), {
      name: 'complex-code',
      subject: '',
      value: 25,
      extent: 1,
    })
    assert.equal(value('long-code')?.value, 61)
    assert.equal(value('functions')?.value, 4)
  })

  test('functions that meet on a line share it', () => {
    const rows = [
      functionRow('f', { line: 1, endLine: 3, lines: 3 }),
      functionRow('g', { line: 3, endLine: 5, lines: 3 }),
      functionRow('h', { path: 'b.ts', line: 3, endLine: 3, lines: 1 }),
    ]
    assert.equal(codeLinesIn(rows), 6)
    assert.equal(codeLinesIn(rows.toReversed()), 6)
  })

  test('duplicated lines and faults are put in relation to the source, tests left out', () => {
    const { value } = judged({
      files: [
        fileRow('a.ts'),
        fileRow('b.ts', { code: 300 }),
        fileRow('a.test.ts', { role: 'test' }),
      ],
      functions: [
        functionRow('f', { cognitive: 16 }),
        functionRow('g', { path: 'a.test.ts', cognitive: 99 }),
      ],
      duplicatedLines: 40,
    })
    assert.equal(value('duplicated-lines')?.value, 10)
    assert.equal(value('fault-density')?.value, 2.5)
    assert.equal(value('code-lines')?.value, 400)
    assert.equal(value('test-code-lines')?.value, 100)
    assert.equal(value('functions')?.value, 1)
  })

  test('a file that was not parsed lowers the extent and is in no share', () => {
    const { value, findings } = judged({
      files: [
        fileRow('a.ts'),
        fileRow('b.ts', { parsed: false, fault: 'line 7: this is not valid TypeScript' }),
      ],
      duplicatedLines: 10,
    })
    assert.deepEqual(
      [value('duplicated-lines')?.value, value('duplicated-lines')?.extent],
      [10, 0.5],
    )
    assert.equal(value('unparsed-files')?.value, 1)
    assert.deepEqual(
      findings.map(({ rule, path, line, key }) => ({ rule, path, line, key })),
      [{ rule: 'unparsed-file', path: 'b.ts', line: 7, key: 'unparsed-file:b.ts:' }],
    )
  })

  test('with nothing parsed the shares are missing, never 0', () => {
    const { value, missing } = judged({
      files: [fileRow('a.ts', { parsed: false, fault: 'line 1: x' })],
    })
    for (const name of [
      'complex-code',
      'duplicated-lines',
      'long-code',
      'fault-density',
      'cyclic-modules',
      'import-cycles',
      'unused-exports',
      'unused-files',
      'functions',
    ])
      assert.equal(value(name), undefined)
    assert.equal(missing.length, 9)
    assert.equal(missing[0]?.why, 'none of the 1 source files could be parsed')
    assert.equal(value('unparsed-files')?.value, 1)
  })
})

suite('findings', () => {
  test('one for each limit that is passed', () => {
    const { findings, messages } = judged({
      functions: [functionRow('f', { cognitive: 16, lines: 61, nesting: 5, parameters: 8 })],
    })
    assert.deepEqual(messages, [
      'f has a cognitive complexity of 16; the limit is 15',
      'f has 61 lines of code; the limit is 60',
      'f nests 5 levels deep; the limit is 4',
      'f takes 8 parameters; the limit is 7',
    ])
    assert.deepEqual(
      findings.map(({ level }) => level),
      ['warn', 'note', 'warn', 'note'],
    )
    assert.equal(findings[0]?.key, 'complex-function:a.ts:f')
  })

  test('none at the limits', () => {
    const rows = [functionRow('f', { cognitive: 15, lines: 60, nesting: 4, parameters: 7 })]
    assert.deepEqual(judged({ functions: rows }).findings, [])
    assert.equal(judged({ functions: rows }, { cognitive: 14 }).findings.length, 1)
  })

  test('an anonymous function is not blamed again for its owner', () => {
    const tangled = { cognitive: 20, lines: 70, nesting: 5 }
    const nest = [
      functionRow('f', { ...tangled, line: 1, endLine: 90 }),
      functionRow('f.<anonymous>', { ...tangled, line: 2, endLine: 80 }),
      functionRow('f.<anonymous>.<anonymous>', { ...tangled, line: 3, endLine: 79 }),
      functionRow('f.named', { ...tangled, line: 81, endLine: 89 }),
    ]
    const complex = (rows: readonly FunctionRow[]) =>
      judged({ functions: rows })
        .findings.filter(({ rule }) => rule === 'complex-function')
        .map(({ line }) => line)
    assert.deepEqual(complex(nest), [1, 81])
    assert.deepEqual(complex(nest.slice(1)), [2, 81])
    const elsewhere = { ...nest[0], path: 'b.ts' } as FunctionRow
    assert.deepEqual(complex([elsewhere, nest[1] as FunctionRow]), [2])
  })

  test('a clone is one fault at its first place, known by its content', () => {
    const places = ['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts'].map(path => ({
      path,
      line: 3,
      endLine: 9,
    }))
    const { findings } = judged({
      files: places.map(({ path }) => fileRow(path)),
      clones: [
        { id: 'beef', tokens: 60, lines: 7, places },
        {
          id: 'cafe',
          tokens: 60,
          lines: 7,
          places: places.slice(0, 2).map(place => ({ ...place, path: 't.test.ts' })),
        },
      ],
    })
    assert.deepEqual(findings, [
      {
        rule: 'duplicated-code',
        level: 'warn',
        key: 'duplicated-code:a.ts:beef',
        path: 'a.ts',
        line: 3,
        message: 'these 7 lines (60 tokens) also stand at b.ts:3, c.ts:3, d.ts:3 and 1 more',
        size: 28,
      },
    ])
  })

  test('a waived fault stays visible and does not weigh', () => {
    const { findings, value } = judged(
      { functions: [functionRow('f', { cognitive: 16 })] },
      {
        waivers: [
          {
            rule: 'complex-function',
            path: 'a.*',
            reason: 'legacy',
            owner: 'a',
            expires: '2999-01-01',
          },
        ] as never,
      },
    )
    assert.equal(findings[0]?.waived, 'legacy')
    assert.equal(value('fault-density')?.value, 0)
  })
})

suite('modules', () => {
  const usage = {
    files: 4,
    judged: 3,
    unknown: ['package.json names no module that is entered from outside'],
    isPackaged: true,
    internal: 20,
    unusedExports: [{ path: 'a.ts', line: 3, name: 'spare' }],
    unusedFiles: ['b.ts'],
    lostExports: 2,
  }
  const cycles = {
    modules: 8,
    cyclic: 3,
    found: [{ modules: ['a.ts', 'b.ts'], path: 'a.ts', line: 2, size: 3 }],
  }

  test('shares of modules and internal exports, and a fault for each', () => {
    const { value, messages, findings, missing } = judged({ modules: { cycles, usage } })
    assert.equal(value('cyclic-modules')?.value, 37.5)
    assert.equal(value('import-cycles')?.value, 1)
    assert.deepEqual([value('unused-exports')?.value, value('unused-exports')?.extent], [15, 0.75])
    assert.equal(value('unused-files')?.value, 1)
    assert.deepEqual(missing, [])
    assert.deepEqual(messages, [
      'a.ts → b.ts → a.ts is a cycle of imports; 3 modules hang together by such cycles',
      'b.ts is reached from no entry point of the project',
      'spare is used nowhere in the project',
    ])
    assert.deepEqual(
      findings.map(({ rule, level, key, line }) => [rule, level, key, line]),
      [
        ['import-cycle', 'warn', 'import-cycle:a.ts:', 2],
        ['unused-file', 'note', 'unused-file:b.ts:', 1],
        ['unused-export', 'note', 'unused-export:a.ts:spare', 3],
      ],
    )
  })

  test('what does not arise is told apart from what cannot be told', () => {
    const silent = (more: Partial<typeof usage> | null) =>
      judged({
        modules: { cycles: null, usage: more === null ? null : { ...usage, ...more } },
      }).missing.map(({ measure, status }) => [measure, status])
    const noCycles = [
      ['cyclic-modules', 'not-applicable'],
      ['import-cycles', 'not-applicable'],
    ]
    const both = (status?: string) => [
      ...noCycles,
      ['unused-exports', status],
      ['unused-files', status],
    ]
    assert.deepEqual(silent(null), both('not-applicable'))
    assert.deepEqual(silent({ judged: 0, isPackaged: false }), both('not-applicable'))
    assert.deepEqual(silent({ judged: 0 }), both(undefined))
    assert.deepEqual(silent({ internal: 0 }), [...noCycles, ['unused-exports', 'not-applicable']])
  })
})

suite('collect', () => {
  const lensOf = (texts: Readonly<Record<string, string>>) => {
    const rows = Object.entries(texts).map(([path, text]) => {
      const language = languageOf(path) as Language
      return {
        file: { path, oid: path, language, role: roleOf(path) },
        facts: javascript.read(path, text, language),
      }
    })
    return fakeLens({
      facts: async kind => rows.map(({ file, facts }) => ({ file, facts: facts[kind] })),
      excluded: async () => [{ reason: 'vendored', count: 2 }],
      files: async () => rows.map(({ file }) => file),
      text: async path => ({ ok: true, value: texts[path] ?? '' }),
    })
  }
  const copied = `${Array.from({ length: 10 }, (_, index) => `  total += rows[${index}].cost * rate`).join('\n')}\n`
  const copy = (name: string) => `export function ${name}(rows, rate, total) {\n${copied}}\n`

  test('files, functions, imports and clones; tests are searched apart', async () => {
    const found = await skill.collect(
      lensOf({
        'src/a.ts': `import './b.ts'\n${copy('a')}`,
        'src/b.ts': copy('b'),
        'test/a.test.ts': copy('c'),
        'test/b.test.ts': copy('d'),
        'src/broken.ts': 'export const = 1\n',
        'src/made.ts': '// @generated\nexport const made = 1\n',
      }),
      settings,
    )
    assert.ok(!(found instanceof NoEvidence))
    assert.equal(found.dialect, 'shipworthy-1')
    assert.deepEqual(
      found.files.map(({ path, role, parsed }) => [path, role, parsed]),
      [
        ['src/a.ts', 'source', true],
        ['src/b.ts', 'source', true],
        ['test/a.test.ts', 'test', true],
        ['test/b.test.ts', 'test', true],
        ['src/broken.ts', 'source', false],
      ],
    )
    assert.deepEqual(
      found.functions.map(({ path, name }) => [path, name]),
      [
        ['src/a.ts', 'a'],
        ['src/b.ts', 'b'],
        ['test/a.test.ts', 'c'],
        ['test/b.test.ts', 'd'],
      ],
    )
    assert.deepEqual(found.imports, [
      { path: 'src/a.ts', source: './b.ts', line: 1, names: [], when: 'load' },
    ])
    assert.deepEqual(
      found.clones.map(({ places }) => places.map(({ path }) => path)),
      [
        ['src/a.ts', 'src/b.ts'],
        ['test/a.test.ts', 'test/b.test.ts'],
      ],
    )
    assert.equal(found.clones[0]?.id, found.clones[1]?.id)
    assert.equal(found.duplicatedLines, 24)
    assert.deepEqual(found.excluded, [
      { reason: 'vendored', count: 2 },
      { reason: 'marked as generated', count: 1 },
    ])
    const { findings } = skill.judge(found, settings, {})
    assert.deepEqual(
      findings.map(({ rule, path }) => [rule, path]),
      [
        ['duplicated-code', 'src/a.ts'],
        ['unparsed-file', 'src/broken.ts'],
      ],
    )
  })

  test('evidence is plain JSON: replayed, it gives the same verdict', async () => {
    const found = await skill.collect(lensOf({ 'a.ts': copy('a'), 'b.js': copy('b') }), settings)
    assert.ok(!(found instanceof NoEvidence))
    const replayed = JSON.parse(JSON.stringify(found)) as CodeEvidence
    assert.deepEqual(skill.judge(replayed, settings, {}), skill.judge(found, settings, {}))
  })

  test('without hand-written source the question does not arise', async () => {
    for (const texts of [{}, { 'test/a.ts': 'a()' }, { 'a.ts': '// @generated\n' }]) {
      const found = await skill.collect(lensOf(texts as Record<string, string>), settings)
      assert.ok(found instanceof NoEvidence)
      assert.equal(found.status, 'not-applicable')
    }
  })
})
