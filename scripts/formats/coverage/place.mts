/** Which project files does a report speak of? It may name them as another machine, Windows, Go or Java does. */

import type { CoverageReport, FileCoverage } from './report.mts'

export interface Placed {
  /** Files of the report under the project's own paths. */
  readonly files: readonly FileCoverage[]
  /** Names that fit several project files equally well: left out, never guessed. */
  readonly ambiguous: readonly string[]
  /** Names of no project file. */
  readonly foreign: readonly string[]
}

/** Every way a project path can end, whole segments only. */
export interface PathIndex {
  readonly paths: ReadonlySet<string>
  readonly byEnding: ReadonlyMap<string, readonly string[]>
}

/** A folder as the report names it and the project folder it stands for, both empty or ending in `/`. */
interface Root {
  readonly theirs: string
  readonly ours: string
}

interface RankedRoot extends Root {
  readonly files: number
  /** Segments of the longest ending by which a file was recognised. */
  readonly likeness: number
}

/** More files than this with one ending tell nothing about where a report was made. */
const MOST_ALIKE = 50

export function indexPaths(projectPaths: Iterable<string>): PathIndex {
  const paths = new Set(projectPaths)
  const byEnding = new Map<string, string[]>()
  for (const path of paths)
    for (const ending of endingsOf(path)) {
      const known = byEnding.get(ending)
      if (known === undefined) byEnding.set(ending, [path])
      else known.push(path)
    }
  return { paths, byEnding }
}

/**
 * Places a report's files. Names that are the end of a project path (`com/example/A.java`, `src/a.js`) are
 * looked for from the report's own folder outwards; longer ones (`/home/ci/app/src/a.js`,
 * `example.com/mod/a.go`) share one root, the one that explains most files.
 *
 * @param at where the report lies in the project, or the folder (ending in `/`) where its tool ran.
 */
export function placeReport(report: CoverageReport, index: PathIndex, at = ''): Placed {
  const folders = foldersAbove(at)
  const named = report.files.map(file => {
    const names = file.rooted.length > 0 ? file.rooted : [file.path]
    return { file, names: names.map(normalisePath), plain: normalisePath(file.path) }
  })
  const all = named.flatMap(({ names }) => names)
  const roots = rootsOf(all, index)
  const base = baseOf(all, index, folders)
  const placeOne = (name: string): readonly string[] =>
    index.byEnding.has(name)
      ? placeEnding(name, index, folders, base)
      : placeRooted(name, index, roots)
  const [files, ambiguous, foreign]: [FileCoverage[], string[], string[]] = [[], [], []]
  for (const { file, names, plain } of named) {
    const found = new Set(names.flatMap(placeOne))
    const places = found.size > 0 || file.rooted.length === 0 ? found : new Set(placeOne(plain))
    const [path] = places
    if (path === undefined) foreign.push(file.path)
    else if (places.size > 1) ambiguous.push(file.path)
    else files.push({ ...file, path, rooted: [] })
  }
  return { files, ambiguous, foreign }
}

/** Slashes forward, `file://`, `.`, `..` and doubled slashes gone; an absolute path keeps its first slash. */
export function normalisePath(name: string): string {
  const plain = name
    .trim()
    .replace(/^file:\/\//i, '')
    .replaceAll('\\', '/')
  const kept: string[] = []
  for (const segment of plain.split('/')) {
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  return (plain.startsWith('/') ? '/' : '') + kept.join('/')
}

/** The path itself, then ever shorter ends of it. */
export function* endingsOf(path: string): Generator<string> {
  if (!path.startsWith('/')) yield path
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1))
    yield path.slice(at + 1)
}

/** `a/b/c.info` → `a/b/`, `a/`, ``: nearest first. */
function foldersAbove(at: string): string[] {
  const folders: string[] = []
  for (let end = at.lastIndexOf('/'); end > 0; end = at.lastIndexOf('/', end - 1))
    folders.push(at.slice(0, end + 1))
  return [...folders, '']
}

/** The folder around the report from which most of its relative names lead to a file; the nearest of equals. */
function baseOf(names: readonly string[], { paths }: PathIndex, folders: readonly string[]) {
  const hits = folders.map(folder => names.filter(name => paths.has(folder + name)).length)
  return folders[hits.indexOf(Math.max(...hits))] ?? ''
}

function placeEnding(
  name: string,
  { paths, byEnding }: PathIndex,
  folders: readonly string[],
  base: string,
): readonly string[] {
  if (paths.has(base + name)) return [base + name]
  const alike = byEnding.get(name) ?? []
  for (const folder of folders) {
    const near = alike.filter(path => path.startsWith(folder))
    if (near.length > 0) return near
  }
  return []
}

function placeRooted(name: string, { paths }: PathIndex, roots: readonly RankedRoot[]) {
  const root = roots.find(({ theirs }) => name.startsWith(theirs))
  if (root === undefined) return []
  const path = root.ours + name.slice(root.theirs.length)
  return paths.has(path) ? [path] : []
}

/** Roots to believe, best first: the leading one, and others not around it that explain several files. */
function rootsOf(names: readonly string[], index: PathIndex): RankedRoot[] {
  const rooted = names.filter(name => !index.byEnding.has(name))
  const votes = new Map<string, RankedRoot>()
  for (const name of rooted)
    for (const [root, likeness] of rootsFor(name, index)) {
      const key = `${root.theirs}\0${root.ours}`
      const known = votes.get(key)
      votes.set(key, {
        ...root,
        files: (known?.files ?? 0) + 1,
        likeness: Math.max(known?.likeness ?? 0, likeness),
      })
    }
  const ranked = [...votes.values()].sort(
    (a, b) => b.files - a.files || a.ours.length - b.ours.length || b.likeness - a.likeness,
  )
  const [leader, ...others] = ranked.filter(root => isCredible(root, ranked, rooted.length))
  if (leader === undefined) return []
  const apart = others.filter(
    ({ theirs, files, likeness }) => files > 1 && likeness > 1 && !leader.theirs.startsWith(theirs),
  )
  return [leader, ...apart]
}

/**
 * One bare file name in common proves nothing unless it is most of the report. A root that stands for a
 * subfolder was inferred, not named: it needs most of the files and no equal.
 */
function isCredible(root: RankedRoot, all: readonly RankedRoot[], files: number): boolean {
  const isMost = root.files * 2 >= files
  const isLikely = root.files > 1 || root.likeness > 1
  if (root.ours === '') return isMost || isLikely
  const hasEqual = all.some(other => other !== root && other.files === root.files)
  return isMost && isLikely && !hasEqual
}

/** By the longest ending that is a project path's ending, and by the longest that is a whole project path. */
function* rootsFor(name: string, { paths, byEnding }: PathIndex): Generator<[Root, number]> {
  const rootOf = (ending: string, path: string): [Root, number] => [
    {
      theirs: name.slice(0, name.length - ending.length),
      ours: path.slice(0, path.length - ending.length),
    },
    ending.split('/').length,
  ]
  let isFirst = true
  for (const ending of endingsOf(name)) {
    const alike = byEnding.get(ending)
    if (alike === undefined) continue
    const isWhole = paths.has(ending)
    if (isFirst && alike.length <= MOST_ALIKE)
      for (const path of alike) if (path !== ending) yield rootOf(ending, path)
    isFirst = false
    if (isWhole) {
      yield rootOf(ending, ending)
      return
    }
  }
}
