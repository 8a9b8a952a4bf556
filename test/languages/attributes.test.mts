/** The words of .gitattributes, held against what git itself says of the same patterns and paths. */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { attributesOf } from '../../scripts/languages/attributes.mts'
import { testRepo } from '../support/repo.mts'

const FILES = {
  '.gitattributes': [
    'frontend/* linguist-vendored',
    'assets/** linguist-vendored=true',
    'assets/own.js -linguist-vendored',
    'legacy linguist-vendored',
    'old/ linguist-vendored',
    '*.pb.go linguist-generated',
    '/top.js linguist-generated',
    '**/snapshots/*.js linguist-generated',
    'docs/[ab]*.js linguist-documentation',
  ].join('\n'),
  'sub/.gitattributes': '*.js linguist-vendored\n/top.js !linguist-vendored\n',
}

const PATHS = [
  'frontend/vite.config.js',
  'frontend/src/main.js',
  'assets/a/b/c.js',
  'assets/own.js',
  'legacy/a.js',
  'src/legacy',
  'old/a.js',
  'api/v1/a.pb.go',
  'top.js',
  'src/top.js',
  'a/snapshots/x.js',
  'a/snapshots/deep/x.js',
  'docs/api.js',
  'docs/zebra.js',
  'sub/a/b.js',
  'sub/top.js',
]

test('a path is marked where git says so, and folders hand nothing down', t => {
  const repo = testRepo(t)
  repo.commit(FILES)
  const ours = attributesOf(Object.entries(FILES).map(([path, text]) => ({ path, text })))
  for (const word of ['vendored', 'generated', 'documentation'] as const) {
    const answer = execFileSync(
      'git',
      ['-C', repo.dir, 'check-attr', '-z', `linguist-${word}`, ...PATHS],
      { encoding: 'utf8' },
    ).split('\0')
    PATHS.forEach((path, i) => {
      const said = answer[3 * i + 2] ?? ''
      assert.equal(ours(path)[word] ?? false, /^(set|true)$/.test(said), `${word} ${path} ${said}`)
    })
  }
})

test('a pattern longer than any path says nothing', () => {
  const text = `${'a'.repeat(70_000)} linguist-vendored`
  assert.deepEqual(attributesOf([{ path: '.gitattributes', text }])('a.js'), {})
})
