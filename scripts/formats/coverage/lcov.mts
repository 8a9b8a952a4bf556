/** What does an LCOV tracefile say? Counted from its DA, BRDA and FN records; its own LF and LH are only noted. */

import type { Covered } from '../../core/evidence.mts'
import { sum } from '../../core/sum.mts'
import { Unreadable } from '../unreadable.mts'
import { type FileDraft, linesOf, numberOf, ReportDraft } from './draft.mts'
import type { CoverageReport, Totals } from './report.mts'

interface Section {
  readonly file: FileDraft
  /** Functions in order: a name may stand for several. */
  readonly starts: { readonly name: string; readonly line: number }[]
  readonly calls: { readonly name: string; readonly hits: number }[]
  readonly counts: Map<string, number>
}

export function readLcov(text: string): CoverageReport {
  const draft = new ReportDraft('LCOV')
  const sections: Section[] = []
  let open: Section | null = null
  for (const line of linesOf(text)) {
    if (line.startsWith('SF:')) {
      open = { file: draft.file(line.slice(3).trim()), starts: [], calls: [], counts: new Map() }
      sections.push(open)
    } else if (line.trimEnd() === 'end_of_record') open = null
    else if (line.startsWith('#')) draft.commit ??= commitIn(line)
    else if (open !== null) readRecord(open, line)
  }
  if (open !== null)
    throw new Unreadable(`ends in the middle of the record of ${brief(open.file.path)}`)
  for (const section of sections) settleFunctions(section)
  draft.stated = statedBy(sections)
  return draft.finish()
}

function readRecord(section: Section, line: string): void {
  const colon = line.indexOf(':')
  const [kind, rest] = [line.slice(0, colon), line.slice(colon + 1)]
  if (kind === 'DA') readLine(section.file, rest)
  else if (kind === 'BRDA') readBranch(section.file, rest)
  else if (kind.startsWith('FN') && !/^FN[FH]$/.test(kind)) readFunction(section, kind, rest)
  else if (/^(LF|LH|BRF|BRH|FNF|FNH)$/.test(kind)) section.counts.set(kind, numberOf(rest))
}

/** `line,hits[,checksum]`; a line without a count is not known to be coverable. */
function readLine(file: FileDraft, rest: string): void {
  const [line = '', hits = ''] = rest.split(',', 2)
  if (!/^\d+$/.test(line))
    throw new Unreadable(`has a DA record that names no line: DA:${brief(rest)}`)
  file.line(Number(line), numberOf(hits))
}

/** `line,block,branch,taken`: the branch may be an expression with commas; `-` means never reached. */
function readBranch(file: FileDraft, rest: string): void {
  const [, line, way, taken] = /^(\d+),(.*),([^,]*)$/.exec(rest) ?? []
  if (line === undefined || way === undefined || taken === undefined) return
  if (taken === '-' || taken !== '') file.branch(Number(line), way, numberOf(taken) > 0)
}

/** `FN:line[,end],name` with `FNDA:hits,name`, or since LCOV 2.2 `FNL:index,line` with `FNA:index,hits,name`. */
function readFunction({ starts, calls }: Section, kind: string, rest: string): void {
  const [, number = '', name = ''] = /^(-?\d+),(.*)$/.exec(rest) ?? []
  if (number === '') return
  if (kind === 'FN') starts.push({ name: name.replace(/^\d+,(?=.)/, ''), line: Number(number) })
  else if (kind === 'FNDA') calls.push({ name, hits: Number(number) })
  else if (kind === 'FNL') starts.push({ name: `#${number}`, line: Number.parseInt(name, 10) })
  else if (kind === 'FNA') calls.push({ name: `#${number}`, hits: Number.parseInt(name, 10) })
}

/** The nth call record of a name belongs to its nth start; aliases of one function (#index) add up on it. */
function settleFunctions({ file, starts, calls }: Section): void {
  const places = new Map<string, number[]>()
  for (const { name, line } of starts) {
    places.set(name, [...(places.get(name) ?? []), line])
    file.called(line, name, 0)
  }
  const seen = new Map<string, number>()
  for (const { name, hits } of calls) {
    const nth = seen.get(name) ?? 0
    seen.set(name, nth + 1)
    const lines = places.get(name) ?? [0]
    file.called(lines[Math.min(nth, lines.length - 1)] ?? 0, name, hits)
  }
}

function statedBy(sections: readonly Section[]): Totals {
  const counted = (total: string, covered: string): Covered | null => {
    const having = sections.filter(({ counts }) => counts.has(total))
    const of = (kind: string) => sum(having, ({ counts }) => counts.get(kind) ?? 0)
    return having.length === 0 ? null : { covered: of(covered), total: of(total) }
  }
  return {
    lines: counted('LF', 'LH'),
    branches: counted('BRF', 'BRH'),
    functions: counted('FNF', 'FNH'),
    statements: null,
  }
}

const commitIn = (line: string) =>
  /\b(?:commit|revision)\b\W{1,3}([0-9a-f]{7,40})\b/i.exec(line)?.[1]?.toLowerCase() ?? null

const brief = (text: string) =>
  text
    .slice(0, 200)
    .toWellFormed()
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
