#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** Where does the work of the last months gather, and what did it leave behind? Complicated code that many hands keep changing is where the next mistake is dear; a key that was committed once is given away for good. */

import { settle } from '../core/findings.mts'
import { count, days, lines, percent } from '../core/scales.mts'
import { defineSkill } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { couplingFault } from './git-workflow-assistant/coupling.mts'
import { hotspotFault, hotspots } from './git-workflow-assistant/hotspots.mts'
import { measuresOf } from './git-workflow-assistant/measures.mts'
import { secretRules } from './git-workflow-assistant/secret-rules.mts'
import { secretDrafts } from './git-workflow-assistant/secrets.mts'
import { ofSource } from './git-workflow-assistant/source.mts'
import { oldTodo, oldTodos } from './git-workflow-assistant/todos.mts'

export const skill = defineSkill({
  id: 'git-workflow-assistant',
  question: 'Where does the work of the last months gather, and what changes together?',
  scales: {
    commits: count.neither('Commits in the window, merges left out.'),
    'bot-commits': count.neither('Commits among them that a program such as dependabot wrote.'),
    authors: count.neither('People who wrote at least one of those commits.'),
    'bus-factor': count.neither(
      'Fewest people who together wrote half of the commits (CHAOSS, contributor absence factor).',
    ),
    'code-age': days.neither('Median days since the last change of the source files.'),
    'branch-age': days.neither('Days since this branch left the default branch.'),
    'commit-files': count.neither('Median number of files in a commit by people.'),
    'commit-lines': lines.neither('Median number of lines a commit by people adds and deletes.'),
    'conventional-commits': percent.neither(
      'Commits by people whose subject follows Conventional Commits.',
    ),
    'signed-commits': percent.neither(
      'Commits by people that carry a signature, whether it is good or not.',
    ),
    'large-commits': count.fewer('Commits that touch more files than one can review together.'),
    hotspots: count.fewer(
      'Source files that are complicated, often changed, and a large share of both.',
    ),
    'coupled-pairs': count.fewer('Pairs of source files that usually change in the same commit.'),
    'single-owner-files': count.fewer(
      'Often changed source files that only one person has touched.',
    ),
    todos: count.fewer('Comments of the source that say TODO, FIXME, HACK or XXX.'),
    'old-todos': count.fewer('Those among them that are older than the window.'),
    'leaked-secrets': count.fewer(
      'Secrets of verified structure in the tree, outside tests, examples and documents.',
    ),
    'suspected-secrets': count.fewer('Places in the tree that look like a secret.'),
    'committed-secrets': count.fewer(
      'Secrets of verified structure that a commit added and that are gone from the tree.',
    ),
  },
  rules: {
    hotspot: {
      level: 'note',
      fault: 'Complicated code that is changed often',
      advice: 'Simplify and test this file before others: the next changes will land here too.',
      costs: ['hotspots'],
    },
    'change-coupling': {
      level: 'note',
      fault: 'Two source files that usually change together',
      advice: 'Bring together what changes together, or make the dependency explicit.',
      costs: ['coupled-pairs'],
    },
    'old-todo': {
      level: 'note',
      fault: 'Something that was to be done months ago',
      advice: 'Do it, plan it where it is seen, or remove the comment.',
      costs: ['old-todos'],
    },
    ...secretRules,
  },
  settings: {
    sinceDays: 183,
    maxChangesetSize: 30,
    minRevs: 5,
    minSharedRevs: 5,
    minCoupling: 30,
    maxCoupling: 100,
    hotspotRevisions: 5,
    hotspotComplexity: 15,
    hotspotShare: 0.05,
    listed: 10,
  },
  needs: ['refactor-assistant'],
  isStatic: true,

  collect: async (lens, settings) =>
    (await import('./git-workflow-assistant/collect.mts')).collect(lens, settings),

  judge(evidence, settings, needed) {
    const code = needed['refactor-assistant']
    const hot = code ? hotspots(evidence, code, settings) : []
    const pairs = code ? ofSource(evidence, code).pairs : []
    const secrets = settle(settings, secretDrafts(evidence))
    return {
      ...measuresOf(evidence, settings, code, hot.length, secrets),
      findings: [
        ...secrets,
        ...settle(settings, [
          ...hot.slice(0, settings.listed).map(hotspotFault),
          ...pairs.slice(0, settings.listed).map(couplingFault),
          ...oldTodos(evidence).map(oldTodo(evidence.sinceDays)),
        ]),
      ],
    }
  },
})

await standalone(import.meta, skill)
