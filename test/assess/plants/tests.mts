/** How is each fault of tests and their reports planted, and what does it move? */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { coverableLines, type Garden, SOURCES } from '../garden.mts'
import { junit, lcov } from '../samples.mts'
import { ARGUMENT, END, ERROR, fn, grown, type Plant, REQUIREMENTS } from './plant.mts'

/** Lines of the report of coverage. */
const coverable = (read: Garden['read']) =>
  SOURCES.map(path => coverableLines(read(path))).flatMap(({ hit, missed }) => [...hit, ...missed])
    .length

export const testsPlants: readonly Plant[] = [
  {
    rule: 'failing-test',
    plant: ({ repo }) => repo.write({ 'junit.xml': junit(3, 1) }),
    at: '',
    moves: () => ({ 'failing-tests': 1 }),
  },
  {
    rule: 'flaky-test',
    plant: ({ repo, read }) =>
      repo.write({ 'junit.xml': read('junit.xml').replace('/>', '><flakyFailure/></testcase>') }),
    at: '',
    moves: () => ({ 'flaky-tests': 1 }),
  },
  {
    rule: 'slow-test',
    plant: ({ repo, read }) =>
      repo.write({ 'junit.xml': read('junit.xml').replace('/>', ' time="6"/>') }),
    at: '',
    moves: () => ({ 'slowest-test': 6, 'test-seconds': 6 }),
  },
  {
    // Five decisions, and nothing of it ran: 6² + 6 is 42, and 30 is allowed.
    rule: 'risky-function',
    plant: ({ append }) => {
      append(ARGUMENT, fn(['return a && b && a.c && b.d && a.e && b.f']))
      append('lcov.info', lcov({ [ARGUMENT]: { missed: [END[ARGUMENT] + 1] } }))
    },
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: (was, { read }) => {
      const lines = coverable(read)
      return {
        ...grown({ code: 3, functions: 1, inFunctions: 3 })(was),
        'risky-functions': was('risky-functions') + 1,
        'line-coverage': (was('line-coverage') * lines) / (lines + 1),
      }
    },
  },
  {
    rule: 'untested-file',
    plant: ({ cover }) => cover(ERROR),
    at: ERROR,
    moves: (was, { read }) => {
      const lost = coverableLines(read(ERROR)).hit.length
      return { 'line-coverage': was('line-coverage') - (100 * lost) / coverable(read) }
    },
  },
  {
    // The requirement goes too: without tests it would be an untested one. Of the riskiest function (complexity 42)
    // nobody knows any more how much of it ran.
    rule: 'no-tests',
    plant: ({ repo: { dir } }) => {
      for (const path of ['test', REQUIREMENTS, 'lcov.info', 'junit.xml'])
        rmSync(join(dir, path), { recursive: true })
    },
    at: '',
    hides: ['risky-function lib/command.js:1760'],
    moves: () => ({
      ...{ 'line-coverage': 0, 'test-files': 0, 'test-code-lines': 0 },
      ...{ 'failing-tests': null, 'flaky-tests': null, 'passing-tests': null },
      ...{ 'skipped-tests': null, 'test-seconds': null },
      ...{ 'risky-functions': null, 'unreached-files': null },
      ...{ requirements: 0, 'traced-requirements': null, 'tested-requirements': null },
    }),
  },
  {
    rule: 'unusable-report',
    plant: ({ repo }) => repo.write({ 'coverage.xml': '<coverage><packages>' }),
    at: '',
    moves: () => ({}),
  },
]
