/** Where does a corpus of projects stand on each measure? The page that the control points of the score are read from. */

import type { Curve } from '../core/curve.mts'
import type { Policy } from '../core/policy.mts'
import { sorted } from '../core/statistics/describe.mts'
import type { Assessment } from '../core/verdict.mts'
import { markdownText } from './escape.mts'

export interface Visit extends Assessment {
  /** The one most lines of its code are written in. */
  readonly language: string
  /** By which rules it was measured. */
  readonly dialect: string
}

const SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]
const HEADS = ['least', '10 %', '25 %', 'median', '75 %', '90 %', 'most']

/** `date`: ISO date of the measurement; `version`: of the Shipworthy that took it. */
export function calibrationPage(
  visits: readonly Visit[],
  { dimensions, gate }: Policy,
  date: string,
  version: string,
): string {
  const parts = Object.values(dimensions).flatMap(dimension => Object.entries(dimension.parts))
  const points = parts.map(([name, { curve }]) => pointsRow(visits, name, curve))
  const totals = sorted(visits.flatMap(({ score }) => score.value ?? []))
  const good = totals.filter(total => total >= gate.score).length
  const names = parts.map(([name]) => name)
  return `# Calibration

Measured ${date} with Shipworthy ${version}, metric dialect \`${visits[0]?.dialect}\`.

Where ${visits.length} maintained open-source projects stand, measured as a stranger would: a clone, no network, no tests run. So
coverage and advisories are missing, and the totals rest on the evidence beside them.
\`node scripts/calibrate.mts FOLDER…\` writes this page; a test holds the curves of \`scripts/policy.mts\` against it.

## Measures

\`good\` scores 90 and \`poor\` 50: the best quarter of these projects scores 90 or more, the worst tenth 50 or less.

${table(['measure', 'projects', ...HEADS, 'good', 'poor'], points)}

## Totals

${table(
  ['projects', ...HEADS, `at ${gate.score} or more`],
  [[String(totals.length), ...SHARES.map(share => number(quantile(totals, share))), String(good)]],
)}

## Projects

${table(
  ['project', 'commit', 'language', 'code lines', ...names, 'score', 'evidence'],
  visits
    .toSorted((a, b) => (b.score.value ?? -1) - (a.score.value ?? -1))
    .map(visit => projectRow(visit, names)),
)}
`
}

function pointsRow(visits: readonly Visit[], name: string, curve: Curve | undefined): string[] {
  const values = sorted(visits.flatMap(visit => taken(visit, name) ?? []))
  const points = [curve?.good, curve?.poor].map(point => (point === undefined ? '' : `${point}`))
  const shown = SHARES.map(share => number(quantile(values, share)))
  return [`\`${name}\``, String(values.length), ...shown, ...points]
}

const projectRow = (visit: Visit, names: readonly string[]): string[] => [
  markdownText(visit.run.slug),
  visit.run.commit?.slice(0, 10) ?? 'no git',
  visit.language,
  String(taken(visit, 'code-lines') ?? '–'),
  ...names.map(name => number(taken(visit, name))),
  number(visit.score.value),
  `${Math.round(visit.score.evidence * 100)} %`,
]

function taken({ outcomes }: Assessment, name: string): number | null {
  const all = outcomes.flatMap(({ measures }) => measures)
  return all.find(measure => measure.name === name && measure.subject === '')?.value ?? null
}

/** Nearest rank: the smallest value that `share` (0–1) of the values do not exceed. */
const quantile = (values: readonly number[], share: number): number | null =>
  values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? null

const number = (value: number | null) => (value === null ? '–' : value.toFixed(2))

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
