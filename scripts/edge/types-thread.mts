/** How are types looked up beside all else that runs, and what stops a program that never ends? A thread of its own, with a limit of time. */

import { Worker } from 'node:worker_threads'
import type { ScriptProgram, ScriptUses, SymbolUses } from '../core/script-uses.mts'
import { moduleExtension } from './places.mts'
import type { Question, Reply } from './types-worker.mts'

/** Types that recurse need room, and a whole program much memory. */
const LIMITS = { stackSizeMb: 64, maxOldGenerationSizeMb: 1_500 }

/** @param seconds For all questions together; nothing runs before the first. */
export function scriptUses(program: ScriptProgram, seconds: number): ScriptUses {
  let worker: Worker | null = null
  let fault: string | null = null
  let settle: ((reply: Reply) => void) | null = null
  let left = seconds * 1000
  const giveUp = (why: string) => {
    fault ??= why
    void worker?.terminate()
    settle?.(null)
  }
  const start = () =>
    new Worker(new URL(`./types-worker${moduleExtension}`, import.meta.url), {
      workerData: program,
      resourceLimits: LIMITS,
    })
      .on('message', (reply: Reply) => settle?.(reply))
      .on('error', ({ message }) => giveUp(`types could not be looked up: ${message}`))
  return {
    of: (symbol, visible) =>
      new Promise<SymbolUses | null>(resolve => {
        if (fault !== null) return resolve(null)
        worker ??= start()
        const asked = performance.now()
        const timer = setTimeout(giveUp, left, `looking up types took over ${seconds} s`)
        settle = reply => {
          clearTimeout(timer)
          settle = null
          left = Math.max(0, left - (performance.now() - asked))
          resolve(reply)
        }
        worker.postMessage({ symbol, visible } satisfies Question)
      }),
    fault: () => fault,
    close: async () => void (await worker?.terminate()),
  }
}
