/** Which answers are drawn, and what does the picture say? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pictureOf } from '../../reports-site/src/sql/picture.mts'

test('times and numbers make a line in the order of time, gaps left out and counted', () => {
  const rows = [
    ['v2', '2026-02-01T00:00:00.000Z', 83],
    ['v1', '2024-01-08T00:00:00.000Z', 71.5],
    ['v0', '2023-01-08T00:00:00.000Z', null],
  ]
  const picture = pictureOf(['release', 'committed_at', 'score'], rows)
  assert.equal(picture?.title, 'score: 71.5 on 8 Jan 2024, 83 on 1 Feb 2026')
  assert.deepEqual([picture?.kind, picture?.points.length, picture?.omitted], ['line', 2, 1])
})

test('names and numbers make bars in the order of the answer, thirty at most', () => {
  const rows = Array.from({ length: 40 }, (_, at) => [`rule ${at}`, at === 35 ? 99 : at])
  const picture = pictureOf(['rule', 'findings'], rows)
  assert.equal(picture?.title, 'findings is largest for rule 35: 99')
  assert.deepEqual([picture?.points.length, picture?.omitted], [30, 10])
  assert.deepEqual(picture?.points[1], { at: 'rule 1', value: 1 })
})

test('one row, no number, no name, or mixed columns are no picture', () => {
  assert.equal(pictureOf(['n'], [[1], [2]]), null)
  assert.equal(pictureOf(['a', 'n'], [['x', 1]]), null)
  assert.equal(
    pictureOf(
      ['a', 'b'],
      [
        ['x', 'y'],
        ['z', null],
      ],
    ),
    null,
  )
  assert.equal(
    pictureOf(
      ['a', 'n'],
      [
        ['x', 1],
        ['y', 'two'],
      ],
    ),
    null,
  )
  assert.equal(
    pictureOf(
      ['a', 'n'],
      [
        ['x', Number.NaN],
        ['y', 2],
      ],
    ),
    null,
  )
  assert.equal(pictureOf([], []), null)
})
