/** Does the pnpm reader follow references across versions of the format, and refuse what YAML can do to it? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { direct, listing, read, readingOf } from './project.mts'

const lock = (text: string) => readingOf('pnpm-lock.yaml', { 'pnpm-lock.yaml': text })

test('version 9: archives and repositories keep their address, peers are no part of a version', () => {
  const reading = lock(`lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: {specifier: github:o/a, version: https://codeload.github.com/o/a/tar.gz/c0ffee}
      '@s/b': {specifier: ^1.0.0, version: 1.0.0(@s/p@2.0.0(q@1.0.0))}
packages:
  a@https://codeload.github.com/o/a/tar.gz/c0ffee:
    resolution: {tarball: https://codeload.github.com/o/a/tar.gz/c0ffee}
    version: 1.2.3
  '@s/b@1.0.0':
    resolution: {integrity: x}
  '@s/p@2.0.0':
    resolution: {integrity: x}
snapshots:
  a@https://codeload.github.com/o/a/tar.gz/c0ffee: {}
  '@s/b@1.0.0(@s/p@2.0.0(q@1.0.0))':
    dependencies:
      '@s/p': 2.0.0(q@1.0.0)
  '@s/p@2.0.0(q@1.0.0)': {}
`)
  assert.deepEqual(listing(reading), [
    '@s/b 1.0.0 shipped',
    '@s/p 2.0.0 shipped',
    'a https://codeload.github.com/o/a/tar.gz/c0ffee shipped',
  ])
  assert.deepEqual(direct(reading), [
    '@s/b 1.0.0',
    'a https://codeload.github.com/o/a/tar.gz/c0ffee',
  ])
})

test('version 6: a repository is named by its address', () => {
  const reading = lock(`lockfileVersion: '6.0'
dependencies:
  a: {specifier: github:o/a, version: github.com/o/a/c0ffee}
packages:
  github.com/o/a/c0ffee:
    resolution: {tarball: https://codeload.github.com/o/a/tar.gz/c0ffee}
    name: a
    version: 1.2.3
    dev: false
`)
  assert.deepEqual(listing(reading), ['a https://codeload.github.com/o/a/tar.gz/c0ffee shipped'])
  assert.deepEqual(reading.covers, ['package.json'])
})

test('a package that only development reaches is for development, however the flags stand', () => {
  const reading = lock(`lockfileVersion: '9.0'
importers:
  .:
    devDependencies:
      a: {specifier: ^1.0.0, version: 1.0.0}
  sub:
    dependencies:
      b: {specifier: ^1.0.0, version: 1.0.0}
packages:
  a@1.0.0: {resolution: {integrity: x}}
  b@1.0.0: {resolution: {integrity: x}}
  c@1.0.0: {resolution: {integrity: x}}
  d@1.0.0: {resolution: {integrity: x}}
snapshots:
  a@1.0.0: {dependencies: {c: 1.0.0, d: 1.0.0}}
  b@1.0.0: {optionalDependencies: {d: 1.0.0}}
  c@1.0.0: {dependencies: {a: 1.0.0}}
  d@1.0.0: {}
`)
  assert.deepEqual(listing(reading), [
    'a 1.0.0 dev',
    'b 1.0.0 shipped',
    'c 1.0.0 dev',
    'd 1.0.0 shipped',
  ])
  assert.deepEqual(reading.covers, ['package.json', 'sub/package.json'])
})

test('of several documents the last is the project', () => {
  const reading = lock(
    `---\nlockfileVersion: '9.0'\nimporters: {}\n---\nlockfileVersion: '9.0'\npackages: {x@1.0.0: {}}\nsnapshots: {x@1.0.0: {}}\n`,
  )
  assert.deepEqual(listing(reading), ['x 1.0.0 dev'])
})

test('aliases, which can blow up a small file, are refused in words', () => {
  const bomb = `a: &a [x, x]\nb: &b [*a, *a]\nlockfileVersion: *b\n`
  assert.match(String(read('pnpm-lock.yaml', { 'pnpm-lock.yaml': bomb })), /not valid YAML/)
  const deep = `lockfileVersion: ${'['.repeat(20_000)}`
  assert.match(String(read('pnpm-lock.yaml', { 'pnpm-lock.yaml': deep })), /not valid YAML/)
})

test('a file that is no lock is a sentence', () => {
  assert.match(String(read('pnpm-lock.yaml', { 'pnpm-lock.yaml': 'a: b' })), /no lockfileVersion/)
  assert.match(String(read('pnpm-lock.yaml', { 'pnpm-lock.yaml': '' })), /YAML/)
})
