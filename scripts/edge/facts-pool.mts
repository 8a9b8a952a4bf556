/** How do all cores parse at once, and what stops a text that never ends? A pool of workers, each on a few files at a time. */

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
  /** Called shortly before a worker is free, so that texts are not all in memory at once. */
  text(): Promise<Answer<string>>
}

export interface Parsed {
  /** Which of the jobs it answers. */
  readonly index: number
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

/** Texts that travel together: a message takes as long as a small text takes to parse. */
const MOST_FILES = 16
const MOST_UNITS = 100_000

interface Text {
  readonly index: number
  readonly job: ParseJob
  readonly text: string
}

/** Threads without a text: the next ones begin at once. They keep no process alive. */
const idle: ParserThread[] = []

/** A first thread gets ready while the caller still looks for what to parse. */
export function getReady(): void {
  if (idle.length === 0) idle.push(parserThread())
}

/** What a thread has read stays in its memory until it ends. */
export async function endIdle(): Promise<void> {
  await Promise.all(idle.splice(0).map(thread => thread.stop()))
}

/** Hands over the facts of every job, a few at a time and in any order; a file that stops its worker gets a fault that says so. */
export async function parseAll(
  jobs: readonly ParseJob[],
  take: (some: readonly Parsed[]) => void,
  workers: number = availableParallelism(),
): Promise<void> {
  let next = 0
  const batch = async (): Promise<readonly Text[]> => {
    const texts: Text[] = []
    for (let units = 0; next < jobs.length && texts.length < MOST_FILES && units < MOST_UNITS; ) {
      const index = next++
      const job = jobs[index] as ParseJob
      const text = await job.text()
      if (text.ok) {
        texts.push({ index, job, text: text.value })
        units += text.value.length
      } else {
        const isLasting = text.why === 'binary content'
        take([{ index, packet: noFacts(job, null, text.why), isLasting }])
      }
    }
    return texts
  }
  const lane = async () => {
    const thread = idle.pop() ?? parserThread()
    let upcoming = batch()
    for (let texts = await upcoming; texts.length > 0; texts = await upcoming) {
      upcoming = batch()
      await parseBatch(thread, texts, take)
    }
    idle.push(thread)
  }
  const lanes = Math.max(1, Math.min(workers, Math.ceil(jobs.length / FILES_PER_WORKER)))
  if (jobs.length > 0) await Promise.all(Array.from({ length: lanes }, lane))
}

/** Which of them stopped the thread, it cannot say: then each is tried alone. */
async function parseBatch(
  thread: ParserThread,
  texts: readonly Text[],
  take: (some: readonly Parsed[]) => void,
): Promise<void> {
  const { packets, why } = await thread.parse(texts)
  take(packets.map((packet, i) => ({ index: (texts[i] as Text).index, packet, isLasting: true })))
  const left = texts.slice(packets.length)
  const [first] = left
  if (first === undefined) return
  if (why === null) return parseBatch(thread, left, take)
  if (left.length === 1)
    return take([{ index: first.index, packet: noFacts(first.job, why), isLasting: false }])
  for (const each of left) await parseBatch(thread, [each], take)
}

interface Answered {
  /** Of the first texts; all of them unless one ended the thread. */
  readonly packets: readonly Packet[]
  /** What stopped it without an answer. */
  readonly why: string | null
}

type ParserThread = ReturnType<typeof parserThread>

function parserThread() {
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`)
  const start = () => {
    const thread = new Worker(new URL(`./facts-worker${moduleExtension}`, import.meta.url), {
      // A parser that recurses gets room: its overflow would end the whole process.
      resourceLimits: { stackSizeMb: 64 },
    })
    thread.unref()
    return thread
  }
  // At once: it gets ready while the first texts are read.
  let worker: Worker | null = start()
  const stop = async () => {
    await worker?.terminate()
    worker = null
  }
  const parse = (texts: readonly Text[]) =>
    new Promise<Answered>(resolve => {
      worker ??= start()
      const thread = worker
      const settle = (answer: Answered) => {
        clearTimeout(timer)
        thread.unref()
        thread.off('message', answered).off('error', broken)
        resolve(answer)
      }
      const answered = async ({ packets, isSpent }: Done) => {
        if (isSpent) await stop()
        settle({ packets, why: null })
      }
      const giveUp = (why: string) => void stop().then(() => settle({ packets: [], why }))
      const broken = (error: Error) => giveUp(`the parser stopped: ${error.message}`)
      const timer = setTimeout(
        giveUp,
        LONGEST_PARSE_MS,
        `parsing took over ${LONGEST_PARSE_MS / 1000} s`,
      )
      thread.on('message', answered).on('error', broken)
      thread.ref()
      const jobs = texts.map(({ job: { path, language }, text }) => ({ path, language, text }))
      thread.postMessage(jobs satisfies Job[])
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
