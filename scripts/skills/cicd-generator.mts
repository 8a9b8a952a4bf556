#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** Does every change meet the tests and the gate before it is merged? What nobody runs on its own is run too late. */

import { settle } from '../core/findings.mts'
import { count } from '../core/scales.mts'
import { defineSkill } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { pipelineDrafts, pipelineProposals } from './cicd-generator/judge.mts'
import type { PipelineSettings } from './cicd-generator/view.mts'

const settings: PipelineSettings = {
  from: 'npm',
  branch: 'quality',
  prepare: [],
  env: [],
  bench: false,
  secrets: [],
  issues: false,
}

export const skill = defineSkill({
  id: 'cicd-generator',
  question: 'Does every change meet the tests and the gate?',
  scales: {
    pipelines: count.neither('Files that a CI service starts by itself.'),
  },
  rules: {
    'no-pipeline': {
      level: 'note',
      fault: 'The project has tests and no CI pipeline',
      advice: 'Run cicd-generator.mts with --apply, or have a service of your own run the tests.',
      costs: [],
    },
  },
  settings,
  needs: [],
  isStatic: true,
  edits: {
    next: 'Commit them; what comments on pull requests works once it is on the default branch',
    isLeftBy: 'edit',
  },

  collect: async lens => (await import('./cicd-generator/collect.mts')).collectPipelines(lens),

  judge(evidence, settings) {
    return {
      measures: [{ name: 'pipelines', subject: '', value: evidence.pipelines.length }],
      findings: settle(settings, pipelineDrafts(evidence)),
      proposals: pipelineProposals(evidence, settings),
    }
  },
})

await standalone(import.meta, skill)
