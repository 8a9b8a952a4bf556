import assert from 'node:assert/strict'
import { test } from 'node:test'
import { releasesAmong } from '../../scripts/core/releases.mts'

const tags = (...names: string[]) =>
  names.map((name, i) => ({
    name,
    commit: `c${i}`,
    at: `2026-01-${String(i + 1).padStart(2, '0')}T00:00:00Z`,
  }))
const names = (given: string[], glob?: string) =>
  releasesAmong(tags(...given), glob).map(({ name }) => name)

test('the dominant prefix wins: packages of a monorepo do not become releases', () => {
  assert.deepEqual(
    names(['v1.0.0', 'create-x@1.0.0', 'v1.1.0', 'plugin@2.0.0', 'v1.10.0', 'v1.9.0']),
    ['v1.10.0', 'v1.9.0', 'v1.1.0', 'v1.0.0'],
  )
})

test('pre-releases and tags that are no version are left out', () => {
  assert.deepEqual(names(['v1.0.0-beta.1', 'v1.0.0', 'v1.1.0rc1', 'latest', 'v1.0.1+build']), [
    'v1.0.0',
  ])
})

test('no prefix and two parts are versions too', () => {
  assert.deepEqual(names(['0.100.0', '0.99.1', '1.0']), ['1.0', '0.100.0', '0.99.1'])
})

test('a project that came to write v, or rel/, has one line of releases, each version once', () => {
  assert.deepEqual(
    names(['4.19.0', '4.20.0', '4.20.1', 'v5.0.0', 'v4.20.1', 'v5.1.0', 'x@6.0.0']),
    [...['v5.1.0', 'v5.0.0', 'v4.20.1', '4.20.0', '4.19.0']],
  )
  assert.deepEqual(names(['x-1.8', 'x-1.9', 'rel/x-2.0', 'other-3.0']), [
    'rel/x-2.0',
    'x-1.9',
    'x-1.8',
  ])
})

test('a glob chooses tags of several prefixes', () => {
  assert.deepEqual(names(['a@1.0.0', 'b@2.0.0', 'b@1.0.0'], 'b@*'), ['b@2.0.0', 'b@1.0.0'])
})
