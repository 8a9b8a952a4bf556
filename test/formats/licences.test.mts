/** Is a licence taken only from where it is stated clearly, and judged as SPDX means it? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cargoLicence,
  npmManifestLicence,
  pythonLicence,
} from '../../scripts/formats/licences/metadata.mts'
import { pomLicence } from '../../scripts/formats/licences/pom.mts'
import { isAllowed, spdxOf } from '../../scripts/formats/licences/spdx.mts'

test('an SPDX expression is itself, a few full names mean one, all else is not known', () => {
  assert.equal(spdxOf('(MIT OR Apache-2.0)'), '(MIT OR Apache-2.0)')
  assert.equal(spdxOf('The Apache Software License, Version 2.0'), 'Apache-2.0')
  assert.equal(spdxOf('Apache License 2.0'), 'Apache-2.0')
  assert.equal(spdxOf('The Unlicense (Unlicense)'), 'Unlicense')
  for (const text of [
    'BSD',
    'GPL',
    'SEE LICENSE IN x',
    'UNLICENSED',
    '',
    'MIT or so',
    'x'.repeat(9e5),
  ])
    assert.equal(spdxOf(text), null, text.slice(0, 20))
})

test('each ecosystem states it in its own place', () => {
  const npm = (fields: object) => npmManifestLicence(JSON.stringify(fields))
  assert.equal(npm({ license: 'ISC' }), 'ISC')
  assert.equal(npm({ license: { type: 'MIT', url: 'x' } }), 'MIT')
  assert.equal(npm({ licenses: [{ type: 'MIT' }, { type: 'GPL-2.0' }] }), '(MIT OR GPL-2.0)')
  assert.equal(npm({ licenses: [{ type: 'MIT' }, { type: 'mine' }] }), null)
  assert.equal(npm({}), null)
  const python = (...lines: string[]) =>
    pythonLicence(`Name: x\n${lines.join('\n')}\n\nLicense: GPL-3.0\n`)
  const mit = 'Classifier: License :: OSI Approved :: MIT License'
  assert.equal(python('License-Expression: MIT AND BSD-3-Clause', mit), 'MIT AND BSD-3-Clause')
  assert.equal(python('License: Apache-2.0'), 'Apache-2.0')
  assert.equal(python('License: whatever I like', mit), 'MIT')
  assert.equal(python(mit, 'Classifier: License :: OSI Approved :: BSD License'), null)
  assert.equal(python('Classifier: License :: OSI Approved :: BSD License'), null)
  assert.equal(cargoLicence('[package]\nlicense = "MIT/Apache-2.0"\n'), 'MIT OR Apache-2.0')
  const pom = (...names: string[]) =>
    pomLicence(
      `<project><name>x</name><licenses>${names.map(name => `<license><name>${name}</name></license>`).join('')}</licenses></project>`,
    )
  assert.equal(pom('Apache-2.0', 'MIT License'), '(Apache-2.0 OR MIT)')
  assert.equal(pom('BSD style'), null)
  assert.equal(pom(), null)
  assert.equal(pomLicence('<project><licenses>'), null)
})

test('a policy judges the choices an expression leaves', () => {
  const judged = (expression: string, allow: string[], deny: string[]) =>
    isAllowed(expression, { allow, deny })
  assert.equal(judged('MIT', [], []), true)
  assert.equal(judged('GPL-3.0-only', [], ['GPL-3.0-only']), false)
  assert.equal(judged('MIT OR GPL-3.0-only', [], ['GPL-3.0-only']), true)
  assert.equal(judged('MIT AND GPL-3.0-only', [], ['GPL-3.0-only']), false)
  assert.equal(judged('(MIT OR X11) AND ISC', ['MIT', 'ISC'], []), true)
  assert.equal(judged('BSD-3-Clause', ['MIT'], []), false)
  for (const id of ['GPL-3.0', 'GPL-3.0-only', 'GPL-3.0-or-later', 'GPL-3.0+'])
    assert.equal(judged(id, [], ['GPL-3.0']), false, id)
  assert.equal(judged('GPL-3.0-or-later', [], ['GPL-3.0-only']), true)
  assert.equal(judged('GPL-3.0+', [], ['GPL-3.0-or-later']), false)
  const openjdk = 'GPL-2.0-only WITH Classpath-exception-2.0'
  assert.equal(judged(openjdk, [], ['GPL-2.0-only']), false)
  assert.equal(judged(openjdk, [openjdk], ['GPL-2.0-only']), true)
  assert.equal(judged('Apache-2.0 WITH LLVM-exception', ['Apache-2.0'], []), true)
})
