/** What does a link to a release look like where it is shared? One picture: verdict, score on its strip, dimensions. */

import { change, evidence, points } from './format.mts'
import { type Html, html } from './html.mts'
import type { Run } from './model.mts'
import { differences } from './trend.mts'
import { verdictOf } from './verdict.mts'

export const CARD = { width: 1200, height: 630 }

/** Colours of site.css in light: whoever shows the picture does not say which scheme its reader wants. */
const [PAPER, INK, SOFT, TRACK, GOOD, BAD] = [
  '#ffffff',
  '#16191d',
  '#565f6b',
  '#dfe3e8',
  '#0b63a5',
  '#c24a00',
]
/** Wide fonts that servers have come first: what fits in them fits in the others. */
const FONTS = 'DejaVu Sans, Verdana, Liberation Sans, Arial, Noto Sans, sans-serif'
const LEFT = 64
const INNER = CARD.width - 2 * LEFT
/** Characters of the title that fit into a line. */
const LINE = 30
const MOST_DIMENSIONS = 6

/** SVG of the picture. `before`: the run its score is read against. */
export function cardOf(name: string, run: Run, before: Run | null): Html {
  const { kind, sentence } = verdictOf(run)
  const colour = { good: GOOD, bad: BAD, unknown: SOFT }[kind]
  const lines = linesOf(sentence)
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${CARD.width}" height="${CARD.height}" font-family="${FONTS}" fill="${INK}">
<rect width="100%" height="100%" fill="${PAPER}"/><rect width="16" height="100%" fill="${colour}"/>
<text x="${LEFT}" y="88" font-size="28" fill="${SOFT}">${shortened(name, 58)}</text>
${lines.map((line, at) => html`<text x="${LEFT}" y="${160 + 66 * at}" font-size="54" font-weight="700">${line}</text>`)}
${scoreOf(run, before, colour)}
${dimensionsOf(run)}
</svg>`
}

function scoreOf(run: Run, before: Run | null, colour: string): Html {
  if (run.score === null) return html`<text x="${LEFT}" y="390" font-size="64">no score</text>`
  const isComparable = before !== null && differences(before, run).length === 0
  const delta = isComparable && before.score !== null ? run.score - before.score : null
  const since = delta === null ? null : `${change(delta)} since ${before?.label}`
  const aside = (text: string, y: number) =>
    html`<text x="${LEFT + INNER}" y="${y}" font-size="26" fill="${SOFT}" text-anchor="end">${shortened(text, 34)}</text>`
  return html`<text x="${LEFT}" y="390" font-size="104" font-weight="700">${points(run.score)}<tspan font-size="34" font-weight="400" fill="${SOFT}" dx="16">of 100</tspan></text>
${since !== null && aside(since, 350)}${aside(`${evidence(run.evidence)} of it measured`, 390)}
<rect x="${LEFT}" y="420" width="${INNER}" height="20" fill="${TRACK}"/><rect x="${LEFT}" y="420" width="${part(INNER, run.score)}" height="20" fill="${colour}"/>`
}

function dimensionsOf({ dimensions }: Run): Html {
  const shown = dimensions.slice(0, MOST_DIMENSIONS)
  const step = INNER / shown.length
  return html`${shown.map(({ id, whole }, at) => {
    const x = LEFT + step * at
    const isJudged = whole.status === 'judged' && whole.score !== null
    const length = step - 24
    return html`<text x="${x}" y="506" font-size="22" fill="${SOFT}">${shortened(id, 14)}</text>
<text x="${x}" y="546" font-size="30" font-weight="700" fill="${isJudged ? INK : SOFT}">${isJudged ? points(whole.score) : '–'}</text>
<rect x="${x}" y="562" width="${length}" height="8" fill="${TRACK}"/>${isJudged && html`<rect x="${x}" y="562" width="${part(length, whole.score)}" height="8" fill="${SOFT}"/>`}`
  })}`
}

const part = (length: number, score: number | null) =>
  (length * Math.min(100, Math.max(0, score ?? 0))) / 100

/** In two lines at most, broken between words where there are any. */
function linesOf(text: string): readonly string[] {
  if (text.length <= LINE) return [text]
  const space = text.lastIndexOf(' ', LINE)
  const cut = space > 0 ? space : LINE
  return [text.slice(0, cut), shortened(text.slice(cut).trim(), LINE)]
}

const shortened = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`
