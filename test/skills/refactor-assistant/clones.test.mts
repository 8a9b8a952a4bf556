/** Clones against a brute-force search on small inputs, and the shapes that make naive searches explode. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { TokenFacts } from '../../../scripts/core/facts.mts'
import { duplication } from '../../../scripts/skills/refactor-assistant/clones.mts'

interface File {
  readonly path: string
  readonly tokens: TokenFacts
}

/** One character is one token; `perLine` tokens stand on each line. */
const file = (path: string, text: string, perLine = 1): File => ({
  path,
  tokens: {
    hashes: Uint32Array.from(text, character => character.charCodeAt(0)),
    lines: Uint32Array.from(text, (_, index) => 1 + Math.floor(index / perLine)),
  },
})

const repeated = (length: number, token: (index: number) => number): File => ({
  path: 'a',
  tokens: {
    hashes: Uint32Array.from({ length }, (_, index) => token(index)),
    lines: Uint32Array.from({ length }, (_, index) => 1 + Math.floor(index / 8)),
  },
})

const places = (files: readonly File[], cloneTokens: number, cloneLines = 1) =>
  duplication(files, { cloneTokens, cloneLines }).clones.map(clone =>
    clone.places.map(({ path, line, endLine }) => `${path}:${line}-${endLine}`).join(' '),
  )

suite('clones', () => {
  test('a run in two files, as far as both agree', () => {
    assert.deepEqual(places([file('a', 'xxabcdefyy'), file('b', 'zabcdefw')], 4), ['a:3-8 b:2-7'])
  })

  test('the longest partner wins, and three copies are one clone', () => {
    const files = [file('a', '1abcd2'), file('b', '3abcdefg4'), file('c', '5abcdefg6')]
    assert.deepEqual(places(files, 4), ['b:2-8 c:2-8', 'a:2-5 b:2-5'])
    const three = [file('a', '1abcd2'), file('b', '3abcd4'), file('c', '5abcd6')]
    assert.deepEqual(places(three, 4), ['a:2-5 b:2-5 c:2-5'])
  })

  test('a match that begins inside another one is followed back to its start', () => {
    const files = [file('a', '1abcdef2'), file('b', '3cdefghij4'), file('c', 'abcdefghij')]
    assert.deepEqual(places(files, 4), ['b:2-9 c:3-10', 'a:2-7 c:1-6', 'a:4-7 b:2-5'])
  })

  test('places of one clone never overlap', () => {
    assert.deepEqual(places([file('a', 'aaaaaa')], 4), [])
    assert.deepEqual(places([file('a', 'aaaaaaaa')], 4), ['a:1-4 a:5-8'])
  })

  test('nothing runs over the end of a file', () => {
    assert.deepEqual(places([file('a', 'ab'), file('b', 'cd'), file('c', 'abcd')], 4), [])
    assert.deepEqual(places([file('a', ''), file('b', 'abc'), file('c', '')], 4), [])
  })

  test('both limits hold: tokens and lines', () => {
    const files = [file('a', 'abcdefgh', 4), file('b', 'abcdefgh', 2)]
    assert.equal(places(files, 8, 2).length, 1)
    assert.equal(places(files, 8, 3).length, 0)
    assert.equal(places(files, 9, 2).length, 0)
  })

  test('an id is the content: the same in every project, another for other tokens', () => {
    const id = (text: string) =>
      duplication([file('a', text), file('b', text)], { cloneTokens: 4, cloneLines: 1 }).clones[0]
        ?.id
    assert.equal(id('abcd'), id('abcd'))
    assert.notEqual(id('abcd'), id('abdc'))
    assert.match(id('abcd') ?? '', /^[0-9a-f]{16}$/)
  })

  test('a language is no border: what matters are the tokens', () => {
    assert.deepEqual(places([file('a.js', 'abcd'), file('b.ts', 'xabcd')], 4), [
      'a.js:1-4 b.ts:2-5',
    ])
  })

  test('lines without a token of the copy are no part of it', () => {
    const tokens = (lines: readonly number[]) => ({
      hashes: Uint32Array.from(lines.keys()),
      lines: Uint32Array.from(lines),
    })
    const files = [
      { path: 'a', tokens: tokens([1, 1, 90, 91]) },
      { path: 'b', tokens: tokens([1, 2, 3, 4]) },
    ]
    const found = (cloneLines: number) => duplication(files, { cloneTokens: 4, cloneLines })
    assert.equal(found(3).clones[0]?.lines, 3)
    assert.equal(found(3).duplicatedLines, 7)
    assert.deepEqual(found(4).clones, [])
  })

  test('lines count once, however many clones share them, and only where a token starts', () => {
    const files = [file('a', 'abcdef'), file('b', 'abcdef'), file('c', 'abcd')]
    assert.equal(duplication(files, { cloneTokens: 4, cloneLines: 1 }).duplicatedLines, 16)
  })
})

suite('against brute force', () => {
  const SHORTEST = 3
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 24 }), {
    minLength: 1,
    maxLength: 3,
  })

  const same = (a: string, i: number, b: string, j: number, length: number) =>
    i + length <= a.length &&
    j + length <= b.length &&
    a.slice(i, i + length) === b.slice(j, j + length)

  /** Positions in a run of SHORTEST tokens that stands elsewhere without overlapping it. */
  const covered = (all: readonly string[]): number =>
    all.reduce((sum, text, one) => {
      const isIn = new Set<number>()
      for (let at = 0; at + SHORTEST <= text.length; at++)
        for (const [two, other] of all.entries())
          for (let to = 0; to + SHORTEST <= other.length; to++)
            if (
              (one !== two || Math.abs(at - to) >= SHORTEST) &&
              same(text, at, other, to, SHORTEST)
            )
              for (let step = 0; step < SHORTEST; step++) isIn.add(at + step)
      return sum + isIn.size
    }, 0)

  /** Whether a run stands on top of itself: then one place of several is chosen, and some are not. */
  const overlapsItself = (text: string): boolean =>
    [...text].some((_, at) =>
      [1, 2].some(distance => same(text, at, text, at + distance, SHORTEST)),
    )

  test('every repeated run is found, and nothing else', () => {
    fc.assert(
      fc.property(texts, all => {
        const { duplicatedLines } = duplication(
          all.map((text, index) => file(String(index), text)),
          { cloneTokens: SHORTEST, cloneLines: 1 },
        )
        if (all.some(overlapsItself)) assert.ok(duplicatedLines <= covered(all))
        else assert.equal(duplicatedLines, covered(all))
      }),
      { numRuns: 3_000 },
    )
  })

  test('places of a clone hold the same tokens, as many as it says', () => {
    fc.assert(
      fc.property(texts, all => {
        const { clones } = duplication(
          all.map((text, index) => file(String(index), text)),
          { cloneTokens: SHORTEST, cloneLines: 1 },
        )
        for (const { tokens, places } of clones) {
          const held = places.map(({ path, line, endLine }) =>
            all[Number(path)]?.slice(line - 1, endLine),
          )
          assert.equal(new Set(held).size, 1)
          assert.equal(held[0]?.length, tokens)
          assert.ok(tokens >= SHORTEST && places.length >= 2)
        }
        assert.equal(new Set(clones.map(({ id }) => id)).size, clones.length)
      }),
      { numRuns: 1_000 },
    )
  })

  test('where two files agree, no clone could be longer', () => {
    const two = fc.tuple(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 12 }),
    )
    fc.assert(
      fc.property(two, ([a, b]) => {
        const longest = (() => {
          for (let length = Math.min(a.length, b.length); length >= SHORTEST; length--)
            for (let i = 0; i + length <= a.length; i++)
              for (let j = 0; j + length <= b.length; j++)
                if (same(a, i, b, j, length)) return length
          return 0
        })()
        const { clones } = duplication([file('a', a), file('b', b)], {
          cloneTokens: SHORTEST,
          cloneLines: 1,
        })
        assert.ok((clones[0]?.tokens ?? 0) >= longest)
      }),
      { numRuns: 2_000 },
    )
  })
})

suite('degenerate input', () => {
  const limits = { cloneTokens: 50, cloneLines: 5 }
  const shapes: Record<string, (index: number) => number> = {
    'one token': () => 7,
    'two in turn': index => index % 2,
    'a long period': index => index % 1_000,
    'all different': index => index,
    'almost one token': index => (index % 51 === 0 ? index : 5),
  }
  for (const [what, token] of Object.entries(shapes))
    test(`a million tokens: ${what}`, () => {
      const { clones, duplicatedLines } = duplication([repeated(1_000_000, token)], limits)
      assert.ok(clones.length < 100)
      assert.ok(duplicatedLines <= 125_000)
      if (what === 'all different') assert.equal(duplicatedLines, 0)
      else assert.ok(duplicatedLines > 120_000)
    })

  test('twenty thousand equal files are one clone', () => {
    const files = Array.from({ length: 20_000 }, (_, index) => ({
      ...repeated(60, at => at),
      path: `${index}`,
    }))
    const { clones } = duplication(files, limits)
    assert.deepEqual(
      clones.map(({ places }) => places.length),
      [20_000],
    )
  })
})
