/** May this go out, and what should the one who decides know? All skills' verdicts as one page, from score to release notes. */

import type { EvidenceOf } from '../core/evidence.mts'
import type { CatalogueEntry } from '../core/history.mts'
import type { Assessment, PlacedFinding } from '../core/verdict.mts'
import { byLevel, placed } from './behind.mts'
import { baselineName, freshFindings, range, tallied } from './change.mts'
import { code, markdownText, stopped } from './escape.mts'
import { commitLink } from './forge.mts'
import { dimensionTable, fixes, gateLines, ICON, silences, told } from './markdown.mts'
import { mustKnow, remarks } from './notes.mts'
import { releaseNotes } from './release-notes.mts'
import { spoken, verdict } from './verdict.mts'
import { capital, counted, day, evidence, lowered, moved, short, total } from './words.mts'

/** Findings of one kind; the rest is a number. */
const MOST = 10

export function releaseReport(
  assessment: Assessment,
  catalogue: readonly CatalogueEntry[],
  seen: Partial<EvidenceOf>,
): string {
  const release = seen['release-orchestrator']
  const sections: readonly (readonly [title: string, body: string])[] = [
    ['Verdict', verdictOf(assessment)],
    [
      'Score',
      [
        dimensionTable(assessment),
        silences(assessment)
          .map(each => `- ${markdownText(each)}`)
          .join('\n'),
        fixes(assessment, catalogue),
      ]
        .filter(Boolean)
        .join('\n\n'),
    ],
    ['What changed', changes(assessment, release)],
    ['Risks', risks(assessment, release)],
    ['Open advisories', advisories(assessment)],
    ['What was not seen', unseen(assessment)],
    ['Release notes', releaseNotes(release, assessment.run)],
  ]
  return `${[
    `# Release report: ${markdownText(assessment.run.slug)} ${markdownText(nameOf(assessment))}`,
    ...sections.map(([title, body]) => `## ${title}\n\n${body}`),
  ].join('\n\n')}\n`
}

const nameOf = ({ run }: Assessment) => run.release ?? 'unreleased'

function verdictOf(assessment: Assessment): string {
  const { run, score, gate } = assessment
  const said = verdict(assessment)
  const link = commitLink(run)
  const commit = run.commit === null ? 'no commit' : code(short(run.commit))
  const possible = range(assessment)
  return [
    `${ICON[said.mood]} **${markdownText(spoken(said))}**`,
    [
      score.value === null ? 'No score' : `${total(score.value)} / 100`,
      `evidence ${evidence(score.evidence)}${possible === null ? '' : ` (the score could be ${possible})`}`,
      ...(score.security === null
        ? []
        : [`security ${total(score.security)} / 100, not part of the score`]),
      link === null ? commit : `[${commit}](${link})`,
      day(run.committedAt),
      ...(run.isDirty ? ['with uncommitted changes'] : []),
    ].join(' · '),
    ...mustKnow(assessment).map(note => `> ${markdownText(note)}`),
    gateLines(gate, ['pass', 'fail', 'insufficient', 'waived']),
  ]
    .filter(block => block !== '')
    .join('\n\n')
}

function changes(
  { comparison, comparisonWhy, outcomes }: Assessment,
  release: EvidenceOf['release-orchestrator'] | undefined,
): string {
  const advice = outcomes
    .filter(({ skill }) => skill === 'release-orchestrator')
    .flatMap(({ proposals }) => proposals)
  return [
    ...(release?.since
      ? [
          `- ${counted(release.commits.length, 'commit')} since ${code(release.since.name)} of ${day(release.since.at)}, in ${counted(release.paths.length, 'file')}`,
        ]
      : []),
    ...(comparison === null
      ? [`- No comparison${comparisonWhy === null ? '' : `: ${markdownText(comparisonWhy)}`}`]
      : [
          `- Against ${code(baselineName(comparison))}: ${comparison.score === null ? '' : `score ${moved(comparison.score.delta)}, `}${tallied(comparison)}`,
        ]),
    ...advice.map(
      ({ why, command }) => `- ${markdownText(capital(why))}${command ? `: ${code(command)}` : ''}`,
    ),
  ].join('\n')
}

/** Rules that a release manager asks about first, and what stands behind them. */
function risks(
  assessment: Assessment,
  release: EvidenceOf['release-orchestrator'] | undefined,
): string {
  const { run, comparison } = assessment
  const open = placed(assessment).filter(({ waived }) => waived === undefined)
  const touched = new Set(release?.paths)
  const of = (...rules: string[]) => open.filter(({ rule }) => rules.includes(rule)).sort(byLevel)
  const fresh = comparison === null ? [] : freshFindings(comparison)
  const kinds: readonly (readonly [title: string, findings: readonly PlacedFinding[]])[] = [
    ['Breaking changes', of('unreleased-breaking-change')],
    ['Secrets', of('leaked-secret', 'likely-secret', 'committed-secret')],
    [
      'Hotspots that this release touches',
      of('hotspot').filter(each => touched.has(each.path ?? '')),
    ],
    ['New errors and warnings', fresh.filter(({ level }) => level !== 'note')],
  ]
  const lists = kinds
    .filter(([, findings]) => findings.length > 0)
    .map(([title, findings]) => `**${title}**\n\n${listed(findings, each => told(run, each))}`)
  const untested = untestedOf(assessment)
  const all = untested === null ? lists : [...lists, untested]
  return all.length === 0 ? 'None was found.' : all.join('\n\n')
}

function untestedOf({ comparison }: Assessment): string | null {
  const { covered, total } = comparison?.patchCoverage ?? { covered: 0, total: 0 }
  return total === covered
    ? null
    : `**Untested changes**\n\n- No test runs ${counted(total - covered, 'of the changed line', 'of the changed lines')} that one could (${total} in all)`
}

function advisories(assessment: Assessment): string {
  const outcome = assessment.outcomes.find(({ skill }) => skill === 'dependency-guardian')
  if (outcome === undefined || outcome.status !== 'judged')
    return markdownText(outcome?.why ?? 'The dependencies were not read.')
  const missing = outcome.missing.find(({ measure }) => measure === 'vulnerable-packages')
  if (missing !== undefined) return `Not known: ${markdownText(lowered(stopped(missing.why)))}`
  const open = placed(assessment)
    .filter(({ rule }) => /vulnerable-package$/.test(rule))
    .sort(byLevel)
  return open.length === 0
    ? 'None is known.'
    : listed(open, each => {
        const waived = each.waived === undefined ? '' : ` (waived: ${markdownText(each.waived)})`
        return `${told(assessment.run, each)}${waived}`
      })
}

/** Every measure without a number, by the reason: a release manager weighs what nobody looked at. */
function unseen(assessment: Assessment): string {
  const silent = assessment.outcomes
    .filter(({ status }) => status !== 'judged')
    .map(({ skill, status, why }) => `${skill} is ${status}: ${why ?? 'no reason was given'}`)
  const said = [...new Set([...silent, ...remarks(assessment)])]
  return said.length === 0
    ? 'Every question that applies was answered.'
    : said.map(each => `- ${markdownText(each)}`).join('\n')
}

function listed(
  findings: readonly PlacedFinding[],
  say: (finding: PlacedFinding) => string,
): string {
  const rows = findings.slice(0, MOST).map(each => `- ${say(each)}`)
  const left = findings.length - MOST
  return [...rows, ...(left > 0 ? [`- and ${counted(left, 'more', 'more')}`] : [])].join('\n')
}
