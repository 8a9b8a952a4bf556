/**
 * How fast is a part of us beside a tool that does nothing else? Part of `npm run bench`; alone:
 * `node test/field/parts-bench.mts --vite CLONE --fastapi CLONE [--rounds 5]`.
 */

import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Command, type Cost, cost } from './cost.mts'
import { type Peer, type Peers, peers } from './peers.mts'
import { type BenchProject, copyOf } from './projects.mts'
import { assessment, door, machine, measuredWith, type Place } from './shipworthy.mts'
import { heads, say, show } from './table.mts'

/** A part of us beside a tool that does nothing else, or no more: one state of the project, without its baseline. */
interface Part {
  readonly peer: BenchProject['peer']
  readonly beside: keyof Peers
  readonly what: string
  command(dir: string, data: string, place: Place): Command
  /** It has no cache: there is nothing to be warm. */
  readonly keepsNothing?: true
}

const SKILLS = 'refactor-assistant,git-workflow-assistant'

const alone = (dir: string, _: string, place: Place) =>
  door('skills/refactor-assistant', [dir, '--json', '--offline'], place)

/** All that copies need, and nothing else; see there. */
const copies = (dir: string, _: string, place: Place) => door('../test/field/copies', [dir], place)

const PARTS: readonly Part[] = [
  {
    peer: 'javascript',
    beside: 'health',
    what: 'code and git history, assessed and stored',
    command: (dir, data, place) =>
      assessment(dir, data, place, ['--skills', SKILLS, '--baseline', 'none', '--no-gate']),
  },
  { peer: 'javascript', beside: 'copies', what: 'refactor-assistant alone', command: alone },
  {
    peer: 'javascript',
    beside: 'copies',
    what: 'list, read, parse, look for copies',
    command: copies,
    keepsNothing: true,
  },
  { peer: 'python', beside: 'python', what: 'refactor-assistant alone', command: alone },
]

export async function partsBench(
  project: BenchProject,
  others: Peers,
  rounds: number,
  folder: string,
): Promise<void> {
  for (const part of PARTS.filter(({ peer }) => peer === project.peer))
    await onePart(project, part, others[part.beside], rounds, folder)
}

async function onePart(
  { name, dir }: BenchProject,
  { what, command, keepsNothing }: Part,
  peer: Peer,
  rounds: number,
  folder: string,
): Promise<void> {
  const [cold, warm, theirs]: [Cost[], Cost[], Cost[]] = [[], [], []]
  for (let round = 0; round <= rounds; round++) {
    say(`${name}: ${what} beside ${peer.name}, round ${round === 0 ? 'to warm up' : round}`)
    const own = { cache: join(folder, `part-cache-${round}`), temporary: folder }
    const data = join(folder, `part-${name}-${round}`)
    const first = await cost(command(dir, data, own))
    const other = await cost(peer.command(dir))
    const again = keepsNothing ? null : await cost(command(dir, data, own))
    rmSync(own.cache, { recursive: true, force: true })
    rmSync(data, { recursive: true, force: true })
    if (round === 0) continue
    cold.push(first)
    theirs.push(other)
    if (again !== null) warm.push(again)
  }
  show(
    `${name}: ${what}, ${keepsNothing ? 'nothing kept' : 'empty cache'}`,
    cold,
    peer.name,
    theirs,
  )
  if (!keepsNothing) show(`${name}: ${what}, warm`, warm, peer.name, theirs)
  show(`${name}: ${peer.name}`, theirs)
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      vite: { type: 'string' },
      fastapi: { type: 'string' },
      rounds: { type: 'string', default: '5' },
    },
  })
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shipworthy-parts-')))
  try {
    const others = await peers(join(folder, 'peers'))
    process.stdout.write(`${measuredWith()}\n\n${machine()}; ${values.rounds} rounds.\n\n`)
    heads()
    for (const [clone, peer] of [
      [values.vite, 'javascript'],
      [values.fastapi, 'python'],
    ] as const)
      if (clone !== undefined)
        await partsBench(await copyOf(clone, folder, peer), others, Number(values.rounds), folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
