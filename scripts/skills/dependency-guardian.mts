#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** What does this release carry that it did not write? Most of what ships is other people's code: its published faults are the release's faults, and a version that nothing pins may be another one tomorrow. */

import { count, percent, ratio } from '../core/scales.mts'
import { defineSkill, notApplicable } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { duplicateDrafts, duplicateShare, installed } from './dependency-guardian/duplicates.mts'
import { gather } from './dependency-guardian/gather.mts'
import { hygieneOf } from './dependency-guardian/hygiene.mts'
import { directCount, extentOf, totals } from './dependency-guardian/inventory.mts'
import { unlockedDrafts, unreadableDrafts } from './dependency-guardian/manifests.mts'
import { measures, unanswered, undecided } from './dependency-guardian/measures.mts'
import { findingsOf, settled, standing, weighing } from './dependency-guardian/settled.mts'
import {
  vulnerabilityDrafts,
  vulnerableCount,
  weightOf,
} from './dependency-guardian/vulnerabilities.mts'

export const skill = defineSkill({
  id: 'dependency-guardian',
  question: 'What does this release carry that it did not write?',
  scales: {
    packages: count.neither('Packages and versions that the lock and manifest files name.'),
    'direct-packages': count.neither('Packages that the project asks for itself.'),
    'vulnerable-packages': count.fewer('Packages with at least one published fault.'),
    'vulnerability-weight': ratio.fewer(
      'Vulnerable packages weighted by their worst fault (critical 10, high 7, medium 4, low 1; half where only development needs them), per 100 packages.',
    ),
    'unlocked-manifests': count.fewer('Manifests whose versions no lock file pins.'),
    'duplicate-versions': percent.fewer(
      'Packages that one npm or Cargo lock file installs in several versions.',
    ),
    'dependency-hygiene': percent.more(
      'Direct dependencies whose version a lock file pins and which are installed in one version only.',
    ),
  },
  rules: {
    'vulnerable-package': {
      level: 'error',
      fault: 'A package that ships has a published fault of high or critical severity',
      advice:
        'Upgrade to the fixed version; without one, replace the package or waive it with a date.',
      costs: ['vulnerability-weight'],
    },
    'weakly-vulnerable-package': {
      level: 'warn',
      fault: 'A package has a published fault that is less severe, or that only development meets',
      advice: 'Upgrade to the fixed version with the next round of updates.',
      costs: ['vulnerability-weight'],
    },
    'unlocked-manifest': {
      level: 'warn',
      fault: 'A manifest whose versions nothing pins: tomorrow the same commit may install others',
      advice: 'Commit the lock file of the package manager, or pin every version with ==.',
      costs: ['dependency-hygiene'],
    },
    'unreadable-lockfile': {
      level: 'warn',
      fault: 'A lock or manifest file that could not be read, so what it carries is not known',
      advice: 'Write it anew with the package manager.',
      costs: [],
    },
    'duplicate-version': {
      level: 'note',
      fault: 'A direct dependency that is installed in several versions',
      advice: 'Bring the ranges together so that one version serves all.',
      costs: ['dependency-hygiene'],
    },
  },
  settings: {
    /** Manifests there are material of tests and examples, not what ships. */
    ignored: [
      '**/{test,tests,__tests__,e2e,testdata,fixture,fixtures,__fixtures__}/**',
      '**/{example,examples,sample,samples,template,templates,template-*}/**',
      '**/{node_modules,vendor,third_party}/**',
    ],
    weights: { critical: 10, high: 7, medium: 4, low: 1, unknown: 4, development: 0.5 },
  },
  needs: [],
  isStatic: true,

  async collect(lens, settings) {
    const gathered = await gather(lens, settings.ignored)
    const { packages, unlocked, faults } = gathered
    if (packages.length + unlocked.length === 0 && faults.every(({ path }) => path === ''))
      return notApplicable('No lock or manifest file names a package.')
    const advisories = await lens.advisories(packages)
    if (advisories.status === 'unavailable')
      return { ...gathered, advisories: [], source: { kind: 'none', why: advisories.why } }
    const { kind, snapshot, rows } = advisories
    return { ...gathered, advisories: rows, source: { kind, snapshot } }
  },

  judge(evidence, settings) {
    const { packages, source } = evidence
    const all = installed(packages)
    const vulnerable = settled(settings, vulnerabilityDrafts(evidence))
    const unlocked = settled(settings, unlockedDrafts(evidence))
    const unread = settled(settings, unreadableDrafts(evidence))
    const duplicated = settled(settings, duplicateDrafts(all))
    const hygiene = hygieneOf(packages, {
      unlocked: standing(unlocked).map(({ path }) => path),
      duplicated: standing(duplicated).map(({ of }) => of),
    })
    const { carried, asked } = totals(packages)
    const measured = measures([
      ['packages', carried],
      ['direct-packages', directCount(packages)],
      ['unlocked-manifests', standing(unlocked).length],
      ['duplicate-versions', duplicateShare(all)],
      ['dependency-hygiene', hygiene],
    ])
    const findings = findingsOf([...vulnerable, ...unlocked, ...unread, ...duplicated])
    const silence =
      source.kind === 'none' ? source.why : asked === 0 ? 'No version is known to ask about.' : null
    const missing = [...undecided(hygiene, directCount(packages)), ...unanswered(silence)]
    if (silence !== null) return { measures: measured, findings, missing }
    const counted = weighing(vulnerable)
    const faults = measures([
      ['vulnerable-packages', vulnerableCount(counted)],
      ['vulnerability-weight', weightOf(counted, asked, settings.weights)],
    ])
    const known = faults.map(each => ({ ...each, extent: extentOf(evidence) }))
    return { measures: [...measured, ...known], findings, missing }
  },
})

await standalone(import.meta, skill)
