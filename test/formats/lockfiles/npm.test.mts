/** Does the npm reader tell packages from folders, archives, repositories and aliases? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { direct, listing, read, readingOf } from './project.mts'

const v3 = (packages: Record<string, object>) =>
  readingOf('package-lock.json', {
    'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }),
  })

test('a package from a repository or an archive keeps its address as version, without secrets', () => {
  const reading = v3({
    '': { dependencies: { a: 'github:o/a', b: 'https://x.example/b.tgz', c: 'file:c.tgz' } },
    'node_modules/a': {
      version: '1.0.0',
      resolved: 'git+ssh://git:secret@github.com/o/a.git#c0ffee',
    },
    'node_modules/b': { version: '2.0.0', resolved: 'https://u:p@x.example/b.tgz?token=t' },
    'node_modules/c': { version: '3.0.0', resolved: 'file:c.tgz' },
  })
  assert.deepEqual(listing(reading), [
    'a git+ssh://github.com/o/a.git#c0ffee shipped',
    'b https://x.example/b.tgz shipped',
    'c file:c.tgz shipped',
  ])
})

test('workspace links and file: folders are the project itself, what they ask for is direct', () => {
  const reading = v3({
    '': { workspaces: ['packages/*'] },
    'node_modules/app': { resolved: 'packages/app', link: true },
    'packages/app': { name: 'app', version: '1.0.0', devDependencies: { x: '^1.0.0' } },
    'packages/app/node_modules/x': { version: '1.5.0', dev: true },
    'node_modules/x': { version: '2.0.0' },
  })
  assert.deepEqual(listing(reading), ['x 1.5.0 dev', 'x 2.0.0 shipped'])
  assert.deepEqual(direct(reading), ['x 1.5.0'])
  assert.deepEqual(reading.covers, ['package.json', 'packages/app/package.json'])
})

test('the same version in two places is one row, shipped if either is', () => {
  const reading = v3({
    '': {},
    'node_modules/x': { version: '1.0.0', dev: true },
    'node_modules/y/node_modules/x': { version: '1.0.0' },
  })
  assert.deepEqual(listing(reading), ['x 1.0.0 shipped'])
})

test('an archive of a registry that npm names by its whole address is still from the registry', () => {
  const reading = v3({
    '': {},
    'node_modules/@s/x': {
      version: '1.0.0',
      resolved: 'https://npm.example.org/@s/x/-/x-1.0.0.tgz',
    },
  })
  assert.deepEqual(listing(reading), ['@s/x 1.0.0 shipped'])
})

test('npm-shrinkwrap.json is the same format', () => {
  const text = JSON.stringify({
    lockfileVersion: 2,
    packages: { 'node_modules/x': { version: '1.0.0' } },
  })
  assert.deepEqual(listing(readingOf('npm-shrinkwrap.json', { 'npm-shrinkwrap.json': text })), [
    'x 1.0.0 shipped',
  ])
})

test('version 1 without its package.json says that it does not know what is direct', () => {
  const text = JSON.stringify({
    lockfileVersion: 1,
    dependencies: { x: { version: '1.0.0', dependencies: { y: { version: 'npm:@s/z@2.0.0' } } } },
  })
  const reading = readingOf('package-lock.json', { 'package-lock.json': text })
  assert.deepEqual(listing(reading), ['@s/z 2.0.0 shipped', 'x 1.0.0 shipped'])
  assert.match(reading.notes.join(), /which dependencies are direct is not known/)
})

test('nesting made to exhaust the stack is refused in words', () => {
  const depth = 5000
  const open = '{"version":"1.0.0","dependencies":{"x":'
  const text = `{"dependencies":{"x":${open.repeat(depth)}{}${'}}'.repeat(depth)}}}`
  assert.match(String(read('package-lock.json', { 'package-lock.json': text })), /200 deep/)
})

test('a file that is no lock is a sentence, not an empty list', () => {
  assert.match(String(read('package-lock.json', { 'package-lock.json': '{' })), /not valid JSON/)
  assert.match(String(read('package-lock.json', { 'package-lock.json': '{}' })), /npm lock file\?/)
  assert.match(String(read('package-lock.json', { 'package-lock.json': '[]' })), /holds no table/)
})

test('names that no registry knows are left out and counted', () => {
  const reading = v3({
    'node_modules/../../etc': { version: '1.0.0' },
    'node_modules/a b': { version: '1.0.0' },
    'node_modules/x': { version: '1.0.0\u001b[2J' },
    'node_modules/y': { version: '1.0.0' },
  })
  assert.deepEqual(listing(reading), ['y 1.0.0 shipped'])
  assert.match(reading.notes.join(), /^3 of its entries/)
})
