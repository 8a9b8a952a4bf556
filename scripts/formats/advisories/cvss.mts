/** How bad is a CVSS vector? Scores of versions 2.0, 3.0, 3.1 and 4.0 by FIRST's published equations. */

import calculator from 'ae-cvss-calculator'

const { Cvss2, Cvss3P0, Cvss3P1, Cvss4P0 } = calculator

/** A metric of these vectors, written as it should be: the calculator complains of others aloud. */
const METRIC = /^[A-Za-z]{1,4}:[A-Za-z]{1,10}$/

const VERSIONS = [
  [/^CVSS:4\.0\//, Cvss4P0],
  [/^CVSS:3\.1\//, Cvss3P1],
  [/^CVSS:3\.0\//, Cvss3P0],
  [/^\(?AV:/, Cvss2],
] as const

/**
 * Score 0.0–10.0; null for a vector of another version, or one that is not whole. The score of
 * version 4 has its threat metric (exploit maturity) in it; the others are base scores.
 */
export function baseScore(vector: string): number | null {
  const Version = VERSIONS.find(([start]) => start.test(vector))?.[1]
  if (Version === undefined || vector.length > 500) return null
  const bare = vector.replace(/[()]/g, '')
  const metrics = bare.replace(/^CVSS:\d\.\d\//, '').split('/')
  if (!metrics.every(metric => metric === '' || METRIC.test(metric))) return null
  try {
    const parsed = new Version(bare)
    if (!parsed.isBaseFullyDefined()) return null
    const { base, overall } = parsed.calculateScores()
    return (Version === Cvss4P0 ? overall : base) ?? null
  } catch {
    return null
  }
}
