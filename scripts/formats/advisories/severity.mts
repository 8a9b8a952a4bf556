/** How severe is an advisory? Its CVSS vector says; failing that the database's own word; never a guess. */

import type { AdvisoryRow } from '../../core/evidence.mts'
import { type Fields, fields, tables, text } from '../../core/untyped.mts'
import { baseScore } from './cvss.mts'

export interface Rating {
  readonly severity: AdvisoryRow['severity']
  /** CVSS base score, null without a vector that can be computed. */
  readonly score: number | null
}

/** The newest vector that can be computed speaks; version 2 knew no "critical". */
const TYPES = ['CVSS_V4', 'CVSS_V3', 'CVSS_V2'] as const

const WORDS: Readonly<Record<string, Rating['severity']>> = {
  critical: 'critical',
  high: 'high',
  important: 'high',
  moderate: 'medium',
  medium: 'medium',
  low: 'low',
}

/**
 * `entries` are the advisory, or one of its affected packages, in OSV's shape. Code published to do
 * harm (ids MAL-…) is critical by definition: such reports carry no vector.
 */
export function ratingOf(id: string, entries: readonly Fields[]): Rating {
  const vectors = entries.flatMap(entry => tables(entry.severity))
  for (const type of TYPES) {
    const scores = vectors
      .filter(vector => vector.type === type)
      .flatMap(vector => baseScore(text(vector.score)) ?? [])
    if (scores.length > 0)
      return { severity: band(Math.max(...scores), type), score: Math.max(...scores) }
  }
  const words = entries.flatMap(entry =>
    [entry.database_specific, entry.ecosystem_specific].map(specific =>
      text(fields(specific).severity).toLowerCase(),
    ),
  )
  const said = words.find(word => Object.hasOwn(WORDS, word))
  if (said !== undefined) return { severity: WORDS[said] ?? 'unknown', score: null }
  return { severity: id.startsWith('MAL-') ? 'critical' : 'unknown', score: null }
}

/** Qualitative severity rating scale: section 5 of CVSS v3.1, section 6 of v4.0; v2 by NVD's bands. */
function band(score: number, type: (typeof TYPES)[number]): Rating['severity'] {
  if (score >= 9 && type !== 'CVSS_V2') return 'critical'
  return score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low'
}
