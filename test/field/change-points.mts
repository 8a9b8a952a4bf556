/**
 * How often do the detectors see what is not there, and find what is? And how long do a thousand series take?
 * `node test/field/change-points.mts` prints Markdown; seeds are fixed, so the first table is the same everywhere.
 */

import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { seeded } from '../../scripts/core/statistics/chance.mts'
import { changePoints } from '../../scripts/core/statistics/change-points.mts'
import { DETECTORS } from '../../scripts/core/statistics/detectors.mts'

const [SERIES, POINTS, STEP] = [100, 100, 85]

type Noise = (index: number, random: () => number) => number

const normal = (random: () => number) => {
  let sum = -6
  for (let draw = 0; draw < 12; draw += 1) sum += random()
  return sum
}

/** Noise of about 2 %, by kind; each call makes one series' own. */
const KINDS: Readonly<Record<string, () => Noise>> = {
  normal: () => (_, random) => 2 * normal(random),
  'heavy tails': () => (_, random) => {
    const [a, b, c] = [normal(random), normal(random), normal(random)]
    return (2 * normal(random)) / Math.sqrt((a * a + b * b + c * c) / 3)
  },
  '5 % spikes': () => (_, random) => 2 * normal(random) + (random() < 0.05 ? 40 : 0),
  'two machines': () => (_, random) => normal(random) + (random() < 0.5 ? 6 : 0),
  'remembers itself': () => {
    let last = 0
    return (_, random) => {
      last = 0.6 * last + 1.6 * normal(random)
      return last
    }
  },
}

function makeSeries(kind: string, factor: number, random: () => number, points = POINTS) {
  const noise = (KINDS[kind] as () => Noise)()
  return Array.from(
    { length: points },
    (_, at) => 100 * (at >= STEP ? factor : 1) + noise(at, random),
  )
}

const row = (...cells: readonly unknown[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`)

function validity(): void {
  row('detector', ...Object.keys(KINDS).map(kind => `${kind}: alarms / 5 % / 10 %`))
  row('---', ...Object.keys(KINDS).map(() => '---'))
  for (const [detector, detect] of Object.entries(DETECTORS)) {
    const cells = Object.keys(KINDS).map((kind, nth) => {
      const random = seeded(nth + 1)
      const share = (factor: number, isHit: (found: readonly number[]) => boolean) => {
        let hits = 0
        for (let series = 0; series < SERIES; series += 1) {
          const found = changePoints(makeSeries(kind, factor, random), detect)
          if (isHit(found.map(({ index }) => index))) hits += 1
        }
        return Math.round((100 * hits) / SERIES)
      }
      const isNear = (found: readonly number[]) => found.some(at => Math.abs(at - STEP) <= 5)
      return [share(1, found => found.length > 0), share(1.05, isNear), share(1.1, isNear)].join(
        ' / ',
      )
    })
    row(detector, ...cells)
  }
}

const COUNT = 1000

function work(share: number): number {
  const random = seeded(share)
  let found = 0
  for (let series = 0; series < COUNT / availableParallelism(); series += 1)
    found += changePoints(makeSeries('normal', 1.1, random, 1000)).length
  return found
}

async function speed(): Promise<void> {
  const threads = availableParallelism()
  const started = performance.now()
  await Promise.all(
    Array.from(
      { length: threads },
      (_, share) =>
        new Promise<void>(done => {
          new Worker(new URL(import.meta.url), { workerData: share }).once('message', () => done())
        }),
    ),
  )
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(`\n${COUNT} series of 1,000 points, opx, ${threads} threads: ${seconds} s\n`)
}

if (isMainThread) {
  validity()
  await speed()
} else parentPort?.postMessage(work(workerData as number))
