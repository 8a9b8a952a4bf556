/**
 * What does the gate say of an app under load when the truth is known? `node test/field/load-gates.mts FOLDER BASE GATES COMMAND`
 * starts the checked-out commit of FOLDER beside BASE, GATES times, and prints a row for each gate: what it said of every request, and
 * what the traces name. Two commits of the same files show false alarms, a seeded one what is missed. Rate and requests are FOLDER's own.
 */

import { execFileSync } from 'node:child_process'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import type { PerformanceEvidence } from '../../scripts/core/benchmark.mts'
import { isRequestOf } from '../../scripts/core/load.mts'
import { causeText } from '../../scripts/core/traces/explain.mts'
import { verdictsOf } from '../../scripts/skills/performance-profiler/judge.mts'
import { home } from './shipworthy.mts'

const RULE = { threshold: 0.05, alpha: 0.01 }
const SECONDS = 1800

const [folder = '.', base = 'HEAD~1', gates = '1', command = 'npm start'] = process.argv.slice(2)

row(
  'gate',
  'request',
  'verdict',
  'pairs',
  'estimate % (interval)',
  'could have seen %',
  'named by the traces',
  'load',
)
row(...Array.from({ length: 8 }, () => '---'))
for (let gate = 1; gate <= Number(gates); gate += 1) {
  const before = busy()
  for (const cells of said()) row(gate, ...cells, `${before} to ${busy()}`)
}

function said(): (string | number)[][] {
  const door = join(home, 'scripts/skills/performance-profiler.mts')
  const asked = ['--load', command, '--baseline', base, '--offline', '--timeout', String(SECONDS)]
  const text = execFileSync(process.execPath, [door, folder, ...asked, '--evidence'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const evidence = JSON.parse(text) as PerformanceEvidence
  for (const { report, why } of evidence.unusable) console.error(`${report}: ${why}`)
  const verdicts = verdictsOf(evidence, RULE)
  if (verdicts.length === 0)
    return [['', evidence.unusable[0]?.why ?? evidence.why ?? '', '', '', '', '']]
  return verdicts.map(({ title, verdict, pairs, change, low, high, detectable }) => {
    const traced = evidence.gate?.operations.find(({ operation }) => isRequestOf(title, operation))
    const interval = `${percent(change)} (${percent(low)} to ${percent(high)})`
    return [
      title,
      verdict,
      pairs,
      interval,
      percent(detectable),
      traced?.causes.map(causeText).join('; ') || '–',
    ]
  })
}

function percent(value: number | null) {
  return value === null ? '–' : value.toFixed(1)
}

function busy() {
  return `${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()}`
}

function row(...cells: readonly (string | number)[]) {
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}
