/** What does each reader do with hostile texts? Runs in a thread of its own, which may be ended when a reader does not come back. */

import { parentPort, workerData } from 'node:worker_threads'
import fc from 'fast-check'
import { damaged, extremes, type Sizes } from './mutations.mts'
import { type Reader, readers } from './readers.mts'

export interface Order {
  readonly names: readonly string[]
  readonly seed: number
  /** Damaged texts for each reader. */
  readonly damaged: number
  /** Null leaves the extremes out. */
  readonly sizes: Sizes | null
}

export interface Answer {
  readonly reader: string
  readonly what: string
  /** Null when the reader only begins. */
  readonly ms: number | null
  /** Resident megabytes (10⁶ bytes) of the process afterwards. */
  readonly megabytes: number
  /** What is wrong with the answer. */
  readonly fault: string | null
}

/** One line, no control character, not without end. */
const SENTENCE = /^[^\p{Cc}\p{Cs}\u2028\u2029]{5,700}$/u

/** What a reader bears by itself; beyond it the limit of time does. */
const TIMED: Partial<Sizes> = { levels: 1_000, line: 5_000 }

async function tried(reader: Reader, text: string): Promise<string | null> {
  try {
    const said = await reader.read(text)
    return said === null || SENTENCE.test(said)
      ? null
      : `says ${JSON.stringify(said).slice(0, 300)}`
  } catch (error) {
    return `throws ${String(error).split('\n', 1)[0]}`
  }
}

function* texts(reader: Reader, order: Order): Generator<readonly [string, string]> {
  const { samples, rows } = reader
  if (order.damaged > 0)
    for (const text of fc.sample(damaged(samples), { seed: order.seed, numRuns: order.damaged }))
      yield ['damaged', text]
  if (order.sizes === null) return
  const sizes = reader.isTimed ? TIMED : {}
  yield* extremes(samples[0] ?? '', { ...order.sizes, ...sizes }, rows)
}

const order = workerData as Order
const say = (answer: Answer) => parentPort?.postMessage(answer)
for (const reader of readers.filter(({ name }) => order.names.includes(name))) {
  await tried(reader, reader.samples[0] ?? '')
  for (const [what, text] of texts(reader, order)) {
    const about = { reader: reader.name, what }
    say({ ...about, ms: null, megabytes: 0, fault: null })
    const started = performance.now()
    const fault = await tried(reader, text)
    const ms = performance.now() - started
    const megabytes = process.memoryUsage().rss / 1e6
    say({
      ...about,
      ms,
      megabytes,
      fault: fault && `${fault} on ${JSON.stringify(text.slice(0, 400))}`,
    })
  }
}
