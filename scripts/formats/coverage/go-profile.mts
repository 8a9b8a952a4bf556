/** What does a Go cover profile say? Blocks of statements; a line ran when any block on it ran. */

import { Unreadable } from '../unreadable.mts'
import { linesOf, ReportDraft } from './draft.mts'
import type { CoverageReport } from './report.mts'

/** `name.go:line.column,line.column statements count` */
const BLOCK = /^(.+):(\d+)\.(\d+),(\d+)\.(\d+) (\d+) (\d+)$/
/** No function is longer; it keeps one hostile block from filling the memory. */
const LONGEST_BLOCK = 100_000

/**
 * With `-coverpkg` a block stands in the profile once for each test binary: it ran when one of them ran it.
 * The stated statements are what `go test -cover` and `go tool cover -func` call the total.
 */
export function readGoProfile(text: string): CoverageReport {
  const draft = new ReportDraft('Go cover profile')
  const files = new Map<string, ReturnType<ReportDraft['file']>>()
  const blocks = new Map<string, { readonly statements: number; hasRun: boolean }>()
  let number = 0
  for (const line of linesOf(text)) {
    number += 1
    if (line === '' || line.startsWith('mode:')) continue
    const [, path = '', first, , last, , statements, hits] = BLOCK.exec(line) ?? []
    if (path === '') throw new Unreadable(`is malformed or cut off at line ${number}`)
    const [from, to, count] = [Number(first), Number(last), Number(hits)]
    if (to < from || to - from > LONGEST_BLOCK)
      throw new Unreadable(`has an impossible block at line ${number}`)
    const key = line.slice(0, line.lastIndexOf(' '))
    const block = blocks.get(key) ?? { statements: Number(statements), hasRun: false }
    block.hasRun ||= count > 0
    blocks.set(key, block)
    const file = files.get(path) ?? draft.file(path)
    files.set(path, file)
    if (block.statements > 0) for (let at = from; at <= to; at += 1) file.line(at, count)
  }
  if (!text.endsWith('\n')) throw new Unreadable('is cut off: its last line has no end')
  const sum = (each: Iterable<{ readonly statements: number }>) =>
    [...each].reduce((all, { statements }) => all + statements, 0)
  const ran = [...blocks.values()].filter(({ hasRun }) => hasRun)
  const statements = { covered: sum(ran), total: sum(blocks.values()) }
  draft.stated = { ...draft.stated, statements }
  return draft.finish()
}
