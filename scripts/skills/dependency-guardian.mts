#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** What does this release carry that it did not write? Most of what ships is other people's code: its published faults are the release's faults, and a version that nothing pins may be another one tomorrow. */

import type { DependenciesEvidence } from '../core/evidence.mts'
import type { Lens } from '../core/lens.mts'
import { defineSkill, notApplicable } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { datable } from './dependency-guardian/ages.mts'
import { type MeasureName, rules, scales } from './dependency-guardian/catalogue.mts'
import { importsElsewhere } from './dependency-guardian/elsewhere.mts'
import { type Gathered, gather } from './dependency-guardian/gather.mts'
import { agesPart, faultsPart, orderPart, referencesPart } from './dependency-guardian/judge.mts'
import { licensed } from './dependency-guardian/licences.mts'
import { referencesOf } from './dependency-guardian/references.mts'
import { notAsked, together } from './dependency-guardian/verdict.mts'

const NOTHING =
  'No lock or manifest file that is read here names a package; setup.py and setup.cfg are not.'
const NO_LICENCES: readonly string[] = []

export const skill = defineSkill({
  id: 'dependency-guardian',
  question: 'What does this release carry that it did not write?',
  scales,
  rules,
  settings: {
    /** Manifests there are for testing, measuring and explaining the project, not what ships. */
    ignored: [
      '**/{test,tests,test-*,test_*,tests-*,__tests__,e2e,testdata,fixture,fixtures,__fixtures__}/**',
      '**/{bench,benches,benchmark,benchmarks,fuzz,stress-test,doc,docs}/**',
      '**/{example,examples,sample,samples,demo,demos,playground,template,templates,template-*}/**',
      '**/{node_modules,vendor,third_party}/**',
    ],
    weights: { critical: 10, high: 7, medium: 4, low: 1, unknown: 4, development: 0.5 },
    /** SPDX ids. Empty lists judge no licence: which ones suit a project only its owners know. */
    licences: { allow: NO_LICENCES, deny: NO_LICENCES },
    outdatedDays: 730,
  },
  needs: ['refactor-assistant'],
  isStatic: true,

  async collect(lens, settings) {
    const gathered = await gather(lens, settings.ignored)
    const references = await referencesOf(lens, settings.ignored)
    if (!namesPackages(gathered))
      return references.length === 0
        ? notApplicable(NOTHING)
        : { ...gathered, ...unasked(NOTHING), references, elsewhere: null }
    const packages = await licensed(lens, gathered.packages)
    const publications = await lens.publications(datable(packages))
    const elsewhere = await importsElsewhere(lens)
    const more = { ...gathered, packages, references, elsewhere, publications }
    return { ...more, ...(await asked(lens, gathered)) }
  },

  judge(evidence, settings, needed) {
    const references = referencesPart(evidence, settings)
    if (!namesPackages(evidence))
      return together(references, { missing: notAsked(NOTHING, ...OF_PACKAGES) })
    return together(
      faultsPart(evidence, settings, needed['refactor-assistant']),
      orderPart(evidence, settings),
      agesPart(evidence, settings),
      references,
    )
  },
})

const OF_PACKAGES = (Object.keys(scales) as MeasureName[]).filter(
  name => name !== 'pinned-references',
)

/** A file that could not be read may name packages; a note on what was left out names none. */
const namesPackages = ({ packages, unlocked, faults }: Gathered) =>
  packages.length + unlocked.length > 0 || faults.some(({ path }) => path !== '')

type Answers = Pick<DependenciesEvidence, 'advisories' | 'source' | 'publications'>

const unasked = (why: string): Answers => ({
  advisories: [],
  source: { kind: 'none', why },
  publications: { status: 'not-asked' },
})

async function asked(
  lens: Lens,
  { packages }: Gathered,
): Promise<Pick<Answers, 'advisories' | 'source'>> {
  const advisories = await lens.advisories(packages)
  if (advisories.status === 'unavailable')
    return { advisories: [], source: { kind: 'none', why: advisories.why } }
  const { kind, snapshot, rows } = advisories
  return { advisories: rows, source: { kind, snapshot } }
}

await standalone(import.meta, skill)
