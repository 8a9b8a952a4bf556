import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { PbfWriter } from 'pbf'
import { readProfile } from '../../../scripts/formats/profiles/index.mts'
import {
  differentialFlame,
  type FunctionTime,
  functionsOf,
  type Profile,
  toSpeedscope,
} from '../../../scripts/formats/profiles/profile.mts'

const read = (text: string | Uint8Array) =>
  readProfile('p', typeof text === 'string' ? Buffer.from(text) : text)

/** Name, self and total of each function. */
function top(text: string | Uint8Array) {
  const profile = read(text)
  if ('why' in profile) return profile.why
  const rows = 'functions' in profile ? profile.functions : functionsOf(profile)
  return rows.map(({ name, self, total }) => `${name} ${self} ${total} ${profile.unit}`)
}

const CPU = {
  nodes: [
    { id: 1, callFrame: { functionName: '(root)', url: '', lineNumber: -1 }, children: [2, 4] },
    {
      id: 2,
      callFrame: { functionName: 'main', url: 'file:///a.js', lineNumber: 9 },
      children: [3],
    },
    { id: 3, callFrame: { functionName: '', url: 'file:///a.js', lineNumber: 0 } },
    { id: 4, callFrame: { functionName: '(idle)', url: '', lineNumber: -1 } },
  ],
  startTime: 0,
  endTime: 10_000,
  samples: [2, 3, 3, 4],
  timeDeltas: [1000, 2000, 3000, 1000],
}

test('a .cpuprofile: each sample lasts until the next, idle time is none', () => {
  assert.deepEqual(top(JSON.stringify(CPU)), ['(anonymous) 4 4 ms', 'main 2 6 ms'])
})

test('folded stacks, with and without places', () => {
  const text = 'main;work (app.py:12) 3\nmain;work (app.py:14);deep 2\nmain 1\n 4\n'
  assert.deepEqual(top(text), ['work 3 5 samples', 'deep 2 2 samples', 'main 1 6 samples'])
})

test('recursion is counted once', () => {
  assert.deepEqual(top('f;f;f 5\nf;g;f 2'), ['f 7 7 samples', 'g 0 2 samples'])
})

test('the table that cProfile prints', () => {
  const table = `         8376 function calls (16 primitive calls) in 0.255 seconds

   Ordered by: internal time

   ncalls  tottime  percall  cumtime  percall filename:lineno(function)
        8    0.254    0.032    0.254    0.032 w.py:1(slow)
   8361/1    0.001    0.000    0.003    0.001 w.py:6(fib)
        1    0.000    0.000    0.255    0.255 {built-in method builtins.exec}
`
  assert.deepEqual(top(table), [
    ...['slow 254 254 ms', 'fib 1 3 ms', '{built-in method builtins.exec} 0 255 ms'],
  ])
})

const written = (version: string) =>
  readFileSync(join(import.meta.dirname, `fixtures/python-${version}.prof`))

/** What `pstats` says of the files: functions, their own time in all, and the slowest. */
const PSTATS = [
  ['3.11', 7, 0.00014601599999999998, 'fib 0.129182 0.129182 ms'],
  ['2.7', 7, 9.8e-5, 'fib 0.085 0.085 ms'],
] as const

for (const [version, functions, seconds, first] of PSTATS)
  test(`the file that cProfile of Python ${version} writes says what pstats reads in it`, () => {
    const profile = read(written(version))
    assert.ok('functions' in profile)
    assert.equal(profile.functions.length, functions)
    const own = profile.functions.reduce((all, { self }) => all + self, 0)
    assert.ok(Math.abs(own / 1000 - seconds) < 1e-12)
    const [{ name, self, total, file, line }] = profile.functions as [FunctionTime]
    assert.equal(`${name} ${Number(self.toFixed(6))} ${Number(total.toFixed(6))} ms`, first)
    assert.deepEqual([file, line], ['shop.py', 2])
    assert.ok(
      profile.functions.some(each => /^\{.*disable/.test(each.name) && each.file === null),
      'what is not written in Python stands as in the printed table',
    )
  })

const bytes = (text: string) => Buffer.from(text, 'latin1')

test('a cProfile file that lies is refused in a sentence', () => {
  const whole = written('3.11')
  for (let end = 2; end < whole.length; end += 7)
    assert.match(String(top(whole.subarray(0, end))), /^cannot be used: it ends in the middle/)
  const lies = {
    'a value inside itself': ['{)\x01\xa9\x01r\x00\x00\x00\x00', /refers to none/],
    'too deep': [`{${')\x01'.repeat(1000)}N`, /more than a profile does/],
    'a tuple of two thousand million': ['{(\xff\xff\xff\x7fN', /ends in the middle/],
    'a negative length': ['{(\xff\xff\xff\xff', /ends in the middle/],
    code: ['{)\x01c', /values that no profile has/],
    'another dictionary': ['{)\x01NN0', /not those of a profile/],
    nothing: ['\xfb0', /no function ran/],
  } as const
  for (const [what, [text, why]] of Object.entries(lies))
    assert.match(String(top(bytes(text))), why, what)
})

test('a speedscope file, sampled and evented', () => {
  const shared = { frames: [{ name: 'a' }, { name: 'b', file: 'x', line: 3 }] }
  const sampled = { unit: 'seconds', samples: [[0], [0, 1]], weights: [0.5, 0.25] }
  const [at, open, close] = ['milliseconds', 'O', 'C']
  const events = [
    { type: open, frame: 0, at: 0 },
    { type: open, frame: 1, at: 2 },
    { type: close, frame: 1, at: 5 },
    { type: close, frame: 0, at: 6 },
  ]
  assert.deepEqual(top(JSON.stringify({ shared, profiles: [sampled] })), [
    'a 500 750 ms',
    'b 250 250 ms',
  ])
  assert.deepEqual(top(JSON.stringify({ shared, profiles: [{ unit: at, events }] })), [
    'a 3 6 ms',
    'b 3 3 ms',
  ])
})

test('execution samples of jfr print --json', () => {
  const frame = (type: string, name: string) => ({
    method: { type: { name: type }, name },
    lineNumber: 4,
  })
  const sample = {
    type: 'jdk.ExecutionSample',
    values: { stackTrace: { frames: [frame('com/x/W', 'slow'), frame('com/x/W', 'main')] } },
  }
  const json = JSON.stringify({ recording: { events: [sample, sample, { type: 'jdk.Other' }] } })
  assert.deepEqual(top(json), ['com.x.W.slow 2 2 samples', 'com.x.W.main 0 2 samples'])
})

/** A profile as Go writes it: samples and CPU time, the second is what counts. */
function pprof(): Uint8Array {
  const writer = new PbfWriter()
  const strings = ['', 'samples', 'count', 'cpu', 'nanoseconds', 'main.main', 'main.work', 'm.go']
  const pair = (type: number, unit: number) =>
    writer.writeMessage(
      1,
      (_, inner) => {
        inner.writeVarintField(1, type)
        inner.writeVarintField(2, unit)
      },
      null,
    )
  pair(1, 2)
  pair(3, 4)
  for (const [locations, ns] of [
    [[2, 1], 3_000_000],
    [[1], 1_000_000],
  ] as const)
    writer.writeMessage(
      2,
      (_, inner) => {
        inner.writePackedVarint(1, [...locations])
        inner.writePackedVarint(2, [1, ns])
      },
      null,
    )
  for (const id of [1, 2]) {
    writer.writeMessage(
      4,
      (_, inner) => {
        inner.writeVarintField(1, id)
        inner.writeMessage(
          4,
          (__, line) => {
            line.writeVarintField(1, id)
            line.writeVarintField(2, 10 * id)
          },
          null,
        )
      },
      null,
    )
    writer.writeMessage(
      5,
      (_, inner) => {
        inner.writeVarintField(1, id)
        inner.writeVarintField(2, 4 + id)
        inner.writeVarintField(4, 7)
      },
      null,
    )
  }
  for (const text of strings) {
    writer.writeTag(6, 2)
    writer.writeString(text)
  }
  return writer.finish()
}

test('a pprof profile, and one that is cut off', () => {
  assert.deepEqual(top(pprof()), ['main.work 3 3 ms', 'main.main 1 4 ms'])
  const cut = top(pprof().subarray(0, 40))
  assert.match(String(cut), /^cannot be used: |^is no profile/)
})

test('what is no profile is said so, and nothing throws whatever the bytes', () => {
  assert.match(String(top('print("hello")\n')), /^is no profile that is known/)
  assert.match(String(top('{"a":1}')), /^is no profile that is known/)
  assert.match(String(top('{"nodes":')), /^cannot be used: It is not valid JSON/)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      read(bytes)
    }),
  )
  const any = fc.json()
  fc.assert(
    fc.property(any, any, any, (nodes, samples, timeDeltas) => {
      read(`{"nodes":${nodes},"samples":${samples},"timeDeltas":${timeDeltas},"shared":${nodes}}`)
    }),
  )
})

const profile = (text: string) => read(text) as Profile

test('what is exported to speedscope is read back the same', () => {
  const folded = 'a;b (x.py:3) 4\na 1\n'
  const again = read(JSON.stringify(toSpeedscope(profile(folded))))
  assert.ok('stacks' in again)
  assert.deepEqual(functionsOf(again), functionsOf(profile(folded)))
})

test('two releases in one flame graph: shares, so a longer run is no slower one', () => {
  const root = differentialFlame(profile('a;b 6\na;c 4'), profile('a;b 120\na;d 80'))
  const shown = root.children[0]?.children.map(({ name, before, after }) => [name, before, after])
  assert.deepEqual(shown, [
    ['b', 0.6, 0.6],
    ['d', 0, 0.4],
    ['c', 0.4, 0],
  ])
})
