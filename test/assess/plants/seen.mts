/** Which faults would only a network, a busy machine, timed runs, traces or a change show, and what do they move in what a skill saw? */

import type { SkillId } from '../../../scripts/core/evidence.mts'
import type { TracePattern } from '../../../scripts/core/traces/rows.mts'
import { ARGUMENT, ERROR, type Numbers } from './plant.mts'

/** Ten pairs of runs: the least that can decide. */
const BASE = Array.from({ length: 10 }, (_, run) => 1 + run / 100)

const gate = (base: readonly number[], worse: number) => ({
  pairs: [{ title: 'parse', better: 'lower', base, head: base.map(each => each * worse) }],
  ...{ notComparable: [], notes: [], operations: [] },
})

/** One operation of which all ten requests were fast. */
const OPERATION = {
  ...{ service: 'shop', operation: 'GET /sails', release: null, count: 10, queries: 1 },
  ...{ p50: 10, p95: 20, p99: 30, errorRate: 0, apdex: 1, perSecond: 1, selfMs: 1, queriesMs: 1 },
  ...{ steps: [], exampleTraceIds: [] },
}

/** A pattern in every request of it, no more than is just enough for a suggestion. */
const traced = (rule: string, pattern: Pick<TracePattern, 'kind'> & Partial<TracePattern>) => ({
  rule,
  skill: 'performance-profiler' as const,
  evidence: {
    traces: {
      ...NO_PATTERN,
      patterns: [
        {
          ...{ service: 'shop', operation: 'GET /sails', release: null, requests: 10, of: 10 },
          ...{ subject: 'SELECT a FROM sails WHERE b = ?', calls: 1, ms: 1, rows: null },
          ...{ traceId: 'c0ffee', spanIds: [], code: null },
          ...pattern,
        },
      ],
    },
  },
  moves: { suggestions: 1 },
})

const NO_PATTERN = { traces: [], patterns: [], received: {}, omittedOperations: 0 }

/** A change without a file: what there was before it is what there is. */
const NO_CHANGE = {
  ...{ since: { commit: 'c0ffee', release: null }, files: [], changelog: null },
  ...{ api: { names: 66, breaks: [], added: [] }, authors: [], unread: null },
}

/** What the skills would have seen of a garden with an idle machine, traces and a change. */
export const QUIET: Partial<Record<SkillId, object>> = {
  'code-instrumenter': { services: [] },
  'doc-generator': { examples: { status: 'ran', rows: [] } },
  'environment-profiler': { loadAverage: 0 },
  'performance-profiler': { operations: [OPERATION], traces: NO_PATTERN },
  'pr-review-assistant': NO_CHANGE,
}

/** What only a network, a busy machine, timed runs, traces or a change would show is planted into what the skill saw. */
export const seen: readonly {
  readonly rule: string
  readonly skill: SkillId
  readonly evidence: object
  /** What another skill saw instead, before and after. */
  readonly needed?: object
  readonly moves: Numbers
}[] = [
  {
    rule: 'busy-machine',
    skill: 'environment-profiler',
    evidence: { loadAverage: 1000 },
    moves: {},
  },
  {
    // Of two TODOs one was there before the window.
    rule: 'old-todo',
    skill: 'git-workflow-assistant',
    evidence: {
      todos: [true, false].map((isOld, at) => ({
        ...{ path: ERROR, line: at + 1, word: 'TODO', key: `${at}`, isOld },
      })),
    },
    moves: { todos: 2, 'old-todos': 1 },
  },
  {
    // Two years and a day; asked of three, answered for one.
    rule: 'outdated-package',
    skill: 'dependency-guardian',
    evidence: {
      publications: {
        status: 'answered',
        rows: [
          {
            ...{ ecosystem: 'npm', name: 'once', version: '1.4.0', newest: '2.0.0' },
            ...{ publishedAt: '2023-01-01T00:00:00Z', newestAt: '2025-01-01T00:00:00Z' },
          },
        ],
      },
    },
    moves: { 'age-behind': 731, libyears: 731 / 365.25 },
  },
  {
    rule: 'no-pipeline',
    skill: 'cicd-generator',
    evidence: { pipelines: [] },
    moves: { pipelines: 0 },
  },
  {
    rule: 'dark-application',
    skill: 'code-instrumenter',
    evidence: {
      services: [
        {
          ...{ name: 'shop', foreign: null, edits: [], notes: [], clients: [] },
          applications: [
            { framework: 'flask', status: 'open', path: 'app.py', line: 3, why: null, paste: null },
          ],
          endpoints: [{}],
        },
      ],
    },
    moves: { applications: 1, endpoints: 1, 'traced-endpoints': 0 },
  },
  {
    // The one decided benchmark is slower.
    rule: 'slower-benchmark',
    skill: 'performance-profiler',
    evidence: { gate: gate(BASE, 1.2) },
    moves: { 'benchmark-change parse': 20, 'slower-benchmarks': 1, 'steady-benchmarks': 0 },
  },
  {
    // Two pairs decide nothing: of none it can be said that it is steady.
    rule: 'inconclusive-benchmark',
    skill: 'performance-profiler',
    evidence: { gate: gate(BASE.slice(0, 2), 1.2) },
    moves: { 'benchmark-change parse': 20, 'slower-benchmarks': 0 },
  },
  {
    rule: 'broken-example',
    skill: 'doc-generator',
    evidence: {
      examples: {
        status: 'ran',
        rows: [
          {
            ...{ path: 'README.md', line: 13, language: 'js', verdict: 'broken' },
            why: 'commander does not export Commando',
          },
        ],
      },
    },
    moves: { 'broken-examples': 1 },
  },
  {
    rule: 'incomparable-benchmark',
    skill: 'performance-profiler',
    evidence: {
      gate: {
        pairs: [],
        notComparable: [{ title: 'parse', why: 'it is new' }],
        notes: [],
        operations: [],
      },
    },
    moves: {},
  },
  {
    rule: 'benchmark-conditions',
    skill: 'performance-profiler',
    evidence: {
      gate: {
        ...{ pairs: [], notComparable: [], operations: [] },
        notes: ['Time ran out after 3 rounds of benchmarks: raise --timeout.'],
      },
    },
    moves: {},
  },
  {
    rule: 'broken-threshold',
    skill: 'performance-profiler',
    evidence: { broken: ['p(95)<200'] },
    moves: {},
  },
  {
    rule: 'unusable-result',
    skill: 'performance-profiler',
    evidence: { unusable: [{ report: 'old.json', why: 'it is older than lib/error.js' }] },
    moves: {},
  },
  traced('query-per-row', { kind: 'repeated-query', calls: 5 }),
  traced('identical-query', { kind: 'identical-query', calls: 3 }),
  traced('slow-query', { kind: 'slow-query', ms: 100 }),
  traced('missing-index', { kind: 'slow-query', ms: 100, rows: 1 }),
  traced('sequential-calls', { kind: 'sequential-calls', calls: 2, ms: 50 }),
  traced('chatty-host', { kind: 'repeated-call', calls: 5 }),
  {
    rule: 'api-break',
    skill: 'pr-review-assistant',
    evidence: {
      api: {
        ...NO_CHANGE.api,
        breaks: [
          {
            ...{ path: ERROR, line: 4, name: 'CommanderError', kind: 'removed', isSure: true },
            message: 'the public class CommanderError is gone',
          },
        ],
      },
    },
    moves: { 'api-breaks': 1 },
  },
  {
    // Three revisions are the least that tells a change log that people keep.
    rule: 'missing-changelog',
    skill: 'pr-review-assistant',
    evidence: {
      api: { ...NO_CHANGE.api, added: [{ path: ERROR, line: 4, name: 'CommanderError' }] },
      changelog: { path: 'CHANGELOG.md', isTouched: false },
    },
    needed: {
      'git-workflow-assistant': {
        ...{ files: [{ path: 'CHANGELOG.md', revisions: 3 }], commits: [], unread: null },
      },
    },
    moves: { 'api-additions': 1 },
  },
  {
    // A line of a function without a decision, in a file of one commit: size 1/200, complexity 0, churn 1/20, and all
    // of it untested. Four parts are known.
    rule: 'untested-change',
    skill: 'pr-review-assistant',
    evidence: {
      files: [
        {
          ...{ path: ARGUMENT, from: null, role: 'source', kind: 'edited', owners: [] },
          ...{ added: 1, deleted: 0, ranges: [[120, 120]] },
        },
      ],
    },
    moves: {
      ...{ 'changed-files': 1, 'added-source-lines': 1, 'untested-lines': 1 },
      'change-risk': (100 * ((1 + 1 / 200) * (1 + 1 / 20) * 2 - 1)) / (2 ** 4 - 1),
    },
  },
]
