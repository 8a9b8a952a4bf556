/**
 * How fast is Shipworthy, how large does it grow, and how do the tools compare that do a part of it?
 * `npm run bench -- [--vite CLONE] [--fastapi CLONE] [--rounds 5]`; without clones, sources from the registries.
 * Ours and theirs take turns, so that a machine that slows down slows both. Prints a Markdown table; asserts nothing.
 */

import { appendFileSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Cost, cost, type Spread } from './cost.mts'
import { branchGrowth, historyBench, RUNS, type Stage } from './history-bench.mts'
import { partsBench } from './parts-bench.mts'
import { type Peer, peers } from './peers.mts'
import { type BenchProject, copyOf, published } from './projects.mts'
import { releasesBench } from './releases-bench.mts'
import { assessment, door, git, machine, measuredWith, type Place } from './shipworthy.mts'
import { heads, row, say, show } from './table.mts'

const CHANGED_FILES = 20
const RELEASES = 30
/** As far as the skill looks back: 183 days. */
const LOOK_BACK_SECONDS = 183 * 86_400

const { values } = parseArgs({
  options: {
    vite: { type: 'string' },
    fastapi: { type: 'string' },
    rounds: { type: 'string', default: '5' },
  },
})
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shipworthy-bench-')))

try {
  say('Fetching peers and projects')
  const others = await peers(join(folder, 'peers'))
  const projects = [
    await (values.vite
      ? copyOf(values.vite, folder, 'javascript')
      : published('javascript', folder)),
    await (values.fastapi ? copyOf(values.fastapi, folder, 'python') : published('python', folder)),
  ]
  process.stdout.write(`${measuredWith()}\n\n${machine()}; ${values.rounds} rounds.\n\n`)
  heads()
  for (const project of projects) {
    await assessments(project, others[project.peer], Number(values.rounds))
    await partsBench(project, others, Number(values.rounds), folder)
    await historySkill(project, Number(values.rounds))
  }
  for (const project of projects) await growth(project)
  for (const project of projects) if (git(project.dir, 'tag') !== '') await releases(project)
  await thousandRuns()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function place(name: string): Place {
  return { cache: join(folder, `cache-${name}`), temporary: folder }
}

/** Another comment in each of twenty files, committed: a dirty tree would not become history. */
function change({ dir, sources, peer }: BenchProject, mark: string): void {
  const comment = peer === 'python' ? '#' : '//'
  const step = Math.max(1, Math.floor(sources.length / CHANGED_FILES))
  for (const path of sources.filter((_, at) => at % step === 0).slice(0, CHANGED_FILES))
    appendFileSync(join(dir, path), `\n${comment} ${mark}\n`)
  git(dir, 'commit', '--quiet', '--no-verify', '--all', '--message', `bench: ${mark}`)
}

async function assessments(project: BenchProject, peer: Peer, rounds: number): Promise<void> {
  const { name, dir, sources, lines } = project
  const costs = { cold: [], warm: [], changed: [], peer: [] } as Record<string, Cost[]>
  for (let round = 0; round <= rounds; round++) {
    say(`${name}: round ${round === 0 ? 'to warm up' : round}`)
    const own = place(`${name}-${round}`)
    const data = join(folder, `data-${name}-${round}`)
    const cold = await cost(assessment(dir, data, own))
    const theirs = await cost(peer.command(dir))
    const warm = await cost(assessment(dir, data, own))
    change(project, `round ${round}`)
    const changed = await cost(assessment(dir, data, own))
    rmSync(own.cache, { recursive: true })
    if (round === 0) continue
    for (const [kind, each] of Object.entries({ cold, warm, changed, peer: theirs }))
      costs[kind]?.push(each)
  }
  const what = `${name} (${sources.length} files, ${lines} lines)`
  const { cold = [], warm = [], changed = [], peer: theirs = [] } = costs
  show(`${what}: assess, empty cache`, cold, peer.name, theirs)
  show(`${name}: assess, warm`, warm, peer.name, theirs)
  show(`${name}: assess, ${CHANGED_FILES} files changed`, changed, peer.name, theirs)
  show(`${name}: ${peer.name}`, theirs)
}

async function historySkill({ name, dir }: BenchProject, rounds: number): Promise<void> {
  const [ours, theirs]: [Cost[], Cost[]] = [[], []]
  const since = git(dir, 'log', '-1', '--format=%cd', '--date=format:%s')
  const log = ['log', '--numstat', '--no-merges', `--since=${Number(since) - LOOK_BACK_SECONDS}`]
  for (let round = 0; round <= rounds; round++) {
    const own = await cost(
      door('skills/git-workflow-assistant', [dir, '--json'], place(`git-${name}`)),
    )
    const other = await cost({ file: 'git', args: log, cwd: dir })
    if (round === 0) continue
    ours.push(own)
    theirs.push(other)
  }
  const peer = 'git log --numstat of the same six months'
  show(`${name}: git-workflow-assistant alone, warm`, ours, peer, theirs)
  show(`${name}: ${peer}`, theirs)
}

async function growth(project: BenchProject): Promise<void> {
  say(`${project.name}: data branch`)
  const bytes = await branchGrowth(project.dir, place(`growth-${project.name}`), () =>
    change(project, 'growth'),
  )
  const [first, next] = bytes.map(each => `${(each / 1000).toFixed(1)} KB`)
  row(`${project.name}: one run on the data branch`, '', '', '', `first ${first}, next ${next}`)
}

async function releases({ name, dir }: BenchProject): Promise<void> {
  say(`${name}: ${RELEASES} releases`)
  const data = join(folder, `releases-${name}`)
  const { seconds, resident, peak } = await releasesBench(
    dir,
    data,
    place(`releases-${name}`),
    RELEASES,
  )
  const at = [0.25, 0.5, 1].map(share => resident[Math.round((resident.length - 1) * share)] ?? 0)
  const memory = `resident after a quarter, half, all: ${at.map(each => each.toFixed(0)).join(', ')} MB`
  row(
    `${name}: assess --releases ${RELEASES}`,
    seconds.toFixed(1),
    '',
    peak.toFixed(0),
    `${(seconds / RELEASES).toFixed(2)} s each; ${memory}`,
  )
}

async function thousandRuns(): Promise<void> {
  say(`History of ${RUNS} runs`)
  const { appends, grown, compacted, compaction } = await historyBench(folder)
  row('add one of the first runs to a history', seconds(appends[0]), '', '', '')
  row(`add one of the last to ${RUNS} runs`, seconds(appends[1]), '', '', '')
  row(`add any of the ${RUNS} runs, merging old ones included`, seconds(appends[2]), '', '', '')
  history(`${RUNS} runs as they came`, grown)
  row(`${RUNS} runs: merge the closed months`, compaction.toFixed(1), '', '', '')
  history(`${RUNS} runs, closed months merged`, compacted)
}

function history(what: string, { bytes, views, site }: Stage): void {
  for (const view of views) row(`${what}: FROM ${view.name}`, seconds(view.seconds), '', '', '')
  const size = `${site.pages} pages of ${(bytes / 1e6).toFixed(1)} MB`
  row(`${what}: build the site`, site.seconds.toFixed(1), '', '', size)
}

function seconds({ median, least, most }: Spread): string {
  return `${median.toFixed(3)} (${least.toFixed(3)}–${most.toFixed(3)})`
}
