/** What does a registry's answer say about the versions of one package, and which of them was the newest stable at a time? */

import * as pep440 from '@renovatebot/pep440'
import semver from 'semver'
import type { PackageRow } from '../../core/evidence.mts'
import { type Fields, fields, tables, text } from '../../core/untyped.mts'
import { parseJson } from '../parse.mts'
import { versionOrder } from '../versions/order.mts'

export interface Published {
  readonly version: string
  /** ISO 8601. */
  readonly at: string
  /** Yanked or deprecated: nobody should move to it. */
  readonly isTakenBack?: true
}

const takenBack = (is: boolean) => (is ? ({ isTakenBack: true } as const) : {})

type Ecosystem = PackageRow['ecosystem']

const json = (answer: string): Fields => {
  const parsed = parseJson(answer)
  return typeof parsed === 'string' ? {} : parsed.fields
}

/** The packument: `time` by version. */
export function npmVersions(answer: string): readonly Published[] {
  const { time, versions } = json(answer)
  return Object.entries(fields(versions)).flatMap(([version, manifest]) => {
    const at = text(fields(time)[version])
    const isDeprecated = text(fields(manifest).deprecated) !== ''
    return at === '' ? [] : [{ version, at, ...takenBack(isDeprecated) }]
  })
}

/** The JSON API: a release is as old as its first file, and yanked when all of them are. */
export function pypiVersions(answer: string): readonly Published[] {
  return Object.entries(fields(json(answer).releases)).flatMap(([version, files]) => {
    const all = tables(files)
    const [at] = all.flatMap(file => text(file.upload_time_iso_8601) || []).sort()
    const isYanked = all.every(({ yanked }) => yanked === true)
    return at === undefined ? [] : [{ version, at, ...takenBack(isYanked) }]
  })
}

export const cratesVersions = (answer: string): readonly Published[] =>
  tables(json(answer).versions).map(({ num, created_at: at, yanked }) => ({
    version: text(num),
    at: text(at),
    ...takenBack(yanked === true),
  }))

/** One version a line, as the Go module proxy lists them; without dates. */
export const goVersions = (answer: string): readonly string[] =>
  answer.split(/\s+/).filter(version => version !== '')

/** `Time` of `{ Version, Time }`, as the Go module proxy answers for one version. */
export const goTime = (answer: string): string => text(json(answer).Time)

/** Versions a maven-metadata.xml lists; it gives no dates. */
export const mavenVersions = (xml: string): readonly string[] =>
  [...xml.matchAll(/<version>\s*([^<\s]+)\s*<\/version>/g)].map(([, version = '']) => version)

/** No registry serves a longer version. */
const LONGEST = 256

/** Stable versions, newest first. */
export function stable(ecosystem: Ecosystem, versions: readonly string[]): readonly string[] {
  const order = versionOrder(ecosystem)
  return versions
    .filter(version => version.length <= LONGEST && isStable(ecosystem, version))
    .sort((a, b) => order(b, a) ?? 0)
}

function isStable(ecosystem: Ecosystem, version: string): boolean {
  if (ecosystem === 'PyPI') {
    const parsed = pep440.explain(version)
    return parsed !== null && !parsed.is_prerelease && !parsed.is_devrelease
  }
  if (ecosystem === 'Maven')
    return !/(^|[.-])(alpha|beta|a|b|m|milestone|rc|cr|snapshot|pre|preview|ea|dev)[.-]?\d*($|[.-])/i.test(
      version,
    )
  const parsed = semver.parse(version)
  return parsed !== null && parsed.prerelease.length === 0
}

/**
 * The newest stable version that was published by `asOf`, with the one in use; null where one of them is
 * not known. A version in use that is newer than every stable one is its own newest.
 */
export function newest(
  { ecosystem, version }: Pick<PackageRow, 'ecosystem' | 'version'>,
  published: readonly Published[],
  asOf: string,
): { readonly own: Published; readonly newest: Published } | null {
  const order = versionOrder(ecosystem)
  const own = published.find(each => order(each.version, version) === 0)
  if (own === undefined) return null
  const known = published.filter(
    ({ at, isTakenBack }) => isTakenBack !== true && Date.parse(at) <= Date.parse(asOf),
  )
  const [best] = stable(
    ecosystem,
    known.map(each => each.version),
  )
  const found = known.find(each => each.version === best)
  const isBehind = found !== undefined && (order(found.version, version) ?? 0) > 0
  return { own, newest: isBehind ? found : own }
}
