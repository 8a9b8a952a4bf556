/** What does `go test -bench` print? One line for each time a benchmark ran; lines of one name are its samples. */

import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

const LINE = /^(Benchmark\S*)\s+(\d+)\s+(.*)$/
const HEADER = /^(pkg|cpu): (.+)$/

/** The processors a name ends with are no part of it when all names of the report end with the same number. */
export function readGoBench(text: string): BenchmarkReport {
  const draft = new BenchmarkDraft('go test -bench')
  const header: Record<string, string> = {}
  const rows: { name: string; pkg: string; pairs: [number, string][] }[] = []
  for (const line of text.split('\n')) {
    const [, key, said] = HEADER.exec(line.trim()) ?? []
    if (key !== undefined && said !== undefined) header[key] = said
    const [, name, , rest = ''] = LINE.exec(line.trim()) ?? []
    if (/^--- FAIL: Benchmark/.test(line))
      draft.leave(line.slice(10).split(' ', 1)[0] ?? '', 'failed')
    if (name === undefined) continue
    const words = rest.split(/\s+/)
    const pairs = words.flatMap((word, at): [number, string][] =>
      at % 2 === 0 && words[at + 1] !== undefined && Number.isFinite(Number(word))
        ? [[Number(word), words[at + 1] as string]]
        : [],
    )
    rows.push({ name, pkg: header.pkg ?? '', pairs })
  }
  const endings = new Set(rows.map(({ name }) => /-(\d+)$/.exec(name)?.[1] ?? ''))
  const [threads = ''] = endings.size === 1 ? endings : []
  draft.measuredOn = {
    cpu: header.cpu ?? null,
    threads: threads === '' ? null : Number(threads),
    runtime: null,
  }
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
