/** Which benchmark results lie in the project, and may they be believed? Only files newer than the sources, and not committed. */

import type { BenchmarkRow } from '../../core/benchmark.mts'
import type { FoundFile, Lens } from '../../core/lens.mts'
import type { BenchmarkReport } from '../../formats/benchmarks/report.mts'

/** Where harnesses write when nobody tells them where, and the names people give. */
const WELL_KNOWN = [
  '**/{bench,benchmark,benchmarks}{,-result,-results,_result,_results}.{json,txt}',
  '**/*{.bench,-bench,_bench,-benchmark,_benchmark}.json',
  '**/*-benchmarkData.json',
  '**/target/criterion/**/new/sample.json',
  '**/jmh-result*.json',
  '**/results/jmh/results.json',
  '**/BenchmarkDotNet.Artifacts/results/*-report-full.json',
  '**/.lighthouseci/lhr-*.json',
  '**/{k6,autocannon,hyperfine,mitata,tinybench}{,-summary,-result,-results}.json',
]
const SOURCES = ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,py,go,java,kt,rs,cs,cc,cpp,c,h,swift}']
const MOST_FILES = 200

export interface Results {
  readonly benchmarks: readonly BenchmarkRow[]
  readonly reports: readonly string[]
  readonly unusable: readonly { readonly report: string; readonly why: string }[]
  readonly broken: readonly string[]
}

/** A file in a well-known place that is no result is nobody's fault; one the project named is. */
export async function findResults(lens: Lens, named: readonly string[]): Promise<Results> {
  const isNamed = named.length > 0
  const files = await lens.find(isNamed ? named : WELL_KNOWN)
  const candidates = files.filter(({ isTracked }) => isNamed || !isTracked).slice(0, MOST_FILES)
  if (candidates.length === 0) return { benchmarks: [], reports: [], unusable: [], broken: [] }
  // Eighteen formats, of which most projects have none.
  const { readBenchmarks } = await import('../../formats/benchmarks/index.mts')
  const newest = await newestSource(lens)
  const read: { path: string; report: BenchmarkReport }[] = []
  const unusable: { report: string; why: string }[] = []
  for (const file of candidates) {
    const text = await lens.report(file.path)
    const said = text.ok
      ? readBenchmarks({ path: file.path }, text.value)
      : { why: `${file.path} cannot be read: ${text.why}` }
    if ('why' in said) {
      if (isNamed) unusable.push({ report: file.path, why: said.why })
    } else if (newest !== null && file.modifiedAt < newest.modifiedAt)
      unusable.push({ report: file.path, why: `${file.path} is older than ${newest.path}` })
    else read.push({ path: file.path, report: said })
  }
  return {
    benchmarks: mergeRows(read.flatMap(({ report }) => report.benchmarks)),
    reports: read.map(({ path }) => path),
    unusable: [
      ...unusable,
      ...read.flatMap(({ path, report }) => report.leftOut.map(why => ({ report: path, why }))),
    ],
    broken: read.flatMap(({ report }) => report.broken),
  }
}

/** The source file that was changed last: what is older than it was made of something else. */
export async function newestSource(lens: Lens): Promise<FoundFile | null> {
  const known = new Set((await lens.files()).map(({ path }) => path))
  const sources = (await lens.find(SOURCES)).filter(({ path }) => known.has(path))
  return sources.reduce<FoundFile | null>(
    (latest, file) => (latest === null || file.modifiedAt > latest.modifiedAt ? file : latest),
    null,
  )
}

/** The same benchmark in several files is one with several runs: five page loads, say. */
export function mergeRows(rows: readonly BenchmarkRow[]): BenchmarkRow[] {
  const merged = new Map<string, BenchmarkRow>()
  for (const row of rows) {
    const key = [row.name, row.unit, row.statistic].join('\0')
    const known = merged.get(key)
    merged.set(
      key,
      known === undefined
        ? row
        : {
            ...known,
            samples: [...known.samples, ...row.samples],
            runs: [...known.runs, ...row.runs],
          },
    )
  }
  return [...merged.values()]
}
