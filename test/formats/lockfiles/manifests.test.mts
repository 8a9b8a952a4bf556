/** What does a manifest without a lock say? Names, no versions, and that nothing pins them. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatOf } from '../../../scripts/formats/lockfiles/index.mts'
import { listing, read, readingOf } from './project.mts'

test('package.json: own folders are no packages, aliases are undone', () => {
  const text = JSON.stringify({
    dependencies: { a: '^1.0.0', own: 'workspace:*', b: 'npm:@s/real@^2.0.0' },
    devDependencies: { c: '*', a: '^1.0.0' },
    peerDependencies: { host: '*' },
  })
  const reading = readingOf('package.json', { 'package.json': text })
  assert.deepEqual(listing(reading), ['@s/real  shipped', 'a  shipped', 'c  dev'])
  assert.equal(reading.isPinned, false)
})

test('pyproject.toml: every table that ever declared requirements', () => {
  const text = `[project]
dependencies = ["A_b>=1", "c[x]; python_version<'3'"]
optional-dependencies = { e = ["d"] }
[dependency-groups]
dev = ["f", { include-group = "lint" }]
lint = ["g"]
[tool.poetry.dependencies]
python = "^3.11"
h = "^1"
own = { path = "../own" }
[tool.poetry.group.test.dependencies]
i = "*"
[tool.uv]
dev-dependencies = ["j"]
[tool.pdm.dev-dependencies]
k = ["k>1"]
`
  const reading = readingOf('pyproject.toml', { 'pyproject.toml': text })
  assert.deepEqual(listing(reading), [
    'a-b  shipped',
    'c  shipped',
    'd  shipped',
    'f  dev',
    'g  dev',
    'h  shipped',
    'i  dev',
    'j  dev',
    'k  dev',
  ])
})

test('Cargo.toml and Pipfile', () => {
  const crate = `[package]\nname = "x"\n[dependencies]\na = "1"\nrenamed = { package = "b", version = "1" }\nown = { path = "../own" }\n[target.'cfg(unix)'.dev-dependencies]\nc = "1"\n`
  assert.deepEqual(listing(readingOf('Cargo.toml', { 'Cargo.toml': crate })), [
    'a  shipped',
    'b  shipped',
    'c  dev',
  ])
  const pipfile = `[packages]\na = "*"\nown = { path = "." }\n[dev-packages]\nb = "*"\n`
  assert.deepEqual(listing(readingOf('Pipfile', { Pipfile: pipfile })), ['a  shipped', 'b  dev'])
})

test('a manifest that asks for nothing is in order', () => {
  for (const [path, text] of [
    ['package.json', '{}'],
    ['pyproject.toml', '[tool.black]\nline-length = 100\n'],
    ['build.gradle', 'plugins {}'],
  ] as const)
    assert.deepEqual([readingOf(path, { [path]: text }).isPinned, path], [true, path])
})

test('a Gradle build is not read, and says so', () => {
  const reading = readingOf('build.gradle', { 'build.gradle': 'dependencies { api "a:b:1" }' })
  assert.deepEqual([reading.packages, reading.isPinned], [[], true])
  const open = 'dependencies { api "a:b:1.+" }'
  assert.equal(readingOf('build.gradle', { 'build.gradle': open }).isPinned, false)
  assert.match(reading.notes.join(), /Gradle build is code/)
})

test('broken manifests are sentences', () => {
  for (const path of ['package.json', 'pyproject.toml', 'Pipfile', 'Cargo.toml'])
    assert.equal(typeof read(path, { [path]: '[[[' }), 'string')
})

test('each file name has its reader, and others have none', () => {
  const names = [
    ...['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock'],
    ...['requirements.txt', 'requirements-dev.txt', 'dev-requirements.txt', 'poetry.lock'],
    ...['uv.lock', 'Pipfile.lock', 'pdm.lock', 'go.mod', 'Cargo.lock', 'pom.xml'],
    ...['gradle.lockfile', 'buildscript-gradle.lockfile'],
    ...['requirements/default.txt', 'requirements/extras/redis.txt'],
  ]
  for (const name of names) assert.equal(formatOf(`sub/${name}`)?.order, 0, name)
  for (const name of [
    'package.json',
    'pyproject.toml',
    'Pipfile',
    'Cargo.toml',
    'build.gradle.kts',
  ])
    assert.ok((formatOf(name)?.order ?? 0) > 0, name)
  for (const name of [
    'go.sum',
    'my-package.json',
    'requirements.md',
    'notrequirements.txt',
    'requirements/README.rst',
    'requirements/constraints.txt',
    'docs/a.txt',
  ])
    assert.equal(formatOf(name), null, name)
})
