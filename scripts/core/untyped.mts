/** How are parsed values of a stranger looked into without trusting their shape? What is expected, or nothing. */

export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The table, or an empty one. */
export const fields = (value: unknown): Fields => (isFields(value) ? value : {})

/** Entries of what should be a table, none if it is not; with an id its own member of that name. */
export function members(value: unknown): [string, unknown][]
export function members(value: unknown, id: string): unknown
export function members(value: unknown, id?: string): unknown {
  if (id === undefined) return isFields(value) ? Object.entries(value) : []
  return isFields(value) && Object.hasOwn(value, id) ? value[id] : undefined
}

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The tables of a list. */
export const tables = (value: unknown): Fields[] => list(value).filter(isFields)

export const text = (value: unknown): string => textOf(value) ?? ''

export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

export const texts = (value: unknown): string[] =>
  list(value).filter(each => typeof each === 'string')

export const numbers = (value: unknown): number[] =>
  list(value).filter(each => typeof each === 'number')
