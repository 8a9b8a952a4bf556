/** How is a comparison read? Sentence first, then dimensions, findings, measures and timings, each with what is hidden counted. */

import type { DeepLinks } from '../../../scripts/report/deep-links.mts'
import { change, day, difference, evidence, plural, points, quantity } from '../format.mts'
import { type Html, html } from '../html.mts'
import { gateWord } from '../verdict.mts'
import type { DimensionChange, MeasureChange, SidesComparison } from './comparison.mts'
import type { FindingChanges } from './findings.mts'
import { flameSection } from './render-flames.mts'
import { scroll } from './scroll.mts'
import type { Side, SideFinding } from './side.mts'
import { slopes } from './slopes.mts'
import type { TimingChange, Timings } from './timings.mts'

export interface Around {
  /** Path the site lies under, with a slash at both ends. */
  readonly base: string
  readonly links: DeepLinks | null
  /** Part of a page that has a title of its own. */
  readonly isPart: boolean
}

export const renderComparison = (compared: SidesComparison, around: Around): Html => html`
<section class="headline">
<p class="kicker">Comparison</p>
${titled(compared, around)}
${compared.because.length > 0 && html`<p class="because">The scores may not be compared: <bdi>${compared.because.join('; ')}</bdi>. Measures and findings that mean the same on both sides are.</p>`}
${sidesTable(compared, around)}
</section>
${dimensionsSection(compared.dimensions, compared)}
${findingsSection(compared.findings, compared)}
${measuresSection(compared)}
${timingSection('Benchmarks', 'Median of the runs of each benchmark; the bar is the interval of 95 % of that median, the range where there are fewer than six runs.', compared.benchmarks, around, compared)}
${timingSection('Operations', 'Mean time of a usual request, in ms (the slowest 5 % left out); the bar is the interval of 95 % of that mean.', compared.operations, around, compared)}
${flameSection(compared.operations.changes, compared)}`

function titled(compared: SidesComparison, { isPart }: Around): Html {
  const { before, after } = compared
  const title = html`<bdi>${after.label}</bdi> against <bdi>${before.label}</bdi>: ${sentence(compared)}`
  return isPart ? html`<h2 class="title">${title}</h2>` : html`<h1>${title}</h1>`
}

function sentence({ delta, because, findings }: SidesComparison): string {
  const faults = `${plural(findings.came.length, 'new finding')}, ${findings.went.length} fixed`
  if (because.length > 0) return `measured differently; ${faults}`
  if (delta === null) return `no score on one side; ${faults}`
  if (delta === 0) return `same score; ${faults}`
  return `${points(Math.abs(delta))} points ${delta > 0 ? 'better' : 'worse'}; ${faults}`
}

function sidesTable({ before, after, delta }: SidesComparison, { base }: Around): Html {
  const row = (side: Side, name: string) =>
    html`<tr><th scope="row"><a href="${base}${side.page}"><bdi>${side.label}</bdi></a></th><td>${name}</td><td>${day(side.committedAt)}</td><td class="n">${points(side.score)}</td><td class="n">${evidence(side.evidence)}</td><td>${gateWord(side.gate)}</td></tr>`
  return scroll(
    'The two runs',
    html`<table><thead><tr><th scope="col">Run</th><th scope="col">Side</th><th scope="col">Commit date</th><th scope="col" class="n">Score, points</th><th scope="col" class="n">Evidence</th><th scope="col">Gate</th></tr></thead><tbody>${row(before, 'A, before')}${row(after, 'B, after')}</tbody>${delta !== null && html`<tfoot><tr><th scope="row">Change</th><td></td><td></td><td class="n">${moved(delta)}</td><td></td><td></td></tr></tfoot>`}</table>`,
  )
}

function dimensionsSection(
  rows: readonly DimensionChange[],
  { before, after }: SidesComparison,
): Html {
  const largest = rows.toSorted((a, b) => Math.abs(b.points ?? 0) - Math.abs(a.points ?? 0))[0]
  const title =
    largest === undefined || largest.points === null
      ? 'Each dimension on its own scale'
      : largest.points === 0
        ? 'No dimension moved the score'
        : `Most of the change lies in ${largest.id}: ${change(largest.points)} points`
  return html`<section><h2>${title}</h2>${scroll(
    'Dimensions',
    html`<table><thead><tr><th scope="col">Dimension, 0–100</th><th scope="col" class="n"><bdi>${before.label}</bdi></th><th scope="col" class="n"><bdi>${after.label}</bdi></th><th scope="col" class="n">Points of the total</th><th scope="col">From A to B</th></tr></thead><tbody>${rows.map(
      each => html`<tr><th scope="row"><bdi>${each.id}</bdi></th>${dimensionCells(each)}</tr>`,
    )}</tbody></table>`,
  )}</section>`
}

function dimensionCells(each: DimensionChange): Html {
  const { before, after, points: delta, why } = each
  if (before === null && after === null)
    return html`<td colspan="4" class="unassessed">not measured${why !== null && html`: <bdi>${why}</bdi>`}</td>`
  return html`<td class="n">${points(before)}</td><td class="n">${points(after)}</td><td class="n">${delta === null ? html`<span class="soft">not comparable</span>` : moved(delta)}</td><td class="cell when">${dumbbell(each)}</td>`
}

/** Where the dimension was (ring) and is (dot), on 0–100. */
function dumbbell({ before, after }: DimensionChange): Html | null {
  if (before === null || after === null) return null
  const kind = after === before ? 'steady' : after > before ? 'better' : 'worse'
  return html`<svg class="dumbbell ${kind}" aria-hidden="true" width="100%" height="14"><line class="base" x1="0" x2="100%" y1="7" y2="7"></line><line class="way" x1="${before}%" x2="${after}%" y1="7" y2="7"></line><circle class="from" cx="${before}%" cy="7" r="4"></circle><circle class="to" cx="${after}%" cy="7" r="4"></circle></svg>`
}

function findingsSection(findings: FindingChanges, { before, after }: SidesComparison): Html {
  const { came, went, moved: wandered, unchanged, unanswered, omitted } = findings
  const hidden = [
    `${plural(unchanged, 'finding')} on both sides ${unchanged === 1 ? 'is' : 'are'} not listed`,
    ...(wandered.length > 0
      ? [`${wandered.length} moved with their files and count as neither`]
      : []),
    ...(unanswered > 0
      ? [`${unanswered} could be found on one side only, because the other did not look`]
      : []),
    ...(omitted > 0 ? [`${omitted} are not in the published data`] : []),
  ]
  return html`<section><h2>${plural(came.length, 'new finding')}, ${went.length} fixed</h2>
${findingList('New', came, after.label)}${findingList('Fixed', went, before.label)}
<p class="note">${hidden.join('; ')}.</p></section>`
}

const LISTED = 200

function findingList(title: string, found: readonly SideFinding[], where: string): Html | null {
  if (found.length === 0) return null
  const rules = [...Map.groupBy(found.slice(0, LISTED), ({ rule }) => rule)]
  return html`<div class="findings"><h3>${title} <span class="soft">${found.length}, places as in <bdi>${where}</bdi></span></h3>${rules.map(
    ([rule, rows]) =>
      html`<details ${title === 'New' ? html`open` : null}><summary><bdi>${rule}</bdi> <span class="count">${rows.length}</span></summary><ul>${rows.map(
        ({ path, line, message, waived }) =>
          html`<li><code><bdi>${path === null ? 'whole project' : line === null ? path : `${path}:${line}`}</bdi></code> <bdi>${message}</bdi>${waived !== null && html` <span class="soft">(waived: <bdi>${waived}</bdi>)</span>`}</li>`,
      )}</ul></details>`,
  )}${found.length > LISTED && html`<p class="note">${found.length - LISTED} more are not listed here.</p>`}</div>`
}

function measuresSection({
  measures,
  unchangedMeasures,
  oneSided,
  before,
  after,
}: SidesComparison): Html {
  const worse = measures.filter(({ verdict }) => verdict === 'worse').length
  const better = measures.filter(({ verdict }) => verdict === 'better').length
  return html`<section><h2>${plural(measures.length, 'measure')} changed: ${worse} for the worse, ${better} for the better</h2>${
    measures.length > 0 &&
    scroll(
      'Measures',
      html`<table><thead><tr><th scope="col">Measure</th><th scope="col" class="n"><bdi>${before.label}</bdi></th><th scope="col" class="n"><bdi>${after.label}</bdi></th><th scope="col" class="n">Change</th><th scope="col">Reading</th></tr></thead><tbody>${measures.map(measureRow)}</tbody></table>`,
    )
  }<p class="note">${plural(unchangedMeasures, 'measure')} did not change.${oneSided.length > 0 && ` ${oneSided.length} cannot be compared:`}</p>
${oneSided.length > 0 && html`<details><summary>${plural(oneSided.length, 'measure')} without a counterpart</summary><ul class="plain">${oneSided.map(({ name, why }) => html`<li><bdi>${name}</bdi>: <bdi>${why}</bdi></li>`)}</ul></details>`}</section>`
}

const READINGS = { better: '▲ better', worse: '▼ worse', changed: 'a fact, neither' } as const

function measureRow({ name, subject, unit, before, after, verdict, isNoisy }: MeasureChange): Html {
  return html`<tr><th scope="row"><bdi>${name}</bdi>${subject !== '' && html` <span class="soft"><bdi>${subject}</bdi></span>`}</th><td class="n">${quantity(before, unit)}</td><td class="n">${quantity(after, unit)}</td><td class="n">${difference(after - before, unit)}</td><td class="${isNoisy ? 'soft' : verdict}">${isNoisy ? `${READINGS[verdict]}, if not noise` : READINGS[verdict]}</td></tr>`
}

function timingSection(
  name: string,
  caption: string,
  { changes, apart }: Timings,
  around: Around,
  { before, after }: SidesComparison,
): Html | null {
  if (changes.length === 0 && apart.length === 0) return null
  const drawn = changes.slice(0, 12)
  return html`<section><figure><h2>${name}: ${timingTitle(changes)}</h2>
${drawn.length > 0 && slopes(drawn, [before.label, after.label])}
${changes.length > 0 && html`<figcaption>${caption} ${changes.length > drawn.length && `${changes.length - drawn.length} smaller changes are only in the table.`}</figcaption>`}</figure>
${changes.length > 0 && scroll(name, timingTable(changes, around))}
${apart.length > 0 && html`<details><summary>${apart.length} without a counterpart</summary><ul class="plain">${apart.map(({ title, why }) => html`<li><bdi>${title}</bdi>: <bdi>${why}</bdi></li>`)}</ul></details>`}</section>`
}

function timingTitle(changes: readonly TimingChange[]): string {
  if (changes.length === 0) return 'none can be compared'
  const count = (wanted: TimingChange['verdict']) =>
    changes.filter(({ verdict }) => verdict === wanted).length
  const [worse, better, open] = [count('worse'), count('better'), count('undecided')]
  const moved = `${worse} of ${changes.length} got worse, ${better} better, beyond their scatter`
  return open === 0 ? moved : `${moved}; ${open} undecided`
}

const timingTable = (changes: readonly TimingChange[], { links }: Around): Html =>
  html`<table><thead><tr><th scope="col">Name</th><th scope="col">Verdict</th><th scope="col" class="n">B / A</th><th scope="col" class="n">A</th><th scope="col" class="n">B</th><th scope="col">Because</th></tr></thead><tbody>${changes.map(
    ({ title, unit, before, after, verdict, notes, traces }) => {
      const link = traces === null ? null : (links?.compare(...traces) ?? null)
      return html`<tr><th scope="row"><bdi>${title}</bdi></th><td class="${verdict === 'worse' || verdict === 'better' ? verdict : 'soft'}">${verdict === 'worse' ? '▼ worse' : verdict === 'better' ? '▲ better' : verdict}</td><td class="n">${before.value > 0 ? `${quantity(after.value / before.value, 'ratio')}×` : '–'}</td><td class="n">${interval(before, unit)}</td><td class="n">${interval(after, unit)}</td><td class="because-cell"><bdi>${notes.join('; ')}</bdi>${link !== null && html` <a href="${link}">both traces in Jaeger</a>`}</td></tr>`
    },
  )}</tbody></table>`

const interval = ({ value, low, high, count }: TimingChange['before'], unit: string): Html =>
  html`${quantity(value, unit)}<span class="range">${quantity(low, unit)} – ${quantity(high, unit)}, n = ${count}</span>`

function moved(delta: number): Html {
  const kind = delta === 0 ? 'same' : delta > 0 ? 'better' : 'worse'
  const arrow = { better: '▲ ', worse: '▼ ', same: '' }[kind]
  return html`<span class="delta ${kind}">${arrow}${change(delta)}</span>`
}
