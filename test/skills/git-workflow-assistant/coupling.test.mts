import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Commit } from '../../../scripts/core/lens.mts'
import {
  type CouplingLimits,
  coupling,
} from '../../../scripts/skills/git-workflow-assistant/coupling.mts'

const commitsOf = (changeSets: readonly (readonly string[])[]): Commit[] =>
  changeSets.map((paths, index) => ({
    id: `c${index}`,
    at: '2025-06-01T00:00:00Z',
    author: 'anna',
    isBot: false,
    subject: '',
    isMerge: false,
    isSigned: false,
    secrets: [],
    files: paths.map(path => ({ path, added: 1, deleted: 0 })),
  }))

const times = (n: number, paths: readonly string[]) => Array.from({ length: n }, () => paths)

const defaults: CouplingLimits = {
  maxChangesetSize: 30,
  minRevs: 5,
  minSharedRevs: 5,
  minCoupling: 30,
  maxCoupling: 100,
}

const all = new Set(['a', 'b', 'c', 'd'])

/** Each row is worked out by hand from the definition. */
const rows: readonly {
  readonly name: string
  readonly history: readonly (readonly string[])[]
  readonly limits?: Partial<CouplingLimits>
  readonly pairs: readonly string[]
}[] = [
  {
    // a 10, b 7: average 8.5, 100 · 6 / 8.5 = 70.58…
    name: 'degree is cut to a whole percent and average revisions are rounded up',
    history: [...times(6, ['a', 'b']), ...times(4, ['a']), ...times(1, ['b'])],
    pairs: ['a b 70 9'],
  },
  {
    // a 60, b 40, together 29: exactly 58, which naive floating point turns into 57
    name: 'a whole degree stays whole',
    history: [...times(29, ['a', 'b']), ...times(31, ['a']), ...times(11, ['b'])],
    pairs: ['a b 58 50'],
  },
  {
    name: 'four shared revisions are too few, five are enough',
    history: [...times(4, ['a', 'b']), ...times(5, ['c', 'd']), ['a'], ['b']],
    pairs: ['c d 100 5'],
  },
  {
    // a 5, b 4: average 4.5 is under 5 before it is rounded up to 5
    name: 'the least revisions are compared with the average before it is rounded',
    history: [...times(4, ['a', 'b']), ['a']],
    limits: { minSharedRevs: 1 },
    pairs: [],
  },
  {
    // 100 · 6 / 20 = 30 and 100 · 6 / 20.5 = 29.2…
    name: 'thirty percent is in, twenty-nine is out',
    history: [
      ...times(6, ['a', 'b']),
      ...times(14, ['a']),
      ...times(14, ['b']),
      ...times(6, ['c', 'd']),
      ...times(14, ['c']),
      ...times(15, ['d']),
    ],
    pairs: ['a b 30 20'],
  },
  {
    name: 'the highest degree is included too',
    history: [...times(6, ['a', 'b']), ...times(6, ['c', 'd']), ...times(2, ['c'])],
    limits: { maxCoupling: 85 },
    pairs: ['c d 85 7'],
  },
  {
    // the three large change sets count neither as shared nor as revisions
    name: 'large change sets are dropped before anything is counted',
    history: [...times(5, ['a', 'b']), ...times(3, ['a', 'b', 'c']), ...times(2, ['a'])],
    limits: { maxChangesetSize: 2 },
    pairs: ['a b 83 6'],
  },
  {
    name: 'a file that is gone makes no pair but keeps its commit large',
    history: [...times(5, ['a', 'b', 'gone']), ...times(5, ['c', 'gone'])],
    limits: { maxChangesetSize: 2 },
    pairs: [],
  },
  {
    name: 'strongest first, then the more often changed, then by name',
    history: [...times(5, ['c', 'd']), ...times(6, ['b', 'a']), ...times(0, [])],
    pairs: ['a b 100 6', 'c d 100 5'],
  },
]

for (const { name, history, limits, pairs } of rows)
  test(name, () => {
    const found = coupling(commitsOf(history), all, { ...defaults, ...limits })
    assert.deepEqual(
      found.map(({ a, b, degree, revisions }) => `${a} ${b} ${degree} ${revisions}`),
      pairs,
    )
  })

/** The definition once more, pair by pair over the whole history, without any short cut. */
function bruteForce(
  history: readonly (readonly string[])[],
  existing: ReadonlySet<string>,
  limits: CouplingLimits,
): Set<string> {
  const kept = history.filter(paths => new Set(paths).size <= limits.maxChangesetSize)
  const found = new Set<string>()
  for (const a of existing)
    for (const b of existing) {
      if (a >= b) continue
      const both = kept.filter(paths => paths.includes(a) && paths.includes(b)).length
      const twice =
        kept.filter(paths => paths.includes(a)).length +
        kept.filter(paths => paths.includes(b)).length
      const isCoupled =
        both >= limits.minSharedRevs &&
        twice >= 2 * limits.minRevs &&
        200 * both >= limits.minCoupling * twice &&
        200 * both < (limits.maxCoupling + 1) * twice
      if (isCoupled)
        found.add(`${a} ${b} ${Math.trunc((200 * both) / twice)} ${(twice + (twice % 2)) / 2}`)
    }
  return found
}

test('any history gives what comparing every pair gives', () => {
  const path = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'gone')
  const limits = fc.record({
    maxChangesetSize: fc.integer({ min: 1, max: 6 }),
    minRevs: fc.integer({ min: 1, max: 4 }),
    minSharedRevs: fc.integer({ min: 1, max: 4 }),
    minCoupling: fc.integer({ min: 1, max: 80 }),
    maxCoupling: fc.integer({ min: 60, max: 100 }),
  })
  const existing = new Set(['a', 'b', 'c', 'd', 'e'])
  fc.assert(
    fc.property(
      fc.array(fc.array(path, { maxLength: 7 }), { maxLength: 30 }),
      limits,
      (history, limit) => {
        const found = coupling(commitsOf(history), existing, limit).map(
          ({ a, b, degree, revisions }) => `${a} ${b} ${degree} ${revisions}`,
        )
        assert.equal(new Set(found).size, found.length)
        assert.deepEqual(new Set(found), bruteForce(history, existing, limit))
      },
    ),
  )
})
