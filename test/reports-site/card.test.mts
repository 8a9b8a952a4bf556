/** Does the picture of a release say what the run says, and stay a picture whatever the run says? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { cardOf } from '../../reports-site/src/card.mts'
import type { Run } from '../../reports-site/src/model.mts'

const dimension = (id: string, score: number | null) => ({
  id,
  parts: [],
  whole: { status: score === null ? 'unavailable' : 'judged', score },
})

const run = (more: object = {}) =>
  ({
    ...{ label: 'v2.0.0', score: 88.6, evidence: 0.93, gate: 'pass', enforced: true },
    ...{ low: 84, high: 91, required: null, conditions: [], dirty: false },
    ...{ policy: 'p', dialect: 'd', toolVersion: '1', machine: 'm' },
    dimensions: [dimension('code', 90), dimension('tests', null)],
    ...more,
  }) as unknown as Run

const texts = (svg: string) => [...svg.matchAll(/>([^<>]*\S)\s*</g)].map(([, text]) => text?.trim())

test('verdict, score, what moved it, what was measured, and each dimension', () => {
  const said = texts(cardOf('harbour', run(), run({ label: 'v1.9.0', score: 88.1 })).markup)
  for (const text of ['harbour', 'v2.0.0 is shipworthy', '88.60', '+0.50 since v1.9.0'])
    assert.ok(said.includes(text), `${text}: ${said}`)
  assert.ok(said.includes('93\u202f% of it measured'), `${said}`)
  assert.deepEqual(said.slice(-4), ['code', '90.00', 'tests', '–'])
})

test('no difference is named between scores that may not be compared, and no number where none is known', () => {
  const { markup } = cardOf('harbour', run(), run({ policy: 'q', score: 1 }))
  assert.doesNotMatch(markup, /since/)
  const unknown = cardOf('harbour', run({ score: null, gate: 'insufficient' }), null).markup
  assert.ok(texts(unknown).includes('no score'))
  assert.match(unknown, /Insufficient evidence/)
})

test('whatever a history holds, it is well-formed, within its frame, in two lines at most', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 })
  // What the reader of the history lets through.
  const shown = text.map(each => each.replace(/[^\t\n\u0020-\ufffd]/g, '?'))
  const score = fc.oneof(fc.double({ noNaN: true }), fc.constant(null))
  fc.assert(
    fc.property(shown, shown, score, (name, label, value) => {
      const hostile = run({ label, score: value, dimensions: [dimension(name, value)] })
      const { markup } = cardOf(name, hostile, null)
      new SaxesParser({ xmlns: true }).write(markup).close()
      for (const [, width] of markup.matchAll(/ width="([^"%]+)"/g))
        assert.ok(Number(width) >= 0 && Number(width) <= 1200, `${width}`)
      assert.ok((markup.match(/font-size="54"/g) ?? []).length <= 2)
    }),
  )
})
