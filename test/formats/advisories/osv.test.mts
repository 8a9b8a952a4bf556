/** Is an OSV advisory read as its schema says, and matched as OSV's own evaluation does? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PackageRow } from '../../../scripts/core/evidence.mts'
import { affects, reported, rowsOf } from '../../../scripts/formats/advisories/match.mts'
import { type Advisory, readAdvisory } from '../../../scripts/formats/advisories/osv.mts'

type Event = Partial<Record<'introduced' | 'fixed' | 'last_affected' | 'limit', string>>

const entry = (
  ecosystem: string,
  name: string,
  events: readonly Event[],
  more: object = {},
  type = 'SEMVER',
) => ({ package: { ecosystem, name }, ranges: [{ type, events }], ...more })

const advisory = (affected: readonly object[], more: object = {}): Advisory => {
  const json = { id: 'GHSA-test', modified: '2024-01-01T00:00:00Z', affected, ...more }
  const read = readAdvisory(JSON.stringify(json))
  if (typeof read === 'string') throw new Error(read)
  return read
}

const pkg = (version: string, name = 'x', ecosystem: PackageRow['ecosystem'] = 'npm') => ({
  ecosystem,
  name,
  version,
})

const holds = (events: readonly Event[], version: string, more: object = {}) =>
  affects(advisory([entry('npm', 'x', events, more)]), pkg(version)) !== null

test('a range begins with introduced and ends before fixed', () => {
  const events = [{ introduced: '1.0.0' }, { fixed: '1.2.0' }]
  assert.deepEqual(
    ['0.9.9', '1.0.0', '1.1.9', '1.2.0-rc.1', '1.2.0', '2.0.0'].map(each => holds(events, each)),
    [false, true, true, true, false, false],
  )
})

test('introduced 0 is before everything, and without an end everything is affected', () => {
  assert.equal(holds([{ introduced: '0' }], '0.0.0-alpha'), true)
  assert.equal(holds([{ introduced: '0' }], '999.0.0'), true)
})

test('last_affected is the last one', () => {
  const events = [{ introduced: '0' }, { last_affected: '1.2.0' }]
  assert.deepEqual(
    ['1.2.0', '1.2.1'].map(each => holds(events, each)),
    [true, false],
  )
})

test('a limit keeps out what lies at or beyond it', () => {
  const events = [{ introduced: '1.0.0' }, { limit: '2.0.0' }]
  assert.deepEqual(
    ['1.5.0', '2.0.0'].map(each => holds(events, each)),
    [true, false],
  )
  assert.equal(holds([{ introduced: '0' }, { limit: '*' }], '9.0.0'), true)
})

test('several ranges in one list, in whatever order the events stand', () => {
  const events: Event[] = [
    { fixed: '3.0.1' },
    { introduced: '1.0.0' },
    { introduced: '3.0.0' },
    { fixed: '1.0.5' },
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: 4 }), shuffled => {
      assert.deepEqual(
        ['1.0.4', '1.0.5', '2.0.0', '3.0.0', '3.0.1'].map(each => holds(shuffled, each)),
        [true, false, false, true, false],
      )
    }),
  )
})

test('versions listed one by one hold as well, in the spelling of the ecosystem', () => {
  const listed = advisory([{ package: { ecosystem: 'PyPI', name: 'Py_X' }, versions: ['1.0'] }])
  assert.notEqual(affects(listed, pkg('1.0.0', 'py-x', 'PyPI')), null)
  assert.equal(affects(listed, pkg('1.1', 'py-x', 'PyPI')), null)
})

test('ranges of commits cannot be compared with versions, and hold for none', () => {
  const commits = entry('npm', 'x', [{ introduced: '0' }], {}, 'GIT')
  assert.equal(affects(advisory([commits]), pkg('1.0.0')), null)
})

test('each ecosystem has its own order', () => {
  const of =
    (ecosystem: PackageRow['ecosystem'], name: string, events: Event[], type: string) =>
    (version: string) =>
      affects(
        advisory([entry(ecosystem, name, events, {}, type)]),
        pkg(version, name, ecosystem),
      ) !== null
  const pypi = of('PyPI', 'x', [{ introduced: '0' }, { fixed: '1.0.post1' }], 'ECOSYSTEM')
  assert.deepEqual(['1.0rc1', '1.0', '1.0.post1'].map(pypi), [true, true, false])
  const maven = of('Maven', 'g:a', [{ introduced: '2.0-beta9' }, { fixed: '2.15.0' }], 'ECOSYSTEM')
  assert.deepEqual(['2.0-alpha1', '2.0-beta9', '2.14.1', '2.15.0'].map(maven), [
    false,
    true,
    true,
    false,
  ])
  const go = of('Go', 'golang.org/x/text', [{ introduced: '0' }, { fixed: '0.3.8' }], 'SEMVER')
  assert.deepEqual(['v0.3.7', 'v0.3.8', 'v0.0.0-20170915032832-14c0d48ead0c'].map(go), [
    true,
    false,
    true,
  ])
})

test('another ecosystem or another name is another package; a suffix of the ecosystem is not', () => {
  const all = [{ introduced: '0' }]
  assert.equal(affects(advisory([entry('PyPI', 'x', all)]), pkg('1.0.0')), null)
  assert.equal(affects(advisory([entry('npm', 'X', all)]), pkg('1.0.0')), null)
  const maven = advisory([entry('Maven:https://repo.example.org', 'g:a', all, {}, 'ECOSYSTEM')])
  assert.notEqual(affects(maven, pkg('1', 'g:a', 'Maven')), null)
})

test('a withdrawn advisory holds for nothing', () => {
  const withdrawn = advisory([entry('npm', 'x', [{ introduced: '0' }])], {
    withdrawn: '2024-02-01T00:00:00Z',
  })
  assert.equal(affects(withdrawn, pkg('1.0.0')), null)
  assert.equal(reported(withdrawn, pkg('1.0.0')), null)
})

test('the advice is the lowest fixed version above', () => {
  const branches = advisory([
    entry('npm', 'x', [{ introduced: '1.0.0' }, { fixed: '1.4.0' }]),
    entry('npm', 'x', [
      { introduced: '0' },
      { fixed: '2.0.3' },
      { introduced: '2.1.0' },
      { fixed: '2.1.9' },
    ]),
  ])
  assert.equal(affects(branches, pkg('1.1.0'))?.fixed, '1.4.0')
  assert.equal(affects(branches, pkg('2.1.0'))?.fixed, '2.1.9')
  const open = advisory([entry('npm', 'x', [{ introduced: '0' }])])
  assert.equal(affects(open, pkg('1.0.0'))?.fixed, null)
})

test('one fault under several ids is one row, told by the reviewed database', () => {
  const events = [{ introduced: '0' }, { fixed: '1.1.0' }]
  const of = (id: string, aliases: string[], more: object = {}) =>
    affects(advisory([entry('npm', 'x', events)], { id, aliases, ...more }), pkg('1.0.0'))
  const hits = [
    of('PYSEC-1', ['CVE-1']),
    of('OSV-2', []),
    of('GHSA-1', ['CVE-1'], { summary: 'Bad\nthing\u001b[31m' }),
    of('GO-1', ['CVE-1', 'CVE-9'], { database_specific: { severity: 'HIGH' } }),
  ].filter(hit => hit !== null)
  assert.deepEqual(
    rowsOf(pkg('1.0.0'), hits).map(({ id, aliases, severity, fixed, summary }) => [
      id,
      aliases,
      severity,
      fixed,
      summary,
    ]),
    [
      ['OSV-2', [], 'unknown', '1.1.0', ''],
      ['GHSA-1', ['CVE-1', 'CVE-9', 'GO-1', 'PYSEC-1'], 'high', '1.1.0', 'Bad thing [31m'],
    ],
  )
})

test('a package may be rated by itself', () => {
  const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
  const own = { severity: [{ type: 'CVSS_V3', score: vector }] }
  const rated = advisory([entry('npm', 'x', [{ introduced: '0' }], own)], {
    database_specific: { severity: 'LOW' },
  })
  assert.equal(affects(rated, pkg('1.0.0'))?.rating.score, 9.8)
})

test('what is no advisory is a sentence', () => {
  assert.match(String(readAdvisory('{')), /not valid JSON/)
  assert.match(String(readAdvisory('{"id":"../etc/passwd"}')), /no usable id/)
  assert.match(String(readAdvisory('{"id":"X-1","schema_version":"2.0.0"}')), /newer OSV schema/)
})

test('any JSON is read or refused, and matching never throws', () => {
  const shape = fc.record(
    {
      id: fc.oneof(fc.constant('X-1'), fc.string()),
      aliases: fc.anything(),
      severity: fc.anything(),
      affected: fc.oneof(
        fc.anything(),
        fc.array(
          fc.record({
            package: fc.record({
              ecosystem: fc.constantFrom('npm', 'Maven', 'PyPI'),
              name: fc.constant('x'),
            }),
            versions: fc.array(fc.string()),
            ranges: fc.array(
              fc.record({
                type: fc.constantFrom('SEMVER', 'ECOSYSTEM', 'GIT'),
                events: fc.array(
                  fc.record(
                    {
                      introduced: fc.string(),
                      fixed: fc.string(),
                      last_affected: fc.string(),
                      limit: fc.string(),
                    },
                    { requiredKeys: [] },
                  ),
                ),
              }),
            ),
          }),
        ),
      ),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(shape, fc.constantFrom('npm', 'Maven', 'PyPI'), (json, ecosystem) => {
      const read = readAdvisory(JSON.stringify(json) ?? '')
      if (typeof read === 'string') return
      const hit = affects(read, pkg('1.0.0', 'x', ecosystem as 'npm'))
      if (hit !== null) assert.equal(rowsOf(pkg('1.0.0'), [hit]).length, 1)
    }),
  )
})
