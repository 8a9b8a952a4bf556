/** How is somebody told of an alert? The same news as Slack, Teams, a program, an e-mail and an issue want it. */

import type { Alert } from '../core/alerts.mts'
import type { Run } from '../core/model.mts'
import { markdownText, sentence, stopped } from './escape.mts'
import { type Paint, wrap } from './layout.mts'
import { counted } from './words.mts'

export interface AlertNews {
  readonly run: Pick<Run, 'id' | 'slug' | 'commit' | 'branch' | 'release' | 'startedAt'>
  readonly alerts: readonly Alert[]
  /** Page of the run, where a site is published. */
  readonly link: string | null
}

/** A message is read on a telephone; the rest is behind the link. */
const MOST = 10

/** `harbour, main: 2 alerts, 1 resolved`. */
function headline({ run, alerts }: AlertNews): string {
  const over = alerts.filter(({ state }) => state === 'resolved').length
  const news = alerts.length - over
  const parts = [
    ...(news > 0 ? [counted(news, 'alert')] : []),
    ...(over > 0 ? [`${over} resolved`] : []),
  ]
  return sentence(`${run.slug}${run.branch === null ? '' : `, ${run.branch}`}: ${parts.join(', ')}`)
}

const lineOf = ({ state, message }: Alert): string =>
  stopped(state === 'resolved' ? `Resolved: ${message}` : message)

function lines(alerts: readonly Alert[]): string[] {
  const rest = alerts.length - MOST
  return [...alerts.slice(0, MOST).map(lineOf), ...(rest > 0 ? [`And ${rest} more.`] : [])]
}

/** For the verdict: what is new and what is over. */
export function alertLines(alerts: readonly Alert[], paint: Paint, width: number): string[] {
  return alerts
    .filter(({ state }) => state !== 'open')
    .flatMap(({ state, message, told }) => {
      const heard = told.length === 0 ? '' : ` (told ${told.at(-1)?.split(' ')[0]})`
      const text = `${state === 'resolved' ? 'Over' : 'Alert'}: ${stopped(message + heard)}`
      const mark = state === 'resolved' ? paint.good('✓') : paint.bad('!')
      return wrap(text, width - 5).map((line, row) => `  ${row === 0 ? mark : ' '} ${line}`)
    })
}

/** Incoming webhooks of Slack. */
export function slackMessage(news: AlertNews): object {
  const plain = (text: string) =>
    text.replace(/[&<>]/g, mark => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[mark] ?? mark)
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
  const told = lines(news.alerts).map(line => `• ${plain(line).replace(/[*_~`]/g, '\u200b$&')}`)
  return {
    text: plain(headline(news)),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: headline(news).slice(0, 150) } },
      section(told.join('\n').slice(0, 3000)),
      ...(news.link === null ? [] : [section(`<${news.link}|The run>`)]),
    ],
  }
}

/** A webhook of Teams' workflows takes an Adaptive Card. */
export function teamsMessage(news: AlertNews): object {
  const block = (text: string, more: object = {}) => ({
    ...{ type: 'TextBlock', text: markdownText(text), wrap: true },
    ...more,
  })
  const content = {
    ...{ $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard' },
    version: '1.4',
    body: [
      block(headline(news), { weight: 'Bolder', size: 'Medium' }),
      ...lines(news.alerts).map(each => block(each)),
    ],
    ...(news.link === null
      ? {}
      : { actions: [{ type: 'Action.OpenUrl', title: 'The run', url: news.link }] }),
  }
  const contentType = 'application/vnd.microsoft.card.adaptive'
  return { type: 'message', attachments: [{ contentType, content }] }
}

/** What programs read (docs/alerts.md): all alerts, none cut. */
export function webhookMessage({ run, alerts, link }: AlertNews): object {
  return {
    ...{ schema: '1.0', project: run.slug, run: run.id, commit: run.commit, branch: run.branch },
    ...{ release: run.release, at: run.startedAt, link },
    alerts: alerts.map(({ kind, subject, state, message, since, was }) => ({
      ...{ kind, subject, state, message: sentence(message), since, was },
    })),
  }
}

/** Headers and body, for whatever sends mail. */
export function mailText(news: AlertNews): string {
  const { commit } = news.run
  return [
    `Subject: ${headline(news).replace(/[^\x20-\x7e]/g, '?')}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    ...news.alerts.map(each => `- ${lineOf(each)}`),
    '',
    ...(commit === null ? [] : [`Commit: ${commit}`]),
    ...(news.link === null ? [] : [`The run: ${news.link}`]),
    '',
  ].join('\n')
}

/** One issue an alert, which its end closes; the hidden first line is how it is found again. */
export function issueOf(alert: Alert, { run, link }: AlertNews) {
  const id = Buffer.from(`${alert.kind} ${alert.subject} ${alert.since}`).toString('base64url')
  const marker = `<!-- shipworthy alert ${id.slice(0, 200)} -->`
  const where = [
    ...(run.commit === null ? [] : [`Commit ${run.commit}`]),
    ...(link === null ? [] : [`[the run](${link})`]),
  ]
  return {
    marker,
    title: sentence(alert.message).slice(0, 200),
    body: [marker, markdownText(lineOf(alert)), '', where.join(', '), ''].join('\n'),
    isOver: alert.state === 'resolved',
  }
}
