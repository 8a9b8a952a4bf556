/** Are licences read from what is installed, of exactly the version in use, and from nowhere else? */

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { PackageRow } from '../../scripts/core/evidence.mts'
import { installedLicences } from '../../scripts/edge/licences.mts'
import { temporaryFolder } from '../support/repo.mts'

const row = (
  ecosystem: PackageRow['ecosystem'],
  name: string,
  version: string,
  manifest = 'lock',
): PackageRow => ({ ecosystem, name, version, manifest, direct: true, dev: false })

test('node_modules, virtual environments and the crates of this machine', async t => {
  const root = temporaryFolder(t)
  const home = temporaryFolder(t)
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  const npm = (path: string, name: string, version: string) =>
    write(join(root, path, name, 'package.json'), JSON.stringify({ name, version, license: 'MIT' }))
  npm('node_modules', 'a', '1.0.0')
  npm('web/node_modules', '@s/b', '2.0.0')
  npm('node_modules/.pnpm/@s+c@3.0.0/node_modules', '@s/c', '3.0.0')
  write(
    join(root, '.venv/lib/python3.13/site-packages/Flask_X-1.0.dist-info/METADATA'),
    'License-Expression: BSD-3-Clause\n\n',
  )
  write(
    join(home, 'registry/src/index.crates.io-1/cfg-if-1.0.0/Cargo.toml'),
    '[package]\nlicense = "MIT/Apache-2.0"\n',
  )
  const before = process.env.CARGO_HOME
  process.env.CARGO_HOME = home
  t.after(() => {
    if (before === undefined) Reflect.deleteProperty(process.env, 'CARGO_HOME')
    else process.env.CARGO_HOME = before
  })
  const rows = [
    row('npm', 'a', '1.0.0', 'package-lock.json'),
    row('npm', 'a', '1.0.1', 'package-lock.json'),
    row('npm', '@s/b', '2.0.0', 'web/package-lock.json'),
    row('npm', '@s/c', '3.0.0', 'pnpm-lock.yaml'),
    row('npm', '../../../a', '1.0.0', 'package-lock.json'),
    row('PyPI', 'flask-x', '1.0', 'uv.lock'),
    row('PyPI', 'flask-x', '1.1', 'uv.lock'),
    row('crates.io', 'cfg-if', '1.0.0', 'Cargo.lock'),
    row('Go', 'example.com/a', 'v1.0.0', 'go.mod'),
    { ...row('npm', 'a', '1.0.0'), licence: 'ISC' },
  ]
  const found = await installedLicences(root, rows)
  assert.deepEqual(
    rows.map(each => found.get(each) ?? null),
    ['MIT', null, 'MIT', 'MIT', null, 'BSD-3-Clause', null, 'MIT OR Apache-2.0', null, null],
  )
})
