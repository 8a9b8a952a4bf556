/** Which number stands in a text? All of it, what an expression finds, or what lies at a place of its JSON. */

import type { Answer } from '../../core/lens.mts'
import { type Metric, readJsonPath } from '../../core/metrics.mts'
import { members } from '../../core/untyped.mts'

/** The first group of the first match, else all of it; null where nothing matches. */
export type Find = (text: string) => string | null

const NUMBER = /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d{1,3})?$/i

/** `find` is the metric's `regex`. */
export function numberIn(text: string, { json }: Metric, find: Find | null): Answer<number> {
  if (json !== undefined) return numberAt(text, json)
  const found = find === null ? text : find(text)
  if (found === null) return { ok: false, why: 'its regex matches nothing' }
  const where = find === null ? 'all of the text' : 'what its regex finds'
  return read(found) ?? { ok: false, why: `${where} is no number` }
}

function numberAt(text: string, path: string): Answer<number> {
  let place: unknown
  try {
    place = JSON.parse(text)
  } catch {
    return { ok: false, why: 'it is no JSON' }
  }
  for (const step of readJsonPath(path) ?? []) {
    if (typeof step === 'number') place = Array.isArray(place) ? place.at(step) : undefined
    else place = members(place, step)
    if (place === undefined) return { ok: false, why: `it holds nothing at ${path}` }
  }
  return read(place) ?? { ok: false, why: `what it holds at ${path} is no number` }
}

/** Also from text, as many reports write their numbers: "93.4 %". */
function read(value: unknown): Answer<number> | null {
  const text = typeof value === 'string' ? value.trim().replace(/\s?%$/, '') : null
  if (text !== null && (text.length > 400 || !NUMBER.test(text))) return null
  const number = text === null ? value : Number(text)
  return typeof number === 'number' && Number.isFinite(number) ? { ok: true, value: number } : null
}
