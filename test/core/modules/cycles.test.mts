import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cyclesIn, type Edge } from '../../../scripts/core/modules/cycles.mts'

const edge = (from: string, to: string, line = 1): Edge => ({ from, to, path: from, line })

test('one finding for a knot: its shortest cycle, from the first path on', () => {
  const edges = [
    edge('a', 'b', 3),
    edge('b', 'c'),
    edge('c', 'd'),
    edge('d', 'a'),
    edge('d', 'c', 9),
    edge('x', 'a'),
  ]
  assert.deepEqual(cyclesIn(edges), [{ modules: ['c', 'd'], path: 'c', line: 1, size: 4 }])
})

test('a module that imports itself, and a chain, are no cycle', () => {
  assert.deepEqual(cyclesIn([edge('a', 'a'), edge('a', 'b'), edge('b', 'c'), edge('a', 'c')]), [])
})

test('a chain of 50,000 modules is walked without running out of stack', () => {
  const edges = Array.from({ length: 50_000 }, (_, i) => edge(`m${i}`, `m${i + 1}`))
  assert.equal(cyclesIn([...edges, edge('m50000', 'm0')])[0]?.size, 50_001)
})

test('what is found is a way round; two modules share a knot when each reaches the other', () => {
  const node = fc.integer({ min: 0, max: 7 }).map(String)
  fc.assert(
    fc.property(fc.array(fc.tuple(node, node), { maxLength: 30 }), pairs => {
      const edges = pairs.map(([from, to]) => edge(from, to))
      const has = (from: string, to: string) => pairs.some(([a, b]) => a === from && b === to)
      const reaches = (from: string) => {
        const seen = new Set<string>()
        const waiting = [from]
        for (const at of waiting)
          for (const [a, b] of pairs)
            if (a === at && !seen.has(b)) {
              seen.add(b)
              waiting.push(b)
            }
        return seen
      }
      const all = [...new Set(pairs.flat())]
      const knotted = all.filter(each =>
        all.some(other => other !== each && reaches(each).has(other) && reaches(other).has(each)),
      )
      const found = cyclesIn(edges)
      assert.equal(
        found.reduce((sum, { size }) => sum + size, 0),
        knotted.length,
      )
      for (const { modules } of found)
        for (const [index, module] of modules.entries())
          assert.ok(has(module, modules[(index + 1) % modules.length] as string))
    }),
  )
})
