/** Internal modules of Python, and what public ones bring out of them. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { broughtOut, isInternal } from '../../../scripts/core/modules/internal.mts'
import { graphOf } from './project.mts'

test('a name that begins with one underscore makes what lies in it internal', () => {
  assert.deepEqual(
    ['a/_b.py', 'a/_b/c.py', 'a/__init__.py', 'a/__main__.py', 'a/b_.py'].map(isInternal),
    [true, true, false, false, false],
  )
})

test('what a public package takes is offered, by name, whole, and through further internal modules', async () => {
  const graph = await graphOf({
    'ship/__init__.py':
      'from ._client import Client, open\nfrom ._models import *\nfrom ._api import call\nfrom ship._deep import *\nfrom ship import _own\n',
    'ship/_own.py': 'def own(): ...\n',
    'ship/_client.py': 'from ._pool import Pool\nclass Client: ...\ndef helper(): ...\n',
    'ship/_pool.py': 'class Pool: ...\n',
    'ship/_models.py': 'from ._pool import Pool\nclass Model: ...\n',
    'ship/_api/__init__.py': 'from ._call import call, other\n',
    'ship/_api/_call.py': 'def call(): ...\ndef other(): ...\n',
    'ship/_deep/__init__.py': 'from ._inner import thing\nfrom .__init__ import thing\n',
    'ship/_deep/_inner.py': 'def thing(): ...\ndef rest(): ...\n',
    'ship/abc.py': 'from ._abc import Base\n',
    'ship/_abc.py': 'class Base: ...\nclass Hidden: ...\n',
    'ship/use.py': 'from ._util import tool\ndef run(): tool()\n',
    'ship/_util.py': 'def tool(): ...\n',
    'tests/__init__.py': 'from ship._util import tool\n',
  })
  const has = broughtOut(graph, path => path === 'ship/abc.py')
  const asked = [
    ['ship/_client.py', 'Client.get', true],
    ['ship/_client.py', 'helper', false],
    ['ship/_pool.py', 'Pool', false],
    ['ship/_models.py', 'Model', true],
    ['ship/_api/_call.py', 'call', true],
    ['ship/_api/_call.py', 'other', false],
    ['ship/_deep/_inner.py', 'thing', true],
    ['ship/_deep/_inner.py', 'rest', false],
    ['ship/_abc.py', 'Base', true],
    ['ship/_abc.py', 'Hidden', false],
    ['ship/_util.py', 'tool', false],
    ['ship/_own.py', 'own', false],
  ] as const
  for (const [path, name, is] of asked) assert.equal(has(path, name), is, `${path} ${name}`)
})
