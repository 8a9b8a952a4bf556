/** What does one parser thread do? Reads a text, answers with its facts; it holds nothing between files. */

import { parentPort } from 'node:worker_threads'
import type { Language } from '../core/facts.mts'
import { readFacts } from '../languages/index.mts'
import { pack } from './facts-packet.mts'

export interface Job {
  readonly id: number
  readonly path: string
  readonly text: string
  readonly language: Language
}

parentPort?.on('message', async ({ id, path, text, language }: Job) => {
  const packet = pack(await readFacts(path, text, language))
  parentPort?.postMessage({ id, packet }, [
    packet.source.buffer as ArrayBuffer,
    packet.tokens.buffer as ArrayBuffer,
  ])
})
