/** What is a planted fault, and what do lines added to the code do to its numbers? */

import type { Garden } from '../garden.mts'

/** New values by measure; null for one that can no longer be told. */
export type Numbers = Readonly<Record<string, number | null>>

/** A number of the garden before anything was planted. */
export type Was = (measure: string) => number

export interface Plant {
  readonly rule: string
  readonly plant: (garden: Garden) => void
  /** `path:line` of its finding; '' for one without a place. */
  readonly at: string
  /** What was found before and can no longer be told; else nothing. */
  readonly hides?: readonly string[]
  /** Every number that is another one now. */
  readonly moves: (was: Was, garden: Garden) => Numbers
}

/** Lines of code added: of them in functions, in complex ones, in long ones, copied ones; and faults that weigh. */
export interface Added {
  readonly code: number
  readonly functions?: number
  readonly inFunctions?: number
  readonly complex?: number
  readonly long?: number
  readonly copied?: number
  readonly faults?: number
}

export const ARGUMENT = 'lib/argument.js'
export const ERROR = 'lib/error.js'
export const SERVE = 'lib/serve.js'
export const REQUIREMENTS = 'docs/requirements.md'

/** Line of a file's end, where what is appended begins. */
export const END = { [ARGUMENT]: 148, [ERROR]: 37, [SERVE]: 11 }

/** What lines added to the code do to its numbers: parts and wholes grow, and nothing else. */
export const grown =
  (added: Added) =>
  (was: Was): Numbers => {
    const code = was('code-lines')
    const inFunctions = was('lines in functions')
    const share = (name: string, whole: number, part = 0, more = 0) =>
      (100 * ((was(name) * whole) / 100 + part)) / (whole + more)
    const faults = (was('fault-density') * code) / 1000 + (added.faults ?? 0)
    return {
      'code-lines': code + added.code,
      'duplicated-lines': share('duplicated-lines', code, added.copied, added.code),
      'fault-density': (1000 * faults) / (code + added.code),
      ...(added.functions === undefined ? {} : { functions: was('functions') + added.functions }),
      ...(added.inFunctions === undefined
        ? {}
        : {
            'complex-code': share('complex-code', inFunctions, added.complex, added.inFunctions),
            'long-code': share('long-code', inFunctions, added.long, added.inFunctions),
          }),
    }
  }

/** One code line each of a condition that holds another: `levels` deep, 2 · levels + 1 lines. */
export const nest = (levels: number, variable: string) => [
  ...Array.from({ length: levels }, (_, level) => `if (${variable} > ${level}) {`),
  `${variable} = 0`,
  ...Array<string>(levels).fill('}'),
]

export const fn = (body: readonly string[], parameters = 'a, b') =>
  `${[`function planted(${parameters}) {`, ...body, '}'].join('\n')}\n`
