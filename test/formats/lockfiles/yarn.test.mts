/** Do the two formats called yarn.lock read alike? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { direct, fixture, listing, read, readingOf } from './project.mts'

const classic = (lock: string, manifest: object = {}) =>
  readingOf('yarn.lock', { 'yarn.lock': lock, 'package.json': JSON.stringify(manifest) })

test('classic: repositories, archives and shorthands keep the address they were resolved to', () => {
  const reading = classic(`"a@git+https://x.example/a.git#main":
  version "1.0.0"
  resolved "git+https://u:p@x.example/a.git#c0ffee"

"b@o/b":
  version "1.0.0"
  resolved "https://codeload.github.com/o/b/tar.gz/c0ffee"

c@latest:
  version "3.0.0"
`)
  assert.deepEqual(listing(reading), [
    'a git+https://x.example/a.git#c0ffee dev',
    'b https://codeload.github.com/o/b/tar.gz/c0ffee dev',
    'c 3.0.0 dev',
  ])
})

test('classic: what development asks for is told apart by following the lock', () => {
  const reading = classic(
    `a@^1.0.0:\n  version "1.1.0"\n  dependencies:\n    c "1"\n\n"b@^1.0.0 || ^2.0.0":\n  version "2.0.0"\n  optionalDependencies:\n    d "1"\n\nc@1:\n  version "1.0.0"\n\nd@1:\n  version "1.0.0"\n`,
    { dependencies: { a: '^1.0.0' }, devDependencies: { b: '^1.0.0 || ^2.0.0' } },
  )
  assert.deepEqual(listing(reading), [
    'a 1.1.0 shipped',
    'b 2.0.0 dev',
    'c 1.0.0 shipped',
    'd 1.0.0 dev',
  ])
  assert.deepEqual(direct(reading), ['a 1.1.0', 'b 2.0.0'])
})

test('classic: a manifest below that the lock satisfies is a member, any other is not', () => {
  const files = {
    'yarn.lock': 'a@^1.0.0:\n  version "1.1.0"\n',
    'package.json': '{}',
    'in/package.json': '{"dependencies":{"a":"^1.0.0"}}',
    'out/package.json': '{"dependencies":{"b":"^1.0.0"}}',
  }
  assert.deepEqual(readingOf('yarn.lock', files).covers, ['package.json', 'in/package.json'])
})

test('a merge that was never finished is named with its line', () => {
  const text = `a@1:\n  version "1.0.0"\n<<<<<<< HEAD\n`
  assert.match(String(read('yarn.lock', { 'yarn.lock': text })), /merge conflict at line 3/)
})

test('what is neither format is a sentence', () => {
  assert.match(String(read('yarn.lock', { 'yarn.lock': 'hello\n' })), /Line 1 is not an entry/)
  assert.match(String(read('yarn.lock', { 'yarn.lock': '  version "1"\n' })), /belongs to no entry/)
})

test('berry: patches keep their version, older locks without "npm:" are followed', () => {
  const lock = `__metadata:
  version: 6

"root@workspace:.":
  version: 0.0.0-use.local
  resolution: "root@workspace:."
  dependencies:
    a: ^1.0.0
  languageName: unknown
  linkType: soft

"a@^1.0.0":
  version: 1.2.0
  resolution: "a@npm:1.2.0"
  dependencies:
    b: ^2.0.0

"b@^2.0.0":
  version: 2.1.0
  resolution: "b@npm:2.1.0"

"c@patch:c@^1.0.0#./c.patch::locator=root%40workspace%3A.":
  version: 1.0.5
  resolution: "c@patch:c@npm%3A1.0.5#./c.patch::version=1.0.5&hash=1"

"d@https://x.example/d.git#commit=c0ffee":
  version: 4.0.0
  resolution: "d@https://x.example/d.git#commit=c0ffee"
`
  const reading = readingOf('yarn.lock', { 'yarn.lock': lock, 'package.json': '{}' })
  assert.deepEqual(listing(reading), [
    'a 1.2.0 shipped',
    'b 2.1.0 shipped',
    'c 1.0.5 dev',
    'd https://x.example/d.git#commit=c0ffee dev',
  ])
  assert.deepEqual(reading.covers, ['package.json'])
})

test('berry names its members: those manifests are covered', () => {
  assert.deepEqual(readingOf('yarn.lock', fixture('yarn-4')).covers.toSorted(), [
    'package.json',
    'packages/app/package.json',
    'packages/util/package.json',
  ])
})

test('classic: what Kotlin locks for its own tools is for development', () => {
  const text = '# yarn lockfile v1\n\n\nmocha@1.0.0:\n  version "1.0.0"\n'
  const dev = (path: string) => readingOf(path, { [path]: text }).packages.map(each => each.dev)
  assert.deepEqual(dev('kotlin-js-store/yarn.lock'), [true])
  assert.deepEqual(dev('yarn.lock'), [false])
})
