/** What does the thread do that understands types? Reads one program, then answers about its symbols until it is ended. */

import { parentPort, workerData } from 'node:worker_threads'
import type { CodePlace } from '../core/impact.mts'
import type { ScriptProgram, SymbolUses } from '../core/script-uses.mts'
import { TypedUses } from '../languages/javascript/typed-uses.mts'

export interface Question {
  readonly symbol: CodePlace
  readonly visible: readonly string[]
}

export type Reply = SymbolUses | null

const uses = new TypedUses(workerData as ScriptProgram)

parentPort?.on('message', ({ symbol, visible }: Question) => {
  parentPort?.postMessage(uses.of(symbol, visible) satisfies Reply)
})
