/** What did a stored run score, computed again from nothing but its measures and policy? To the bit, or it is said. */

import type { Measure, Missing, Outcome, Status } from './model.mts'

/** One row of the table `measures`. */
export interface StoredMeasure {
  readonly skill: string
  readonly name: string
  readonly subject: string
  readonly value: number | null
  readonly extent: number | null
  readonly status: string
  readonly why: string | null
}

/** The outcomes these rows came from, as far as a score needs them: findings are a table of their own. */
export function outcomesFrom(rows: readonly StoredMeasure[]): Outcome[] {
  return [...Map.groupBy(rows, ({ skill }) => skill)].map(([skill, ofSkill]) => {
    const judged = ofSkill.filter(({ status }) => status === 'judged')
    const other = ofSkill.find(({ status }) => status !== 'judged')
    const isSilent =
      other !== undefined &&
      other.status !== 'unavailable' &&
      ofSkill.every(({ status }) => status === other.status)
    return {
      skill,
      status: isSilent ? (other.status as Status) : 'judged',
      why: isSilent ? other.why : null,
      durationMs: 0,
      measures: judged.map(measureOf),
      findings: [],
      missing: isSilent ? [] : ofSkill.filter(({ status }) => status !== 'judged').map(missingOf),
      proposals: [],
    }
  })
}

const measureOf = ({ name, subject, value, extent }: StoredMeasure): Measure => ({
  name,
  subject,
  value: value ?? Number.NaN,
  ...(extent === null ? {} : { extent }),
})

const missingOf = ({ name, status, why }: StoredMeasure): Missing => ({
  measure: name,
  why: why ?? 'not measured',
  ...(status === 'not-applicable' ? { status } : {}),
})
