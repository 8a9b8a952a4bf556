/** How does a verdict speak of its history, and when does it say nothing? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Trend, TrendNews } from '../../scripts/core/trends.mts'
import { palette } from '../../scripts/report/layout.mts'
import { newsLines, trendPage } from '../../scripts/report/trend.mts'
import { good } from './assessments.mts'

const change = (name: string): TrendNews['changes'][number] => ({
  ...{ kind: 'benchmark', name, unit: 'seconds', before: 0.012, after: 0.0151, percent: 25.8 },
  ...{ isConfirmed: true, triage: null },
  suspects: { after: 'a'.repeat(40), upTo: 'b'.repeat(40), also: ['kernel'] },
})

const news: TrendNews = {
  branch: 'main',
  changes: [change('parse')],
  drifts: [
    {
      ...{ kind: 'benchmark', name: 'render', unit: 'seconds', since: 'v1.2.0' },
      ...{ before: 1, after: 1.07, percent: 7, direction: 'worse' },
    },
  ],
  notComparable: [{ kind: 'benchmark', name: 'start', unit: 'seconds', why: 'it got a new clock' }],
  measured: ['parse', 'render', 'start'],
  series: 3,
  points: 40,
}

const lines = (trend: TrendNews | undefined, width = 110, branch: string | null = 'main') =>
  newsLines(
    { run: { ...good.run, branch }, ...(trend === undefined ? {} : { trend }) },
    palette(false),
    width,
  )

test('changes, drift and breaks, a line each', () => {
  assert.deepEqual(lines(news), [
    '  Over time',
    '  ▼ parse: 12 ms → 15.1 ms (+26 %); suspects: git log aaaaaaa..bbbbbbb; the kernel changed, too',
    '  ▼ render drifted by +7 % since v1.2.0, without one step',
    '  ! start starts anew, not comparable: it got a new clock',
  ])
})

test('a quiet history has no lines, a loud one no more than five', () => {
  assert.deepEqual(lines(undefined), [])
  assert.deepEqual(lines({ ...news, changes: [], drifts: [], notComparable: [] }), [])
  const loud = lines({ ...news, changes: Array.from({ length: 30 }, (_, n) => change(`b${n}`)) })
  assert.equal(loud.length, 6)
  assert.equal(loud[4], '  and 28 more: trend')
})

test('a change is told of the history of the branch it is for', () => {
  assert.equal(lines(news, 110, 'idea')[0], '  Over time on main')
})

test('hostile names stay on their line', () => {
  const [, line = ''] = lines({ ...news, changes: [change('x\u001b[31m\n::error::')] })
  assert.ok(!line.includes('\n') && !line.includes('\u001b'))
})

test('where nothing changed, the page says what was looked for', () => {
  const quiet: Trend = {
    ...{ kind: 'score', name: 'score', subject: '', unit: 'points', better: 'higher' },
    ...{ points: [], segments: [], changes: [], anomalies: [], breaks: [], drift: null },
  } as unknown as Trend
  const page = (trends: readonly Trend[]) =>
    trendPage(trends, { color: false, width: 100, project: 'engine', detector: 'opx' })
  assert.match(page([quiet, quiet]), /2 series, up to 0 points .* detector opx\n/)
  assert.match(
    page([quiet, quiet]),
    /\n\n {2}None of them changed its level, drifted or has an outlier\.\n/,
  )
  const drift = { percent: 7, before: 1, after: 1.07, since: 'v1.2.0' } as Trend['drift']
  assert.match(page([{ ...quiet, drift }, quiet]), /\n\n {2}1 series without any of these\.\n/)
})
