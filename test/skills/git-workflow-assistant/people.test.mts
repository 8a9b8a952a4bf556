import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { busFactor } from '../../../scripts/skills/git-workflow-assistant/people.mts'

const by = (author: string, isBot = false) => ({
  id: '',
  at: '2026-01-01T00:00:00Z',
  author,
  isBot,
  isSigned: false,
  isConventional: false,
  files: 1,
  added: 1,
  deleted: 0,
})

const of = (counts: readonly number[]) =>
  counts.flatMap((count, person) => Array.from({ length: count }, () => by(`p${person}`)))

test('the fewest people with half of the commits', () => {
  const rows = [
    [[], 0],
    [[7], 1],
    [[5, 5], 1],
    [[4, 3, 3], 2],
    [[1, 1, 1, 1], 2],
    [[1, 1, 1, 1, 1], 3],
    [[3, 10, 3, 3], 1],
  ] as const
  assert.deepEqual(
    rows.map(([counts]) => busFactor(of(counts))),
    rows.map(([, people]) => people),
  )
  assert.equal(
    busFactor([...of([2, 2, 2]), ...Array.from({ length: 9 }, () => by('bot', true))]),
    2,
  )
})

test('without them less than half is left, with one fewer it is not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 }),
      counts => {
        const sorted = counts.toSorted((a, b) => b - a)
        const sum = (upTo: number) => sorted.slice(0, upTo).reduce((total, one) => total + one, 0)
        const people = busFactor(of(counts))
        assert.ok(sum(people) * 2 >= sum(sorted.length))
        assert.ok(sum(people - 1) * 2 < sum(sorted.length))
      },
    ),
  )
})
