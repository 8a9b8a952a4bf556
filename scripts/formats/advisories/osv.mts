/** What does an advisory in the OSV format (schema 1.x) say? Anything a database may send, made plain. */

import { type Fields, fields, tables, text, texts } from '../../core/untyped.mts'
import { parseJson } from '../parse.mts'
import { type Rating, ratingOf } from './severity.mts'

export interface OsvEvent {
  readonly kind: 'introduced' | 'fixed' | 'last_affected' | 'limit'
  readonly version: string
}

export interface Affected {
  /** Without the suffix some ecosystems carry after a colon. */
  readonly ecosystem: string
  readonly name: string
  /** Affected versions listed one by one. */
  readonly versions: readonly string[]
  /** Ranges of versions. Ranges of commits (GIT) need the repository and are left out. */
  readonly ranges: readonly (readonly OsvEvent[])[]
  /** Set where this package is rated by itself. */
  readonly rating: Rating | null
}

export interface Advisory {
  readonly id: string
  readonly aliases: readonly string[]
  readonly modified: string
  readonly isWithdrawn: boolean
  readonly summary: string
  readonly rating: Rating
  readonly affected: readonly Affected[]
}

const LARGEST = 16 * 1024 * 1024
const MOST_ENTRIES = 100_000

/** The advisory in this JSON, or one sentence on why there is none. */
export function readAdvisory(json: string): Advisory | string {
  if (json.length > LARGEST) return 'It is over 16 MB, larger than any advisory.'
  const parsed = parseJson(json)
  return typeof parsed === 'string' ? parsed : advisoryOf(parsed.fields)
}

/** The same for JSON already parsed. */
export function advisoryOf(entry: Fields): Advisory | string {
  const id = text(entry.id)
  if (!isId(id)) return 'It has no usable id, so it is not an OSV advisory.'
  const version = text(entry.schema_version)
  if (version !== '' && !version.startsWith('1.'))
    return 'It is of a newer OSV schema than 1.x, which is what is read.'
  const affected = tables(entry.affected).slice(0, MOST_ENTRIES).map(affectedOf)
  const summary = text(entry.summary) || (text(entry.details).split('\n', 1)[0] ?? '')
  return {
    id,
    aliases: texts(entry.aliases).filter(isId).slice(0, 1000),
    modified: text(entry.modified).slice(0, 40),
    isWithdrawn: text(entry.withdrawn) !== '',
    summary: plain(summary),
    rating: ratingOf(id, [entry]),
    affected: affected.filter(({ ecosystem, name }) => ecosystem !== '' && name !== ''),
  }
}

/** Ids become file names and URLs: only what the databases really use passes. */
export const isId = (id: string) => /^[A-Za-z0-9][\w.:-]{0,99}$/.test(id) && !id.includes('..')

function affectedOf(entry: Fields): Affected {
  const named = fields(entry.package)
  const ranges = tables(entry.ranges)
  const rating = ratingOf('', [entry])
  return {
    ecosystem: text(named.ecosystem).split(':', 1)[0] ?? '',
    name: text(named.name),
    versions: texts(entry.versions).slice(0, MOST_ENTRIES),
    ranges: ranges
      .filter(({ type }) => type === 'SEMVER' || type === 'ECOSYSTEM')
      .map(range => tables(range.events).slice(0, MOST_ENTRIES).flatMap(eventsOf)),
    rating: rating.severity === 'unknown' ? null : rating,
  }
}

const KINDS = ['introduced', 'fixed', 'last_affected', 'limit'] as const

const eventsOf = (event: Fields): OsvEvent[] =>
  KINDS.flatMap(kind => {
    const version = text(event[kind])
    return version === '' ? [] : [{ kind, version }]
  })

/** One line without control characters: it is shown in terminals and pages. */
const plain = (words: string) =>
  words
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
