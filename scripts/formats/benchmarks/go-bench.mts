/** What does `go test -bench` print? One line for each time a benchmark ran; lines of one name are its samples. */

import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

const LINE = /^(Benchmark\S*)\s+(\d+)\s+(.*)$/
const HEADER = /^(pkg|cpu): (.+)$/

interface Row {
  readonly name: string
  readonly pkg: string
  readonly pairs: readonly (readonly [value: number, unit: string])[]
}

/** The processors a name ends with are no part of it when all names of the report end with the same number. */
export function readGoBench(text: string): BenchmarkReport {
  const draft = new BenchmarkDraft('go test -bench')
  const { rows, cpu } = rowsOf(text, draft)
  const threads = threadsOf(rows)
  draft.measuredOn = { cpu, threads: threads === '' ? null : Number(threads), runtime: null }
  const samples = new Map<string, { name: string; unit: string; pkg: string; values: number[] }>()
  for (const { name, pkg, pairs } of rows) {
    const bare = threads === '' ? name : name.slice(0, -threads.length - 1)
    const called = pkg === '' ? bare : `${pkg}.${bare}`
    for (const [value, unit] of pairs) {
      const key = `${called}\0${unit}`
      const known = samples.get(key) ?? { name: called, unit, pkg, values: [] }
      known.values.push(value)
      samples.set(key, known)
    }
  }
  for (const { name, unit, pkg, values } of samples.values())
    draft.add({ name, unit, runs: [values], file: pkg === '' ? null : pkg })
  return draft.finish()
}

function rowsOf(text: string, draft: BenchmarkDraft) {
  const header: Record<string, string> = {}
  const rows: Row[] = []
  for (const line of text.split('\n')) {
    const [, key, said] = HEADER.exec(line.trim()) ?? []
    if (key !== undefined && said !== undefined) header[key] = said
    if (/^--- FAIL: Benchmark/.test(line))
      draft.leave(line.slice(10).split(' ', 1)[0] ?? '', 'failed')
    const [, name, , rest = ''] = LINE.exec(line.trim()) ?? []
    if (name !== undefined) rows.push({ name, pkg: header.pkg ?? '', pairs: pairsOf(rest) })
  }
  return { rows, cpu: header.cpu ?? null }
}

/** `251 ns/op  16 B/op`: a number, then its unit. */
function pairsOf(rest: string): Row['pairs'] {
  const words = rest.split(/\s+/)
  return words.flatMap((word, at): Row['pairs'] => {
    const unit = words[at + 1]
    const isPair = at % 2 === 0 && unit !== undefined && Number.isFinite(Number(word))
    return isPair ? [[Number(word), unit]] : []
  })
}

/** What every name ends with; '' where they differ. */
function threadsOf(rows: readonly Row[]): string {
  const endings = new Set(rows.map(({ name }) => /-(\d+)$/.exec(name)?.[1] ?? ''))
  const [threads = ''] = endings.size === 1 ? endings : []
  return threads
}
