#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** What do this release's tests run, and do they pass? Code no test runs changes unnoticed; a failing test was noticed and shipped. */

import { settle } from '../core/findings.mts'
import { count, percent, seconds } from '../core/scales.mts'
import { defineSkill } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import type { TestSettings } from './test-orchestrator/collect.mts'
import { draftsOf, risksOf } from './test-orchestrator/faults.mts'
import { proposalsOf, readingOf } from './test-orchestrator/judge.mts'

/** Five seconds is where Jest begins to mark tests as slow, 30 the threshold of crap4j. */
const settings: TestSettings = { command: null, reports: [], slowTest: 5, crap: 30 }

export const skill = defineSkill({
  id: 'test-orchestrator',
  question: 'What do the tests run, and do they pass?',
  scales: {
    'line-coverage': percent.more('Coverable lines of source files that the tests ran.'),
    'branch-coverage': percent.more('Ways out of branching lines that the tests took.'),
    'failing-tests': count.fewer('Tests that failed every time they were tried.'),
    'flaky-tests': count.fewer('Tests that failed and passed, tried again on the same code.'),
    'passing-tests': count.more('Tests that passed, at the latest when they were repeated.'),
    'skipped-tests': count.fewer('Tests that were not run though they exist.'),
    'test-seconds': seconds.fewer('Time of all tests together, one after the other.'),
    'slowest-test': seconds.fewer('Time of the test that took longest.'),
    'risky-functions': count.fewer(
      'Functions whose complexity² × (1 − coverage)³ + complexity is above a threshold (CRAP).',
    ),
    'unreached-files': count.fewer('Source files that no test reaches by imports or by its name.'),
    'test-files': count.neither('Files of test code.'),
  },
  rules: {
    'failing-test': {
      level: 'error',
      fault: 'A test fails',
      advice: 'Make it pass or, if what it asks for is no longer wanted, change the test.',
      costs: ['failing-tests'],
    },
    'flaky-test': {
      level: 'warn',
      fault: 'A test failed and passed on the same code',
      advice: 'Find what differs between the tries: time, order, chance, network, shared state.',
      costs: ['flaky-tests'],
    },
    'slow-test': {
      level: 'note',
      fault: 'A single test takes long',
      advice: 'Give it less to wait for or to build, or run it apart from the quick ones.',
      costs: ['slowest-test', 'test-seconds'],
    },
    'risky-function': {
      level: 'note',
      fault: 'A complicated function that the tests hardly run',
      advice: 'Test its branches before the next change, or take it apart.',
      costs: ['risky-functions', 'line-coverage'],
    },
    'untested-file': {
      level: 'note',
      fault: 'No test runs any line of this file',
      advice: 'Write a first test of its most used function, or remove what nobody uses.',
      costs: ['line-coverage'],
    },
    'no-tests': {
      level: 'warn',
      fault: 'The project has functions and no tests',
      advice: 'Test the function whose failure would hurt most, and go on from there.',
      costs: ['line-coverage'],
    },
    'unusable-report': {
      level: 'warn',
      fault: 'A test or coverage report cannot be used',
      advice: 'Run the tests again on this state of the sources, or delete the report.',
      costs: [],
    },
  },
  settings,
  needs: ['refactor-assistant'],
  isStatic: false,

  collect: async (lens, settings) =>
    (await import('./test-orchestrator/collect.mts')).collectTests(lens, settings),

  judge(evidence, settings, needed) {
    const code = needed['refactor-assistant']
    const risks = risksOf(evidence, code, settings.crap)
    const { measures, missing } = readingOf(evidence, risks, code)
    return {
      measures,
      missing,
      findings: settle(settings, draftsOf(evidence, risks, settings.slowTest)),
      proposals: proposalsOf(evidence),
    }
  },
})

await standalone(import.meta, skill)
