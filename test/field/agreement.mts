/** Do our numbers agree with a well-known tool's, function by function? What the comparisons of each tool share. */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Language } from '../../scripts/core/facts.mts'
import { readFacts } from '../../scripts/languages/index.mts'

/** What is counted of a function. */
export type MeasureName = 'cyclomatic' | 'cognitive' | 'parameters' | 'lines'

/** Counts by `path:line:name`, where name is the last part of a qualified one. */
export type Counts = ReadonlyMap<string, number>

export const keyOf = (path: string, line: number, name: string): string =>
  `${path}:${line}:${name.replace(/^.*[.)]/, '')}`

interface Ours {
  readonly counts: Counts
  /** Keys of functions in which others with a row stand. */
  readonly owners: ReadonlySet<string>
  readonly faults: readonly string[]
}

/** What we count in every file of a language below a folder, lambdas left out. */
export async function ours(
  folder: string,
  language: Language,
  extension: string,
  measure: MeasureName = 'cyclomatic',
): Promise<Ours> {
  const counts = new Map<string, number>()
  const owners = new Set<string>()
  const faults: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(extension)) continue
    const path = join(entry.parentPath, entry.name)
    const { source } = await readFacts(path, await readFile(path, 'utf8'), language)
    if (source.fault !== null) faults.push(`${path}: ${source.fault}`)
    for (const each of source.functions) {
      if (source.functions.some(({ name }) => name.startsWith(`${each.name}.`)))
        owners.add(keyOf(path, each.line, each.name))
      counts.set(keyOf(path, each.line, each.name), each[measure])
    }
  }
  return { counts, owners, faults }
}

/** Of gocyclo and gocognit, one line each: complexity, package, function, file:line:column. */
const GO_LINE = /^(\d+) \S+ (.+) (\S+):(\d+):\d+$/

export function goCounts(printed: string): Counts {
  return new Map(
    printed.split('\n').flatMap(line => {
      const [, complexity, name = '', path = '', at] = GO_LINE.exec(line) ?? []
      return complexity === undefined ? [] : [[keyOf(path, Number(at), name), Number(complexity)]]
    }),
  )
}

/** Prints how many functions both sides know, how many agree, and the first ones that do not. */
export function report(tool: string, theirs: Counts, { counts, owners, faults }: Ours): void {
  const missing = [...theirs.keys()].filter(key => !counts.has(key))
  const shared = [...theirs].filter(([key]) => counts.has(key))
  const different = shared.filter(([key, value]) => counts.get(key) !== value)
  console.log(
    `${shared.length} compared with ${tool}: ${shared.length - different.length} agree, ${different.length} differ (${different.filter(([key]) => owners.has(key)).length} with functions inside); ` +
      `${missing.length} only ${tool} knows, ${counts.size - shared.length} only we know; ${faults.length} files did not parse`,
  )
  for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`)
  for (const [key, value] of different.slice(0, 60))
    console.log(
      `  differs${owners.has(key) ? ' (owner)' : ''} ${key}: ${tool} ${value}, ours ${counts.get(key)}`,
    )
  for (const key of missing.slice(0, 20)) console.log(`  only ${tool}: ${key}`)
}

/** The folder named on the command line. */
export function folderArgument(): string {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) throw new Error('Name the folder to compare.')
  return folder
}
