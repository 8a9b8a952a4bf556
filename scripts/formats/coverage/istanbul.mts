/** What does Istanbul's coverage-final.json say? Statements, branches and functions of each file. */

import { type Fields, isFields, members } from '../../core/untyped.mts'
import { type FileDraft, numberOf, ReportDraft } from './draft.mts'
import type { CoverageReport } from './report.mts'

export function isIstanbul(json: Fields): boolean {
  const first = Object.values(json)[0]
  const data = isFields(first) && isFields(first.data) ? first.data : first
  return isFields(data) && isFields(data.statementMap) && isFields(data.s)
}

/** Line coverage is Istanbul's own: a line ran as often as the busiest statement that starts on it. */
export function readIstanbul(json: Fields): CoverageReport {
  const draft = new ReportDraft('Istanbul JSON')
  const statements = { covered: 0, total: 0 }
  for (const [key, value] of Object.entries(json)) {
    const data = isFields(value) && isFields(value.data) ? value.data : value
    if (!isFields(data)) continue
    const file = draft.file(typeof data.path === 'string' ? data.path : key)
    for (const [id, place] of members(data.statementMap)) {
      const hits = numberOf(members(data.s, id))
      file.line(startOf(place), hits)
      statements.total += 1
      if (hits > 0) statements.covered += 1
    }
    readFunctions(data, file)
    readBranches(data, file)
  }
  draft.stated = { ...draft.stated, statements }
  return draft.finish()
}

function readFunctions(data: Fields, file: FileDraft): void {
  for (const [id, place] of members(data.fnMap)) {
    const name = isFields(place) && typeof place.name === 'string' ? place.name : ''
    const line = isFields(place) ? startOf(place.decl ?? place.loc) : Number.NaN
    file.called(line, `${name}#${id}`, numberOf(members(data.f, id)))
  }
}

function readBranches(data: Fields, file: FileDraft): void {
  for (const [id, place] of members(data.branchMap)) {
    const ways = members(data.b, id)
    if (!isFields(place) || !Array.isArray(ways)) continue
    const line = [startOf(place.loc), numberOf(place.line), ...locations(place)].find(isKnown)
    ways.forEach((hits, way) => {
      file.branch(line ?? Number.NaN, `${id},${way}`, numberOf(hits) > 0)
    })
  }
}

const isKnown = (line: number) => !Number.isNaN(line)

const locations = (place: Fields) =>
  Array.isArray(place.locations) ? place.locations.map(startOf) : []

function startOf(place: unknown): number {
  return isFields(place) && isFields(place.start) ? numberOf(place.start.line) : Number.NaN
}
