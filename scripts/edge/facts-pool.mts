/** How do all cores parse at once, and what stops a text that never ends? A pool of workers, each on one file at a time. */

import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { Facts, Language } from '../core/facts.mts'
import type { Answer } from '../core/lens.mts'
import { type Packet, pack } from './facts-packet.mts'
import type { Done, Job } from './facts-worker.mts'
import { moduleExtension } from './places.mts'

export interface ParseJob {
  readonly path: string
  readonly language: Language
  /** Called when a worker is free, so that texts are not all in memory at once. */
  text(): Promise<Answer<string>>
}

export interface Parsed {
  readonly packet: Packet
  /** Whether the same content will give the same facts again: not when this machine was too slow, or could not read. */
  readonly isLasting: boolean
}

/** Longer than any file people write by hand takes; a parser that needs more is stuck. */
const LONGEST_PARSE_MS = 20_000

/** With fewer files than this a worker costs more than it saves. */
const FILES_PER_WORKER = 40

/**
 * Bytes a function of a grammar runs before it is compiled a second time, for speed; V8 begins at an eighth of it. Kotlin's lexer
 * is one function so large that this takes half a gigabyte, for a project with a single build file.
 */
const TIERING_BUDGET = 100_000_000

/** Facts of every job, in order; a file that stops its worker gets a fault that says so. */
export async function parseAll(
  jobs: readonly ParseJob[],
  workers: number = availableParallelism(),
): Promise<Parsed[]> {
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`)
  const parsed: Parsed[] = new Array(jobs.length)
  let next = 0
  const lane = async () => {
    const thread = parserThread()
    for (let index = next++; index < jobs.length; index = next++) {
      const job = jobs[index] as ParseJob
      const text = await job.text()
      parsed[index] = text.ok
        ? await thread.parse(index, job, text.value)
        : { packet: noFacts(job, null, text.why), isLasting: text.why === 'binary content' }
    }
    await thread.stop()
  }
  const lanes = Math.max(1, Math.min(workers, Math.ceil(jobs.length / FILES_PER_WORKER)))
  if (jobs.length > 0) await Promise.all(Array.from({ length: lanes }, lane))
  return parsed
}

function parserThread() {
  let worker: Worker | null = null
  // A parser that recurses gets room: its overflow would end the whole process.
  const start = () =>
    new Worker(new URL(`./facts-worker${moduleExtension}`, import.meta.url), {
      resourceLimits: { stackSizeMb: 64 },
    })
  const stop = async () => {
    await worker?.terminate()
    worker = null
  }
  const parse = (id: number, job: ParseJob, text: string) =>
    new Promise<Parsed>(resolve => {
      worker ??= start()
      const thread = worker
      const settle = (packet: Packet, isLasting: boolean) => {
        clearTimeout(timer)
        thread.off('message', answered).off('error', broken)
        resolve({ packet, isLasting })
      }
      const answered = async ({ packet, isSpent }: Done) => {
        if (isSpent) await stop()
        settle(packet, true)
      }
      const giveUp = (why: string) => void stop().then(() => settle(noFacts(job, why), false))
      const broken = (error: Error) => giveUp(`the parser stopped: ${error.message}`)
      const timer = setTimeout(
        giveUp,
        LONGEST_PARSE_MS,
        `parsing took over ${LONGEST_PARSE_MS / 1000} s`,
      )
      thread.on('message', answered).on('error', broken)
      const { path, language } = job
      thread.postMessage({ id, path, language, text } satisfies Job)
    })
  return { parse, stop }
}

/** No facts: a `fault` counts against the parsed share, a `generated` reason leaves the file out. */
function noFacts(
  { language }: ParseJob,
  fault: string | null,
  generated: string | null = null,
): Packet {
  const facts: Facts = {
    source: {
      language,
      lines: 0,
      code: 0,
      comments: 0,
      fault,
      generated,
      functions: [],
      symbols: [],
      staleParameters: [],
      imports: [],
      exports: [],
      mentions: [],
      isProgram: false,
    },
    tokens: { hashes: new Uint32Array(), lines: new Uint32Array() },
  }
  return pack(facts)
}
