/** Through what do skills see one state of one project? The work tree, or a commit from the object database. */

import { join } from 'node:path'
import type { Answer, Change, Lens } from '../core/lens.mts'
import type { Project } from '../core/model.mts'
import type { Policy } from '../core/policy.mts'
import type { Told } from './advisories-source.mts'
import { branchedAt, defaultBranch } from './baseline.mts'
import type { Cache } from './cache.mts'
import { readChangedPaths } from './change.mts'
import { readCommits, readCommitsSince } from './commits.mts'
import { derive, kept } from './derive.mts'
import { runCommand, which } from './execute.mts'
import { factsReader } from './facts.mts'
import { listFiles } from './file-list.mts'
import { findFiles, listFolder, readReport } from './find.mts'
import { readLastChanges } from './last-changes.mts'
import { readMachine } from './machine.mts'
import { readReleases } from './releases.mts'
import type { Repository } from './repository.mts'
import { scratchFolder } from './scratch.mts'
import { decode } from './text.mts'
import { type Tree, tally } from './tree.mts'
import { scriptUses } from './types-thread.mts'

export interface LensOptions {
  readonly files: Policy['files']
  readonly mayExecute: boolean
  readonly mayBench: boolean
  /** A file or a Jaeger, and a command that runs while we listen: where traces come from. */
  readonly traces?: string
  readonly start?: string
  /** A command that starts the app for a load test. */
  readonly load?: string
  readonly isOffline: boolean
  readonly advisories?: string
  readonly told: Told
  /** Whether registries may be asked how old the direct dependencies are. */
  readonly outdated?: boolean
  /** ISO 8601: ages count up to then, on the baseline too, so that time alone changes none. */
  readonly asOf: string
  readonly releaseTags?: string
  readonly timeoutSeconds: number
  readonly jobs?: number
  readonly warn: (sentence: string) => void
}

export interface OpenLens extends Lens {
  close(): Promise<void>
}

/** Seconds; a program of the size that is looked up takes a tenth of it. */
const LONGEST_TYPES = 120
const LARGEST_REPORT = 64 * 1024 * 1024

export interface LensParts {
  readonly repository: Repository
  readonly tree: Tree
  readonly project: Project
  readonly change: Change | null
  readonly cache: Cache
  readonly isWorkTree: boolean
}

export async function openLens(parts: LensParts, options: LensOptions): Promise<OpenLens> {
  const { repository, tree, project, change, cache, isWorkTree } = parts
  const { root } = repository
  const { files, reasons, entries } = await listFiles(tree, options.files)
  const isMeasured = files.filter(
    ({ role, language }) => language !== null && (role === 'source' || role === 'test'),
  )
  const text = async (path: string): Promise<Answer<string>> => {
    const entry = entries.get(path)
    if (entry === undefined) return { ok: false, why: 'no such file in the project' }
    const content = await tree.read(entry)
    return content.ok ? decode(content.value) : content
  }
  const facts = factsReader(isMeasured, ({ path }) => text(path), cache, options.jobs)
  const generated = async () =>
    new Map((await facts.read('source')).map(({ file, facts }) => [file.path, facts.generated]))
  const noGit = { ok: false, why: 'there is no git history here' } as const
  const commit = project.commit
  const untracked = new Set(tree.untracked)
  const logs = new Map<number, ReturnType<Lens['commits']>>()
  const isTracked = (path: string) => entries.has(path) && !untracked.has(path)
  let listing: Promise<readonly string[]> | null = null
  let scratch: string | null = null
  let deadline: number | null = null

  return {
    project,
    isWorkTree,
    change,
    mayExecute: options.mayExecute && isWorkTree,
    mayBench: options.mayBench,
    load: isWorkTree ? (options.load ?? null) : null,
    files: async () => files,
    excluded: async () => {
      const made = [...(await generated()).values()].filter(reason => reason !== null)
      return tally([...reasons, ...made])
    },
    unread: async () => tree.skipped.map(({ path }) => path),
    text,
    facts: async kind => {
      const made = await generated()
      return (await facts.read(kind)).filter(({ file }) => made.get(file.path) === null)
    },
    find: async globs => {
      if (!isWorkTree) return []
      listing ??= listFolder(root)
      return findFiles(root, await listing, globs, isTracked)
    },
    report: (path, maxBytes = LARGEST_REPORT) =>
      path.startsWith('/') ? readReport(path, maxBytes) : readReport(join(root, path), maxBytes),
    derive: (reader, some) => derive(reader, some, text, cache),
    kept: (question, make) => kept(question, make, cache),
    scriptUses: program => scriptUses(program, Math.min(options.timeoutSeconds, LONGEST_TYPES)),
    archive: async path => {
      const { zipDirectory } = await import('./zip-directory.mts')
      return zipDirectory(join(root, path))
    },
    commits: async days => {
      if (commit === null) return noGit
      const log =
        logs.get(days) ?? readCommits(root, commit, project.committedAt, days, project.slug, cache)
      logs.set(days, log)
      return log
    },
    releases: async () => {
      if (commit === null) return noGit
      return { ok: true, value: await readReleases(root, commit, options.releaseTags) }
    },
    lastChanges: async (paths, enough, except) =>
      commit === null ? noGit : readLastChanges(root, commit, { paths, enough, except }, cache),
    place: async () => ({
      prefix: repository.git?.prefix ?? '',
      defaultBranch: (await defaultBranch(root))?.name ?? null,
    }),
    branchedAt: async () => (commit === null ? null : branchedAt(root, commit, project.branch)),
    commitsSince: async ref => (commit === null ? noGit : readCommitsSince(root, ref, commit)),
    changedSince: async ref => (commit === null ? noGit : readChangedPaths(root, ref, commit)),
    machine: readMachine,
    calibrate: async () => (await import('./calibration.mts')).calibrate(),
    advisories: async packages => {
      const { advisoriesFrom } = await import('./advisories.mts')
      return advisoriesFrom({
        packages,
        offline: options.isOffline,
        warn: options.warn,
        told: options.told,
        ...(options.advisories === undefined ? {} : { directory: options.advisories }),
      })
    },
    licences: async packages => {
      const { installedLicences } = await import('./licences.mts')
      return installedLicences(root, packages)
    },
    publications: async packages => {
      if (options.outdated !== true) return { status: 'not-asked' }
      const { publicationsOf } = await import('./publications.mts')
      const { asOf, isOffline: offline, warn } = options
      return publicationsOf({ packages, asOf, offline, warn })
    },
    execute: command => {
      if (!options.mayExecute || !isWorkTree) throw new Error('running commands was not allowed')
      // All commands of a run share the time one skill has.
      deadline ??= performance.now() + options.timeoutSeconds * 1000
      const seconds = Math.max(0, deadline - performance.now()) / 1000
      return runCommand(root, command, seconds).finally(() => {
        // A command leaves files behind.
        listing = null
      })
    },
    workspace: async () => {
      if (!options.mayBench && options.load === undefined)
        throw new Error('running benchmarks was not allowed')
      const { openWorkspace } = await import('./workspace.mts')
      const prefix = repository.git?.prefix ?? null
      const seconds = options.timeoutSeconds
      const paths = files.map(({ path }) => path)
      return openWorkspace({ root, prefix, commit, tree, isWorkTree, seconds, paths })
    },
    traces: async apdexMs => {
      const { traces, start } = options
      if (!isWorkTree || (traces === undefined && start === undefined)) return null
      const { collectTraces } = await import('./traces.mts')
      const seconds = options.timeoutSeconds
      return collectTraces({
        ...(traces === undefined ? {} : { traces }),
        ...(start === undefined ? {} : { start }),
        execute: command => runCommand(root, command, seconds),
        paths: files.map(({ path }) => path),
        release: project.release,
        apdexMs,
      })
    },
    which,
    scratch: async () => {
      scratch ??= scratchFolder()
      return scratch
    },
    close: async () => tree.close(),
  }
}
