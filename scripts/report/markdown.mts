/** What does a reviewer see on the pull request? The verdict, what the change did to it, and no more than a screen. */

import { inShared } from '../core/compare.mts'
import type { CatalogueEntry } from '../core/history.mts'
import type { Run } from '../core/model.mts'
import type {
  Assessment,
  Comparison,
  ConditionStatus,
  DimensionScore,
  Gate,
  PlacedFinding,
} from '../core/verdict.mts'
import { deductions, ruleOf, scaleOf } from './behind.mts'
import { baselineName, freshFindings, isQuiet, range, tallied } from './change.mts'
import { conditionText } from './conditions.mts'
import { code, markdownText, stopped } from './escape.mts'
import { commitLink, sourceLink, webAddress } from './forge.mts'
import { mustKnow, remarks } from './notes.mts'
import { isSlower, speedLines } from './speed.mts'
import { placeFolded } from './timed-place.mts'
import { isOwnHistory } from './trend.mts'
import { isNothing, spoken, verdict, whyUnmeasured } from './verdict.mts'
import {
  capital,
  clipped,
  counted,
  evidence,
  isLevel,
  lowered,
  measured,
  moved,
  points,
  short,
  signed,
  total,
  words,
} from './words.mts'

/** The first line of the comment: by it the comment is found again and edited in place. One for each part of a repository. */
export const marker = (part = ''): string =>
  `<!-- shipworthy${part === '' ? '' : `:${encodeURIComponent(part)}`} -->`

export interface MarkdownOptions {
  /** The folder that was assessed, where a repository has several comments. */
  readonly part?: string
  /** Shown last, in this order: the full report, the traces. Only http(s). */
  readonly links?: readonly { readonly text: string; readonly url: string }[]
}

/** Findings shown at once, and when unfolded: a comment may hold 65,536 characters. */
const OPEN = 5
const FEWEST = 2
const FOLDED = 50
const LONGEST = 300

/** GitHub- and GitLab-flavoured Markdown, at most a screen before anything is unfolded. */
export function markdown(
  assessment: Assessment,
  catalogue: readonly CatalogueEntry[],
  options: MarkdownOptions = {},
): string {
  const { part = '' } = options
  const body = isQuiet(assessment) ? quiet(assessment) : full(assessment, catalogue)
  const title = part === '' ? [] : [`**${code(part)}**`]
  return `${[
    `${marker(part)}\n${[...title, body[0]].join('\n\n')}`,
    ...body.slice(1),
    footer(assessment, options),
  ]
    .filter(block => block !== '')
    .join('\n\n')}\n`
}

export const ICON = { good: '✅', held: '✅', bad: '❌', unknown: '❔' } as const

function quiet(assessment: Assessment): readonly string[] {
  const { mood, headline } = verdict(assessment)
  const { comparison, score } = assessment
  const number = score.value === null ? '' : ` · ${total(score.value)} / 100`
  return [
    `${ICON[mood]} **${markdownText(headline)}**${number}${since(score, comparison)}. No new finding.`,
    quoted(assessment),
    folded('Dimensions', dimensionTable(assessment)),
    speed(assessment),
  ]
}

function full(assessment: Assessment, catalogue: readonly CatalogueEntry[]): readonly string[] {
  return [
    heading(assessment),
    quoted(assessment),
    dimensionTable(assessment),
    changeLine(assessment),
    gateLines(assessment.gate, OPEN_CONDITIONS),
    speed(assessment),
    newFindings(assessment),
    fixes(assessment, catalogue),
    worthKnowing(assessment),
  ]
}

const OPEN_CONDITIONS: readonly ConditionStatus[] = ['fail', 'insufficient', 'waived']

function heading(assessment: Assessment): string {
  const { score, comparison } = assessment
  const said = verdict(assessment)
  const number = score.value === null ? 'no score' : `${total(score.value)} / 100`
  return `### ${ICON[said.mood]} ${number}${since(score, comparison)}\n\n**${markdownText(spoken(said))}**`
}

function since({ value }: Assessment['score'], comparison: Comparison | null): string {
  if (!comparison?.score) return ''
  const { delta } = comparison.score
  return ` (${isLevel(delta) ? 'unchanged' : moved(delta)} since ${code(baselineName(comparison))}${inShared(value, comparison)})`
}

export function dimensionTable({ score, comparison }: Assessment): string {
  const deltas = new Map(comparison?.dimensions.map(({ id, delta }) => [id, delta]))
  const rows = score.dimensions.map(dimension => {
    const { id, value, contribution, max } = dimension
    if (value === null) return `| ${id} | – | | ${silence(dimension)} |`
    const delta = deltas.get(id)
    const change = delta === undefined ? '' : ` ${moved(delta).replace(' ', '&nbsp;')}`
    return `| ${id} | ${total(value)} |${change} | ${points(contribution)} of ${points(max)} |`
  })
  return ['| Dimension | Score | Change | Points |', '|:--|--:|--:|:--|', ...rows].join('\n')
}

const silence = ({ status }: DimensionScore) =>
  status === 'not-applicable' ? 'does not apply' : 'not measured'

/** Why dimensions have no number. In the table it would push the numbers aside. */
export const silences = ({ score }: Assessment): readonly string[] =>
  score.dimensions.flatMap(dimension => {
    const why = dimension.value === null ? whyUnmeasured(dimension) : null
    return why === null
      ? []
      : [`${capital(dimension.id)} ${silence(dimension)}: ${lowered(stopped(why))}`]
  })

function changeLine({ comparison, comparisonWhy }: Assessment): string {
  if (comparison !== null)
    return `Since ${code(baselineName(comparison))} (${markdownText(comparison.baseline.chosen)}): ${tallied(comparison)}`
  return comparisonWhy === null ? '' : `No comparison: ${markdownText(comparisonWhy)}.`
}

const ICONS: Readonly<Record<ConditionStatus, string>> = {
  pass: '✅',
  fail: '❌',
  insufficient: '❔',
  waived: '🕒',
  'not-applicable': '➖',
}

/** The conditions of the gate that came out like this, with their numbers; '' when none did. */
export function gateLines(gate: Gate, statuses: readonly ConditionStatus[]): string {
  const shown = gate.conditions.filter(({ status }) => statuses.includes(status))
  if (shown.length === 0) return ''
  const title = gate.enforced ? 'Gate' : 'Gate (not enforced)'
  const rows = shown.map(condition => {
    const icon = ICONS[condition.status]
    return `- ${icon} ${markdownText(clipped(conditionText(condition), LONGEST))}`
  })
  return [`**${title}**`, '', ...rows].join('\n')
}

function speed(assessment: Assessment): string {
  const { open, folded: more } = speedLines(assessment)
  const shown = open.length === 0 ? '' : ['**What became worse**', '', ...open].join('\n')
  const title = isOwnHistory(assessment) ? 'Over time' : 'Over time, on the branch this is for'
  const rest = more.length === 0 ? '' : folded(title, more.join('\n'))
  const place = placeFolded(assessment.timedPlace)
  const where = place === null ? '' : folded(place.title, place.lines.join('\n'))
  return [shown, rest, where].filter(block => block !== '').join('\n\n')
}

/** Findings that still fit on the screen below what else cannot be folded. */
function roomFor(assessment: Assessment): number {
  const failed = assessment.gate.conditions.filter(({ status }) => OPEN_CONDITIONS.includes(status))
  const above = failed.length + speedLines(assessment).open.length
  return Math.max(FEWEST, OPEN + 1 - Math.max(1, above))
}

function newFindings(assessment: Assessment): string {
  const { run, comparison } = assessment
  const all = comparison === null ? [] : freshFindings(comparison)
  const fresh = all.filter(each => !isSlower(each))
  if (fresh.length === 0) return ''
  const noun = fresh.length === all.length ? 'new finding' : 'other new finding'
  const open = [`**${capital(counted(fresh.length, noun))}**`, '']
  const rows = fresh.slice(0, OPEN + FOLDED).map(finding => `- ${told(run, finding)}`)
  const room = roomFor(assessment)
  const rest = fresh.length - room
  // Folding a single line would take as much room as the line.
  if (rest <= 1) return [...open, ...rows].join('\n')
  const left = fresh.length - rows.length
  const more = left > 0 ? [`- and ${counted(left, 'more finding')} in the full report`] : []
  return [
    ...open,
    ...rows.slice(0, room),
    '',
    folded(`${counted(rest, 'more finding')}`, [...rows.slice(room), ...more].join('\n')),
  ].join('\n')
}

const LEVEL = { error: '**error**', warn: 'warning', note: 'note' } as const

/** "**error** `a.ts:3`: what is wrong", the place linked to the forge. */
export function told(run: Run, { level, path, line, message }: PlacedFinding): string {
  return `${LEVEL[level]}${place(run, path, line)}: ${markdownText(clipped(message, LONGEST))}`
}

function place(run: Run, path: string | null, line: number | null): string {
  if (path === null) return ''
  const name = code(`${clipped(path, LONGEST)}${line === null ? '' : `:${line}`}`)
  const link = sourceLink(run, path, line)
  return link === null ? ` ${name}` : ` [${name}](${link})`
}

export function fixes(assessment: Assessment, catalogue: readonly CatalogueEntry[]): string {
  const rows = deductions(assessment, catalogue)
    .slice(0, 3)
    .map(({ part, findings }) => {
      const [worst] = findings
      const value = part.value === null ? '' : `: ${measured(part.value, part.unit)}`
      const what = worst
        ? `${told(assessment.run, { ...worst, message: stopped(worst.message) })} ${markdownText(ruleOf(catalogue, worst.rule)?.advice ?? '')}`
        : markdownText(scaleOf(catalogue, part.measure)?.meaning ?? '')
      return `1. **${signed(-part.deduction)}** ${markdownText(capital(words(part.measure)))}${value}\n   ${what}`
    })
  return rows.length === 0 ? '' : folded('Fix first', rows.map(row => row.trimEnd()).join('\n'))
}

/** Never folded, not even where nothing else is said. */
const quoted = (assessment: Assessment): string =>
  mustKnow(assessment)
    .map(note => `> ${markdownText(clipped(note, 2 * LONGEST))}`)
    .join('\n>\n')

const worthKnowing = (assessment: Assessment): string => {
  const said = [...silences(assessment), ...remarks(assessment)].map(
    note => `- ${markdownText(clipped(note, 2 * LONGEST))}`,
  )
  return said.length === 0 ? '' : folded('Worth knowing', said.join('\n'))
}

/** A summary is ours alone: inside HTML no Markdown is parsed. */
const folded = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`

function footer(assessment: Assessment, { links = [] }: MarkdownOptions): string {
  const { run, score } = assessment
  const link = commitLink(run)
  const name = run.commit === null ? 'no commit' : code(short(run.commit))
  const possible = range(assessment)
  const seen = `evidence ${evidence(score.evidence)}`
  const shown = links.flatMap(({ text, url }) => {
    const address = webAddress(url)
    return address === null ? [] : [`[${markdownText(text)}](${address})`]
  })
  return [
    ...shown,
    link === null ? name : `[${name}](${link})`,
    ...(isNothing(assessment)
      ? []
      : [possible === null ? seen : `${seen}, the score could be ${possible}`]),
    markdownText(`Shipworthy ${run.toolVersion}`),
  ].join(' · ')
}
