/** What does one parser thread do? Reads a few texts, answers with their facts; it holds nothing between files. */

import { parentPort } from 'node:worker_threads'
import type { Language } from '../core/facts.mts'
import { readFacts } from '../languages/index.mts'
import { PARSER_BROKE } from '../languages/text.mts'
import { type Packet, pack } from './facts-packet.mts'

export interface Done {
  /** Of the first texts; of all, unless the thread is spent. */
  readonly packets: readonly Packet[]
  /** The parser broke on the last of them: this thread must not parse another. */
  readonly isSpent: boolean
}

export interface Job {
  readonly path: string
  readonly text: string
  readonly language: Language
}

parentPort?.on('message', async (jobs: readonly Job[]) => {
  const packets: Packet[] = []
  let isSpent = false
  for (const { path, text, language } of jobs) {
    const facts = await readFacts(path, text, language)
    packets.push(pack(facts))
    isSpent = facts.source.fault?.includes(PARSER_BROKE) === true
    if (isSpent) break
  }
  const buffers = packets.flatMap(({ source, tokens }) => [source.buffer, tokens.buffer])
  parentPort?.postMessage({ packets, isSpent } satisfies Done, buffers as ArrayBuffer[])
})
