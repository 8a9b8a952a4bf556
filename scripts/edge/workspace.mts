/** Where do benchmarks and examples of one state of the project run? In a folder of its own, so that two states can take turns. */

import { cp, lstat, mkdir, rm, stat, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Answer, Workspace } from '../core/lens.mts'
import { runCommand } from './execute.mts'
import { findFiles, listFolder, readReport } from './find.mts'
import { git } from './git.mts'
import { withoutNetwork } from './isolation.mts'
import { scratchFolder } from './scratch.mts'
import { tracedLoad } from './traced-load.mts'
import type { Tree } from './tree.mts'

export interface WorkspaceSource {
  readonly root: string
  /** The project's folder inside the repository: '' or with a slash at the end. Null without git. */
  readonly prefix: string | null
  readonly commit: string | null
  readonly tree: Tree
  /** Whether what is edited and untracked belongs to it. */
  readonly isWorkTree: boolean
  readonly seconds: number
  /** Files of the project: only their code is named in traces. */
  readonly paths: readonly string[]
}

/** Packages of other people, installed in the project, that a checkout does not bring. */
const INSTALLED = 'node_modules'
/** Written in place by tools while they run: a copy that shares its content would write into the project. */
const CACHES = ['.cache', '.vite', '.vite-temp', '.vitest']
const MOST_PACKAGES = 200

export async function openWorkspace(source: WorkspaceSource): Promise<Answer<Workspace>> {
  const { root, prefix, commit, seconds } = source
  const folder = scratchFolder()
  const project = join(folder, 'tree', prefix ?? '')
  try {
    if (prefix === null || commit === null) await copyFolder(root, project)
    else await checkOut(source, folder, project)
    await bringPackages(source, project)
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n', 1)[0] : 'unknown reason'
    return { ok: false, why: `a copy to run things in could not be made (${why})` }
  }
  const deadline = performance.now() + seconds * 1000
  const secondsLeft = () => Math.max(0, (deadline - performance.now()) / 1000)
  const traced = tracedLoad(project, source.paths)
  return {
    ok: true,
    value: {
      folder: project,
      secondsLeft,
      execute: command => runCommand(project, command, secondsLeft()),
      canGoOffline: async () => (await withoutNetwork()) !== null,
      find: async globs => findFiles(project, await listFolder(project), globs, () => false),
      report: (path, maxBytes = 64 * 1024 * 1024) =>
        readReport(path.startsWith('/') ? path : join(project, path), maxBytes),
      load: (spec, turn) => traced.load(spec, secondsLeft(), turn),
      traced: apdexMs => traced.evidence(apdexMs),
    },
  }
}

/** From the object database by an index of our own: the project's `.git` is only read. */
async function checkOut(source: WorkspaceSource, folder: string, project: string): Promise<void> {
  const { root, commit, tree, isWorkTree } = source
  const env = { GIT_INDEX_FILE: join(folder, 'index'), GIT_WORK_TREE: join(folder, 'tree') }
  await mkdir(project, { recursive: true })
  await git(root, ['read-tree', commit as string], { env })
  await git(root, ['checkout-index', '--all', '--force'], { env })
  if (!isWorkTree) return
  for (const path of [...tree.edited, ...tree.untracked]) {
    const isThere = (await lstat(join(root, path)).catch(() => null))?.isFile() === true
    await rm(join(project, path), { force: true })
    if (isThere) await cp(join(root, path), join(project, path))
  }
}

const copyFolder = (root: string, project: string) =>
  cp(root, project, {
    recursive: true,
    verbatimSymlinks: true,
    filter: path => !/[/\\](\.git|node_modules)$/.test(path),
  })

/** A Python environment knows its own place by its path: it is led to, not copied. */
const ENVIRONMENTS = ['.venv', 'venv']

/** Links inside stay relative, so a workspace's package leads to this copy of it and not to the project. */
async function bringPackages({ root, tree }: WorkspaceSource, project: string): Promise<void> {
  const folders = tree.entries
    .filter(({ path }) => path === 'package.json' || path.endsWith('/package.json'))
    .slice(0, MOST_PACKAGES)
    .map(({ path }) => join(dirname(path), INSTALLED))
  for (const name of ENVIRONMENTS)
    if ((await stat(join(root, name)).catch(() => null))?.isDirectory() === true)
      await symlink(join(root, name), join(project, name)).catch(() => {})
  for (const folder of folders) {
    const isThere = (await lstat(join(root, folder)).catch(() => null))?.isDirectory() === true
    const target = join(project, folder)
    if (!isThere || (await lstat(dirname(target)).catch(() => null)) === null) continue
    await copyLinked(join(root, folder), target)
    for (const cache of CACHES) await rm(join(target, cache), { recursive: true, force: true })
  }
}

/** Hard links where the system can: hundreds of megabytes would take longer than the benchmarks. */
async function copyLinked(from: string, to: string): Promise<void> {
  const { execa } = await import('execa')
  const { exitCode } = await execa('cp', ['-al', from, to], { reject: false, stdin: 'ignore' })
  if (exitCode === 0) return
  await rm(to, { recursive: true, force: true })
  await cp(from, to, { recursive: true, verbatimSymlinks: true })
}
