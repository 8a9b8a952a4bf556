/** Who reads which language? The table of readers; a new language is one file and one line. */

import type { Facts, Language, LanguageReader } from '../core/facts.mts'
import { go } from './go.mts'
import { java } from './java.mts'
import { javascript } from './javascript.mts'
import { python } from './python.mts'

const readers: readonly LanguageReader[] = [go, java, javascript, python]

const prepared = new Map<LanguageReader, Promise<void>>()

/** Facts of one file; the grammar is loaded on the first file of its language. */
export async function readFacts(path: string, text: string, language: Language): Promise<Facts> {
  const reader = readers.find(({ languages }) => languages.includes(language))
  if (reader === undefined) throw new Error(`no reader for ${language}`)
  const ready = prepared.get(reader) ?? reader.prepare()
  prepared.set(reader, ready)
  await ready
  return reader.read(path, text, language)
}
