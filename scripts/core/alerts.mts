/** What happened that somebody should hear of, and is over? Once each: what is open already is not news. */

import { aboutOf, isLevelBack, regressions, seriesOf } from './level-alerts.mts'
import type { Outcome } from './model.mts'
import type { Assessment } from './verdict.mts'

export const ALERT_KINDS = [
  'score-drop',
  'gate-failed',
  'regression',
  'advisory',
  'evidence-lost',
] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

export interface Alert {
  readonly kind: AlertKind
  /** Tells it from others of its kind: key of a finding, or what the number was before. */
  readonly subject: string
  /** `raised` in this run, `open` since an earlier one, `resolved`. */
  readonly state: 'raised' | 'open' | 'resolved'
  readonly message: string
  /** Id of the run that raised it. */
  readonly since: string
  /** What the score (0–100) or the evidence (0–1) was before it fell. */
  readonly was: number | null
  /** Channels that took it, and, followed by ` resolved`, its end. */
  readonly told: readonly string[]
}

export interface AlertLimits {
  /** Points of the total. */
  readonly scoreDrop: number
  /** Share (0–1) of the weight. */
  readonly evidenceDrop: number
}

/** The run before on this branch, as the history tells it. */
export interface EarlierRun {
  readonly score: number | null
  readonly evidence: number
  readonly gate: string
  readonly policy: string
  readonly toolVersion: string
  /** Keys of its findings that can be alerts. */
  readonly findings: ReadonlySet<string>
  /** Those that were not over, or whose end not every channel had taken. */
  readonly alerts: readonly Alert[]
}

/** Findings that are alerts when they come, and the measure that says they were looked for. */
export const ALERTING = {
  'vulnerable-package': {
    kind: 'advisory',
    skill: 'dependency-guardian',
    measure: 'vulnerable-packages',
  },
  'slower-benchmark': {
    kind: 'regression',
    skill: 'performance-profiler',
    measure: 'slower-benchmarks',
  },
} as const satisfies Record<string, { kind: AlertKind; skill: string; measure: string }>

/** A first run raises nothing: what it finds has stood there before. Numbers under another policy or tool are not compared. */
export function alertsOf(
  assessment: Assessment,
  before: EarlierRun | null,
  limits: AlertLimits,
): readonly Alert[] {
  if (before === null) return []
  const carried = before.alerts.map(alert => continued(alert, assessment, limits))
  const known = new Set(carried.filter(({ state }) => state !== 'resolved').map(aboutOf))
  const fresh: Alert[] = []
  for (const each of arisen(assessment, before, limits)) {
    if (known.has(aboutOf(each))) continue
    known.add(aboutOf(each))
    fresh.push({ ...each, state: 'raised', since: assessment.run.id, told: [] })
  }
  return [...carried, ...fresh]
}

function continued(alert: Alert, assessment: Assessment, limits: AlertLimits): Alert {
  if (alert.state === 'resolved') return alert
  return { ...alert, state: isOver(alert, assessment, limits) ? 'resolved' : 'open' }
}

/** A number that fell is back when half of the fall that counts is made good: else it would flicker. */
function isOver(
  { kind, subject, was }: Alert,
  assessment: Assessment,
  limits: AlertLimits,
): boolean {
  const { score, gate, outcomes, trend } = assessment
  if (kind === 'gate-failed') return gate.status === 'pass'
  if (kind === 'evidence-lost') return score.evidence >= (was ?? 0) - limits.evidenceDrop / 2
  if (kind === 'score-drop')
    return score.value !== null && score.value >= (was ?? 0) - limits.scoreDrop / 2
  const series = seriesOf(subject)
  if (series !== null) return isLevelBack(trend, series)
  const [rule, { measure }] = Object.entries(ALERTING).find(([, each]) => each.kind === kind) ?? [
    '',
    { measure: '' },
  ]
  return (
    isMeasured(outcomes, measure) && !standing(assessment, rule).some(({ key }) => key === subject)
  )
}

const isMeasured = (outcomes: readonly Outcome[], measure: string) =>
  outcomes.some(
    each => each.status === 'judged' && each.measures.some(({ name }) => name === measure),
  )

/** Findings of the rule that nobody waived. */
const standing = ({ outcomes }: Assessment, rule: string) =>
  outcomes.flatMap(outcome =>
    outcome.status === 'judged'
      ? outcome.findings.filter(each => each.rule === rule && each.waived === undefined)
      : [],
  )

export type Arisen = Pick<Alert, 'kind' | 'subject' | 'message' | 'was'>

function arisen(assessment: Assessment, before: EarlierRun, limits: AlertLimits): Arisen[] {
  return [
    ...numbers(assessment, before, limits),
    ...gateTurned(assessment, before),
    ...Object.entries(ALERTING).flatMap(([rule, { kind }]) =>
      standing(assessment, rule)
        .filter(({ key }) => !before.findings.has(key))
        .map(({ key, message }) => ({ kind, subject: key, message, was: null })),
    ),
    ...regressions(assessment.trend),
  ]
}

function numbers({ run, score }: Assessment, before: EarlierRun, limits: AlertLimits): Arisen[] {
  if (before.policy !== run.policyHash || before.toolVersion !== run.toolVersion) return []
  const found: Arisen[] = []
  const was = before.score
  if (was !== null && score.value !== null && was - score.value >= limits.scoreDrop)
    found.push({
      ...{ kind: 'score-drop', subject: was.toFixed(2), was },
      message: `The score fell from ${was.toFixed(2)} to ${score.value.toFixed(2)}`,
    })
  const percent = (share: number) => `${Math.round(100 * share)} %`
  if (before.evidence - score.evidence >= limits.evidenceDrop)
    found.push({
      ...{ kind: 'evidence-lost', subject: before.evidence.toFixed(2), was: before.evidence },
      message: `The evidence fell from ${percent(before.evidence)} to ${percent(score.evidence)}: ${silent(score)}`,
    })
  return found
}

/** Which dimensions did not answer, since a number alone sends nobody anywhere. */
function silent({ dimensions }: Assessment['score']): string {
  const names = dimensions
    .filter(
      ({ weight, status, evidence }) => weight > 0 && status !== 'not-applicable' && evidence < 1,
    )
    .map(({ id, evidence }) => `${id} ${Math.round(100 * evidence)} %`)
  return names.length === 0 ? 'no dimension says why' : names.join(', ')
}

function gateTurned({ gate }: Assessment, before: EarlierRun): Arisen[] {
  if (gate.status !== 'fail' || before.gate === 'fail') return []
  const failed = gate.conditions.filter(({ status }) => status === 'fail').map(({ why }) => why)
  return [
    {
      kind: 'gate-failed',
      subject: '',
      was: null,
      message: `The gate fails: ${failed.join('; ')}`,
    },
  ]
}

const endOf = (channel: string) => `${channel} resolved`

/** What this channel has not heard yet: of an end only who heard of the beginning. */
export const untold = (alerts: readonly Alert[], channel: string): readonly Alert[] =>
  alerts.filter(({ state, told }) =>
    state === 'resolved'
      ? told.includes(channel) && !told.includes(endOf(channel))
      : !told.includes(channel),
  )

export const toldTo = (alert: Alert, channel: string): Alert => ({
  ...alert,
  told: [...alert.told, alert.state === 'resolved' ? endOf(channel) : channel],
})

/** Whether the next run has to know of it: it is not over, or somebody waits for the news that it is. */
export const isPending = ({ state, told }: Alert): boolean =>
  state !== 'resolved' ||
  told.some(each => !each.endsWith(' resolved') && !told.includes(endOf(each)))

/** `HH:MM-HH:MM Zone`, over midnight where the first is the later one. */
const QUIET = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d) (\S+)$/

/** Whether nobody is to be told now; null where the text is not understood. */
export function isQuietHour(quiet: string, now: Date): boolean | null {
  const found = QUIET.exec(quiet)
  if (found === null) return null
  const [from, to] = [
    Number(found[1]) * 60 + Number(found[2]),
    Number(found[3]) * 60 + Number(found[4]),
  ]
  try {
    const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    const parts = new Intl.DateTimeFormat('en', { ...options, timeZone: found[5] ?? '' })
    const [hour, minute] = parts.format(now).split(':').map(Number)
    const at = (hour ?? 0) * 60 + (minute ?? 0)
    return from <= to ? at >= from && at < to : at >= from || at < to
  } catch {
    return null
  }
}
