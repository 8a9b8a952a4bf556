/** Who hears what of a run? What its branch's history says is new or over, told to each channel once. */

import { resolve } from 'node:path'
import {
  ALERTING,
  type Alert,
  type AlertKind,
  alertsOf,
  type EarlierRun,
  isPending,
  isQuietHour,
  toldTo,
  untold,
} from '../core/alerts.mts'
import { ALERT_LIMITS } from '../core/config/alerts.mts'
import { reasonOf } from '../core/fault.mts'
import type { AlertChannel, Policy } from '../core/policy.mts'
import type { Assessment } from '../core/verdict.mts'
import { mergedInto } from '../edge/baseline.mts'
import { openGitHub } from '../edge/forge/github.mts'
import type { History } from '../edge/store.mts'
import { postToWebhook } from '../edge/webhook.mts'
import type { AlertNews } from '../report/alerts.mts'
import { counted } from '../report/words.mts'
import type { AssessChoices } from './assess-options.mts'
import type { OpenProject } from './open-project.mts'
import { writeWhole } from './write-whole.mts'

type Choices = Pick<AssessChoices, 'alerts' | 'isOffline' | 'warn'>

/** A file asked for with `--alerts` is empty where there is nothing to tell. */
export async function raiseAlerts(
  { lens, baseline, policy }: Pick<OpenProject, 'lens' | 'baseline' | 'policy'>,
  assessment: Assessment,
  history: History,
  choices: Choices,
): Promise<{ alerts?: readonly Alert[] }> {
  // Nobody is woken for a change that is still to be merged, nor for a state that is not checked out.
  const isReviewed = mergedInto(baseline) !== null
  const isNews = lens.isWorkTree && !isReviewed
  const alerts = isNews ? await alertsSince(assessment, history, policy, choices) : []
  const link = linkTo(policy, assessment)
  if (choices.alerts !== undefined) {
    const fresh = alerts.filter(({ state }) => state !== 'open')
    const { mailText } = await import('../report/alerts.mts')
    const text = fresh.length === 0 ? '' : mailText({ run: assessment.run, alerts: fresh, link })
    await writeWhole(resolve(choices.alerts), text)
  }
  return alerts.length === 0 ? {} : { alerts }
}

const linkTo = ({ alerts }: Policy, { run }: Assessment): string | null =>
  alerts?.site === undefined ? null : `${alerts.site.replace(/\/*$/, '')}/run/${run.id}/`

/** What the history says is new, stands or is over with this run, which is not in it yet; whoever is to hear of it was told. */
export async function alertsSince(
  assessment: Assessment,
  history: History,
  policy: Policy,
  { isOffline, warn }: Omit<Choices, 'alerts'>,
): Promise<readonly Alert[]> {
  const { run } = assessment
  if (run.isDirty || run.commit === null) return []
  const settings = policy.alerts
  try {
    const before = await earlierRun(history, run)
    let alerts = alertsOf(assessment, before, settings ?? ALERT_LIMITS)
    const channels = settings?.channels ?? []
    const wait = waitOf(settings?.quiet, isOffline)
    if (wait !== null) {
      const held = new Set(channels.flatMap(channel => newsFor(alerts, channel)))
      if (held.size > 0) warn(`${counted(held.size, 'alert')} ${wait}`)
      return alerts
    }
    const about = { run, link: linkTo(policy, assessment) }
    for (const channel of channels) alerts = await tell(alerts, channel, about, warn)
    return alerts
  } catch (error) {
    warn(`Alerts were not looked for: ${reasonOf(error)}`)
    return []
  }
}

/** Why nobody is told in this run, as the end of a sentence; null when they are. */
function waitOf(quiet: string | undefined, isOffline: boolean): string | null {
  if (isOffline)
    return 'not sent because of --offline: the next run without it sends what still stands.'
  return quiet !== undefined && isQuietHour(quiet, new Date()) === true
    ? `not sent in the quiet hours (${quiet}): the first run after them sends what still stands.`
    : null
}

const nameOf = ({ to, address }: AlertChannel) => [to, address].filter(Boolean).join(' ')

/** What this channel wants to hear and has not heard. */
const newsFor = (alerts: readonly Alert[], channel: AlertChannel): readonly Alert[] =>
  untold(alerts, nameOf(channel)).filter(({ kind }) => channel.kinds?.includes(kind) ?? true)

async function tell(
  alerts: readonly Alert[],
  channel: AlertChannel,
  about: Omit<AlertNews, 'alerts'>,
  warn: (sentence: string) => void,
): Promise<readonly Alert[]> {
  const name = nameOf(channel)
  const news = newsFor(alerts, channel)
  if (news.length === 0) return alerts
  const why = await sent(channel, { ...about, alerts: news }).catch((error: unknown) =>
    reasonOf(error),
  )
  if (why !== null) {
    warn(
      `${name} was not told of ${counted(news.length, 'alert')}, the next run tries again: ${why}.`,
    )
    return alerts
  }
  return alerts.map(each => (news.includes(each) ? toldTo(each, name) : each))
}

/** Null when it was taken, else why not. */
async function sent({ to, address = '', secret }: AlertChannel, news: AlertNews) {
  const { issueOf, slackMessage, teamsMessage, webhookMessage } = await import(
    '../report/alerts.mts'
  )
  const messages = { slack: slackMessage, teams: teamsMessage, webhook: webhookMessage } as const
  if (to !== 'github-issue') return postToWebhook(address, messages[to](news), secret)
  if (!process.env.GITHUB_TOKEN || !process.env.GITHUB_REPOSITORY)
    return 'GITHUB_TOKEN and GITHUB_REPOSITORY are not both set'
  const github = openGitHub()
  for (const alert of news.alerts) {
    const why = await github.issue(issueOf(alert, news))
    if (why !== null) return why
  }
  return null
}

const LAST = `FROM runs WHERE project = $1 AND branch IS NOT DISTINCT FROM $2 AND NOT dirty ORDER BY started_at DESC LIMIT 1`

/** Null on the first run of a branch. */
async function earlierRun(
  history: History,
  { slug, branch }: Assessment['run'],
): Promise<EarlierRun | null> {
  const [run] = await history.rows(
    `SELECT run, score, evidence, gate, policy, tool_version ${LAST}`,
    [slug, branch],
  )
  if (run === undefined) return null
  const rules = Object.keys(ALERTING)
    .map(rule => `'${rule}'`)
    .join(', ')
  const id = String(run.run)
  const findings = await history.rows(
    `SELECT key FROM findings WHERE run = $1 AND rule IN (${rules}) AND state <> 'fixed' AND waived IS NULL`,
    [id],
  )
  const alerts = await history.rows(
    `SELECT kind, subject, state, message, since, was, told FROM alerts WHERE run = $1 AND kind <> 'gate'`,
    [id],
  )
  return {
    score: numberOf(run.score),
    evidence: numberOf(run.evidence) ?? 0,
    gate: String(run.gate),
    policy: String(run.policy),
    toolVersion: String(run.tool_version),
    findings: new Set(findings.map(({ key }) => String(key))),
    alerts: alerts.map(stored).filter(isPending),
  }
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)

const stored = ({
  kind,
  subject,
  state,
  message,
  since,
  was,
  told,
}: Record<string, unknown>): Alert => ({
  kind: String(kind) as AlertKind,
  subject: String(subject),
  state: String(state) as Alert['state'],
  message: String(message),
  since: String(since),
  was: numberOf(was),
  told: Array.isArray(told) ? told.map(String) : [],
})
