/** What is known of every source file? From the cache where its content was seen before, else from the parsers. */

import { extname, join } from 'node:path'
import type { Facts } from '../core/facts.mts'
import type { ProjectFile } from '../core/lens.mts'
import { type Cache, factsVersion } from './cache.mts'
import { type Packet, unpack } from './facts-packet.mts'
import { parseAll } from './facts-pool.mts'
import { home, isCheckout } from './places.mts'

export interface FactsReader {
  read<K extends keyof Facts>(
    kind: K,
  ): Promise<readonly { readonly file: ProjectFile; readonly facts: Facts[K] }[]>
}

type ReadText = (file: ProjectFile) => Promise<string | null>

let version: string | undefined

/** Each kind is asked of the cache on its own: most runs never need the tokens again. */
export function factsReader(
  files: readonly ProjectFile[],
  readText: ReadText,
  cache: Cache,
  jobs?: number,
): FactsReader {
  const asked = new Map<
    keyof Facts,
    Promise<readonly { file: ProjectFile; facts: Facts[keyof Facts] }[]>
  >()
  version ??= factsVersion(join(home, isCheckout ? 'scripts' : 'dist/scripts', 'languages'))
  const keyOf = (kind: keyof Facts, { oid, path }: ProjectFile) =>
    `${version}:${kind}:${oid}:${extname(path)}`
  let parsing: Promise<unknown> = Promise.resolve()

  const read = async <K extends keyof Facts>(kind: K) => {
    const known = cache.read(files.map(file => keyOf(kind, file)))
    const fresh = new Map<string, Packet>()
    const missing = files.filter(file => !known.has(keyOf(kind, file)))
    const packets = await parseAll(
      missing.map(file => ({
        path: file.path,
        language: file.language as NonNullable<ProjectFile['language']>,
        text: () => readText(file),
      })),
      jobs,
    )
    missing.forEach((file, index) => void fresh.set(file.path, packets[index] as Packet))
    cache.write(
      missing.flatMap(file => {
        const packet = fresh.get(file.path) as Packet
        return (['source', 'tokens'] as const).map(
          each => [keyOf(each, file), packet[each]] as const,
        )
      }),
    )
    return files.map(file => ({
      file,
      facts: unpack(kind, known.get(keyOf(kind, file)) ?? (fresh.get(file.path) as Packet)[kind]),
    }))
  }

  return {
    read: <K extends keyof Facts>(kind: K) => {
      const before = asked.get(kind)
      // One after the other: the second kind finds in the cache what the first one parsed.
      const answer = before ?? parsing.then(() => read(kind))
      if (before === undefined) {
        asked.set(kind, answer)
        parsing = answer.catch(() => {})
      }
      return answer as Promise<readonly { file: ProjectFile; facts: Facts[K] }[]>
    },
  }
}
