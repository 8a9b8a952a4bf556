/** Where is the history? --data DIR, else --branch NAME of the project's repository, else the default folder. */

import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { UserFault } from '../core/fault.mts'
import { newestTip, refuseForeign } from '../edge/branch/refs.mts'
import { checkoutBranch } from '../edge/branch.mts'
import { cacheFolder, dataFolder } from '../edge/places.mts'
import { openRepository } from '../edge/repository.mts'
import { scratchFolder } from '../edge/scratch.mts'
import { type History, openHistory } from '../edge/store.mts'

export interface WhereOptions {
  readonly data?: string
  readonly branch?: string
  readonly project?: string
}

export interface HistoryPlace {
  /** A folder laid out like `data/`; for a branch a copy of it, kept between runs. */
  readonly dir: string
  readonly branch: { readonly repo: string; readonly name: string } | null
}

/** A place that a run is added to. */
export interface OpenPlace extends HistoryPlace {
  readonly history: History
  /** Absolute folder that `history` appends to: for a branch one aside, or later runs would rely on what nobody has. */
  readonly target: string
}

/** The options every command that reads the history shares. */
export function withWhere(program: Command): Command {
  return program
    .option('--data <dir>', "folder of the history (default: Shipworthy's own data folder)")
    .option(
      '--branch <name>',
      "read and write the history on this branch of the project's repository",
    )
}

/** For a door that writes: what must not be written, or cannot be read, is refused before anything is measured. */
export async function whereToWrite(options: WhereOptions): Promise<OpenPlace> {
  const place = await whereIsHistory(options)
  if (place.branch !== null) {
    const branch = { repo: place.branch.repo, branch: place.branch.name }
    await refuseForeign(branch, (await newestTip(branch)).newest)
  }
  const target = place.branch === null ? place.dir : scratchFolder()
  return { ...place, target, history: await openHistory(place.dir, { appendTo: target }) }
}

export async function whereIsHistory({
  data,
  branch,
  project = '.',
}: WhereOptions): Promise<HistoryPlace> {
  if (data !== undefined && branch !== undefined)
    throw new UserFault('--data and --branch name two places for the history: give one of them')
  if (branch === undefined) return { dir: resolve(data ?? dataFolder()), branch: null }
  const { root, git } = await openRepository(project)
  if (git === null) throw new UserFault(`--branch ${branch}: ${root} is not a git repository`)
  const dir = join(
    cacheFolder(),
    'branches',
    `${Buffer.from(root).toString('base64url').slice(-80)}-${encodeURIComponent(branch)}`,
  )
  await mkdir(dir, { recursive: true })
  await checkoutBranch({ repo: root, branch, into: dir })
  return { dir, branch: { repo: root, name: branch } }
}
