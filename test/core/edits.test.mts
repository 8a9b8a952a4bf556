import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitting, spliced } from '../../scripts/core/edits.mts'
import type { Proposal } from '../../scripts/core/model.mts'

const proposal = (why: string, at: number, removes: string, path = 'a', oid = '1'): Proposal => ({
  why,
  edits: [{ path, oid, splices: [{ at, removes, text: '' }] }],
})

test('of proposals that touch each other the first wins', () => {
  const all = [
    proposal('first', 0, 'abc'),
    proposal('inside', 1, 'b'),
    proposal('beside', 3, 'd'),
    proposal('apart', 5, 'f'),
    proposal('of another text', 9, 'x', 'a', '2'),
    proposal('elsewhere', 0, 'abc', 'b'),
  ]
  const { proposals, edits, left } = fitting(all)
  assert.deepEqual(
    proposals.map(({ why }) => why),
    ['first', 'apart', 'elsewhere'],
  )
  assert.equal(left, 3)
  assert.equal(spliced('abcdefg', edits[0]?.splices ?? []), 'deg')
})

test('of a proposal all edits are chosen or none', () => {
  const both: Proposal = {
    why: 'both',
    edits: [...(proposal('', 0, 'x', 'b').edits ?? []), ...(proposal('', 0, 'a', 'a').edits ?? [])],
  }
  const { edits } = fitting([proposal('first', 0, 'a'), both])
  assert.deepEqual(
    edits.map(({ path }) => path),
    ['a'],
  )
})

test('another text than the one looked at is not edited', () => {
  assert.equal(spliced('abc', [{ at: 1, removes: 'c', text: '' }]), null)
})
