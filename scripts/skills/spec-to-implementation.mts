#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** Does the program do what its documents promise? A requirement nobody traced is found missing by whoever asked for it, in production. */

import { counting, defaultLevels, settle } from '../core/findings.mts'
import { count, percent } from '../core/scales.mts'
import { defineSkill } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { ID_WORDS } from '../formats/requirements/ids.mts'
import type { SpecSettings } from './spec-to-implementation/documents.mts'
import { fatesOf } from './spec-to-implementation/operations.mts'
import { requirementDrafts, requirementReading } from './spec-to-implementation/requirements.mts'
import { routeDrafts, routeReading } from './spec-to-implementation/routes.mts'

const settings: SpecSettings = { documents: [], apis: [], ids: ID_WORDS }

export const skill = defineSkill({
  id: 'spec-to-implementation',
  question: 'Is what the documents promise in the code, and what the code offers in the documents?',
  scales: {
    requirements: count.neither('Demands that requirement documents define.'),
    'traced-requirements': percent.more(
      'Requirements that code or a test names, of those of which it can be told.',
    ),
    'tested-requirements': percent.more(
      'Requirements that a test names, of those of which it can be told.',
    ),
    'unclear-requirements': count.fewer(
      'Requirements without an id or name that could be looked for, or whose id means several.',
    ),
    'api-operations': count.neither('Operations that OpenAPI documents describe.'),
    'missing-routes': count.fewer('Documented operations that no route of the code answers.'),
    'unclear-operations': count.fewer('Documented operations of which the code does not tell.'),
    routes: count.neither('Routes found in the code.'),
    'undocumented-routes': count.fewer('Routes that the OpenAPI document of their program omits.'),
  },
  rules: {
    'untraced-requirement': {
      level: 'warn',
      fault: 'A requirement that nothing in the code names',
      advice:
        'Name its id where it is implemented and tested, or say in the document that it is planned.',
      costs: ['traced-requirements', 'tested-requirements'],
    },
    'untested-requirement': {
      level: 'note',
      fault: 'A requirement that code names and no test',
      advice: 'Name its id in the test that shows it is kept, or write that test.',
      costs: ['tested-requirements'],
    },
    'missing-route': {
      level: 'warn',
      fault: 'An operation of the OpenAPI document that no route answers',
      advice: 'Implement it, or take it out of the document.',
      costs: ['missing-routes'],
    },
    'undocumented-route': {
      level: 'note',
      fault: 'A route that the OpenAPI document omits',
      advice: 'Describe it, or mark it as not part of the API.',
      costs: ['undocumented-routes'],
    },
    'unreadable-specification': {
      level: 'warn',
      fault: 'An OpenAPI document that cannot be read',
      advice: 'Correct it: those who generate clients from it cannot read it either.',
      costs: [],
    },
  },
  settings,
  needs: [],
  isStatic: true,

  collect: async (lens, settings) =>
    (await import('./spec-to-implementation/collect.mts')).collectSpec(lens, settings),

  judge(evidence, settings) {
    const fates = fatesOf(evidence)
    const requirements = requirementReading(evidence.requirements)
    const drafts = [...requirementDrafts(evidence.requirements), ...routeDrafts(evidence, fates)]
    // A level says how loud a fault is reported, not whether a route is there: only waivers change the counts.
    const faults = settle({ ...settings, levels: LEVELS }, drafts)
    const open = counting(faults, ['error', 'warn', 'note']).map(({ rule }) => rule)
    const routes = routeReading(evidence, fates, open)
    return {
      measures: [...requirements.measures, ...routes.measures],
      missing: [...requirements.missing, ...routes.missing],
      findings: settle(settings, drafts),
    }
  },
})

const LEVELS = defaultLevels(skill.rules)

await standalone(import.meta, skill)
