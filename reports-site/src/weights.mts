/** Which weights and curves does a stored policy hold? Whatever is malformed is left out. */

interface WeighedPart {
  readonly measure: string
  /** Percent of its dimension. */
  readonly share: number
  /** Values that score 90 and 50, in the unit of the measure; null where it has no curve. */
  readonly good: number | null
  readonly poor: number | null
  readonly budget: number | null
}

export interface WeighedDimension {
  readonly id: string
  readonly weight: number
  readonly parts: readonly WeighedPart[]
}

type Stored = Readonly<Record<string, unknown>>

export function dimensionsIn(policy: string | null): readonly WeighedDimension[] {
  const dimensions = entriesOf(objectOf(parsed(policy)).dimensions).flatMap(([id, stored]) => {
    const { weight, parts } = objectOf(stored)
    const weighed = entriesOf(parts).flatMap(([measure, part]) => partOf(measure, objectOf(part)))
    const total = weighed.reduce((sum, { share }) => sum + share, 0)
    if (numberIn(weight) === null || weighed.length === 0 || total === 0) return []
    const shown = weighed.map(each => ({ ...each, share: (100 * each.share) / total }))
    return [{ id, weight: Number(weight), parts: shown.toSorted((a, b) => b.share - a.share) }]
  })
  return dimensions.toSorted((a, b) => b.weight - a.weight)
}

function partOf(measure: string, { share, curve, budget }: Stored): readonly WeighedPart[] {
  const { good, poor } = objectOf(curve)
  const weight = numberIn(share) ?? 0
  if (weight <= 0) return []
  const [at90, at50] = [numberIn(good), numberIn(poor)]
  return [{ measure, share: weight, good: at90, poor: at50, budget: numberIn(budget) }]
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}

const objectOf = (value: unknown): Stored =>
  value !== null && typeof value === 'object' ? (value as Stored) : {}
const entriesOf = (value: unknown) => Object.entries(objectOf(value))
const numberIn = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
