/** What do the facts add up to? One part for each question: faults, order, licences, ages, references. */

import type { CodeEvidence, DependenciesEvidence } from '../../core/evidence.mts'
import type { SettingsOf } from '../../core/skill.mts'
import { sum } from '../../core/sum.mts'
import type { LicencePolicy } from '../../formats/licences/spdx.mts'
import { ageDrafts, datable, daysBehind } from './ages.mts'
import type { RuleName } from './catalogue.mts'
import { duplicateDrafts, duplicateShare, installed } from './duplicates.mts'
import { hygieneOf } from './hygiene.mts'
import { directCount, extentOf, totals } from './inventory.mts'
import { hasPolicy, licenceDrafts, unknownLicences } from './licences.mts'
import { unlockedDrafts, unreadableDrafts } from './manifests.mts'
import { pinnedShare, referenceDrafts } from './pins.mts'
import { reachesOf } from './reach.mts'
import { findingsOf, settled, standing, weighing } from './settled.mts'
import { measures, notAsked, type Part, unanswered } from './verdict.mts'
import {
  reachedCount,
  vulnerabilityDrafts,
  vulnerableCount,
  type Weights,
  weightOf,
} from './vulnerabilities.mts'

export type Settings = SettingsOf<
  {
    readonly weights: Weights
    readonly licences: LicencePolicy
    /** A direct dependency further behind than this gets a finding. */
    readonly outdatedDays: number
  },
  RuleName
>

/** Published faults; where nobody could be asked every number of them is missing. */
export function faultsPart(
  evidence: DependenciesEvidence,
  settings: Settings,
  code: CodeEvidence | undefined,
): Part {
  const { packages, source } = evidence
  const { asked } = totals(packages)
  const why =
    source.kind === 'none' ? source.why : asked === 0 ? 'No version is known to ask about.' : null
  if (why !== null)
    return {
      missing: unanswered(
        why,
        'vulnerable-packages',
        'vulnerability-weight',
        'reached-vulnerable-packages',
      ),
    }
  const faults = settled(
    settings,
    vulnerabilityDrafts(evidence, reachesOf(packages, code, evidence.elsewhere)),
  )
  const counted = weighing(faults)
  const { reached, known } = reachedCount(counted)
  const whole = measures([
    ['vulnerable-packages', vulnerableCount(counted)],
    ['vulnerability-weight', weightOf(counted, asked, settings.weights)],
  ]).map(each => ({ ...each, extent: extentOf(evidence) }))
  const findings = findingsOf(faults)
  if (known === 0) {
    const unknown = 'The locks do not tell what brings them in, or no import names them.'
    return {
      measures: whole,
      findings,
      missing: unanswered(unknown, 'reached-vulnerable-packages'),
    }
  }
  const reach = measures([['reached-vulnerable-packages', reached]])
  return { measures: [...whole, ...reach.map(each => ({ ...each, extent: known }))], findings }
}

/** Pins, duplicates and licences: what a project can put in order without waiting for anybody. */
export function orderPart(evidence: DependenciesEvidence, settings: Settings): Part {
  const { packages } = evidence
  const all = installed(packages)
  const unlocked = settled(settings, unlockedDrafts(evidence))
  const unread = settled(settings, unreadableDrafts(evidence))
  const duplicated = settled(settings, duplicateDrafts(all))
  const denied = settled(settings, licenceDrafts(packages, settings.licences))
  const hygiene = hygieneOf(packages, {
    unlocked: standing(unlocked).map(({ path }) => path),
    disordered: [...standing(duplicated), ...standing(denied)].map(({ of }) => of),
  })
  const isJudged = hasPolicy(settings.licences)
  const isUndecided = hygiene === null && directCount(packages) > 0
  return {
    measures: measures([
      ['packages', totals(packages).carried],
      ['direct-packages', directCount(packages)],
      ['unlocked-manifests', standing(unlocked).length],
      ['duplicate-versions', duplicateShare(all)],
      ['dependency-hygiene', hygiene],
      ['unknown-licences', unknownLicences(packages)],
      ['denied-licences', isJudged ? standing(denied).length : null],
    ]),
    findings: findingsOf([...unlocked, ...unread, ...duplicated, ...denied]),
    missing: [
      ...(isJudged ? [] : notAsked('The policy names no licences.', 'denied-licences')),
      ...(isUndecided ? notAsked(DECIDED_ELSEWHERE, 'dependency-hygiene') : []),
    ],
  }
}

/** By a library's users, or a parent POM that is not here. */
const DECIDED_ELSEWHERE = 'The project itself decides the version of no dependency.'

/** Opt-in, since it asks a registry about every direct dependency. */
export function agesPart(evidence: DependenciesEvidence, settings: Settings): Part {
  const { packages, publications } = evidence
  const names = ['age-behind', 'libyears'] as const
  if (publications.status === 'not-asked')
    return { missing: notAsked('Ages are asked for only with --outdated.', ...names) }
  if (publications.status === 'unavailable')
    return { missing: unanswered(publications.why, ...names) }
  const asked = datable(packages).length
  const { rows } = publications
  if (asked === 0)
    return { missing: notAsked('No direct dependency comes from a registry.', ...names) }
  const findings = settled(settings, ageDrafts(rows, evidence, settings.outdatedDays))
  const waived = new Set(
    findings.filter(({ finding }) => finding.waived !== undefined).map(({ draft }) => draft.of),
  )
  const counted = rows.filter(row => !waived.has(row))
  const behind = sum(counted, daysBehind)
  const values = measures([
    ['age-behind', rows.length === 0 ? null : behind / rows.length],
    ['libyears', behind / 365.25],
  ])
  return {
    measures: values.map(each => ({ ...each, extent: rows.length / asked })),
    findings: findingsOf(findings),
  }
}

export function referencesPart(evidence: DependenciesEvidence, settings: Settings): Part {
  const share = pinnedShare(evidence)
  if (share === null)
    return {
      missing: notAsked(
        'No workflow or container file names an action or image.',
        'pinned-references',
      ),
    }
  return {
    measures: measures([['pinned-references', share]]),
    findings: findingsOf(settled(settings, referenceDrafts(evidence.references))),
  }
}
