/** How is a JSON report looked into without trusting its shape? */

export type Json = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Entries of what should be an object, none if it is not; with an id its own member of that name. */
export function members(value: unknown): [string, unknown][]
export function members(value: unknown, id: string): unknown
export function members(value: unknown, id?: string): unknown {
  if (id === undefined) return isObject(value) ? Object.entries(value) : []
  return isObject(value) && Object.hasOwn(value, id) ? value[id] : undefined
}

export const numbers = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter(each => typeof each === 'number') : []
