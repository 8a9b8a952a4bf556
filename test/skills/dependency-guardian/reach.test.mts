/** Is a package called reached only where an import leads to it, and merely present only where none can? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PackageRow } from '../../../scripts/core/evidence.mts'
import type { Language } from '../../../scripts/core/facts.mts'
import { importsElsewhere } from '../../../scripts/skills/dependency-guardian/elsewhere.mts'
import { reachesOf, reachWords } from '../../../scripts/skills/dependency-guardian/reach.mts'
import { fakeLens } from '../fake-lens.mts'

const pkg = (name: string, more: Partial<PackageRow> = {}): PackageRow => ({
  ecosystem: 'npm',
  name,
  version: '1.0.0',
  direct: false,
  dev: false,
  manifest: 'package-lock.json',
  requires: [],
  ...more,
})

type Code = Parameters<typeof reachesOf>[1] & object

/** One source file for each path; `imports` are `path: specifiers`. */
function code(imports: Readonly<Record<string, readonly string[]>>, more: object = {}): Code {
  const language = (path: string): Language =>
    path.endsWith('.py') ? 'python' : path.endsWith('.go') ? 'go' : 'typescript'
  return {
    files: Object.keys(imports).map(path => ({
      path,
      language: language(path),
      role: 'source',
      lines: 1,
      code: 1,
      comments: 0,
      parsed: true,
      fault: null,
      ...more,
    })),
    imports: Object.entries(imports).flatMap(([path, sources]) =>
      sources.map((source, index) => ({ path, source, line: index + 1 })),
    ),
  }
}

const told = (
  rows: readonly PackageRow[],
  given: Code | undefined,
  elsewhere: readonly string[] | null = [],
) => {
  const reaches = reachesOf(rows, given, elsewhere)
  return rows.map(row => {
    const reach = reaches.get(row) ?? { status: 'unknown' as const }
    return `${row.name} ${reachWords(reach, row.name)}`
  })
}

test('imported, brought in by what is imported, or merely there', () => {
  const rows = [
    pkg('express', { direct: true, requires: ['body-parser 1.0.0'] }),
    pkg('body-parser', { requires: ['qs 1.0.0'] }),
    pkg('qs', { requires: ['express 1.0.0'] }),
    pkg('@scope/tool', { direct: true, requires: ['deep 1.0.0'] }),
    pkg('deep'),
  ]
  const given = code({ 'src/a.ts': ['./b.ts', 'node:fs', 'express/lib/router'], 'src/b.ts': [] })
  assert.deepEqual(told(rows, given), [
    'express reached: src/a.ts:3 imports it',
    'body-parser reached: src/a.ts:3 imports express, which brings it in',
    'qs reached: src/a.ts:3 imports express, which brings it in',
    '@scope/tool no source file imports it or what brings it in',
    'deep no source file imports it or what brings it in',
  ])
  const both = code({ 'src/a.ts': ['@scope/tool/sub.js'] })
  assert.match(told(rows, both)[4] ?? '', /imports @scope\/tool, which/)
})

test('an alias is what is imported; of two versions the project imports the one it asks for', () => {
  const rows = [
    pkg('lodash', { direct: true, importedAs: ['old-lodash'] }),
    pkg('ms', { direct: true }),
    pkg('ms', { version: '2.0.0' }),
  ]
  const given = code({ 'a.ts': ['old-lodash', 'ms'] })
  assert.deepEqual(
    told(rows, given).map(line => line.includes('reached:')),
    [true, true, false],
  )
})

test('tests do not reach what ships, and a lock reaches only what lies below its folder', () => {
  const rows = [pkg('a', { direct: true, manifest: 'web/yarn.lock' })]
  assert.match(told(rows, code({ 'api/x.ts': ['a'], 'web/y.ts': [] }))[0] ?? '', /no source file/)
  assert.match(told(rows, code({ 'web/x.ts': ['a'] }))[0] ?? '', /reached/)
  assert.match(told(rows, code({ 'web/x.ts': ['a'] }, { role: 'test' }))[0] ?? '', /not known/)
})

test('unknown where it cannot be told: no code, a file that did not parse, no edges, other names', () => {
  const rows = [pkg('a', { direct: true })]
  const unknown = /whether the source reaches it is not known/
  assert.match(told(rows, undefined)[0] ?? '', unknown)
  assert.match(told(rows, code({ 'a.ts': [] }, { parsed: false }))[0] ?? '', unknown)
  assert.match(told(rows, code({ 'a.py': [] }))[0] ?? '', unknown)
  const { requires: _, ...edgeless } = pkg('b')
  assert.match(told([edgeless], code({ 'a.ts': [] }))[0] ?? '', unknown)
  const java = pkg('org.x:y', { ecosystem: 'Maven', direct: true })
  assert.match(told([java], code({ 'a.ts': ['org.x:y'] }))[0] ?? '', unknown)
})

test('Python names match or say nothing; a Go import names its module by a prefix', () => {
  const python = { ecosystem: 'PyPI', manifest: 'uv.lock', direct: true } as const
  const rows = [
    pkg('flask-sqlalchemy', { ...python, requires: ['sqlalchemy 1.0.0'] }),
    pkg('sqlalchemy', { ...python, direct: false }),
    pkg('pyyaml', python),
  ]
  assert.deepEqual(
    told(rows, code({ 'a.py': ['flask_sqlalchemy.model', 'yaml', '.pyyaml'] })).map(line =>
      line.split(' ').slice(1, 3).join(' '),
    ),
    ['reached: a.py:1', 'reached: a.py:1', 'whether the'],
  )
  const go = { ecosystem: 'Go', manifest: 'go.mod', requires: undefined } as never
  const modules = [
    pkg('example.com/a', { ...(go as object), direct: true }),
    pkg('example.com/a/v2', { ...(go as object), direct: true }),
    pkg('example.com/b', go),
  ]
  assert.deepEqual(
    told(modules, code({ 'm.go': ['example.com/a/v2/sub'] })).map(line => line.split(' ')[1]),
    ['no', 'reached:', 'whether'],
  )
})

test('what documentation or generated code imports may ship, so it is not called merely present', () => {
  const rows = [
    pkg('a', { direct: true, requires: ['deep 1.0.0'] }),
    pkg('deep'),
    pkg('b', { direct: true }),
  ]
  const given = code({ 'src/a.ts': [] })
  assert.deepEqual(
    told(rows, given, ['a/sub']).map(line => line.split(' ')[1]),
    ['whether', 'whether', 'no'],
  )
  assert.match(told(rows, given, null)[2] ?? '', /not known/)
})

test('imports of unmeasured code are found as text, whatever the text', async () => {
  const texts: Record<string, string> = {
    'docs/site.ts': `import x from 'vue'\nconst y = await import("@a/b")\nrequire('./own')`,
    'doc/gen.go': 'package doc\n\nimport (\n\tyaml "go.yaml.in/yaml/v3"\n\t"fmt"\n)\n',
    'src/a.ts': `import 'measured'`,
    'docs/blank.ts': `from${' '.repeat(1e6)}`,
    'doc/blank.go': '\n'.repeat(1e6),
  }
  const lens = fakeLens({
    files: async () =>
      Object.keys(texts).map(path => ({
        path,
        oid: path,
        language: path.endsWith('.go') ? ('go' as const) : ('typescript' as const),
        role: path.startsWith('src/') ? ('source' as const) : ('other' as const),
      })),
    text: async path => ({ ok: true, value: texts[path] ?? '' }),
  })
  assert.deepEqual(await importsElsewhere(lens), ['@a/b', 'fmt', 'go.yaml.in/yaml/v3', 'vue'])
})

test('an import of types only reaches nothing', () => {
  const given = code({ 'a.ts': ['a'] })
  const typed = {
    ...given,
    imports: given.imports.map(each => ({ ...each, when: 'type' as const })),
  }
  assert.match(told([pkg('a', { direct: true })], typed)[0] ?? '', /no source file/)
})
