/** Does a link lead to the line on the forge, and never anywhere else? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Run } from '../../scripts/core/model.mts'
import { commitLink, sourceLink, webAddress } from '../../scripts/report/forge.mts'
import { good } from './assessments.mts'

const { run } = good
const on = (more: Partial<Run>): Run => ({ ...run, ...more })

test('GitHub and GitLab have their own addresses', () => {
  const { commit } = run
  assert.equal(
    sourceLink(run, 'src/a b.ts', 7),
    `https://github.com/harbour/ferry/blob/${commit}/src/a%20b.ts#L7`,
  )
  assert.equal(
    sourceLink(on({ forge: { kind: 'gitlab', url: 'https://git.example.org/g/p' } }), 'a.ts', null),
    `https://git.example.org/g/p/-/blob/${commit}/a.ts`,
  )
  assert.equal(
    sourceLink(on({ folder: 'services/api/' }), 'a.ts', null),
    `https://github.com/harbour/ferry/blob/${commit}/services/api/a.ts`,
  )
  assert.equal(commitLink(run), `https://github.com/harbour/ferry/commit/${commit}`)
})

test('no link rather than a wrong one', () => {
  assert.equal(sourceLink(on({ forge: null }), 'a.ts', 1), null)
  assert.equal(
    sourceLink(on({ forge: { kind: 'other', url: 'https://x.org/y' } }), 'a.ts', 1),
    null,
  )
  assert.equal(sourceLink(on({ commit: null }), 'a.ts', 1), null)
  assert.equal(sourceLink(on({ commit: '../../evil' }), 'a.ts', 1), null)
  assert.equal(sourceLink(on({ isDirty: true }), 'a.ts', 1), null)
  assert.equal(sourceLink(on({ folder: '../' }), 'a.ts', 1), null)
  for (const path of ['../a.ts', 'a/./b.ts', '/a.ts', ''])
    assert.equal(sourceLink(run, path, 1), null)
})

test('an address is http(s), without credentials, and cannot leave a Markdown link', () => {
  assert.equal(webAddress('javascript:alert(1)'), null)
  assert.equal(webAddress('https://user:secret@example.org/'), null)
  assert.equal(webAddress('not an address'), null)
  assert.equal(webAddress('https://example.org/a)b<c>'), 'https://example.org/a%29b%3Cc%3E')
})
