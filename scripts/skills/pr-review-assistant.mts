#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** What should a reviewer of this change look at first? Attention is short: it belongs to what breaks users, runs untested, or touches code that often went wrong. */

import { settle } from '../core/findings.mts'
import { semverOf } from '../core/review.mts'
import { risksOf } from '../core/risk.mts'
import { count, lines, percent } from '../core/scales.mts'
import { defineSkill } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { faultsOf } from './pr-review-assistant/faults.mts'
import { measuresOf } from './pr-review-assistant/measures.mts'

export const skill = defineSkill({
  id: 'pr-review-assistant',
  question: 'What should a reviewer of this change look at first?',
  scales: {
    'changed-files': count.neither('Files the change adds, edits, moves or deletes.'),
    'added-source-lines': lines.neither('Lines of source the change adds or edits.'),
    'deleted-source-lines': lines.neither('Lines of source the change removes or edits.'),
    'changed-test-lines': lines.neither('Lines of tests the change adds, edits or removes.'),
    'formatted-files': count.neither(
      'Files whose code is the same but for layout, comments and quotes, or that were only moved.',
    ),
    'api-breaks': count.neither(
      'Public names the package exports that are gone, or whose parameters calls do not fit any more.',
    ),
    'api-additions': count.neither('Public names that were not there before.'),
    'untested-lines': lines.neither('Changed lines that could run and that no test ran.'),
    'change-risk': percent.neither(
      'The riskiest file of the change: size, complexity, churn, untested lines and many hands multiplied.',
    ),
  },
  rules: {
    'api-break': {
      level: 'warn',
      fault: 'Calls of other projects may fail',
      advice:
        'Keep the old name or parameters beside the new ones, or raise the first number of the version.',
      costs: ['api-breaks'],
    },
    'untested-change': {
      level: 'note',
      fault: 'No test runs what was changed',
      advice: 'Write a test that runs these lines, or say in the request why they need none.',
      costs: ['untested-lines'],
    },
    'missing-changelog': {
      level: 'note',
      fault: 'Users would notice, and the change log does not tell them',
      advice: 'Add a line to the change log in the words of those who use the project.',
      costs: ['api-breaks', 'api-additions'],
    },
  },
  settings: { sinceDays: 183, changelogShare: 0.15 },
  needs: ['refactor-assistant', 'test-orchestrator', 'git-workflow-assistant'],
  isStatic: false,
  isAboutChange: true,

  collect: async (lens, settings) =>
    (await import('./pr-review-assistant/collect.mts')).collect(lens, settings),

  judge(evidence, settings, needed) {
    const risks = risksOf(evidence.files, needed)
    const { api, since } = evidence
    const findings = settle(settings, faultsOf(evidence, risks, needed, settings.changelogShare))
    const named = since.release ?? since.commit.slice(0, 9)
    return {
      ...measuresOf(evidence, risks, needed),
      findings,
      proposals:
        api === null
          ? []
          : [
              {
                why: `names and parameters of the public surface (${api.names} names since ${named}) ask for a ${semverOf(api)} release`,
              },
            ],
    }
  },
})

await standalone(import.meta, skill)
