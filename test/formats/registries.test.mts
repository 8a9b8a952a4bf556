/** Is the newest version the newest stable one that was there at the time, in every registry's own words? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cratesVersions,
  goTime,
  goVersions,
  mavenVersions,
  newest,
  npmVersions,
  pypiVersions,
  stable,
} from '../../scripts/formats/registries/publications.mts'

const at = (day: number) => `2024-01-0${day}T00:00:00Z`

test('each registry in its own words', () => {
  const npm = {
    time: { created: at(1), '1.0.0': at(1), '1.1.0': at(2), '9.9.9': at(3) },
    versions: { '1.0.0': {}, '1.1.0': { deprecated: 'broken' }, '2.0.0': {} },
  }
  assert.deepEqual(npmVersions(JSON.stringify(npm)), [
    { version: '1.0.0', at: at(1) },
    { version: '1.1.0', at: at(2), isTakenBack: true },
  ])
  const file = (day: number, yanked: boolean) => ({ upload_time_iso_8601: at(day), yanked })
  const pypi = {
    releases: { '1.0': [file(3, false), file(2, true)], '2.0': [file(4, true)], '3.0': [] },
  }
  assert.deepEqual(pypiVersions(JSON.stringify(pypi)), [
    { version: '1.0', at: at(2) },
    { version: '2.0', at: at(4), isTakenBack: true },
  ])
  const crates = { versions: [{ num: '1.0.0', created_at: at(1), yanked: true }] }
  assert.deepEqual(cratesVersions(JSON.stringify(crates)), [
    { version: '1.0.0', at: at(1), isTakenBack: true },
  ])
  assert.deepEqual(goVersions('v1.0.0\nv1.1.0\n'), ['v1.0.0', 'v1.1.0'])
  assert.equal(goTime(JSON.stringify({ Version: 'v1.0.0', Time: at(1) })), at(1))
  assert.deepEqual(
    mavenVersions(
      '<metadata><versions><version>1</version>\n<version> 2 </version></versions></metadata>',
    ),
    ['1', '2'],
  )
  for (const read of [npmVersions, pypiVersions, cratesVersions])
    for (const text of ['', '[]', '{"versions":1,"releases":2,"time":3}'])
      assert.deepEqual(read(text), [])
})

test('a pre-release is not stable, in the order of each ecosystem', () => {
  assert.deepEqual(stable('npm', ['1.9.0', '2.0.0-rc.1', '1.10.0']), ['1.10.0', '1.9.0'])
  assert.deepEqual(stable('PyPI', ['1.9', '2.0rc1', '1.10', '1!0.1', '2.0.dev1', '1.10.post1']), [
    '1!0.1',
    '1.10.post1',
    '1.10',
    '1.9',
  ])
  assert.deepEqual(stable('Go', ['v1.9.0', 'v1.10.0', 'v2.0.0+incompatible', 'v1.11.0-beta']), [
    'v2.0.0+incompatible',
    'v1.10.0',
    'v1.9.0',
  ])
  assert.deepEqual(
    stable('Maven', [
      '1.9',
      '2.0-M1',
      '2.0-alpha-1',
      '1.10',
      '33.0-jre',
      '2.0.0.RC1',
      '1.11.0.Final',
    ]),
    ['33.0-jre', '1.11.0.Final', '1.10', '1.9'],
  )
})

test('what was published later does not count, nor what was taken back', () => {
  const published = [
    { version: '1.0.0', at: at(1) },
    { version: '1.1.0', at: at(2) },
    { version: '1.2.0', at: at(3), isTakenBack: true as const },
    { version: '2.0.0', at: at(5) },
  ]
  const best = (version: string, asOf: string) =>
    newest({ ecosystem: 'npm', version }, published, asOf)?.newest.version
  assert.equal(best('1.0.0', at(4)), '1.1.0')
  assert.equal(best('1.0.0', at(5)), '2.0.0')
  assert.equal(best('1.2.0', at(4)), '1.2.0')
  assert.equal(best('2.0.0', at(1)), '2.0.0')
  assert.equal(best('7.0.0', at(5)), undefined)
})
