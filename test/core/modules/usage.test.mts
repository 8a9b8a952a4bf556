/** What counts as used? Every way to be entered or named keeps a module; what nobody names is found. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { usageOf } from '../../../scripts/core/modules/usage.mts'
import { graphOf, json } from './project.mts'

type Texts = Readonly<Record<string, string>>

const PACKAGE = json({ name: 'x', exports: './src/index.ts' })

async function unusedIn(texts: Texts): Promise<string[]> {
  const { unusedExports, unusedFiles } = usageOf(await graphOf(texts))
  return [...unusedFiles, ...unusedExports.map(({ path, name }) => `${path} ${name}`)]
}

/** A library with one entry, and a module nobody imports. */
const withLone = (more: Texts): Texts => ({
  'package.json': PACKAGE,
  'src/index.ts': 'export const api = 1',
  'src/deep/lone.ts': 'export const lone = 1',
  ...more,
})

suite('JavaScript and TypeScript', () => {
  test('exports of entry points are for others; the rest must be used by somebody', async () => {
    const texts = {
      'package.json': PACKAGE,
      'src/index.ts':
        "import { used } from './a'\nexport { passed } from './a'\nexport const api = used",
      'src/a.ts': [
        'export const used = 1, passed = 2, unused = 3',
        'export const own = 4',
        'export interface Shape { own: typeof own }',
        'export type Circle = Shape',
        'export function over(a: string): void',
        'export function over(a: number): void',
        'export function over() {}',
        'export default 5',
      ].join('\n'),
    }
    assert.deepEqual(await unusedIn(texts), [
      'src/a.ts unused',
      'src/a.ts Circle',
      'src/a.ts over',
      'src/a.ts default',
    ])
    const { internal, judged, files } = usageOf(await graphOf(texts))
    assert.deepEqual([internal, judged, files], [8, 2, 2])
  })

  test('through barrels a name is used when the barrel’s is', async () => {
    const texts = {
      'package.json': PACKAGE,
      'src/index.ts':
        "import { a, c as d } from './barrel'\nimport * as all from './whole'\nexport const api = [a, d, all]",
      'src/barrel.ts':
        "export * from './a'\nexport { b, b as c } from './b'\nexport * as e from './e'",
      'src/a.ts': 'export const a = 1, other = 2',
      'src/b.ts': 'export const b = 1',
      'src/e.ts': 'export const e = 1',
      'src/whole.ts': 'export const w = 1, v = 2',
    }
    assert.deepEqual(await unusedIn(texts), ['src/a.ts other', 'src/e.ts e'])
  })

  test('a module nobody names is unused, and its exports are not blamed one by one', async () => {
    assert.deepEqual(await unusedIn(withLone({})), ['src/deep/lone.ts'])
    assert.equal(usageOf(await graphOf(withLone({}))).lostExports, 1)
  })

  const reasons: readonly (readonly [string, Texts])[] = [
    ['a test', { 'test/a.test.ts': "import { lone } from '../src/deep/lone'" }],
    ['a page', { 'index.html': '<script type="module" src="/src/deep/lone.ts"></script>' }],
    ['a template', { 'src/App.vue': "<script>\nimport { lone } from './deep/lone'\n</script>" }],
    [
      'a command',
      {
        'package.json': json({
          exports: './src/index.ts',
          scripts: { go: 'node src/deep/lone.ts' },
        }),
      },
    ],
    ['a workflow', { '.github/workflows/ci.yml': 'run: node src/deep/lone.ts --all' }],
    ['a settings file', { 'rollup.config.js': "export default { input: 'src/deep/lone.ts' }" }],
    [
      'a path in the code',
      { 'src/index.ts': "export const w = new URL('./deep/lone.ts', import.meta.url)" },
    ],
    ['a joined path', { 'src/index.ts': "export const w = join(here, 'deep', 'lone.ts')" }],
    ['a pattern', { 'src/index.ts': "export const w = import.meta.glob('./deep/*.ts')" }],
    [
      'a computed import',
      { 'src/index.ts': `export const w = (name: string) => import(\`./deep/\${name}.ts\`)` },
    ],
    [
      'a folder that is read',
      { 'src/index.ts': "export const w = readdirSync(join(here, 'deep'))" },
    ],
    [
      'a page of Docusaurus',
      {
        'docusaurus.config.ts': 'export default {}',
        'docs/a.mdx': "import { lone } from '@site/src/deep/lone'",
      },
    ],
    ['an example', { 'examples/a.ts': "import { lone } from '../src/deep/lone'" }],
    ['a #! line', { 'src/deep/lone.ts': '#!/usr/bin/env node\nexport const lone = 1' }],
  ]
  for (const [what, more] of reasons)
    test(`${what} keeps a module`, async () => {
      assert.deepEqual(await unusedIn(withLone(more)), [])
    })

  test('settings of tools that only look at files keep nothing', async () => {
    const more = {
      'eslint.config.js': "export default [{ files: ['src/**/*.ts'] }]",
      'tsconfig.json': json({ include: ['src/**/*'] }),
    }
    assert.deepEqual(await unusedIn(withLone(more)), ['src/deep/lone.ts'])
  })

  test('frameworks enter their folders', async () => {
    const texts = {
      'package.json': json({ private: true, dependencies: { next: '1' } }),
      'app/page.tsx': 'export default function Page() {}\nexport const metadata = 1',
      'lib/lone.ts': 'export const lone = 1',
    }
    assert.deepEqual(await unusedIn(texts), ['lib/lone.ts'])
  })

  test('where it cannot be known what is entered, nothing is judged, and the reason is told', async () => {
    const whys = async (texts: Texts) => {
      const { judged, unknown, isPackaged } = usageOf(await graphOf(texts))
      return [judged, unknown, isPackaged]
    }
    assert.deepEqual(await whys({ 'a.ts': 'export const a = 1' }), [
      0,
      ['no package.json says where it is entered'],
      false,
    ])
    assert.deepEqual(await whys({ 'package.json': '{}', 'a.ts': 'export const a = 1' }), [
      0,
      ['package.json names no module that is entered from outside'],
      true,
    ])
    const lost = {
      'package.json': json({ exports: './dist/core.js' }),
      'src/a.ts': '',
      'src/b.ts': '',
    }
    assert.deepEqual(await whys(lost), [
      0,
      ['the source of what package.json exports as "." could not be told'],
      true,
    ])
  })

  test('hostile manifests break nothing', async () => {
    for (const text of [
      '',
      '[]',
      '{"exports":{"./*":{"a":["../../x","*"]}},"bin":5,"imports":[1]}',
      '{"name":{}}',
    ])
      await unusedIn({ 'package.json': text, 'tsconfig.json': text, 'src/a.ts': "import '#a'" })
  })
})

suite('Python', () => {
  test('in a library names without _ are for others', async () => {
    const texts = {
      'pyproject.toml': '[project]\nname = "shop"',
      'shop/__init__.py': '',
      'shop/cart.py':
        'LIMIT = 1\n_spare = 2\n_used = 3\nprint(_used)\ndef _helper(): ...\nclass Cart: ...',
      'shop/_inner.py': 'def public_here(): ...\ndef taken(): ...',
      'shop/user.py': 'from ._inner import taken',
    }
    assert.deepEqual(await unusedIn(texts), [
      'shop/cart.py _spare',
      'shop/cart.py _helper',
      'shop/_inner.py public_here',
    ])
  })

  test('in an application everything must be used, but for what is handed to a decorator or listed', async () => {
    const texts = {
      'shop/__init__.py': '',
      'shop/__main__.py': 'from . import cart',
      'shop/cart.py': '',
      'shop/views.py':
        '__all__ = ["listed"]\ndef listed(): ...\n@app.get("/")\ndef index(): ...\ndef dead(): ...',
      'shop/lone.py': 'def lone(): ...',
      'shop/settings.py': 'PLUGINS = ["shop.named", "shop.views.index"]',
      'shop/named.py': 'class Plugin: ...',
    }
    assert.deepEqual(await unusedIn(texts), ['shop/lone.py'])
    const imported = { ...texts, 'shop/settings.py': 'from shop.views import index' }
    assert.deepEqual(await unusedIn(imported), [
      'shop/lone.py',
      'shop/named.py',
      'shop/views.py dead',
    ])
  })
})
