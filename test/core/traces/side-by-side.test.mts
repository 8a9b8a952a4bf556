/** Is the step named that became slower, though the machine stalls one round or the other? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../../../scripts/core/statistics/chance.mts'
import { causeText } from '../../../scripts/core/traces/explain.mts'
import {
  type OperationSteps,
  sideBySide,
  stepsOf,
} from '../../../scripts/core/traces/side-by-side.mts'
import { inTrace, query, span } from '../../support/spans.mts'

/** One side of one round: a handler and its query, times in ms. */
const side = (handler: number, select: number, operation = 'GET /a'): OperationSteps[] => {
  const rest = { calls: 1, errorMs: 0 }
  return [
    {
      service: 's',
      operation,
      steps: [
        { name: operation, kind: 'server', selfMs: handler, ...rest },
        { name: 'SELECT a', kind: 'client', selfMs: select, ...rest },
      ],
    },
  ]
}

/** `slowdown` of the query; each round the machine is another one, and every fifth it stalls one side alone. */
function rounds(slowdown: number) {
  const random = seeded(7)
  return Array.from({ length: 20 }, (_, nth) => {
    const machine = 1 + 9 * random()
    const noise = () => machine * (1 + 0.02 * (random() - 0.5))
    const stall = nth % 5 === 0 ? 40 : 1
    return [
      side(2 * noise() * stall, 6 * noise()),
      side(2 * noise(), 6 * slowdown * noise()),
    ] as const
  })
}

test('a query that takes a sixth longer is named, with its share of the change', () => {
  const [change, ...others] = sideBySide(rounds(7 / 6))
  assert.ok(change && others.length === 0 && change.deltaMs > 0)
  const [cause, ...more] = change.causes.map(causeText)
  assert.match(cause ?? '', /^SELECT a: \S+ → \S+ ms, (9[5-9]|10[0-5]) % of the change$/)
  assert.deepEqual(more, [])
})

test('where nothing changed nothing is named', () => {
  assert.deepEqual(
    sideBySide(rounds(1)).flatMap(({ causes }) => causes),
    [],
  )
})

test('an operation that one side lacks is not compared, and a step that came counts from nothing', () => {
  const handler = side(2, 6).map(each => ({ ...each, steps: each.steps.slice(0, 1) }))
  const round = [[...handler, ...side(1, 1, 'GET /old')], side(2, 6)] as const
  const [change, ...others] = sideBySide([round, round, round])
  assert.deepEqual(others, [])
  assert.deepEqual(change?.causes.map(causeText), [
    'SELECT a: 0 → 6 ms (0 → 1 calls), 100 % of the change',
  ])
})

test('steps are read from the traces of one load', () => {
  const trace = inTrace(1, [span(1, null, 0, 10), span(2, 1, 1, 4, query('SELECT a FROM t'))])
  const [operation] = stepsOf([trace])
  assert.deepEqual(
    operation?.steps.map(({ selfMs }) => selfMs),
    [6, 4],
  )
})
