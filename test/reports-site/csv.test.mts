/** Does a CSV survive a spreadsheet: quotes, lines, nothing, and no formula that runs? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvOf } from '../../reports-site/src/sql/csv.mts'

test('cells are quoted where they must be, and nothing is nothing', () => {
  assert.equal(
    csvOf(
      ['a', 'b'],
      [
        ['x,y', 'say "hi"'],
        ['two\nlines', null],
        [1.5, -2],
        [true, undefined],
      ],
    ),
    'a,b\r\n"x,y","say ""hi"""\r\n"two\nlines",\r\n1.5,-2\r\ntrue,\r\n',
  )
})

test('a text that a spreadsheet would run is marked as text; numbers stay numbers', () => {
  for (const evil of ['=cmd()', '+1', '-1', '@SUM(A1)', '\t=1'])
    assert.ok(csvOf(['a'], [[evil]]).includes(`'${evil}`))
  assert.equal(csvOf(['a'], [[-1]]), 'a\r\n-1\r\n')
})
