/** What does a JSON text of a stranger hold? Records and strings where they are expected, nothing otherwise. */

import { type ParseError, parse } from 'jsonc-parser'
import { type Fields, fields } from '../untyped.mts'

/** Comments and trailing commas are allowed; null when it is no JSON. */
export function jsonFields(text: string): Fields | null {
  const errors: ParseError[] = []
  try {
    const value: unknown = parse(text, errors, { allowTrailingComma: true })
    return errors.length === 0 ? fields(value) : null
  } catch {
    return null
  }
}

const MOST_LEAVES = 2000

/** Every string inside, in order, no deeper than a few levels. */
export function leaves(value: unknown, depth = 8, found: string[] = []): string[] {
  if (found.length >= MOST_LEAVES) return found
  if (typeof value === 'string') found.push(value)
  else if (typeof value === 'object' && value !== null && depth > 0)
    for (const each of Object.values(value)) leaves(each, depth - 1, found)
  return found
}
