/** Through what do skills see one state of one project? The work tree, or a commit from the object database. */

import { join } from 'node:path'
import type { Lens } from '../core/lens.mts'
import { derive, kept } from './derive.mts'
import { findFiles, listFolder, readReport } from './find.mts'
import { commandsOf } from './lens/commands.mts'
import { historyOf } from './lens/history.mts'
import { packagesOf } from './lens/packages.mts'
import type { LensOptions, LensParts } from './lens/parts.mts'
import { tally } from './tree.mts'
import { scriptUses } from './types-thread.mts'

export interface OpenLens extends Lens {
  close(): Promise<void>
}

/** Seconds; a program of the size that is looked up takes a tenth of it. */
const LONGEST_TYPES = 120
const LARGEST_REPORT = 64 * 1024 * 1024

export function openLens(parts: LensParts, options: LensOptions): OpenLens {
  const { repository, tree, contents, project, change, cache, isWorkTree } = parts
  const { root } = repository
  const { files, reasons, entries, text, facts } = contents
  const generated = async () =>
    new Map((await facts.read('source')).map(({ file, facts }) => [file.path, facts.generated]))
  const untracked = new Set(tree.untracked)
  const isTracked = (path: string) => entries.has(path) && !untracked.has(path)
  const paths = files.map(({ path }) => path)
  let listing: Promise<readonly string[]> | null = null

  return {
    project,
    asOf: options.asOf,
    isWorkTree,
    change,
    mayExecute: options.mayExecute && isWorkTree,
    mayBench: options.mayBench,
    mayLookUpTypes: options.mayLookUpTypes === true,
    mayRunExamples: isWorkTree && options.runExamples === true,
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
    ...historyOf(parts, options),
    ...packagesOf(parts, options),
    ...commandsOf(parts, options, paths, () => {
      listing = null
    }),
    close: async () => tree.close(),
  }
}
