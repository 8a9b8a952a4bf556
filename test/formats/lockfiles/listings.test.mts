/** Do the readers see what the package managers themselves list? fixtures/*\/expected.txt are their listings. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { direct, fixture, listing, readingOf } from './project.mts'

const lines = (text: string | undefined) => (text ?? '').trim().split('\n').sort()

const locks: Readonly<Record<string, readonly string[]>> = {
  'npm-v1': ['package-lock.json'],
  'npm-v2': ['package-lock.json'],
  'npm-v3': ['package-lock.json'],
  'pnpm-5.4': ['pnpm-lock.yaml'],
  'pnpm-6': ['pnpm-lock.yaml'],
  'pnpm-9': ['pnpm-lock.yaml'],
  'yarn-1': ['yarn.lock'],
  'yarn-4': ['yarn.lock'],
  requirements: ['requirements.txt'],
  'poetry-1.8': ['poetry.lock'],
  'poetry-2': ['poetry.lock'],
  uv: ['uv.lock'],
  pipenv: ['Pipfile.lock'],
  pdm: ['pdm.lock'],
  go: ['go.mod'],
  cargo: ['Cargo.lock'],
  maven: ['pom.xml', 'core/pom.xml', 'web/pom.xml'],
}

for (const [name, paths] of Object.entries(locks))
  test(`${name}: the same packages as the manager lists, development ones told apart`, () => {
    const files = fixture(name)
    const packages = paths.flatMap(path => readingOf(path, files).packages)
    assert.deepEqual([...new Set(listing({ packages }))], lines(files['expected.txt']))
  })

const PYTHON = ['colorama 0.4.6', 'flask-sqlalchemy 3.1.1', 'pytest 7.4.0', 'requests 2.31.0']
const NPM = ['debug 2.6.9', 'fsevents 2.3.3', 'minimist 0.0.8', 'mkdirp 0.5.1', 'ms 0.7.1']

/** What the fixtures' manifests ask for themselves. */
const asked: Readonly<Record<string, readonly string[]>> = {
  'npm-v1': [...NPM, 'inherits 2.0.4', 'ms 2.0.0', 'once 1.4.0'],
  'npm-v3': [...NPM, 'inherits 2.0.4', 'ms 2.0.0', 'once 1.4.0'],
  'pnpm-5.4': [...NPM, 'ms 2.0.0', 'react 18.2.0', 'use-sync-external-store 1.2.0'],
  'pnpm-6': [...NPM, 'ms 2.0.0', 'react 18.2.0', 'use-sync-external-store 1.2.0'],
  'pnpm-9': [...NPM, 'ms 2.0.0', 'react 18.2.0', 'use-sync-external-store 1.2.0'],
  'yarn-1': [...NPM, 'ms 2.0.0', 'react 18.2.0', 'use-sync-external-store 1.2.0'],
  'yarn-4': [...NPM, 'ms 2.0.0', 'react 18.2.0', 'use-sync-external-store 1.2.0'],
  requirements: ['flask-sqlalchemy 3.1.1', 'requests 2.31.0'],
  'poetry-1.8': PYTHON,
  'poetry-2': PYTHON,
  uv: [...PYTHON, 'idna 3.20', 'uvloop 0.23.0'],
  pipenv: PYTHON,
  pdm: [...PYTHON, 'uvloop 0.23.0'],
  go: ['github.com/spf13/cobra v1.7.0', 'gopkg.in/yaml.v3 v3.0.1'],
  cargo: [
    'autocfg 1.5.1',
    'cfg-if 0.1.10',
    'cfg-if 1.0.5',
    'either 1.19.0',
    'fnv 1.0.7',
    'itoa 1.0.19',
    'memchr 2.8.3',
  ],
}

const isJavaScript = (name: string) => /^(npm|pnpm|yarn)/.test(name)
const tarball = (name: string) =>
  `tarred file:${name.startsWith('npm') ? 'src-tar' : 'vendor'}/tarred-1.2.3.tgz`

for (const [name, expected] of Object.entries(asked))
  test(`${name}: what the project asks for itself is direct, and nothing else`, () => {
    const reading = readingOf(locks[name]?.[0] ?? '', fixture(name))
    const more = isJavaScript(name) ? ['semver 5.7.3', 'semver 6.3.2', tarball(name)] : []
    assert.deepEqual(direct(reading), [...expected, ...more].sort())
  })

/** A package of each fixture and what it brings in, as the managers' trees show it. */
const brings: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'npm-v1': ['debug 2.6.9', ['ms 2.0.0']],
  'npm-v2': ['debug 2.6.9', ['ms 2.0.0']],
  'npm-v3': ['debug 2.6.9', ['ms 2.0.0']],
  'pnpm-5.4': ['debug 2.6.9', ['ms 2.0.0']],
  'pnpm-6': ['debug 2.6.9', ['ms 2.0.0']],
  'pnpm-9': ['debug 2.6.9', ['ms 2.0.0']],
  'yarn-1': ['debug 2.6.9', ['ms 2.0.0']],
  'yarn-4': ['debug 2.6.9', ['ms 2.0.0']],
  'poetry-1.8': ['requests 2.31.0', ['certifi', 'charset-normalizer', 'idna', 'urllib3']],
  'poetry-2': ['requests 2.31.0', ['certifi', 'charset-normalizer', 'idna', 'urllib3']],
  uv: ['requests 2.31.0', ['certifi', 'charset-normalizer', 'idna', 'urllib3']],
  pdm: ['requests 2.31.0', ['certifi', 'charset-normalizer', 'idna', 'urllib3']],
}

for (const [name, [row, expected]] of Object.entries(brings))
  test(`${name}: what ${row} brings in is known, and every edge leads to a row`, () => {
    const { packages } = readingOf(locks[name]?.[0] ?? '', fixture(name))
    const keys = new Set(packages.map(({ name, version }) => `${name} ${version}`))
    const edges = packages.flatMap(({ requires = [] }) => requires)
    assert.deepEqual(
      edges.filter(key => !keys.has(key)),
      [],
    )
    const found = packages.find(({ name, version }) => `${name} ${version}` === row)?.requires ?? []
    const shown = new Set(
      found.map(key => (row.startsWith('debug') ? key : (key.split(' ')[0] ?? ''))),
    )
    for (const each of expected) assert.ok(shown.has(each), `${each} in ${[...shown]}`)
  })

test('an alias is kept beside the real name', () => {
  for (const name of ['npm-v1', 'npm-v3', 'pnpm-9', 'yarn-1', 'yarn-4']) {
    const { packages } = readingOf(locks[name]?.[0] ?? '', fixture(name))
    const aliases = packages.flatMap(({ importedAs = [] }) => importedAs)
    assert.ok(aliases.length > 0, name)
  }
})
