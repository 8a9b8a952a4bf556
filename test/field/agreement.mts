/** Do our numbers agree with a well-known tool's, function by function? What the comparisons of each tool share. */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Language } from '../../scripts/core/facts.mts'
import { readFacts } from '../../scripts/languages/index.mts'

/** Cyclomatic complexity by `path:line:name`, where name is the last part of a qualified one. */
export type Counts = ReadonlyMap<string, number>

export const keyOf = (path: string, line: number, name: string): string =>
  `${path}:${line}:${name.replace(/^.*[.)]/, '')}`

/** What we count in every file of a language below a folder, lambdas left out. */
export async function ours(
  folder: string,
  language: Language,
  extension: string,
): Promise<{ readonly counts: Counts; readonly faults: readonly string[] }> {
  const counts = new Map<string, number>()
  const faults: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(extension)) continue
    const path = join(entry.parentPath, entry.name)
    const { source } = await readFacts(path, await readFile(path, 'utf8'), language)
    if (source.fault !== null) faults.push(`${path}: ${source.fault}`)
    for (const each of source.functions)
      counts.set(keyOf(path, each.line, each.name), each.cyclomatic)
  }
  return { counts, faults }
}

/** Prints how many functions both sides know, how many agree, and the first ones that do not. */
export function report(
  tool: string,
  theirs: Counts,
  { counts, faults }: { counts: Counts; faults: readonly string[] },
): void {
  const missing = [...theirs.keys()].filter(key => !counts.has(key))
  const shared = [...theirs].filter(([key]) => counts.has(key))
  const different = shared.filter(([key, value]) => counts.get(key) !== value)
  console.log(
    `${shared.length} functions compared with ${tool}: ${shared.length - different.length} agree, ${different.length} differ; ` +
      `${missing.length} only ${tool} knows, ${counts.size - shared.length} only we know; ${faults.length} files did not parse`,
  )
  for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`)
  for (const [key, value] of different.slice(0, 60))
    console.log(`  differs ${key}: ${tool} ${value}, ours ${counts.get(key)}`)
  for (const key of missing.slice(0, 20)) console.log(`  only ${tool}: ${key}`)
}

/** The folder named on the command line. */
export function folderArgument(): string {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) throw new Error('Name the folder to compare.')
  return folder
}
