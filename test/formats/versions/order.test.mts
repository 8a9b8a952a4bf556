/** Are versions ordered as each ecosystem's specification orders them? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareMaven } from '../../../scripts/formats/versions/maven.mts'
import { canonicalName, comparedName } from '../../../scripts/formats/versions/names.mts'
import { versionOrder } from '../../../scripts/formats/versions/order.mts'

/** Every earlier one is older than every later one. */
function ascending(compare: (a: string, b: string) => number | null, versions: readonly string[]) {
  for (const [i, a] of versions.entries())
    for (const [j, b] of versions.entries())
      assert.equal(Math.sign(compare(a, b) ?? Number.NaN), Math.sign(i - j), `${a} against ${b}`)
}

test('npm and crates.io: section 11 of Semantic Versioning 2.0.0', () => {
  for (const ecosystem of ['npm', 'crates.io'] as const)
    ascending(versionOrder(ecosystem), [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '2.0.0',
      '2.1.0',
      '2.1.1',
      '10.0.0',
    ])
  assert.equal(versionOrder('npm')('1.0.0+build.1', '1.0.0'), 0)
  assert.equal(versionOrder('npm')('1', '1.0.0'), 0)
  assert.equal(versionOrder('npm')('latest', '1.0.0'), null)
})

test('Go: the v is optional, pseudo-versions lie between releases, +incompatible changes nothing', () => {
  ascending(versionOrder('Go'), [
    'v0.0.0-20180917221912-90fa682c2a6e',
    '0.0.0-20200622213623-75b288015ac9',
    'v1.2.3-pre',
    'v1.2.3',
    'v1.2.4-0.20191109021931-daa7c04131f5',
    'v1.2.4',
    '2.0.0',
    'v2.1.0+incompatible',
  ])
  assert.equal(versionOrder('Go')('v2.0.0+incompatible', '2.0.0'), 0)
})

test('PyPI: the order of PEP 440', () => {
  ascending(versionOrder('PyPI'), [
    '1.0.dev456',
    '1.0a1',
    '1.0a2.dev456',
    '1.0a12.dev456',
    '1.0a12',
    '1.0b1.dev456',
    '1.0b2',
    '1.0b2.post345.dev456',
    '1.0b2.post345',
    '1.0rc1.dev456',
    '1.0rc1',
    '1.0',
    '1.0+abc.5',
    '1.0+abc.7',
    '1.0+5',
    '1.0.post456.dev34',
    '1.0.post456',
    '1.1.dev1',
    '1!0.1',
  ])
  assert.equal(versionOrder('PyPI')('1.0', '1.0.0'), 0)
  assert.equal(versionOrder('PyPI')('1.0-alpha.1', '1.0a1'), 0)
  assert.equal(versionOrder('PyPI')('not a version', '1.0'), null)
})

test('Maven: the examples of the version order specification', () => {
  ascending(compareMaven, [
    '1-alpha',
    '1-beta',
    '1-milestone',
    '1-rc',
    '1-snapshot',
    '1',
    '1-sp',
    '1-foo',
    '1-foo2',
    '1-foo10',
    '1-1.foo-bar1baz-.1',
    '1-1.1',
    '1.1',
    '1.2',
    '1.10',
  ])
  const same = [
    ['1', '1.0', '1.0.0', '1.ga', '1.final', '1-release', '1.', '1-', '1.0.0-0.0.0', '1.0-GA'],
    ['1-foo', '1.0.0-foo.0.0', '1-FOO'],
    ['1-a1', '1-alpha-1', '1.0-a1', '1-alpha1'],
    ['1-b2', '1-beta-2'],
    ['1-m3', '1-milestone-3'],
    ['1-cr', '1-rc'],
    ['1-1.foo-bar1baz-.1', '1-1.foo-bar-1-baz-0.1'],
  ]
  for (const group of same)
    for (const a of group) for (const b of group) assert.equal(compareMaven(a, b), 0, `${a} ${b}`)
  assert.notEqual(compareMaven('1-a', '1-alpha'), 0)
})

test('Maven: orders of real releases', () => {
  ascending(compareMaven, ['2.0-M1', '2.0-RC1', '2.0-SNAPSHOT', '2.0', '2.0-SP1', '2.0.1'])
  ascending(compareMaven, ['5.0.0.M1', '5.0.0.RC1', '5.0.0.RELEASE', '5.0.1.RELEASE'])
  ascending(compareMaven, ['4.1.9.Final', '4.1.99.Final', '4.1.100.Final'])
  ascending(compareMaven, ['31.1-android', '31.1-jre', '32.0.0-android', '33.6.0-jre'])
  ascending(compareMaven, ['1.2.17', '1.2.17-atlassian-1', '1.2.17-atlassian-2', '1.2.18'])
  ascending(compareMaven, ['20230227', '20230618', '99999999999999999999', '199999999999999999999'])
})

const version = fc
  .array(fc.constantFrom('1', '2', '10', '0', '.', '-', 'a', 'alpha', 'rc', 'x', 'final', 'sp'), {
    minLength: 1,
    maxLength: 8,
  })
  .map(parts => parts.join(''))

test('every order is one: turned around it is the opposite, and equal to itself', () => {
  for (const ecosystem of ['npm', 'PyPI', 'Maven', 'Go', 'crates.io'] as const) {
    const order = versionOrder(ecosystem)
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [there, back] = [order(a, b), order(b, a)]
        if (there === null || back === null) assert.equal(there, back)
        else assert.equal(Math.sign(there) + Math.sign(back), 0)
        assert.ok((order(a, a) ?? 0) === 0)
      }),
    )
  }
})

test('a version made to keep the comparison busy is none', () => {
  for (const ecosystem of ['npm', 'PyPI', 'Maven'] as const)
    assert.equal(versionOrder(ecosystem)('1.'.repeat(10_000), '1.0'), null)
})

test('names: PyPI has one form, crates.io compares one, the others are what they are', () => {
  assert.equal(canonicalName('PyPI', 'Flask.SQL__Alchemy'), 'flask-sql-alchemy')
  assert.equal(comparedName('crates.io', 'Serde_json'), comparedName('crates.io', 'serde-json'))
  assert.equal(canonicalName('crates.io', 'serde_json'), 'serde_json')
  for (const ecosystem of ['npm', 'Go', 'Maven'] as const)
    assert.notEqual(
      comparedName(ecosystem, 'github.com/A'),
      comparedName(ecosystem, 'github.com/a'),
    )
})
