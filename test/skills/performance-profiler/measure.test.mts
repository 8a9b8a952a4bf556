/** Do base and head take turns, and what becomes of a benchmark that crashes, hangs, prints garbage or is on one side only? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Executed, Workspace } from '../../../scripts/core/lens.mts'
import { measure } from '../../../scripts/skills/performance-profiler/measure.mts'
import { loadPlan, type Plan } from '../../../scripts/skills/performance-profiler/plans.mts'

const RULE = { threshold: 0.05, alpha: 0.01 }

const plan: Plan = {
  label: 'bench',
  runtime: null,
  build: [{ file: 'make', args: [] }],
  run: { file: 'run', args: [] },
  results: '.shipworthy-bench/out.json',
  isSource: () => false,
}

const DONE: Executed = { exitCode: 0, isTimedOut: false, stdout: '', stderr: '', seconds: 1 }

interface Copy {
  /** What the n-th run (the warm-up is 0) prints, or how it ended. */
  readonly run: (nth: number) => string | Executed
  readonly build?: Executed
  readonly budget?: number
}

function copies(base: Copy, head: Copy) {
  const order: string[] = []
  const of = (name: string, { run, build = DONE, budget = 1e6 }: Copy): Workspace => {
    let [runs, spent, printed] = [0, 0, '']
    return {
      folder: `/${name}`,
      secondsLeft: () => budget - spent,
      canGoOffline: async () => false,
      execute: async ({ file }) => {
        if (file === 'make') return build
        order.push(name)
        const said = run(runs)
        runs += 1
        spent += 1
        printed = typeof said === 'string' ? said : ''
        return typeof said === 'string' ? DONE : said
      },
      find: async () =>
        printed === '' ? [] : [{ path: 'out.json', bytes: 1, modifiedAt: '', isTracked: false }],
      report: async () => ({ ok: true, value: printed }),
      load: async () => ({ ok: false, why: 'nothing starts here' }),
      traced: () => null,
    }
  }
  return { order, sides: { base: of('base', base), head: of('head', head) } }
}

const says =
  (factor: number, name = 'parse') =>
  (nth: number) =>
    JSON.stringify({
      benchmarks: [{ name, unit: 'ms', samples: [factor * (100 + ((nth * 7) % 5) / 10)] }],
    })

test('sides take turns after a warm-up that is thrown away, and stop at the first look that decides', async () => {
  const { order, sides } = copies({ run: says(1) }, { run: says(1.2) })
  const { pairs, benchmarks } = await measure(sides, [plan], RULE)
  assert.deepEqual(order.slice(0, 2), ['head', 'base'])
  const turns = order.slice(2)
  assert.equal(turns.length, 20)
  assert.deepEqual(turns.slice(0, 8), [
    ...['base', 'head', 'head', 'base'],
    ...['base', 'head', 'head', 'base'],
  ])
  assert.equal(pairs[0]?.head.length, 10)
  assert.deepEqual(benchmarks[0]?.runs, new Array(10).fill(1))
})

test('what stays open is run to the last look', async () => {
  const noisy = (nth: number) => says(nth % 2 === 0 ? 1 : 1.5)(nth)
  const { sides } = copies({ run: says(1) }, { run: noisy })
  const { pairs } = await measure(sides, [plan], RULE)
  assert.equal(pairs[0]?.head.length, 30)
})

test('a build that fails, a harness that prints garbage: said, and nothing is compared', async () => {
  const failed = { ...DONE, exitCode: 1, stderr: 'error: no such symbol\nsee above' }
  const broken = copies({ run: says(1) }, { run: says(1), build: failed })
  const built = await measure(broken.sides, [plan], RULE)
  assert.deepEqual(built.unusable, [{ report: 'bench', why: 'it failed: error: no such symbol' }])
  const garbage = copies({ run: says(1) }, { run: () => 'oops' })
  const read = await measure(garbage.sides, [plan], RULE)
  assert.match(read.unusable[0]?.why ?? '', /is in none of the benchmark formats/)
  assert.deepEqual([built.pairs, read.pairs], [[], []])
})

test('a baseline that cannot run leaves the head measured alone', async () => {
  const failed = { ...DONE, exitCode: 2, stderr: 'no bench here' }
  const { sides } = copies({ run: () => failed }, { run: says(1) })
  const { benchmarks, pairs, notComparable } = await measure(sides, [plan], RULE)
  assert.equal(benchmarks[0]?.runs.length, 5)
  assert.deepEqual(pairs, [])
  assert.deepEqual(notComparable, [
    { title: 'bench', why: 'on the baseline, it failed: no bench here' },
  ])
})

test('a run that crashes loses its pair; one that hangs ends its harness', async () => {
  const crash = { ...DONE, exitCode: 139 }
  const once = copies({ run: says(1) }, { run: nth => (nth === 3 ? crash : says(1)(nth)) })
  const some = await measure(once.sides, [plan], RULE)
  assert.equal(some.pairs[0]?.head.length, 19, 'nine pairs could not decide it')
  assert.match(some.unusable[0]?.why ?? '', /^run 3 of the head: it failed/)
  const hang = { ...DONE, exitCode: null, isTimedOut: true, seconds: 600 }
  const stuck = copies({ run: says(1) }, { run: nth => (nth === 2 ? hang : says(1)(nth)) })
  const stopped = await measure(stuck.sides, [plan], RULE)
  assert.equal(stopped.pairs[0]?.head.length, 1)
  assert.match(stopped.unusable[0]?.why ?? '', /was stopped after 600 s: raise --timeout/)
})

test('a benchmark of one side only, and one that tells no direction, are not comparable', async () => {
  const extra = (unit: string) => (nth: number) => {
    const { benchmarks } = JSON.parse(says(1)(nth))
    return JSON.stringify({ benchmarks: [...benchmarks, { name: 'odd', unit, value: 3 }] })
  }
  const fresh = copies({ run: says(1) }, { run: extra('ms') })
  assert.deepEqual((await measure(fresh.sides, [plan], RULE)).notComparable, [
    { title: 'odd', why: 'the baseline has no such benchmark' },
  ])
  const gone = copies({ run: extra('ms') }, { run: says(1) })
  assert.deepEqual((await measure(gone.sides, [plan], RULE)).notComparable, [
    { title: 'odd', why: 'the head has no such benchmark any more' },
  ])
  const mute = copies({ run: extra('points') }, { run: extra('points') })
  assert.match(
    (await measure(mute.sides, [plan], RULE)).notComparable[0]?.why ?? '',
    /nothing says/,
  )
})

test('nothing before and nothing after is no change; nothing on one side is not comparable', async () => {
  const allocates = (value: number) => (nth: number) => {
    const { benchmarks } = JSON.parse(says(1)(nth))
    return JSON.stringify({ benchmarks: [...benchmarks, { name: 'heap', unit: 'B/op', value }] })
  }
  const still = copies({ run: allocates(0) }, { run: allocates(0) })
  assert.deepEqual((await measure(still.sides, [plan], RULE)).notComparable, [])
  const grown = copies({ run: allocates(0) }, { run: allocates(8) })
  assert.deepEqual(
    (await measure(grown.sides, [plan], RULE)).notComparable.map(({ title }) => title),
    ['heap (bytes)'],
  )
})

test('when time runs out the pairs so far are judged, and it is said', async () => {
  const { sides } = copies({ run: says(1) }, { run: says(1.2), budget: 8 })
  const { pairs, notes } = await measure(sides, [plan], RULE)
  assert.deepEqual(notes, ['Time ran out after 6 rounds of benchmarks: raise --timeout.'])
  assert.equal(pairs[0]?.head.length, 6)
})

test('apps under load are asked in the same seconds', async () => {
  const app = (name: string, factor: number): Workspace => {
    let [open, runs] = [0, 0]
    const { sides } = copies({ run: () => '' }, { run: () => '' })
    return {
      ...sides.head,
      load: async () => {
        open += 1
        together[name] = open
        await new Promise(done => setTimeout(done, 5))
        seen.push(Object.values(together).reduce((sum, each) => sum + each, 0))
        open -= 1
        together[name] = open
        runs += 1
        const ms = [1, 2, 3].map(each => each * factor * (1 + (runs % 4) / 500))
        const timings = [{ title: 'GET /', ms }]
        return {
          ok: true,
          value: { timings, leftOut: ['GET /x is no measurement: it answered 404'], steps: [] },
        }
      },
    }
  }
  const together: Record<string, number> = {}
  const seen: number[] = []
  const load = loadPlan({ start: 'npm start', requests: [], rate: 9, seconds: 1, warmUp: 0 })
  const sides = { base: app('base', 1), head: app('head', 1.2) }
  const { pairs, benchmarks, unusable } = await measure(sides, [load], RULE)
  assert.ok(
    seen.slice(2).some(count => count === 2),
    'both were under load at once',
  )
  assert.deepEqual(
    pairs.map(({ title, head }) => [title, head.length]),
    [['GET /', 10]],
  )
  assert.deepEqual(benchmarks[0]?.runs.slice(0, 2), [3, 3])
  assert.equal(benchmarks[0]?.samples[1], (2 * 1.2 * (1 + 2 / 500)) / 1000)
  assert.deepEqual(unusable, [{ report: 'load', why: 'GET /x is no measurement: it answered 404' }])
})

test('of an app under load the requests of a moment are compared, whatever else the machine did in it', async () => {
  const app = (factor: number, stalled = -1): Workspace => {
    const { sides } = copies({ run: () => '' }, { run: () => '' })
    return {
      ...sides.head,
      load: async (_, turn) => {
        await turn?.(['GET /'])
        const ms = [10, 400, 11, 900, 700].map((each, nth) =>
          nth === stalled ? 5000 : each * factor,
        )
        return { ok: true, value: { timings: [{ title: 'GET /', ms }], leftOut: [], steps: [] } }
      },
    }
  }
  const load = loadPlan({ start: 'npm start', requests: [], rate: 9, seconds: 1, warmUp: 0 })
  const measured = await measure({ base: app(1), head: app(1.1, 0) }, [load], RULE)
  const [pair] = measured.pairs
  // The medians of the two sides, 400 and 770 ms, say something else.
  assert.equal(pair?.base[0], 0.4)
  assert.equal(pair?.head[0]?.toFixed(9), '0.440000000')
  assert.equal(measured.benchmarks[0]?.samples[0], 5, 'the samples stay as they were taken')
})

test('a request that one side alone answers is not comparable, and the others still are', async () => {
  const app = (own: string): Workspace => {
    const { sides } = copies({ run: () => '' }, { run: () => '' })
    const timings = ['GET /', own].map(title => ({ title, ms: [10, 11, 12] }))
    return {
      ...sides.head,
      load: async (_, turn) => {
        await turn?.(['GET /', own])
        return { ok: true, value: { timings, leftOut: [], steps: [] } }
      },
    }
  }
  const load = loadPlan({ start: 'npm start', requests: [], rate: 9, seconds: 1, warmUp: 0 })
  const sides = { base: app('GET /old'), head: app('GET /new') }
  const { pairs, notComparable } = await measure(sides, [load], RULE)
  assert.deepEqual(
    pairs.map(({ title }) => title),
    ['GET /'],
  )
  assert.deepEqual(notComparable, [
    { title: 'GET /new', why: 'the baseline does not answer it' },
    { title: 'GET /old', why: 'the head does not answer it' },
  ])
})

test('an app that does not start holds the other one up no longer than its own failure', async () => {
  const { sides } = copies({ run: () => '' }, { run: () => '' })
  let loads = 0
  const head: Workspace = {
    ...sides.head,
    load: async (_, turn) => {
      loads += 1
      if (loads === 1) return { ok: true, value: { timings: [], leftOut: [], steps: [] } }
      await turn?.(['GET /'])
      return { ok: false, why: 'it ended' }
    },
  }
  let asked = 0
  const base: Workspace = {
    ...sides.head,
    load: async () => {
      asked += 1
      return asked === 1
        ? { ok: true, value: { timings: [], leftOut: [], steps: [] } }
        : { ok: false, why: 'it never listened' }
    },
  }
  const load = loadPlan({ start: 'npm start', requests: [], rate: 9, seconds: 1, warmUp: 0 })
  const { unusable } = await measure({ base, head }, [load], RULE)
  assert.equal(unusable.filter(({ why }) => why.includes('it never listened')).length, 3)
})
