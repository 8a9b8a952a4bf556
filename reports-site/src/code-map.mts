/** Which files carry the risk of the code, and how is its complexity spread? Shades, buckets and shares. */

import { type FileRow, heatOf } from './code-rows.mts'
import { plural, whole } from './format.mts'
import { type Folder, folderOf, type Tile } from './treemap.mts'

/** Up to here a shade goes: revisions × cognitive complexity. */
const HEATS = [0, 50, 250, 1000] as const

export const HEAT_STEPS = ['none', 'up to 50', 'up to 250', 'up to 1,000', 'more']

type Step = 0 | 1 | 2 | 3 | 4

const stepOf = (value: number, limits: readonly number[]) =>
  limits.filter(limit => value > limit).length as Step

const isSource = ({ role, code }: FileRow) => role !== 'test' && (code ?? 0) > 0

export const sourceOf = (files: readonly FileRow[]) => files.filter(isSource)

/** What there is to say where no file has heat. */
export const coldTitle = (source: readonly FileRow[]): string => {
  if (source.length === 0) return 'No source file is in the history of the latest run'
  return source.some(({ revisions }) => revisions !== null)
    ? 'No file is both hard to follow and recently changed'
    : 'How often files changed is not known of the latest run'
}

/** Files drawn at most; the smallest are left out and counted. */
const MOST_TILES = 700

export function heatMap(
  files: readonly FileRow[],
  link: (path: string) => string | null,
): { readonly folder: Folder; readonly omitted: number } {
  const source = sourceOf(files)
  // Where git was asked, a file without revisions is one that nobody changed.
  const isAsked = files.some(({ revisions }) => revisions !== null)
  const tiles: readonly Tile[] = source.slice(0, MOST_TILES).map(file => {
    const { path, code, cognitive } = file
    const revisions = file.revisions ?? (isAsked ? 0 : null)
    const isKnown = cognitive !== null && revisions !== null
    const says = `${plural(code ?? 0, 'line')} of code, ${revisions === null ? 'revisions unknown' : plural(revisions, 'revision')}, cognitive complexity ${cognitive ?? 'unknown'}`
    const step = isKnown ? stepOf(heatOf(file), HEATS) : null
    return { path, size: code ?? 0, step, says, link: link(path) }
  })
  return { folder: folderOf(tiles), omitted: source.length - tiles.length }
}

/** Lower limits of the shades of coverage, in percent. */
const COVERAGES = [0, 50, 80, 95] as const

export const COVERAGE_STEPS = ['nothing covered', 'up to 50 %', 'up to 80 %', 'up to 95 %', 'more']

export const coverageOf = ({ covered, coverable }: FileRow) =>
  covered === null || coverable === null || coverable === 0 ? null : (100 * covered) / coverable

export function coverageMap(
  files: readonly FileRow[],
  link: (path: string) => string | null,
): { readonly folder: Folder; readonly omitted: number } {
  const measured = files.filter(({ coverable }) => (coverable ?? 0) > 0)
  const source = measured.toSorted((a, b) => (b.coverable ?? 0) - (a.coverable ?? 0))
  const tiles: readonly Tile[] = source.slice(0, MOST_TILES).map(file => {
    const share = coverageOf(file)
    const says = `${whole(file.covered)} of ${whole(file.coverable)} lines covered`
    const step = share === null ? null : stepOf(share, COVERAGES)
    return { path: file.path, size: file.coverable ?? 0, step, says, link: link(file.path) }
  })
  return { folder: folderOf(tiles), omitted: source.length - tiles.length }
}

export interface Bucket {
  readonly label: string
  readonly files: number
  readonly code: number
  /** 0–100, of all code. */
  readonly share: number
}

const COMPLEXITIES = [0, 10, 25, 50, 100, 200, Number.POSITIVE_INFINITY] as const

/** Files by the sum of the cognitive complexity of their functions. */
export function complexityBuckets(files: readonly FileRow[]): readonly Bucket[] {
  const known = sourceOf(files).filter(({ cognitive }) => cognitive !== null)
  const all = known.reduce((sum, { code }) => sum + (code ?? 0), 0)
  return COMPLEXITIES.map((most, index) => {
    const least = index === 0 ? 0 : (COMPLEXITIES[index - 1] ?? 0) + 1
    const inside = known.filter(
      ({ cognitive }) => (cognitive ?? 0) >= least && (cognitive ?? 0) <= most,
    )
    const code = inside.reduce((sum, file) => sum + (file.code ?? 0), 0)
    const label =
      most === 0
        ? '0'
        : most === Number.POSITIVE_INFINITY
          ? `over ${least - 1}`
          : `${least}–${most}`
    return { label, files: inside.length, code, share: all === 0 ? 0 : (100 * code) / all }
  })
}

export interface OwnerShare {
  /** `Author 1` is who owns most; names are not in the history. */
  readonly label: string
  readonly files: number
  readonly code: number
  readonly share: number
  /** Files that hardly anybody else changed. */
  readonly alone: number
}

const ALONE = 0.9
const MOST_OWNERS = 8

/** Code by the main author of its files, over the files changed in the window. */
export function ownersOf(files: readonly FileRow[]): readonly OwnerShare[] {
  const owned = sourceOf(files).filter(({ owner }) => owner !== null)
  const all = owned.reduce((sum, { code }) => sum + (code ?? 0), 0)
  const groups = [...Map.groupBy(owned, ({ owner }) => owner ?? '').values()].map(own => ({
    files: own.length,
    code: own.reduce((sum, { code }) => sum + (code ?? 0), 0),
    alone: own.filter(({ ownership }) => (ownership ?? 0) >= ALONE).length,
  }))
  const sorted = groups.toSorted((a, b) => b.code - a.code || b.files - a.files)
  const rest = sorted.slice(MOST_OWNERS)
  const others = { files: 0, code: 0, alone: 0 }
  for (const each of rest)
    for (const name of ['files', 'code', 'alone'] as const) others[name] += each[name]
  const shown = sorted
    .slice(0, MOST_OWNERS)
    .map((each, at) => ({ label: `Author ${at + 1}`, ...each }))
  const last = rest.length === 0 ? [] : [{ label: `${rest.length} others`, ...others }]
  return [...shown, ...last].map(each => ({
    ...each,
    share: all === 0 ? 0 : (100 * each.code) / all,
  }))
}
