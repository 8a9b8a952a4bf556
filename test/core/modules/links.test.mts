/** Where do imports lead? One small project for each way to write them. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { graphOf, json } from './project.mts'

async function leads(texts: Readonly<Record<string, string>>): Promise<string[]> {
  const { links } = await graphOf(texts)
  return links.map(({ from, to, when }) => `${from} ${when === 'load' ? '' : `(${when}) `}${to}`)
}

suite('JavaScript and TypeScript', () => {
  test('relative paths: ending, compiled ending, index, query', async () => {
    const texts = {
      'a.ts': "import './b.js'\nimport './c'\nimport './d'\nimport '.'\nimport './e.jsx?raw'",
      'b.ts': '',
      'c.mts': '',
      'd/index.tsx': '',
      'index.js': '',
      'e.tsx': '',
    }
    const to = ['b.ts', 'c.mts', 'd/index.tsx', 'index.js', 'e.tsx']
    assert.deepEqual(
      await leads(texts),
      to.map(each => `a.ts ${each}`),
    )
  })

  test('what is not there, or above the project, leads nowhere', async () => {
    assert.deepEqual(
      await leads({ 'a.ts': "import './b'\nimport '../../etc/passwd'\nimport 'x'" }),
      [],
    )
  })

  test('paths of a tsconfig, comments and parents included; a parent in a circle does no harm', async () => {
    const texts = {
      'web/tsconfig.json': '{ "extends": "../base.json", /* ours */ "compilerOptions": {}, }',
      'base.json': json({ extends: './web/tsconfig.json' }),
      'tsconfig.json': json({
        compilerOptions: { paths: { '@lib/*': ['./lib/*'] }, baseUrl: '.' },
      }),
      'web/a.ts': "import '@lib/b'\nimport 'lib/c'",
      'lib/b.ts': '',
      'lib/c.ts': '',
    }
    assert.deepEqual(await leads(texts), ['web/a.ts lib/b.ts', 'web/a.ts lib/c.ts'])
  })

  test('packages of the workspace: what they publish is led back to its source', async () => {
    const texts = {
      'packages/ui/package.json': json({
        name: '@x/ui',
        exports: {
          '.': { types: './dist/index.d.ts', import: './dist/esm/index.mjs' },
          './parts/*': './dist/parts/*.js',
        },
      }),
      'packages/ui/src/index.ts': '',
      'packages/ui/src/parts/door.ts': '',
      'packages/plain/package.json': json({ name: 'plain' }),
      'packages/plain/deep/file.js': '',
      'app/a.ts': "import '@x/ui'\nimport '@x/ui/parts/door'\nimport 'plain/deep/file'",
    }
    assert.deepEqual(await leads(texts), [
      'app/a.ts packages/ui/src/index.ts',
      'app/a.ts packages/ui/src/parts/door.ts',
      'app/a.ts packages/plain/deep/file.js',
    ])
  })

  test('#names of package.json, and the usual @/ of bundlers', async () => {
    const texts = {
      'package.json': json({
        imports: { '#db': { default: './src/db.ts' }, '#u/*': './src/u/*.ts' },
      }),
      'src/a.ts': "import '#db'\nimport '#u/x'\nimport '@/deep/y'",
      'src/db.ts': '',
      'src/u/x.ts': '',
      'src/deep/y.ts': '',
    }
    const to = ['src/db.ts', 'src/u/x.ts', 'src/deep/y.ts']
    assert.deepEqual(
      await leads(texts),
      to.map(each => `src/a.ts ${each}`),
    )
  })

  test('a value that shares its name with a type is an import, whichever stands first', async () => {
    const texts = {
      'a.ts': "import { A } from './b'\nimport { A as B } from './c'\n\nf(A, B)\n",
      'b.ts': 'export const A = 1\nexport type A = string\n',
      'c.ts': 'export interface A {}\nexport const A = 1\n',
    }
    assert.deepEqual(await leads(texts), ['a.ts b.ts', 'a.ts c.ts'])
  })

  test('a type is no import at run time: as written, as used, as declared where it comes from', async () => {
    const texts = {
      'a.ts': [
        "import type { A } from './b'",
        "import { C } from './c'",
        "import { D } from './barrel'",
        "import { E } from './e'",
        'export const f = (a: A, c: C): D => new E(a, c)',
      ].join('\n'),
      'b.ts': 'export class A {}',
      'c.ts': 'export class C {}',
      'barrel.ts': "export * from './d'",
      'd.ts': 'export interface D {}',
      'e.ts': 'export class E {}',
    }
    assert.deepEqual((await leads(texts)).slice(0, 4), [
      'a.ts (type) b.ts',
      'a.ts (type) c.ts',
      'a.ts (type) barrel.ts',
      'a.ts e.ts',
    ])
  })

  test('what a function requires or imports comes late', async () => {
    const texts = {
      'a.js': "const b = require('./b')\nmodule.exports = () => require('./c') ?? import('./d')",
      'b.js': '',
      'c.js': '',
      'd.js': '',
    }
    assert.deepEqual(await leads(texts), ['a.js b.js', 'a.js (late) c.js', 'a.js (late) d.js'])
  })
})

suite('Python', () => {
  test('relative and absolute modules, src layout, packages passed through', async () => {
    const texts = {
      'src/shop/__init__.py': '',
      'src/shop/cart.py':
        'from . import models\nfrom .db.engine import connect\nimport shop.models',
      'src/shop/models.py': '',
      'src/shop/db/__init__.py': '',
      'src/shop/db/engine.py': 'from shop.models import Row',
    }
    assert.deepEqual(await leads(texts), [
      'src/shop/cart.py (late) src/shop/__init__.py',
      'src/shop/cart.py src/shop/models.py',
      'src/shop/cart.py (late) src/shop/db/__init__.py',
      'src/shop/cart.py src/shop/db/engine.py',
      'src/shop/cart.py (late) src/shop/__init__.py',
      'src/shop/cart.py src/shop/models.py',
      'src/shop/db/engine.py (late) src/shop/__init__.py',
      'src/shop/db/engine.py src/shop/models.py',
    ])
  })

  test('a name of the package itself is an import of it; a module of the library of that name is not', async () => {
    const texts = {
      'shop/__init__.py': 'from .cart import Cart\nVERSION = 1',
      'shop/cart.py': 'import logging\nfrom . import VERSION',
      'shop/logging.py': '',
    }
    assert.deepEqual(await leads(texts), [
      'shop/__init__.py shop/cart.py',
      'shop/cart.py shop/__init__.py',
    ])
  })

  test('namespace packages, and imports for type checkers', async () => {
    const texts = {
      'corp/a/one.py': 'from corp.b import two\nif TYPE_CHECKING:\n    from corp.b.three import T',
      'corp/b/two.py': '',
      'corp/b/three.py': '',
    }
    assert.deepEqual(await leads(texts), [
      'corp/a/one.py corp/b/two.py',
      'corp/a/one.py (type) corp/b/three.py',
    ])
  })
})

test('Java: packages by the folder of the class', async () => {
  const texts = {
    'app/src/main/java/org/x/A.java':
      'package org.x;\nimport org.x.io.B;\nimport static org.x.io.B.open;\nimport java.util.List;\nclass A {}',
    'app/src/main/java/org/x/io/B.java': 'package org.x.io;\nimport org.x.*;\npublic class B {}',
  }
  assert.deepEqual(await leads(texts), [
    'app/src/main/java/org/x/A.java app/src/main/java/org/x/io',
    'app/src/main/java/org/x/A.java app/src/main/java/org/x/io',
    'app/src/main/java/org/x/io/B.java app/src/main/java/org/x',
  ])
})
