/** How are the parts of the verdict written down, and how is it said that a number could not be taken? */

import type { Finding, Measure, Missing } from '../../core/model.mts'
import type { MeasureName, RuleName } from './catalogue.mts'

export interface Part {
  readonly measures?: readonly (Measure & { readonly name: MeasureName })[]
  readonly findings?: readonly (Finding & { readonly rule: RuleName })[]
  readonly missing?: readonly (Missing & { readonly measure: MeasureName })[]
}

export const together = (...parts: readonly Part[]): Required<Part> => ({
  measures: parts.flatMap(({ measures }) => measures ?? []),
  findings: parts.flatMap(({ findings }) => findings ?? []),
  missing: parts.flatMap(({ missing }) => missing ?? []),
})

/** Numbers about the whole project; null is no number and leaves its measure out. */
export const measures = (values: readonly (readonly [MeasureName, number | null])[]) =>
  values.flatMap(([name, value]) => (value === null ? [] : [{ name, subject: '', value }]))

/** No answer is not "none": the measures are missing, and say why. */
export const unanswered = (why: string, ...names: readonly MeasureName[]) =>
  names.map(measure => ({ measure, why }))

/** The question does not arise: the measures weigh nothing, and say why. */
export const notAsked = (why: string, ...names: readonly MeasureName[]) =>
  names.map(measure => ({ measure, why, status: 'not-applicable' as const }))
