/** What does a Lighthouse report say? One load of one page: its metrics, and the score made of them. */

import { type Fields, isFields, members, numbers } from '../../core/untyped.mts'
import { Unreadable } from '../unreadable.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

const METRICS = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'speed-index',
  'total-blocking-time',
  'cumulative-layout-shift',
  'interactive',
  'server-response-time',
  'total-byte-weight',
]

const UNITS: Readonly<Record<string, string>> = { millisecond: 'ms', byte: 'B', second: 's' }

/** A version of Lighthouse shifts its scores: it stands as the runtime, so that another one starts a new series. */
export function readLighthouse(json: Fields): BenchmarkReport {
  const draft = new BenchmarkDraft('Lighthouse')
  const fault = members(json.runtimeError, 'message')
  if (typeof fault === 'string') throw new Unreadable(`is of a page that did not load`)
  draft.measuredOn = { cpu: null, threads: null, runtime: `lighthouse ${json.lighthouseVersion}` }
  const page = pathOf(json.finalDisplayedUrl ?? json.finalUrl ?? json.requestedUrl)
  for (const id of METRICS) {
    const audit = members(json.audits, id)
    if (!isFields(audit) || audit.scoreDisplayMode === 'error') continue
    const value = numbers([audit.numericValue])
    const unit = UNITS[String(audit.numericUnit)] ?? 'unitless'
    if (value.length > 0) draft.add({ name: `${page} ${id}`, unit, better: 'lower', runs: [value] })
  }
  const score = numbers([members(members(json.categories, 'performance'), 'score')])
  if (score.length > 0)
    draft.add({
      name: `${page} performance`,
      unit: 'score',
      better: 'higher',
      runs: [score.map(value => value * 100)],
    })
  return draft.finish()
}

/** The path alone: hosts differ from run to run, and queries may hold what nobody should read. */
function pathOf(url: unknown): string {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).pathname : '/'
}
