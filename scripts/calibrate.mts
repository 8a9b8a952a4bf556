#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/**
 * Where do maintained projects stand on each measure? `node scripts/calibrate.mts FOLDER…` assesses them without network
 * and without running anything, and writes docs/calibration.md: the table, the quantiles, and the control points that give
 * the best quarter 90 or more and the worst tenth 50 or less. A person reads it and decides what policy.mts says.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { execa } from 'execa'
import type { Curve } from './core/curve.mts'
import type { Assessment } from './core/verdict.mts'
import { home, toolVersion } from './edge/places.mts'
import { openHistory } from './edge/store.mts'
import { defaultPolicy } from './policy.mts'
import { markdownText } from './report/escape.mts'

const QUARTER = 0.25
const TENTH = 0.1

/** Measures that go through a curve, with the points in force. */
const curved = Object.values(defaultPolicy.dimensions).flatMap(({ parts }) =>
  Object.entries(parts).flatMap(([name, { curve }]) =>
    curve === undefined ? [] : [{ name, curve }],
  ),
)
const plain = Object.values(defaultPolicy.dimensions).flatMap(({ parts }) =>
  Object.entries(parts).flatMap(([name, { curve }]) => (curve === undefined ? [name] : [])),
)

interface Visit extends Assessment {
  /** The one most lines of its code are written in. */
  readonly language: string
  /** By which rules it was measured. */
  readonly dialect: string
}

const assessments: Visit[] = []
for (const folder of process.argv.slice(2)) {
  process.stderr.write(`${basename(folder)}\n`)
  assessments.push(await assessed(resolve(folder)))
}
if (assessments.length === 0) throw new Error('Name the folders of the projects to calibrate on.')
assessments.sort((a, b) => (b.score.value ?? 0) - (a.score.value ?? 0))
writeFileSync(join(home, 'docs/calibration.md'), page())

async function assessed(project: string): Promise<Visit> {
  const data = mkdtempSync(join(tmpdir(), 'shipworthy-calibrate-'))
  try {
    const args = ['--offline', '--json', '--no-gate', '--baseline', 'none', '--data', data]
    const { stdout } = await execa(
      process.execPath,
      [join(home, 'scripts/assess.mts'), project, ...args],
      { maxBuffer: 500_000_000 },
    )
    return { ...(JSON.parse(stdout) as Assessment), ...(await remembered(data)) }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function remembered(data: string): Promise<Pick<Visit, 'language' | 'dialect'>> {
  const history = await openHistory(data)
  try {
    const { rows } = await history.query(
      `SELECT (SELECT language FROM files WHERE role = 'source' GROUP BY language ORDER BY sum(code) DESC LIMIT 1),
              (SELECT value FROM environment WHERE name = 'dialect')`,
    )
    const [language, dialect] = rows[0] ?? []
    return { language: String(language ?? '–'), dialect: String(dialect ?? '–') }
  } finally {
    history.close()
  }
}

function taken({ outcomes }: Assessment, name: string): number | null {
  const all = outcomes.flatMap(({ measures }) => measures)
  return all.find(measure => measure.name === name && measure.subject === '')?.value ?? null
}

/** Sorted, of the projects that have the measure. */
function valuesOf(name: string): readonly number[] {
  return assessments.flatMap(each => taken(each, name) ?? []).sort((a, b) => a - b)
}

/** Nearest rank: the smallest value that `share` (0–1) of the projects do not exceed. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

function page(): string {
  const totals = assessments.flatMap(({ score }) => score.value ?? []).sort((a, b) => a - b)
  const names = [...curved.map(({ name }) => name), ...plain]
  return `# Calibration

Measured ${new Date().toISOString().slice(0, 10)} with Shipworthy ${toolVersion}, metric dialect \`${assessments[0]?.dialect}\`.

Where ${assessments.length} maintained open-source projects stand, measured as a stranger would: a clone, no network, no tests run. So
coverage and advisories are missing, and the totals rest on the evidence beside them.
\`node scripts/calibrate.mts FOLDER…\` writes this page; a test holds the curves of \`scripts/policy.mts\` against it.

## Control points

The best quarter of these projects scores 90 or more on each measure, the worst tenth 50 or less.

${table(
  ['measure', 'projects', 'best', '25 %', 'median', '75 %', '90 %', 'worst', 'good', 'poor'],
  curved.map(({ name, curve }) => pointsRow(name, curve)),
)}

## Totals

${table(
  ['projects', 'lowest', '10 %', '25 %', 'median', '75 %', '90 %', 'highest', 'at 80 or more'],
  [
    [
      String(totals.length),
      ...[0, TENTH, QUARTER, 0.5, 0.75, 0.9, 1].map(share => quantile(totals, share).toFixed(1)),
      String(totals.filter(total => total >= defaultPolicy.gate.score).length),
    ],
  ],
)}

## The projects

${table(
  ['project', 'commit', 'language', 'code lines', ...names, 'score', 'evidence'],
  assessments.map(each => [
    markdownText(each.run.slug),
    each.run.commit?.slice(0, 10) ?? 'no git',
    each.language,
    String(taken(each, 'code-lines') ?? '–'),
    ...names.map(name => number(taken(each, name))),
    each.score.value?.toFixed(2) ?? '–',
    `${Math.round(each.score.evidence * 100)} %`,
  ]),
)}
`
}

function pointsRow(name: string, { good, poor }: Curve): string[] {
  const values = valuesOf(name)
  const shown = [0, QUARTER, 0.5, 0.75, 1 - TENTH, 1].map(share => number(quantile(values, share)))
  return [`\`${name}\``, String(values.length), ...shown, String(good), String(poor)]
}

function number(value: number | null): string {
  return value === null || Number.isNaN(value) ? '–' : value.toFixed(2)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
