/** Where in a project, and where in a file, does something stand? What every ecosystem asks of paths and texts. */

import type { Lens } from '../../core/lens.mts'
import { folderOf } from '../../core/paths.mts'

/** '' or with a slash at the end: what all paths below it begin with. */
export const withSlash = (folder: string): string => (folder === '' ? '' : `${folder}/`)

/** Its folder, '' or with a slash at the end. */
export const homeOf = (path: string): string => withSlash(folderOf(path))

/** The deepest of these folders that holds a path; null where none does. */
export const deepest = (folders: readonly string[], path: string): string | null =>
  folders
    .filter(folder => path.startsWith(folder))
    .reduce<string | null>((best, each) => (each.length >= (best ?? '').length ? each : best), null)

/** Of an offset, from 1, however lines end. */
export const lineAt = (text: string, offset: number): number =>
  text.slice(0, offset).split(/\r\n|\r|\n/).length

/** Texts by path, of files that could be read. */
export async function readAll(lens: Lens, paths: readonly string[]): Promise<Map<string, string>> {
  const read = await Promise.all(paths.map(async path => [path, await lens.text(path)] as const))
  return new Map(read.flatMap(([path, text]) => (text.ok ? [[path, text.value] as const] : [])))
}
