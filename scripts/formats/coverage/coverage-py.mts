/** What does coverage.py's JSON say? Executed and missing lines; excluded ones are neither. */

import { type Fields, isFields, members, numbers } from '../../core/untyped.mts'
import { commitOf, coveredOf, type FileDraft, ReportDraft } from './draft.mts'
import type { CoverageReport } from './report.mts'

export function isCoveragePy(json: Fields): boolean {
  const first = Object.values(isFields(json.files) ? json.files : {})[0]
  return (
    isFields(json.meta) && (isFields(first) ? 'executed_lines' in first : isFields(json.totals))
  )
}

export function readCoveragePy(json: Fields): CoverageReport {
  const draft = new ReportDraft('coverage.py JSON')
  for (const [path, data] of members(json.files))
    if (isFields(data)) readFile(draft.file(path), data)
  const totals = isFields(json.totals) ? json.totals : {}
  draft.commit = isFields(json.meta) ? commitOf(json.meta) : null
  draft.stated = {
    ...draft.stated,
    lines: coveredOf(totals.covered_lines, totals.num_statements),
    branches: coveredOf(totals.covered_branches, totals.num_branches),
  }
  return draft.finish()
}

function readFile(file: FileDraft, data: Fields): void {
  for (const line of numbers(data.executed_lines)) file.line(line, 1)
  for (const line of numbers(data.missing_lines)) file.line(line, 0)
  for (const [from, to] of arcs(data.executed_branches)) file.branch(from, `to ${to}`, true)
  for (const [from, to] of arcs(data.missing_branches)) file.branch(from, `to ${to}`, false)
  for (const [name, region] of members(data.functions)) {
    if (name === '' || !isFields(region)) continue
    const ran = numbers(region.executed_lines).length
    const isCoverable = ran + numbers(region.missing_lines).length > 0
    const [line = 0] = numbers([region.start_line])
    if (isCoverable) file.called(line, name, Math.min(ran, 1))
  }
}

function arcs(value: unknown): [number, number][] {
  return (Array.isArray(value) ? value : []).flatMap(arc => {
    const [from, to] = numbers(arc)
    return from === undefined || to === undefined ? [] : [[from, to]]
  })
}
