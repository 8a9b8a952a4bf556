/** What is known of every source file? From the cache where its content was seen before, else from the parsers. */

import { extname } from 'node:path'
import type { Facts } from '../core/facts.mts'
import type { Answer, ProjectFile } from '../core/lens.mts'
import { type Cache, factsVersion } from './cache.mts'
import { type Packet, unpack } from './facts-packet.mts'
import { type Parsed, parseAll } from './facts-pool.mts'
import { sourceFolder } from './places.mts'

export interface FactsReader {
  read<K extends keyof Facts>(
    kind: K,
  ): Promise<readonly { readonly file: ProjectFile; readonly facts: Facts[K] }[]>
}

type ReadText = (file: ProjectFile) => Promise<Answer<string>>

let version: string | undefined

const KINDS = ['source', 'tokens'] as const

/** Facts made so far in this run: head and baseline share most of their content. */
const shared = new WeakMap<Cache, Map<string, Facts[keyof Facts]>>()

/** Each kind is asked of the cache on its own: most runs never need the tokens again. */
export function factsReader(
  files: readonly ProjectFile[],
  readText: ReadText,
  cache: Cache,
  jobs?: number,
): FactsReader {
  version ??= factsVersion(sourceFolder('languages'))
  const keyOf = (kind: keyof Facts, { oid, path }: ProjectFile) =>
    `${version}:${kind}:${oid}:${extname(path)}`
  const made = shared.get(cache) ?? new Map<string, Facts[keyof Facts]>()
  shared.set(cache, made)
  const fleeting = new Map<string, Packet>()

  const read = async <K extends keyof Facts>(kind: K) => {
    const unknown = files.filter(file => !made.has(keyOf(kind, file)) && !fleeting.has(file.path))
    for (const [key, bytes] of await cache.read(unknown.map(file => keyOf(kind, file))))
      made.set(key, unpack(kind, bytes))
    const missing = unknown.filter(file => !made.has(keyOf(kind, file)))
    // As they come: this thread has little to do while the others parse.
    const take = (some: readonly Parsed[]) => {
      const lasting: (readonly [string, Uint8Array])[] = []
      for (const { index, packet, isLasting } of some) {
        const file = missing[index] as ProjectFile
        if (!isLasting) fleeting.set(file.path, packet)
        for (const each of isLasting ? KINDS : []) {
          lasting.push([keyOf(each, file), packet[each]])
          made.set(keyOf(each, file), unpack(each, packet[each]))
        }
      }
      cache.write(lasting)
    }
    await parseAll(missing.map(jobFor), take, jobs)
    return files.map(file => {
      const packet = fleeting.get(file.path)
      const facts = packet === undefined ? made.get(keyOf(kind, file)) : unpack(kind, packet[kind])
      return { file, facts: facts as Facts[K] }
    })
  }
  const jobFor = (file: ProjectFile) => ({
    path: file.path,
    language: file.language as NonNullable<ProjectFile['language']>,
    text: () => readText(file),
  })

  // One kind after the other: what the first one parses, the second one finds.
  const asked = new Map<keyof Facts, Promise<unknown>>()
  let last: Promise<unknown> = Promise.resolve()
  return {
    read: <K extends keyof Facts>(kind: K) => {
      const answer = asked.get(kind) ?? last.then(() => read(kind))
      asked.set(kind, answer)
      last = answer.catch(() => {})
      return answer as ReturnType<FactsReader['read']> as Promise<
        readonly { file: ProjectFile; facts: Facts[K] }[]
      >
    },
  }
}
