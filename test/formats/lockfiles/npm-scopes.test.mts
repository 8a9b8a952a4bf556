/** Is a package of somebody's own told apart from a public one of the same name, and a mirror from a registry of one's own? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listing, readingOf } from './project.mts'

const OWN = 'https://npm.acme.example/@acme/ship#1.0.0'

const tarball = (host: string, name: string) =>
  `https://${host}/${name}/-/${name.replace(/.*\//, '')}-1.0.0.tgz`

const npmLock = (hosts: Readonly<Record<string, string>>) =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(
      Object.entries(hosts).map(([name, host]) => [
        `node_modules/${name}`,
        { version: '1.0.0', resolved: tarball(host, name) },
      ]),
    ),
  })

const found = (path: string, text: string, more: Readonly<Record<string, string>> = {}) =>
  listing(readingOf(path, { [path]: text, ...more })).map(each => each.replace(/ \w+$/, ''))

test('by its lock: a scope that is only elsewhere, while others are public', () => {
  const lock = npmLock({ once: 'registry.npmjs.org', '@acme/ship': 'npm.acme.example' })
  assert.deepEqual(found('package-lock.json', lock), [`@acme/ship ${OWN}`, 'once 1.0.0'])
})

test('a mirror of everything is the public registry, and so is one that some packages of a scope come from', () => {
  const host = 'npm.acme.example'
  const mirrored = npmLock({ once: host, '@acme/ship': host })
  assert.deepEqual(found('package-lock.json', mirrored), ['@acme/ship 1.0.0', 'once 1.0.0'])
  const mixed = npmLock({ '@babel/core': host, '@babel/types': 'registry.npmjs.org', wrappy: host })
  assert.deepEqual(found('package-lock.json', mixed), [
    '@babel/core 1.0.0',
    '@babel/types 1.0.0',
    'wrappy 1.0.0',
  ])
})

test('by the settings beside each lock', () => {
  const npmrc = {
    '.npmrc':
      '@acme:registry=https://npm.acme.example/\n@open:registry=https://registry.npmjs.org\n',
  }
  const wanted = [`@acme/ship ${OWN}`, '@open/boat 1.0.0']
  const plain =
    '{"lockfileVersion":3,"packages":{"node_modules/@acme/ship":{"version":"1.0.0"},"node_modules/@open/boat":{"version":"1.0.0"}}}'
  assert.deepEqual(found('package-lock.json', plain, npmrc), wanted)
  const pnpm = `lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      '@acme/ship':\n        specifier: ^1.0.0\n        version: 1.0.0\n      '@open/boat':\n        specifier: ^1.0.0\n        version: 1.0.0\npackages:\n  '@acme/ship@1.0.0':\n    resolution: {integrity: sha512-a}\n  '@open/boat@1.0.0':\n    resolution: {integrity: sha512-b}\nsnapshots:\n  '@acme/ship@1.0.0': {}\n  '@open/boat@1.0.0': {}\n`
  assert.deepEqual(found('pnpm-lock.yaml', pnpm, npmrc), wanted)
  const classic =
    '"@acme/ship@^1.0.0":\n  version "1.0.0"\n\n"@open/boat@^1.0.0":\n  version "1.0.0"\n'
  assert.deepEqual(found('yarn.lock', classic, npmrc), wanted)
  const berry = `__metadata:\n  version: 8\n\n"@acme/ship@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "@acme/ship@npm:1.0.0"\n\n"@open/boat@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "@open/boat@npm:1.0.0"\n`
  const yarnrc = {
    '.yarnrc.yml': 'npmScopes:\n  acme:\n    npmRegistryServer: "https://npm.acme.example"\n',
  }
  assert.deepEqual(found('yarn.lock', berry, yarnrc), wanted)
})

test('what brings such a package in still leads to it', () => {
  const lock = {
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { once: '1' } },
      'node_modules/once': { version: '1.0.0', dependencies: { '@acme/ship': '1' } },
      'node_modules/@acme/ship': { version: '1.0.0' },
    },
  }
  const reading = readingOf('package-lock.json', {
    'package-lock.json': JSON.stringify(lock),
    '.npmrc': '@acme:registry=//npm.acme.example\n',
  })
  const [, once] = reading.packages
  assert.deepEqual(once?.requires, [`@acme/ship ${OWN}`])
})
