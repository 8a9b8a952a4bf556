import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitting, spliced } from '../../scripts/core/edits.mts'
import type { Proposal } from '../../scripts/core/model.mts'

const proposal = (why: string, at: number, removes: number, path = 'a', oid = '1'): Proposal => ({
  why,
  edits: [{ path, oid, splices: [{ at, removes, text: '' }] }],
})

test('of proposals that touch each other the first wins', () => {
  const all = [
    proposal('first', 0, 3),
    proposal('inside', 1, 1),
    proposal('beside', 3, 1),
    proposal('apart', 5, 1),
    proposal('of another text', 9, 1, 'a', '2'),
    proposal('elsewhere', 0, 3, 'b'),
  ]
  const { proposals, edits, left } = fitting(all)
  assert.deepEqual(
    proposals.map(({ why }) => why),
    ['first', 'apart', 'elsewhere'],
  )
  assert.equal(left, 3)
  assert.equal(
    spliced('abcdefg', edits[0]?.splices ?? [], () => ''),
    'deg',
  )
})

test('of a proposal all edits are chosen or none', () => {
  const both: Proposal = {
    why: 'both',
    edits: [...(proposal('', 0, 1, 'b').edits ?? []), ...(proposal('', 0, 1, 'a').edits ?? [])],
  }
  const { edits } = fitting([proposal('first', 0, 1), both])
  assert.deepEqual(
    edits.map(({ path }) => path),
    ['a'],
  )
})

test('splices that overlap, or lie outside of the text, are not carried out', () => {
  const all = (...splices: { at: number; removes: number }[]) =>
    spliced(
      'abc',
      splices.map(each => ({ ...each, text: '' })),
      () => '',
    )
  assert.equal(all({ at: 0, removes: 1 }, { at: 1, removes: 1 }), 'c')
  assert.equal(all({ at: 0, removes: 2 }, { at: 1, removes: 1 }), null)
  assert.equal(all({ at: 1, removes: 3 }), null)
})
