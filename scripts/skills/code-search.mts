#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** What does this change reach? Whoever changes a function answers for those who call it; the tests to run first are the ones nearest to it. */

import { count } from '../core/scales.mts'
import { defineSkill } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'

export const skill = defineSkill({
  id: 'code-search',
  question: 'What does this change reach, and which tests cover it?',
  scales: {
    'changed-symbols': count.neither(
      'Functions and exported values of the source whose code the change edits, adds or removes.',
    ),
    'reached-symbols': count.neither(
      'Functions and exported values that use a changed one over any number of steps: by type in TypeScript and JavaScript, else by name.',
    ),
    'reached-modules': count.neither(
      'Source modules that import a changed one over any number of imports.',
    ),
    'reached-endpoints': count.neither('HTTP routes whose handler the change edits or reaches.'),
    'reaching-tests': count.neither(
      'Test files that use what is changed or reached, or import a module on the way.',
    ),
  },
  rules: {},
  settings: {},
  needs: [],
  isStatic: false,
  isAboutChange: true,

  collect: async lens => (await import('./code-search/collect.mts')).collectReach(lens),

  judge({ changed, hasUses, reached, modules, endpoints, tests, unfollowed }) {
    const whole = <M extends string>(name: M, value: number) => ({ name, subject: '', value })
    const names = [
      'changed-symbols',
      'reached-symbols',
      'reached-modules',
      'reached-endpoints',
      'reaching-tests',
    ] as const
    if (changed.length === 0 && unfollowed > 0)
      return {
        measures: [],
        findings: [],
        missing: names.map(measure => ({
          measure,
          why: 'uses are followed in JavaScript, TypeScript, Python, Java and Go, and the change is in other languages',
        })),
      }
    const byUse = [
      whole('reached-symbols', reached.length),
      whole('reached-endpoints', endpoints.length),
      whole('reaching-tests', tests.length),
    ]
    return {
      measures: [
        whole('changed-symbols', changed.length),
        whole('reached-modules', modules.length),
        ...(hasUses ? byUse : []),
      ],
      findings: [],
      missing: hasUses
        ? []
        : byUse.map(({ name: measure }) => ({
            measure,
            why: 'types take seconds to look up: code-search --impact does, alone',
          })),
    }
  },
})

await standalone(import.meta, skill)
