/** What does one parser thread do? Reads a text, answers with its facts; it holds nothing between files. */

import { parentPort } from 'node:worker_threads'
import type { Language } from '../core/facts.mts'
import { readFacts } from '../languages/index.mts'
import { PARSER_BROKE } from '../languages/text.mts'
import { type Packet, pack } from './facts-packet.mts'

export interface Done {
  readonly id: number
  readonly packet: Packet
  /** The parser broke on this text: this thread must not parse another. */
  readonly isSpent: boolean
}

export interface Job {
  readonly id: number
  readonly path: string
  readonly text: string
  readonly language: Language
}

parentPort?.on('message', async ({ id, path, text, language }: Job) => {
  const facts = await readFacts(path, text, language)
  const packet = pack(facts)
  const isSpent = facts.source.fault?.includes(PARSER_BROKE) === true
  parentPort?.postMessage({ id, packet, isSpent } satisfies Done, [
    packet.source.buffer as ArrayBuffer,
    packet.tokens.buffer as ArrayBuffer,
  ])
})
