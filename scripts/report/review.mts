/** How is a review told? What breaks users first, then what is risky and why, then who could look at it. */

import type { EvidenceOf, SkillId } from '../core/evidence.mts'
import { isQuiet, type ReviewEvidence, semverOf } from '../core/review.mts'
import type { Reviewer } from '../core/reviewers.mts'
import { type FileRisk, risksOf } from '../core/risk.mts'
import { sum } from '../core/sum.mts'
import { markdownText, sentence } from './escape.mts'
import { counted, short } from './words.mts'

export interface Told {
  readonly review: ReviewEvidence
  readonly reviewers: readonly Reviewer[]
  /** Hash → name, of those who are found. */
  readonly names: ReadonlyMap<string, string>
  readonly needed: { readonly [K in SkillId]?: EvidenceOf[K] }
}

interface Section {
  readonly title: string
  readonly lines: readonly string[]
  readonly rest: number
}

const MOST = 12

export function reviewText(told: Told): string {
  const lines = [
    summary(told.review),
    ...sections(told).flatMap(({ title, lines, rest }) => [
      '',
      title,
      ...lines.map(line => `  ${line}`),
      ...(rest > 0 ? [`  … and ${rest} more`] : []),
    ]),
  ]
  return lines.map(line => (/^ */.exec(line)?.[0] ?? '') + sentence(line)).join('\n')
}

export function reviewMarkdown(told: Told): string {
  const parts = sections(told).map(({ title, lines, rest }) =>
    [
      `### ${markdownText(title)}`,
      '',
      ...lines.map(line => `- ${markdownText(line)}`),
      ...(rest > 0 ? [`- … and ${rest} more`] : []),
    ].join('\n'),
  )
  return `${['## Review of this change', markdownText(summary(told.review)), ...parts].join('\n\n')}\n`
}

function summary({ since, files, api }: ReviewEvidence): string {
  const named = since.release ?? short(since.commit)
  const read = files.filter(({ role }) => role !== 'generated' && role !== 'lockfile')
  const sizes = (['source', 'test'] as const).map(role => {
    const own = read.filter(each => each.role === role)
    const total = (key: 'added' | 'deleted') => sum(own, each => each[key])
    return `${role} +${total('added')} −${total('deleted')}`
  })
  const left = files.length - read.length
  const leftOut = left > 0 ? ` (${counted(left, 'generated or lock file')} left out)` : ''
  const code = read.filter(({ role }) => role === 'source' || role === 'test')
  const isMoved = code.every(({ kind }) => kind === 'renamed')
  const quiet =
    code.length > 0 && code.every(isQuiet)
      ? ` ${isMoved ? 'Moved' : 'Formatting'} only: no code is different.`
      : ''
  const verdict =
    api === null
      ? ''
      : ` The names and parameters of the public surface (${counted(api.names, 'name')}) ask for a ${semverOf(api)} release.`
  return `Since ${named}: ${counted(read.length, 'file')}${leftOut}, ${sizes.join(', ')}.${quiet}${verdict}`
}

function sections({ review, reviewers, names, needed }: Told): readonly Section[] {
  const { api, files } = review
  const risks = risksOf(files, needed)
  const breaks = api?.breaks ?? []
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ['Breaks for users of the package', breaks.filter(each => each.isSure).map(breakLine)],
    [
      'Importable by path only: a break for whoever does',
      breaks.filter(each => !each.isSure).map(breakLine),
    ],
    [
      'New public names',
      (api?.added ?? []).map(({ name, path, line }) => `${name} (${path}:${line})`),
    ],
    ['Read first', risks.filter(({ value }) => value >= 1).map(riskLine)],
    [
      'Formatted or moved only',
      files.filter(isQuiet).map(({ path, from }) => (from === null ? path : `${from} → ${path}`)),
    ],
    ['Could review', reviewers.map(each => reviewerLine(each, names))],
  ]
  return lines
    .filter(([, all]) => all.length > 0)
    .map(([title, all]) => ({
      title,
      lines: all.slice(0, MOST),
      rest: Math.max(0, all.length - MOST),
    }))
}

const breakLine = ({
  path,
  line,
  kind,
  message,
}: NonNullable<ReviewEvidence['api']>['breaks'][number]) =>
  `${message} (${kind === 'removed' ? `was in ${path}` : `${path}:${line}`})`

const PARTS: Readonly<Record<string, string>> = {
  size: 'size',
  complexity: 'complexity',
  churn: 'churn',
  untested: 'untested',
  hands: 'many hands',
}

function riskLine({ path, value, parts, untested }: FileRisk): string {
  const why = Object.entries(parts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([part, share]) => `${PARTS[part] ?? part} ${Math.round(100 * share)} %`)
  const lines =
    untested === null || untested.length === 0 ? '' : `; no test runs ${ranges(untested)}`
  return `${path}: risk ${Math.round(value)} of 100 (${why.join(', ')})${lines}`
}

/** "3–5, 9", the first few. */
function ranges(lines: readonly number[]): string {
  const runs: [number, number][] = []
  for (const line of lines) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === line - 1) last[1] = line
    else runs.push([line, line])
  }
  const shown = runs.slice(0, 5).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`))
  return `${lines.length === 1 ? 'line' : 'lines'} ${shown.join(', ')}${runs.length > 5 ? ' …' : ''}`
}

const reviewerLine = ({ author, share, files }: Reviewer, names: Told['names']): string =>
  `${names.get(author) ?? `author ${author.slice(0, 8)}`}: wrote ${Math.round(100 * share)} % of what is changed, in ${counted(files.length, 'file')}`
