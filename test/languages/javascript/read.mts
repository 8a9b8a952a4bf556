/** How does a test read JavaScript? As the project does, from a text and a path. */

import assert from 'node:assert/strict'
import type { Facts } from '../../../scripts/core/facts.mts'
import { languageOf } from '../../../scripts/languages/classify.mts'
import { javascript } from '../../../scripts/languages/javascript.mts'

export const read = (text: string, path = 'a.ts'): Facts =>
  javascript.read(path, text, languageOf(path) ?? 'typescript')

/** The facts of the one function of a text. */
export const only = (text: string, path?: string) => {
  const { functions, fault } = read(text, path).source
  assert.equal(fault, null)
  assert.equal(functions.length, 1)
  return functions[0] as (typeof functions)[number]
}
