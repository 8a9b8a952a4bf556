/** What did the project declare about its performance? Checked here, because a policy file may hold anything. */

import { UserFault } from '../../core/fault.mts'
import { isFields } from '../../core/untyped.mts'
import type { SuggestionLimits } from './suggestions.mts'

export interface PerformanceSettings {
  /** Commands to time, or that write results: `{ name, run, results? }`. */
  readonly commands: readonly unknown[]
  /** Shell command that prepares a fresh copy for its benchmarks; null needs none. */
  readonly build: null | string
  /** Globs of result files; empty looks in the well-known places. */
  readonly results: readonly unknown[]
  /** `{ benchmark, atMost }` or `{ benchmark, atLeast }`; `*` in a name stands for anything. */
  readonly budgets: readonly unknown[]
  /** Percent: a benchmark that is not slower than this is not called slower. */
  readonly threshold: number
  /** T of Apdex: a request is answered fast enough within so many ms. */
  readonly apdexMs: number
  /** Load on the app, where something starts it. */
  readonly load: LoadSettings
  /** From where on a pattern in traces is worth a suggestion. */
  readonly suggestions: SuggestionLimits
}

export interface LoadSettings {
  /** Command that starts the app; `--load` names another. */
  readonly start: null | string
  /** Requests a second, all together. */
  readonly rate: number
  readonly seconds: number
  readonly warmUp: number
  /** `GET /path`, or `{ method, path, headers, body }`; empty asks what OpenAPI documents or routes say. */
  readonly requests: readonly unknown[]
}

export interface DeclaredCommand {
  readonly name: string
  readonly run: string
  /** Glob of the files it writes, `-` for its output; null: the time it takes is the benchmark. */
  readonly results: string | null
}

export interface Budget {
  readonly benchmark: string
  readonly atMost: number | null
  readonly atLeast: number | null
}

const WHERE = 'shipworthy.yml: skills.performance-profiler'

export function commandsOf({ commands }: PerformanceSettings): DeclaredCommand[] {
  return commands.map((entry, nth) => {
    const { name, run, results } = isFields(entry) ? entry : {}
    if (typeof name !== 'string' || typeof run !== 'string')
      throw new UserFault(`${WHERE}.commands[${nth}] needs a name and a run, both text`)
    return { name, run, results: typeof results === 'string' ? results : null }
  })
}

export function budgetsOf({ budgets }: PerformanceSettings): Budget[] {
  return budgets.map((entry, nth) => {
    const { benchmark, atMost, atLeast } = isFields(entry) ? entry : {}
    const bounds = [atMost, atLeast].filter(bound => typeof bound === 'number')
    if (typeof benchmark !== 'string' || bounds.length !== 1)
      throw new UserFault(
        `${WHERE}.budgets[${nth}] needs a benchmark and either atMost or atLeast, a number`,
      )
    return {
      benchmark,
      atMost: typeof atMost === 'number' ? atMost : null,
      atLeast: typeof atLeast === 'number' ? atLeast : null,
    }
  })
}

/** Report globs as text; anything else in the list is the user's mistake. */
export function resultGlobs({ results }: PerformanceSettings): string[] {
  return results.map((glob, nth) => {
    if (typeof glob === 'string') return glob
    throw new UserFault(`${WHERE}.results[${nth}] must be a glob, a text`)
  })
}

/** The chance that a gate calls anything slower where nothing is. */
const ALPHA = 0.01

export const ruleOf = ({ threshold }: PerformanceSettings) => ({
  threshold: threshold / 100,
  alpha: ALPHA,
})
