/** Does any reader crash, hang or fill the memory? Watches the thread in which they are tried, and ends it when one does not come back. */

import { Worker } from 'node:worker_threads'
import type { Answer, Order } from './fuzz-worker.mts'

export interface Limits {
  /** Longest time for one text; beyond it the reader hangs. */
  readonly milliseconds: number
  /** Largest heap (2²⁰ bytes) of all that is kept between the texts and made from one of them. */
  readonly heap: number
}

/** Calls back with each answer; a reader that hangs or dies is answered for, and ends the order. */
export function fuzz(
  order: Order,
  limits: Limits,
  onAnswer: (answer: Answer) => void,
): Promise<void> {
  return new Promise(resolve => {
    const worker = new Worker(new URL('./fuzz-worker.mts', import.meta.url), {
      workerData: order,
      // As edge/facts-pool gives its workers: a parser that recurses gets room.
      resourceLimits: { stackSizeMb: 64, maxOldGenerationSizeMb: limits.heap },
    })
    let current: Answer = {
      reader: 'the table of readers',
      what: 'loading',
      ms: 0,
      megabytes: 0,
      fault: null,
    }
    let timer: NodeJS.Timeout | undefined
    const end = (fault: string | null) => {
      clearTimeout(timer)
      if (fault !== null) onAnswer({ ...current, fault })
      worker.removeAllListeners()
      void worker.terminate().then(() => resolve())
    }
    worker.on('message', (answer: Answer) => {
      clearTimeout(timer)
      current = answer
      if (answer.ms !== null) return onAnswer(answer)
      timer = setTimeout(
        () => end(`has no answer after ${limits.milliseconds} ms`),
        limits.milliseconds,
      )
    })
    worker.on('error', error => end(`ends its thread: ${error.message}`))
    worker.on('exit', () => end(null))
  })
}
