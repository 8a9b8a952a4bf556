/** What does a folder of OSV files say about these packages? Read whole, so that the answer has a snapshot. */

import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import type { PackageVersion } from '../../core/evidence.mts'
import { byName } from '../../core/order.mts'
import { affects, type Hit, rowsOf } from '../../formats/advisories/match.mts'
import { type Advisory, readAdvisory } from '../../formats/advisories/osv.mts'
import { comparedName } from '../../formats/versions/names.mts'
import { type Found, NoAnswer } from './source.mts'

const DEEPEST = 4
const LARGEST_FILE = 16 * 1024 * 1024
/** The whole of OSV is about half a million files. */
const MOST_FILES = 2_000_000
/** Files between two breaths for whatever else runs. */
const BETWEEN_BREATHS = 64

/** Ecosystem folders that a dump of OSV has and no package here needs are not read. */
const ECOSYSTEMS = ['npm', 'PyPI', 'Go', 'crates.io', 'Maven'] as const

const isEcosystem = (name: string): name is (typeof ECOSYSTEMS)[number] =>
  (ECOSYSTEMS as readonly string[]).includes(name)

export async function readAdvisoryFolder(
  folder: string,
  asked: readonly PackageVersion[],
  warn: (sentence: string) => void,
): Promise<Found> {
  const needed = new Set<string>(asked.map(({ ecosystem }) => ecosystem))
  const wanted = Map.groupBy(asked, nameKey)
  const hits = new Map<PackageVersion, Hit[]>()
  const lines: string[] = []
  const present = new Set<string>()
  let unreadable = 0
  await eachAdvisory(folder, needed, advisory => {
    if (typeof advisory === 'string') {
      unreadable += 1
      return
    }
    lines.push(`${advisory.id} ${advisory.modified}`)
    const concerned = new Set<PackageVersion>()
    for (const affected of advisory.affected) {
      present.add(affected.ecosystem)
      for (const pkg of wanted.get(nameKey(affected)) ?? []) concerned.add(pkg)
    }
    for (const pkg of concerned) {
      const hit = affects(advisory, pkg)
      if (hit !== null) hits.set(pkg, [...(hits.get(pkg) ?? []), hit])
    }
  })
  if (lines.length === 0) throw new NoAnswer(`${folder} holds no readable OSV advisory (*.json).`)
  const silent = [...needed].filter(ecosystem => !present.has(ecosystem))
  if (silent.length > 0)
    throw new NoAnswer(
      `${folder} holds no advisory for ${silent.join(', ')}, so those packages cannot be judged: add that database to it.`,
    )
  if (unreadable > 0) warn(`${unreadable} files of ${folder} are no readable OSV advisories.`)
  const snapshot = createHash('sha256').update(lines.sort().join('\n')).digest('hex')
  return { rows: [...hits].flatMap(([pkg, found]) => rowsOf(pkg, found)), snapshot }
}

const nameKey = ({ ecosystem, name }: { readonly ecosystem: string; readonly name: string }) =>
  `${ecosystem} ${isEcosystem(ecosystem) ? comparedName(ecosystem, name) : name}`

/** A dump has hundreds of thousands of small files: synchronous reads are several times faster. */
async function eachAdvisory(
  folder: string,
  needed: ReadonlySet<string>,
  take: (advisory: Advisory | string) => void,
): Promise<void> {
  let count = 0
  for await (const file of jsonFiles(folder, 0, needed)) {
    count += 1
    if (count > MOST_FILES) throw new NoAnswer(`${folder} holds more than ${MOST_FILES} files.`)
    if (count % BETWEEN_BREATHS === 0) await breathe()
    take(readFileAsAdvisory(file))
  }
}

async function* jsonFiles(
  folder: string,
  depth: number,
  needed: ReadonlySet<string>,
): AsyncGenerator<string> {
  const items = await readdir(folder, { withFileTypes: true }).catch(() => {
    if (depth > 0) return []
    throw new NoAnswer(`The advisory folder ${folder} cannot be read: does it exist?`)
  })
  for (const item of items.sort(byName)) {
    const path = join(folder, item.name)
    const isOther = isEcosystem(item.name) && !needed.has(item.name)
    if (item.isDirectory() && depth < DEEPEST && !isOther) yield* jsonFiles(path, depth + 1, needed)
    if (item.isFile() && item.name.endsWith('.json')) yield path
  }
}

/** Opened once, so that what was measured is what is read. */
function readFileAsAdvisory(path: string): Advisory | string {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    if (fstatSync(file).size > LARGEST_FILE) return 'It is over 16 MB.'
    return readAdvisory(readFileSync(file, 'utf8'))
  } catch {
    return 'It cannot be read.'
  } finally {
    if (file !== null) closeSync(file)
  }
}
