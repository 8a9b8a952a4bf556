/** Which questions are the same one? Those with the same texts, whatever is left out at the end. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { once } from '../../scripts/edge/once.mts'

test('what is left out at the end is the same question, what is left out before another is not', async () => {
  const asked: (string | undefined)[][] = []
  const ask = once(async (...given: (string | undefined)[]) => asked.push(given))
  const answers = [ask('a'), ask('a', undefined), ask('a', undefined, 'b'), ask('a', 'b')]
  assert.deepEqual(await Promise.all(answers), [1, 1, 2, 3])
})
