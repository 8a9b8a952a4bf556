/** Which harness wrote this, and what does it say? Told by content: names lie. */

import { type Fields, fields, isFields, list, members, tables } from '../../core/untyped.mts'
import { jsonIn, Unreadable } from '../unreadable.mts'
import { readAutocannon } from './autocannon.mts'
import { readBenchmarkDotNet } from './benchmark-dot-net.mts'
import { isCriterion, readCriterion } from './criterion.mts'
import { isBencher, readAction, readBencher, readCustom } from './custom.mts'
import { readGoBench } from './go-bench.mts'
import { readGoogleBenchmark } from './google-benchmark.mts'
import { readHyperfine } from './hyperfine.mts'
import { readJmh } from './jmh.mts'
import { readK6Machine, readK6Points, readK6Summary } from './k6.mts'
import { readLighthouse } from './lighthouse.mts'
import { readMacrobenchmark } from './macrobenchmark.mts'
import { readMitata } from './mitata.mts'
import { readPytest } from './pytest.mts'
import { type BenchmarkReport, label } from './report.mts'
import { readTinybench } from './tinybench.mts'
import { readVitest4, readVitest5 } from './vitest.mts'
import { readXcresult } from './xcresult.mts'

const LARGEST = 64 * 1024 * 1024

export interface Origin {
  /** Shown in the sentence of a refusal; Criterion writes a benchmark's name nowhere else. */
  readonly path: string
  /** Folder the harness ran in: absolute paths in a report are told relative to it. */
  readonly root?: string
}

/**
 * Reads a benchmark report of any supported format; never throws. Lower limits than memory: 64 million characters,
 * 10,000 benchmarks, 1,000 samples a run (every k-th of more), 1,000 runs.
 *
 * @returns the report, or one sentence that says why it is refused.
 */
export function readBenchmarks(
  origin: Origin,
  text: string,
): BenchmarkReport | { readonly why: string } {
  try {
    if (text.length > LARGEST) throw new Unreadable('is larger than 64 MB')
    const report = read(origin, text.replace(/^\ufeff/, ''))
    if (report.benchmarks.length > 0) return report
    throw new Unreadable(`holds no benchmark${report.leftOut[0] ? `: ${report.leftOut[0]}` : ''}`)
  } catch (fault) {
    if (fault instanceof Unreadable) return { why: `${label(origin.path)} ${fault.message}` }
    throw fault
  }
}

function read(origin: Origin, text: string): BenchmarkReport {
  const head = text.slice(0, 16 * 1024).trimStart()
  if (head === '') throw new Unreadable('is empty')
  if (/^\{"type":"(Metric|Point)"/.test(head)) return readK6Points(text)
  if (!/^[{[]/.test(head)) {
    if (/^Benchmark\S*\s+\d+\s/m.test(text)) return readGoBench(text)
    throw new Unreadable('is in none of the benchmark formats that can be read')
  }
  const json = jsonIn(text)
  if (Array.isArray(json)) return readList(json, origin)
  if (isFields(json)) return readObject(json, origin)
  throw new Unreadable('is JSON, but neither an object nor a list')
}

const UNKNOWN = 'is JSON, but of no benchmark format that can be read'

function readList(json: readonly unknown[], origin: Origin): BenchmarkReport {
  if (isCriterion(json)) return readCriterion(json, origin.path)
  const first = json.find(isFields)
  if (first === undefined) throw new Unreadable(UNKNOWN)
  if ('primaryMetric' in first) return readJmh(json)
  if ('testRuns' in first) return readXcresult(json)
  if ('value' in first) return readAction(json)
  if ('result' in first || 'latency' in first) return readTinybench(json)
  throw new Unreadable(UNKNOWN)
}

function readObject(json: Fields, origin: Origin): BenchmarkReport {
  const { benchmarks, results } = json
  if (typeof json.lighthouseVersion === 'string') return readLighthouse(json)
  if (Array.isArray(json.files)) return readVitest4(json.files, origin.root)
  if (Array.isArray(json.testResults)) return readVitest5(json.testResults, origin.root)
  if (Array.isArray(json.Benchmarks)) return readBenchmarkDotNet(json)
  if (Array.isArray(benchmarks)) return readBenchmarksMember(json, benchmarks)
  if (Array.isArray(results)) return readResultsMember(results)
  if (Array.isArray(members(results, 'metrics'))) return readK6Machine(json)
  if (Array.isArray(json.tasks)) return readTinybench(json.tasks)
  if (isFields(json.latency) && isFields(json.requests)) return readAutocannon(json)
  if (isFields(json.latency) && isFields(json.throughput))
    throw new Unreadable('is a stored Vitest result of one task: pass the report of the whole run')
  if (isFields(json.metrics)) return readK6Summary(json.metrics)
  if (isCriterion(json)) return readCriterion(json, origin.path)
  if (isBencher(json)) return readBencher(json)
  throw new Unreadable(UNKNOWN)
}

/** Five harnesses call the list of their benchmarks `benchmarks`. */
function readBenchmarksMember(json: Fields, benchmarks: readonly unknown[]): BenchmarkReport {
  if (isFields(json.machine_info)) return readPytest(json)
  if (isFields(members(json.context, 'build'))) return readMacrobenchmark(json)
  const first = fields(benchmarks.find(isFields))
  if (isFields(list(first.runs)[0])) return readMitata(json)
  if ('real_time' in first || 'run_type' in first || 'rms' in first)
    return readGoogleBenchmark(json)
  return readCustom(benchmarks)
}

function readResultsMember(results: readonly unknown[]): BenchmarkReport {
  const isHyperfine = tables(results).some(each => 'command' in each)
  return isHyperfine ? readHyperfine(results) : readTinybench(results)
}
