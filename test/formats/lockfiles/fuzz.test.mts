/** Can any text make a reader throw, hang, or say something that is not safe to show? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fixture, read } from './project.mts'

const seeds: Readonly<Record<string, readonly [fixture: string, path: string]>> = {
  'npm 1': ['npm-v1', 'package-lock.json'],
  'npm 3': ['npm-v3', 'package-lock.json'],
  'pnpm 5.4': ['pnpm-5.4', 'pnpm-lock.yaml'],
  'pnpm 9': ['pnpm-9', 'pnpm-lock.yaml'],
  'yarn classic': ['yarn-1', 'yarn.lock'],
  'yarn berry': ['yarn-4', 'yarn.lock'],
  requirements: ['requirements', 'requirements.txt'],
  poetry: ['poetry-2', 'poetry.lock'],
  uv: ['uv', 'uv.lock'],
  pipenv: ['pipenv', 'Pipfile.lock'],
  pdm: ['pdm', 'pdm.lock'],
  go: ['go', 'go.mod'],
  cargo: ['cargo', 'Cargo.lock'],
  maven: ['maven', 'web/pom.xml'],
  gradle: ['gradle', 'gradle.lockfile'],
  'gradle catalogue': ['gradle', 'gradle/libs.versions.toml'],
  'package.json': ['npm-v3', 'package.json'],
  pyproject: ['uv', 'pyproject.toml'],
  pipfile: ['pipenv', 'Pipfile'],
  'cargo manifest': ['cargo', 'app/Cargo.toml'],
}

/** The seed with some pieces cut, doubled or replaced by what formats trip over. */
const mutated = (seed: string) =>
  fc
    .array(
      fc.record({
        at: fc.nat(Math.max(seed.length, 1)),
        cut: fc.nat(40),
        put: fc.oneof(
          fc.string({ maxLength: 12 }),
          fc.constantFrom('{', '[[', '"', ':', '__proto__', '*a', '&a ', '../', '\0', '\n', '<!--'),
          fc.constantFrom('null', '-1', `\${a}`, 'constructor', '@', '(', '=>', '\u202e', '\\'),
        ),
      }),
      { maxLength: 6 },
    )
    .map(edits =>
      edits.reduce(
        (text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut),
        seed,
      ),
    )

const SENTENCE = /^[\x20-\x7e]{5,400}[.?]$/

for (const [name, [folder, path]] of Object.entries(seeds))
  test(`${name}: any text gives sane rows or one sentence`, () => {
    const files = fixture(folder)
    const text = fc.oneof(mutated(files[path] ?? 'g:a:1.0=compileClasspath\n'), fc.string())
    fc.assert(
      fc.property(text, mutation => {
        const outcome = read(path, { ...files, [path]: mutation })
        if (typeof outcome === 'string') {
          assert.match(outcome, SENTENCE)
          return
        }
        for (const row of outcome.packages) {
          assert.match(row.name, /^[\w@.~/:-]+$/)
          assert.match(row.version, /^[\x21-\x7e]{0,500}$/)
          assert.equal(row.manifest, path)
        }
        assert.equal(
          new Set(outcome.packages.map(row => `${row.name} ${row.version}`)).size,
          outcome.packages.length,
        )
        for (const note of outcome.notes) assert.match(note, SENTENCE)
      }),
      { numRuns: 150 },
    )
  })
