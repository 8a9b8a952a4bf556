#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** Did this release become slower? Most gates cry wolf; this one runs both states in turns and says what it could not see. */

import { settle } from '../core/findings.mts'
import type { Scale } from '../core/model.mts'
import { count, percent } from '../core/scales.mts'
import { defineSkill } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { calibrated, calibrationScales, uncalibrated } from './performance-profiler/calibration.mts'
import { budgetsKept, draftsOf, readingOf, verdictsOf } from './performance-profiler/judge.mts'
import { budgetsOf, type PerformanceSettings, ruleOf } from './performance-profiler/settings.mts'
import {
  suggestionLimits,
  suggestionRules,
  suggestions,
} from './performance-profiler/suggestions.mts'
import { traceReading, traceScales } from './performance-profiler/traces.mts'

const settings: PerformanceSettings = {
  commands: [],
  build: null,
  results: [],
  budgets: [],
  threshold: 5,
  apdexMs: 500,
  load: { start: null, rate: 50, seconds: 5, warmUp: 2, requests: [] },
  suggestions: suggestionLimits,
}

const change: Scale = {
  unit: 'percent',
  better: 'lower',
  noise: 'noisy',
  meaning: 'How much worse a benchmark is than on the baseline; below 0 it is better.',
}

export const skill = defineSkill({
  id: 'performance-profiler',
  question: 'Did it become slower, and does it keep its budgets?',
  scales: {
    benchmarks: count.neither('Benchmarks that gave a number.'),
    'benchmark-change': change,
    'slower-benchmarks': count.fewer('Benchmarks significantly slower than on the baseline.'),
    'steady-benchmarks': percent.more('Decided benchmarks that are no slower than the baseline.'),
    'budgets-kept': percent.more('Declared budgets that the measured benchmarks keep.'),
    ...calibrationScales,
    ...traceScales,
  },
  rules: {
    'slower-benchmark': {
      level: 'warn',
      fault: 'A benchmark is significantly slower than on the baseline',
      advice: 'Profile it on both states; if the cost is wanted, say so in a waiver.',
      costs: ['slower-benchmarks', 'steady-benchmarks'],
    },
    'broken-budget': {
      level: 'error',
      fault: 'A benchmark breaks its declared budget',
      advice: 'Make it faster, or declare the budget that the project can keep.',
      costs: ['budgets-kept'],
    },
    'broken-threshold': {
      level: 'warn',
      fault: 'A threshold of the benchmark harness is broken',
      advice: 'Read the harness’s own report: it names the threshold.',
      costs: [],
    },
    'inconclusive-benchmark': {
      level: 'note',
      fault: 'A benchmark is too noisy to be judged',
      advice: 'Measure on a quieter machine, make the benchmark longer, or give it more time.',
      costs: [],
    },
    'incomparable-benchmark': {
      level: 'note',
      fault: 'A benchmark cannot be compared with the baseline',
      advice: 'Nothing, if it is new or was changed on purpose: the next change is compared.',
      costs: [],
    },
    'benchmark-conditions': {
      level: 'note',
      fault: 'Something about how the benchmarks ran limits what they say',
      advice: 'Read it before you trust a verdict on speed.',
      costs: [],
    },
    'unusable-result': {
      level: 'warn',
      fault: 'A benchmark result cannot be used',
      advice: 'Run the benchmarks again on this state of the sources, or mend what failed.',
      costs: [],
    },
    ...suggestionRules,
  },
  settings,
  // A timing without its machine is worth nothing to the history.
  needs: ['environment-profiler'],
  isStatic: false,
  isTimed: true,

  collect: async (lens, settings) =>
    (await import('./performance-profiler/look.mts')).look(lens, settings),

  judge(evidence, settings) {
    const verdicts = verdictsOf(evidence, ruleOf(settings))
    const budgets = budgetsKept(evidence, budgetsOf(settings))
    const findings = settle(settings, [
      ...draftsOf(evidence, verdicts, budgets),
      ...suggestions(evidence.traces?.patterns ?? [], settings.suggestions),
    ])
    const waived = new Set(findings.filter(each => each.waived).map(({ key }) => key))
    const benchmarked = readingOf(evidence, verdicts, budgets, waived)
    const traced = traceReading(evidence, findings)
    return {
      measures: [...benchmarked.measures, ...calibrated(evidence), ...traced.measures],
      missing: [...benchmarked.missing, ...uncalibrated(evidence), ...traced.missing],
      findings,
    }
  },

  async selfCheck(lens, settings, rounds) {
    const { selfCheck } = await import('./performance-profiler/self-check.mts')
    return selfCheck(lens, settings, rounds)
  },
})

await standalone(import.meta, skill)
