#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** What would it take to see every request and query of this program in traces? What is not seen cannot be compared between releases. */

import { settle } from '../core/findings.mts'
import { count, percent } from '../core/scales.mts'
import { defineSkill } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { draftsOf, proposalsOf, readingOf } from './code-instrumenter/judge.mts'

export const skill = defineSkill({
  id: 'code-instrumenter',
  question: 'Which requests and queries does nobody see?',
  scales: {
    applications: count.neither('Places where a web application is made.'),
    endpoints: count.neither('Endpoints that the sources declare.'),
    'traced-endpoints': percent.more('Endpoints of services whose every application sends traces.'),
  },
  rules: {
    'dark-application': {
      level: 'note',
      fault: 'An application sends no traces',
      advice: 'Run code-instrumenter.mts with --apply, or set up OpenTelemetry by hand.',
      costs: ['traced-endpoints'],
    },
  },
  settings: {},
  needs: [],
  isStatic: true,
  edits: {
    next: 'Install the added packages, then set OTEL_EXPORTER_OTLP_ENDPOINT',
    isLeftBy: 'finding',
  },

  collect: async lens => (await import('./code-instrumenter/collect.mts')).collectServices(lens),

  judge(evidence, settings) {
    const { measures, missing } = readingOf(evidence)
    return {
      measures,
      missing,
      findings: settle(settings, draftsOf(evidence)),
      proposals: proposalsOf(evidence),
    }
  },
})

await standalone(import.meta, skill)
