/** Are CVSS base scores those of the published examples, and is nothing guessed? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { baseScore } from '../../../scripts/formats/advisories/cvss.mts'
import { ratingOf } from '../../../scripts/formats/advisories/severity.mts'

test('the examples of the CVSS v3.1 document and of well-known faults', () => {
  for (const [vector, score] of [
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
    ['CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1],
    ['CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L', 4.2],
    ['CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 6.8],
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:N/A:N', 5],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O', 9.8],
    ['AV:N/AC:L/Au:N/C:N/I:N/A:C', 7.8],
    ['AV:N/AC:L/Au:N/C:C/I:C/A:C', 10],
    ['(AV:L/AC:H/Au:N/C:C/I:C/A:C)', 6.2],
    ['AV:N/AC:L/Au:N/C:N/I:N/A:N', 0],
  ] as const)
    assert.equal(baseScore(vector), score, vector)
})

/** Every combination of the metrics, in the order they are given. */
const combinations = (metrics: Readonly<Record<string, string>>): string[] =>
  Object.entries(metrics).reduce<string[]>(
    (vectors, [name, values]) =>
      vectors.flatMap(vector => [...values].map(value => `${vector}/${name}:${value}`)),
    [''],
  )

test('all vectors there are add up to what an independent calculator gives', () => {
  const sum = (vectors: readonly string[]) =>
    vectors.reduce((total, vector) => total + Math.round(10 * (baseScore(vector) ?? -100)), 0)
  const third = { AV: 'NALP', AC: 'LH', PR: 'NLH', UI: 'NR', S: 'UC', C: 'HLN', I: 'HLN', A: 'HLN' }
  const second = { AV: 'LAN', AC: 'HML', Au: 'MSN', C: 'NPC', I: 'NPC', A: 'NPC' }
  assert.equal(sum(combinations(third).map(vector => `CVSS:3.1${vector}`)), 142706)
  assert.equal(sum(combinations(second).map(vector => vector.slice(1))), 38007)
})

test('a vector that is not whole has no score', () => {
  for (const vector of [
    '',
    'high',
    'CVSS:3.1/AV:N',
    'CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:toString/C:H/I:H/A:H',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/C:N/I:N/A:N',
    'CVSS:9.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'AV:N/AC:L',
  ])
    assert.equal(baseScore(vector), null, vector)
})

const vector = (type: string, score: string) => ({ severity: [{ type, score }] })
const V3 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'

test('the vector speaks before the word, the word before silence', () => {
  const word = { database_specific: { severity: 'MODERATE' } }
  assert.deepEqual(ratingOf('GHSA-1', [{ ...vector('CVSS_V3', V3), ...word }]), {
    severity: 'critical',
    score: 9.8,
  })
  assert.deepEqual(ratingOf('GHSA-1', [word]), { severity: 'medium', score: null })
  assert.deepEqual(ratingOf('GHSA-1', [{ ...vector('CVSS_V3', 'nonsense'), ...word }]), {
    severity: 'medium',
    score: null,
  })
  assert.deepEqual(ratingOf('GHSA-1', [{ database_specific: { severity: 'toString' } }]), {
    severity: 'unknown',
    score: null,
  })
})

test('version 2 has no "critical"', () => {
  assert.deepEqual(ratingOf('CVE-1', [vector('CVSS_V2', 'AV:N/AC:L/Au:N/C:C/I:C/A:C')]), {
    severity: 'high',
    score: 10,
  })
})

test('code published to do harm is critical without a vector', () => {
  assert.equal(ratingOf('MAL-2024-1', [{}]).severity, 'critical')
})
