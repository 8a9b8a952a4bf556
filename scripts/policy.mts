/** What does Shipworthy think when a project says nothing? The only opinions in the house; docs/score.md explains each. */

import type { Policy } from './core/policy.mts'

export const defaultPolicy: Policy = {
  dimensions: {
    code: {
      weight: 25,
      parts: {
        'complex-code': { share: 35, curve: { good: 12, poor: 35 } },
        'duplicated-lines': { share: 25, curve: { good: 3, poor: 13 } },
        'long-code': { share: 15, curve: { good: 10, poor: 35 } },
        'fault-density': { share: 15, curve: { good: 3, poor: 8 } },
        'cyclic-modules': { share: 5, curve: { good: 5, poor: 20 } },
        'unused-exports': { share: 5, curve: { good: 0.5, poor: 2.5 } },
      },
    },
    tests: { weight: 20, parts: { 'line-coverage': { share: 100 } } },
    dependencies: {
      weight: 20,
      parts: {
        'vulnerability-weight': { share: 60, curve: { good: 2, poor: 20 } },
        'dependency-hygiene': { share: 20 },
        'age-behind': { share: 20, curve: { good: 180, poor: 900 } },
      },
    },
    docs: { weight: 15, parts: { 'documented-surface': { share: 100 } } },
    performance: {
      weight: 20,
      parts: {
        'steady-benchmarks': { share: 50 },
        'budgets-kept': { share: 30 },
        apdex: { share: 20 },
      },
    },
    custom: { weight: 0, parts: {} },
  },
  security: { 'vulnerability-weight': 80, 'pinned-references': 20 },
  gate: { score: 80, evidence: 0.5, patchCoverage: 80, smallChange: 20 },
  levels: {},
  skills: {},
  files: { exclude: [], test: [], include: [] },
  waivers: [],
}
