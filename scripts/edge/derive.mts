/** What does a reader make of each file? The cache's answer where it saw the content before, else its own, kept from then on. */

import { setImmediate as others } from 'node:timers/promises'
import { abreast } from '../core/abreast.mts'
import type { Answer, KeptQuestion, ProjectFile, TextReader } from '../core/lens.mts'
import { type Cache, factsVersion } from './cache.mts'
import { sourceFolder } from './places.mts'
import { GONE } from './tree.mts'

/** Files after which the parsers, who wait for this thread, get their turn. */
const GREEDY = 16

const versions = new Map<string, string>()

/** Changes with the code that decides the answers. */
function versionOf(code: string): string {
  const known = versions.get(code) ?? factsVersion(sourceFolder(code))
  versions.set(code, known)
  return known
}

export async function derive<T>(
  reader: TextReader<T>,
  files: readonly ProjectFile[],
  text: (path: string) => Promise<Answer<string>>,
  cache: Cache,
): Promise<ReadonlyMap<string, T>> {
  const version = reader.code.map(versionOf).join('-')
  const keyOf = ({ oid, path }: ProjectFile) =>
    `${version}:${reader.id}:${oid}:${reader.aspect?.(path) ?? ''}`
  const kept = await cache.read(files.map(keyOf))
  const answers = new Map<string, T | null>()
  const unknown: ProjectFile[] = []
  for (const file of files) {
    const bytes = kept.get(keyOf(file))
    if (bytes === undefined) unknown.push(file)
    else answers.set(file.path, JSON.parse(new TextDecoder().decode(bytes)) as T | null)
  }
  const fresh = new Map<string, Uint8Array>()
  let asked = 0
  const ask = async (file: ProjectFile) => {
    if (++asked % GREEDY === 0) await others()
    const content = await text(file.path)
    const answer = content.ok ? reader.read(content.value, file.path) : null
    answers.set(file.path, answer)
    // What could not be read this time may be another time.
    if (content.ok || content.why !== GONE.why)
      fresh.set(keyOf(file), new TextEncoder().encode(JSON.stringify(answer)))
  }
  await abreast(unknown, ask)
  cache.write(fresh)
  return new Map(
    files.flatMap(({ path }) => {
      const answer = answers.get(path) ?? null
      return answer === null ? [] : [[path, answer] as const]
    }),
  )
}

/** An answer about more than one file. */
export async function kept<T>(
  { id, code, inputs }: KeptQuestion,
  make: () => Promise<{ readonly answer: T; readonly isLasting: boolean }>,
  cache: Cache,
): Promise<T> {
  const key = `${code.map(versionOf).join('-')}:${id}:${inputs}`
  const bytes = (await cache.read([key])).get(key)
  if (bytes !== undefined) return JSON.parse(new TextDecoder().decode(bytes)) as T
  const { answer, isLasting } = await make()
  if (isLasting) cache.write([[key, new TextEncoder().encode(JSON.stringify(answer))]])
  return answer
}
