/** Who reads which language? The table of readers, each loaded with its first file; a new language is one file and one line. */

import type { Facts, Language, LanguageReader } from '../core/facts.mts'

const javascript = async () => (await import('./javascript.mts')).javascript

const READERS: Readonly<Record<Language, () => Promise<LanguageReader>>> = {
  csharp: async () => (await import('./csharp.mts')).csharp,
  go: async () => (await import('./go.mts')).go,
  java: async () => (await import('./java.mts')).java,
  javascript,
  kotlin: async () => (await import('./kotlin.mts')).kotlin,
  php: async () => (await import('./php.mts')).php,
  python: async () => (await import('./python.mts')).python,
  ruby: async () => (await import('./ruby.mts')).ruby,
  rust: async () => (await import('./rust.mts')).rust,
  typescript: javascript,
}

const ready = new Map<Language, Promise<LanguageReader>>()

/** Facts of one file; the grammar is loaded on the first file of its language. */
export async function readFacts(path: string, text: string, language: Language): Promise<Facts> {
  return (await readerOf(language)).read(path, text, language)
}

/** Its grammar is loaded. */
export function readerOf(language: Language): Promise<LanguageReader> {
  const reader = ready.get(language) ?? prepared(language)
  ready.set(language, reader)
  return reader
}

async function prepared(language: Language): Promise<LanguageReader> {
  const reader = await READERS[language]()
  await reader.prepare()
  return reader
}
