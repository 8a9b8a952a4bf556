#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** What does this release carry that it did not write? Most of what ships is other people's code: its published faults are the release's faults, and a version that nothing pins may be another one tomorrow. */

import { defineSkill } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { type MeasureName, rules, scales } from './dependency-guardian/catalogue.mts'
import { agesPart, faultsPart, orderPart, referencesPart } from './dependency-guardian/judge.mts'
import { NOTHING, namesPackages } from './dependency-guardian/nothing.mts'
import { notAsked, together } from './dependency-guardian/verdict.mts'

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

  collect: async (lens, settings) =>
    (await import('./dependency-guardian/collect.mts')).collectDependencies(lens, settings.ignored),

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

await standalone(import.meta, skill)
