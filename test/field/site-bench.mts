/** How long does the site of a long history take? `--runs N --measures N --releases N --folder DIR`: made up once, built, a run added, built again. */

import { access, cp, rm } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compact, isScattered, openHistory } from '../../scripts/edge/store.mts'
import { type Entry, generateHistory } from '../reports-site/generate-history.mts'
import { cost } from './cost.mts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    measures: { type: 'string', default: '300' },
    releases: { type: 'string', default: '20' },
    folder: { type: 'string', default: 'site-bench' },
  },
})
const data = join(values.folder, 'data')
const out = join(values.folder, 'site')
const DOOR = join(import.meta.dirname, '../../scripts/report.mts')
const SKILLS = ['refactor-assistant', 'test-orchestrator', 'dependency-guardian', 'doc-generator']

/** As many measures in each run as were asked for. */
function* entries(): Generator<Entry> {
  const [runs, releases] = [Number(values.runs), Number(values.releases)]
  for (const { where, rows } of generateHistory({ project: 'harbour', runs: runs + 1, releases })) {
    const { measures = [] } = rows
    const more = Array.from({ length: Number(values.measures) - measures.length }, (_, at) => ({
      ...measures[0],
      skill: SKILLS[at % SKILLS.length] ?? '',
      name: `measure-${at}`,
      value: (Date.parse(where.startedAt) / 1e9 + at * 7) % 100,
    }))
    yield { where, rows: { ...rows, measures: [...measures, ...more] } }
  }
}

const isThere = await access(data).then(
  () => true,
  () => false,
)
const made = [...entries()]
const last = made.splice(-1)
if (!isThere) await append(data, made)

async function append(folder: string, runs: readonly Entry[]): Promise<void> {
  const history = await openHistory(folder)
  for (const { where, rows } of runs) {
    await history.append(where, rows)
    const now = new Date(where.startedAt)
    if (await isScattered(folder, now)) await compact(folder, now)
  }
  history.close()
}

async function build(what: string, from: string): Promise<void> {
  const [load] = loadavg()
  const { wall, cpu, peak, stdout } = await cost({
    file: process.execPath,
    args: [DOOR, '--data', from, '--out', out],
  })
  const numbers = [wall.toFixed(1), cpu.toFixed(1), peak.toFixed(0), load?.toFixed(1)]
  process.stdout.write(`| ${what} | ${numbers.join(' | ')} | ${stdout.split(' in ')[0]} |\n`)
}

process.stdout.write(`| what | wall s | CPU s | peak MB | load | |
| --- | --- | --- | --- | --- | --- |
`)
await rm(out, { recursive: true, force: true })
await build('from nothing', data)
await build('nothing changed', data)
const grown = join(values.folder, 'grown')
await rm(grown, { recursive: true, force: true })
await cp(data, grown, { recursive: true })
await append(grown, last)
await build('one run more', grown)
