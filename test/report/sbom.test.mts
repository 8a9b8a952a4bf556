/** Is the bill of materials what CycloneDX 1.6 says it must be, the same each time, and true to the locks? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Spec, Validation } from '@cyclonedx/cyclonedx-library'
import type { PackageRow } from '../../scripts/core/evidence.mts'
import { purlOf } from '../../scripts/report/purl.mts'
import { sbom } from '../../scripts/report/sbom.mts'
import { fixture, readingOf } from '../formats/lockfiles/project.mts'
import { project } from '../skills/fake-lens.mts'

const pkg = (name: string, version: string, more: Partial<PackageRow> = {}): PackageRow => ({
  ecosystem: 'npm',
  name,
  version,
  direct: false,
  dev: false,
  manifest: 'package-lock.json',
  ...more,
})

interface Bom {
  readonly serialNumber: string
  readonly metadata: {
    readonly timestamp?: string
    readonly component: { readonly version: string }
  }
  readonly components: readonly Record<string, unknown>[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

const made = (packages: readonly PackageRow[], more: object = {}): Bom =>
  JSON.parse(sbom({ ...project, ...more }, { packages }, '1.2.3'))

const invalid = (text: string) =>
  new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)

test('the official schema accepts it, for every lock format', async () => {
  const locks = {
    'npm-v3': 'package-lock.json',
    'pnpm-9': 'pnpm-lock.yaml',
    'yarn-4': 'yarn.lock',
    'poetry-2': 'poetry.lock',
    uv: 'uv.lock',
    go: 'go.mod',
    cargo: 'Cargo.lock',
    maven: 'pom.xml',
  }
  for (const [name, path] of Object.entries(locks)) {
    const { packages } = readingOf(path, fixture(name))
    assert.equal(await invalid(sbom(project, { packages }, '1.0.0')), null, name)
  }
  assert.equal(await invalid(sbom(project, { packages: [] }, '1.0.0')), null)
  assert.notEqual(
    await invalid('{"bomFormat":"CycloneDX","specVersion":"1.6","version":"1"}'),
    null,
  )
})

test('package URLs are those of each ecosystem', () => {
  const purl = (ecosystem: PackageRow['ecosystem'], name: string, version: string) =>
    purlOf(pkg(name, version, { ecosystem }))
  assert.equal(purl('npm', '@scope/a', '1.0.0'), 'pkg:npm/%40scope/a@1.0.0')
  assert.equal(purl('npm', 'left-pad', '1.3.0'), 'pkg:npm/left-pad@1.3.0')
  assert.equal(purl('PyPI', 'flask-sqlalchemy', '1!3.1'), 'pkg:pypi/flask-sqlalchemy@1%213.1')
  assert.equal(purl('Go', 'golang.org/x/text', 'v0.3.8'), 'pkg:golang/golang.org/x/text@v0.3.8')
  assert.equal(purl('crates.io', 'cfg-if', '1.0.0'), 'pkg:cargo/cfg-if@1.0.0')
  assert.equal(purl('Maven', 'org.x:y', '1.0'), 'pkg:maven/org.x/y@1.0')
  assert.equal(
    purl('npm', 'a', 'git+https://x.example/a.git#c0ffee'),
    'pkg:npm/a?vcs_url=git%2Bhttps%3A%2F%2Fx.example%2Fa.git%23c0ffee',
  )
  assert.equal(purl('npm', 'a', 'file:a.tgz'), null)
  assert.equal(purl('npm', 'a', ''), 'pkg:npm/a')
})

test('each package is there once, with scope, licence and what it brings in', () => {
  const bom = made([
    pkg('a', '1.0.0', { direct: true, requires: ['@s/b 2.0.0'], licence: 'MIT OR ISC' }),
    pkg('@s/b', '2.0.0', { dev: true, requires: [] }),
    pkg('@s/b', '2.0.0', { manifest: 'web/yarn.lock' }),
    pkg('tool', '1.0.0', { dev: true }),
  ])
  assert.deepEqual(bom.components, [
    {
      type: 'library',
      'bom-ref': 'pkg:npm/%40s/b@2.0.0',
      group: '@s',
      name: 'b',
      version: '2.0.0',
      scope: 'required',
      purl: 'pkg:npm/%40s/b@2.0.0',
    },
    {
      type: 'library',
      'bom-ref': 'pkg:npm/a@1.0.0',
      name: 'a',
      version: '1.0.0',
      scope: 'required',
      licenses: [{ expression: 'MIT OR ISC' }],
      purl: 'pkg:npm/a@1.0.0',
    },
    {
      type: 'library',
      'bom-ref': 'pkg:npm/tool@1.0.0',
      name: 'tool',
      version: '1.0.0',
      scope: 'excluded',
      purl: 'pkg:npm/tool@1.0.0',
    },
  ])
  assert.deepEqual(bom.dependencies, [
    { ref: 'project:example', dependsOn: ['pkg:npm/a@1.0.0'] },
    { ref: 'pkg:npm/%40s/b@2.0.0', dependsOn: [] },
    { ref: 'pkg:npm/a@1.0.0', dependsOn: ['pkg:npm/%40s/b@2.0.0'] },
  ])
})

test('the same content has the same bytes and number, other content another', () => {
  const packages = [pkg('a', '1.0.0'), pkg('b', '1.0.0')]
  assert.equal(
    sbom(project, { packages }, '1'),
    sbom(project, { packages: packages.toReversed() }, '1'),
  )
  assert.notEqual(made(packages).serialNumber, made(packages.slice(1)).serialNumber)
  assert.match(
    made(packages).serialNumber,
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  assert.equal(made(packages).metadata.timestamp, project.committedAt)
  assert.equal(made(packages, { isDirty: true }).metadata.timestamp, undefined)
  assert.equal(made(packages, { release: 'v2' }).metadata.component.version, 'v2')
})
