/**
 * How long do the readers hold out? `node test/field/fuzz.mts [--minutes 5]` tries every reader of languages/ and formats/ on the
 * extremes at full size, however long they take, then on damaged texts for that time. Prints the table of docs/accuracy.md.
 */

import { parseArgs } from 'node:util'
import { fuzz } from '../support/fuzz.mts'
import type { Answer } from '../support/fuzz-worker.mts'
import { readers } from '../support/readers.mts'
import { machine, measuredWith } from './shipworthy.mts'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } })
const sizes = { levels: 5_000, line: 10_000_000, rows: 1_000_000 }
const limits = { milliseconds: 60_000, heap: 4_000 }

interface Row {
  texts: number
  slowest: Answer | null
  megabytes: number
  readonly faults: string[]
}

const rows = new Map<string, Row>()
const kindOf = (name: string) => name.replace(/^.*\//, '')

function note(answer: Answer): void {
  const kind = kindOf(answer.reader)
  const row = rows.get(kind) ?? { texts: 0, slowest: null, megabytes: 0, faults: [] }
  rows.set(kind, row)
  row.texts++
  row.megabytes = Math.max(row.megabytes, answer.megabytes)
  if ((answer.ms ?? 0) >= (row.slowest?.ms ?? 0)) row.slowest = answer
  if (answer.fault === null) return
  row.faults.push(answer.what)
  process.stderr.write(`${answer.reader}, ${answer.what}: ${answer.fault.slice(0, 600)}\n`)
}

const names = [...new Map(readers.map(({ name }) => [kindOf(name), name])).values()]
for (const name of names) {
  process.stderr.write(`${name}: extremes\n`)
  await fuzz({ names: [name], seed: 1, damaged: 0, sizes }, limits, note)
}
const until = performance.now() + Number(values.minutes) * 60_000
for (let seed = 1; performance.now() < until; seed++)
  await fuzz(
    { names: readers.map(({ name }) => name), seed, damaged: 100, sizes: null },
    limits,
    note,
  )

const total = [...rows.values()].reduce((sum, { texts }) => sum + texts, 0)
process.stdout.write(`${measuredWith()}\n\n${machine()}; ${total.toLocaleString('en')} texts.\n\n`)
process.stdout.write(
  '| reader | texts | slowest | peak MB | faults |\n| --- | --- | --- | --- | --- |\n',
)
for (const [name, { texts, slowest, megabytes, faults }] of rows)
  process.stdout.write(
    `| ${name} | ${texts} | ${((slowest?.ms ?? 0) / 1000).toFixed(1)} s: ${slowest?.what.replaceAll('\n', ' ') ?? ''} | ${megabytes.toFixed(0)} | ${faults.length === 0 ? 'none' : [...new Set(faults)].join('; ')} |\n`,
  )
