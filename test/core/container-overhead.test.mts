/** Is what a container costs told with its interval, and is a time shown without it while the samples stay? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BenchmarkRow } from '../../scripts/core/benchmark.mts'
import {
  type ContainerOverhead,
  compensated,
  overheadOf,
  timedPlace,
} from '../../scripts/core/container-overhead.mts'

const row: BenchmarkRow = {
  ...{ name: 'parse', unit: 'seconds', better: 'lower', statistic: null },
  ...{ samples: [0.011, 0.012, 0.013], runs: [3] },
  ...{ file: null, source: null, runtime: null, cpu: null },
}
const sure = (estimate: number, low = estimate - 1, high = estimate + 1) => ({
  estimate,
  low,
  high,
})
const overhead: ContainerOverhead = {
  ...{ measuredAt: '2026-01-02T03:04:05.000Z', engine: 'docker 28.0.0', image: 'node', pairs: 10 },
  ...{ cpu: sure(2), memory: sure(0), disk: sure(10, 8, 20) },
}
const calibration = { cpuMs: 5, memoryMs: 5, spread: 0.01, rounds: 100 }

test('ten pairs give each part its estimate and its interval', () => {
  const host = Array.from({ length: 10 }, (_, at) => ({ cpu: 10 + at, memory: 5, disk: 3 }))
  const inside = host.map(({ cpu }, at) => ({
    cpu: cpu * (1.015 + at / 1000),
    memory: 5,
    disk: 3.3,
  }))
  const { cpu, memory, disk } = overheadOf(host, inside)
  assert.ok(
    cpu !== null &&
      cpu.low > 1.5 &&
      cpu.estimate > cpu.low &&
      cpu.high > cpu.estimate &&
      cpu.high < 2.5,
  )
  assert.deepEqual(memory, { estimate: 0, low: 0, high: 0 })
  assert.equal(disk?.estimate.toFixed(6), '10.000000')
})

test('five pairs bound nothing, and a disk in memory is not known', () => {
  const five = Array.from({ length: 5 }, () => ({ cpu: 1, memory: 1, disk: null }))
  const { cpu, disk } = overheadOf(five, five)
  assert.equal(cpu?.low, -100)
  assert.equal(cpu?.high, Number.POSITIVE_INFINITY)
  assert.equal(disk, null)
})

test('a time is divided by the processor’s share, its interval reaches over all parts', () => {
  const { raw, estimate, low, high } = compensated(row, overhead) ?? assert.fail()
  assert.equal(raw, 0.012)
  assert.equal(estimate, 0.012 / 1.02)
  assert.equal(low, 0.012 / 1.2)
  assert.equal(high, 0.012 / 0.99)
})

test('a rate is multiplied; sizes and scores are as they were', () => {
  const rate = compensated({ ...row, unit: 'per second', samples: [100], runs: [1] }, overhead)
  assert.deepEqual([rate?.low, rate?.estimate, rate?.high], [99, 102, 120])
  assert.equal(compensated({ ...row, unit: 'bytes' }, overhead), null)
  assert.equal(compensated({ ...row, unit: 'score' }, overhead), null)
})

test('only what this run ran in a container is compensated', () => {
  const inside = { isContainer: true, isVirtual: true }
  const known = {
    benchmarks: [row],
    calibration,
    container: { ok: true, value: overhead },
  } as const
  assert.equal(timedPlace(inside, known)?.benchmarks.length, 1)
  assert.equal(timedPlace(inside, { benchmarks: [row], container: known.container }), null)
  assert.deepEqual(timedPlace({ isContainer: false, isVirtual: false }, known), {
    ...{ on: 'bare metal', overhead: null, why: null, benchmarks: [] },
  })
  assert.equal(timedPlace({ isContainer: false, isVirtual: true }, known)?.on, 'virtual machine')
  const unknown = timedPlace(inside, {
    ...known,
    container: { ok: false, why: 'nobody measured it' },
  })
  assert.deepEqual([unknown?.benchmarks, unknown?.why], [[], 'nobody measured it'])
})
