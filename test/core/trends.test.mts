/** What does a history say, and when does it keep silent? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../../scripts/core/statistics/chance.mts'
import { DETECTORS } from '../../scripts/core/statistics/detectors.mts'
import {
  newsOf,
  type Series,
  type SeriesPoint,
  type Triage,
  trendOf,
} from '../../scripts/core/trends.mts'

const commitOf = (nth: number) => `${String(nth).padStart(2, '0')}abcdef0123456789`

/** Noise of about 1 %, the same each time. */
function series(levels: readonly number[], parts: Partial<Series> = {}): Series {
  const random = seeded(7)
  const points = levels.map((level, nth): SeriesPoint => {
    const value = level * (1 + (random() - 0.5) / 50)
    return {
      ...{ run: `run-${nth}`, commit: commitOf(nth), at: `2026-01-${nth}`, release: null, value },
      ...{
        clock: 'performance true',
        flags: 'none',
        kernel: '6.1',
        packages: 'p1',
        speed: 5,
        cpu: 'A',
        threads: 2,
        memoryBytes: null,
      },
      ...{ runtime: null, source: null, dialect: null, scoring: null },
    }
  })
  const head = { kind: 'benchmark', name: 'parse', unit: 'seconds' } as const
  return { ...head, better: 'lower', noise: 'noisy', points, ...parts }
}

const at = (of: Series, index: number, parts: Partial<SeriesPoint>): Series => ({
  ...of,
  points: of.points.map((point, nth) => (nth === index ? { ...point, ...parts } : point)),
})

const from = (of: Series, index: number, parts: Partial<SeriesPoint>): Series => ({
  ...of,
  points: of.points.map((point, nth) => (nth >= index ? { ...point, ...parts } : point)),
})

const flat = (count: number, level = 100): number[] => new Array(count).fill(level)
const step = [...flat(12), ...flat(8, 120)]
const last = (of: Series) => of.points.at(-1)?.run ?? ''

test('a step names the last innocent commit, the last suspect one, and what else changed there', () => {
  const { changes, drift } = trendOf(from(series(step), 12, { packages: 'p2' }))
  assert.equal(changes.length, 1)
  const [change] = changes
  assert.deepEqual(
    [change?.index, change?.direction, Math.round(change?.percent ?? 0)],
    [12, 'worse', 21],
  )
  assert.deepEqual(change?.suspects, {
    after: commitOf(11),
    upTo: commitOf(12),
    also: ['packages'],
  })
  assert.equal(drift, null)
})

test('a machine that became slower is a suspect, and no break', () => {
  const { changes, breaks } = trendOf(from(series(step), 12, { speed: 6 }))
  assert.deepEqual(changes[0]?.suspects.also, ['speed of the machine'])
  assert.deepEqual(breaks, [])
})

test('which way is better decides what is worse', () => {
  const direction = (better: Series['better']) =>
    trendOf(series(step, { better })).changes[0]?.direction
  assert.deepEqual(
    [direction('lower'), direction('higher'), direction('neither')],
    ['worse', 'better', 'other'],
  )
})

test('another machine is no change: the series starts anew, and the verdict says so once', () => {
  const trend = trendOf(from(series(step), 12, { cpu: 'B' }))
  assert.deepEqual(trend.changes, [])
  assert.deepEqual(trend.breaks, [{ index: 12, why: 'the processor changed from A to B' }])
  assert.deepEqual(newsOf([trend], last(trend)).notComparable, [])
  const fresh = trendOf(at(series(step), 19, { cpu: 'B' }))
  assert.equal(newsOf([fresh], last(fresh)).notComparable.length, 1)
})

test('a change that was accepted, or called noise, is news no more; one under investigation is', () => {
  const decided = (state: Triage['state'], commit = commitOf(12)) => {
    const triage = [{ series: 'par*', commit, state, reason: 'a checksum', owner: 'ada' }]
    const trend = trendOf(series(step), { triage })
    return newsOf([trend], last(trend)).changes.map(each => each.triage?.owner ?? null)
  }
  assert.deepEqual(decided('accepted'), [])
  assert.deepEqual(decided('noise'), [])
  assert.deepEqual(decided('investigating'), ['ada'])
  assert.deepEqual(decided('accepted', commitOf(3)), [null], 'of another commit')
})

test('what changed before the last release is no news', () => {
  const of = (release: number) => trendOf(at(series(step), release, { release: 'v1' }))
  assert.equal(newsOf([of(10)], 'run-19').changes.length, 1)
  assert.equal(newsOf([of(15)], 'run-19').changes.length, 0)
  assert.equal(newsOf([of(10)], 'run-18').series, 0, 'a run that added no point')
})

test('many small steps since a release are a drift; a step, exact numbers and noise are none', () => {
  const slow = Array.from({ length: 30 }, (_, nth) => 100 + Math.max(0, nth - 12) * 0.9)
  const drifting = at(series(slow), 12, { release: 'v1' })
  // Detectors that see the ramp as steps say it as changes; here none is.
  const { drift } = trendOf(drifting, { detect: DETECTORS.asv })
  assert.deepEqual([drift?.since, drift?.direction], ['v1', 'worse'])
  assert.ok((drift?.percent ?? 0) > 10 && (drift?.percent ?? 0) < 16, String(drift?.percent))
  assert.equal(trendOf({ ...drifting, noise: 'exact' }).drift, null)
  assert.equal(trendOf(at(series(flat(30)), 12, { release: 'v1' })).drift, null)
  assert.equal(trendOf(at(series(step), 15, { release: 'v1' })).drift, null)
})

test('a spike stands alone', () => {
  const trend = trendOf(series([...flat(9), 160, ...flat(9)]))
  assert.deepEqual(
    trend.anomalies.map(({ index }) => index),
    [9],
  )
  assert.deepEqual(trend.changes, [])
})

test('two points are a series that says nothing', () => {
  const { changes, anomalies, breaks, drift } = trendOf(series([100, 200]))
  assert.deepEqual([changes, anomalies, breaks, drift], [[], [], [], null])
})
