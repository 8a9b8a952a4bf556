/** Which files of a change did a formatter rewrite, and nobody else? Those whose syntax is the same as before. */

import { createHash } from 'node:crypto'
import { effectiveCode, isFollowed } from '../core/code-text.mts'
import type { Language, LanguageReader } from '../core/facts.mts'
import type { Change, Lens, ProjectFile, TextReader } from '../core/lens.mts'
import { languageOf } from './classify.mts'
import { readerOf } from './index.mts'

interface Pair {
  readonly file: ProjectFile
  readonly old: ProjectFile
}

/** Paths of the head; only files that could be parsed on both sides are told. */
export async function reformatted(lens: Lens, change: Change): Promise<ReadonlySet<string>> {
  const [now, before] = await Promise.all([parsedFiles(lens), parsedFiles(change.baseline)])
  const pairs = [...now.values()].flatMap((file): Pair[] => {
    const old = before.get(change.renames.get(file.path) ?? file.path)
    return old !== undefined && old.oid !== file.oid && old.language === file.language
      ? [{ file, old }]
      : []
  })
  const alike = await sameBy(WORDS, pairs, lens, change)
  const languages = new Set(alike.flatMap(({ file }) => file.language ?? []))
  const same = await sameBy(await essenceReader(languages), alike, lens, change)
  return new Set(same.map(({ file }) => file.path))
}

/** A parser thread has read them: no text is too deep or too long for this one. */
async function parsedFiles(lens: Lens): Promise<ReadonlyMap<string, ProjectFile>> {
  const rows = await lens.facts('source')
  const parsed = rows.filter(({ facts }) => facts.fault === null)
  return new Map(parsed.map(({ file }) => [file.path, file]))
}

async function sameBy(
  reader: TextReader<string>,
  pairs: readonly Pair[],
  lens: Lens,
  { baseline }: Change,
): Promise<readonly Pair[]> {
  const files = pairs.map(({ file }) => file)
  const olds = pairs.map(({ old }) => old)
  const [is, was] = await Promise.all([lens.derive(reader, files), baseline.derive(reader, olds)])
  return pairs.filter(
    ({ file, old }) => is.has(file.path) && is.get(file.path) === was.get(old.path),
  )
}

const CODE = ['core', 'languages']
const ending = (path: string) => path.slice(path.lastIndexOf('.'))

/** A formatter leaves the words of code as they are, but for prefixes of strings: where these differ, nothing needs to be parsed. */
const WORDS: TextReader<string> = {
  id: 'words 1',
  code: CODE,
  aspect: ending,
  read: (text, path) => {
    const language = languageOf(path)
    const code = isFollowed(language) ? effectiveCode(text, language) : ''
    return createHash('sha256')
      .update((code.match(/\b\w+\b(?!["'])/g) ?? []).join(' '))
      .digest('hex')
      .slice(0, 32)
  },
}

async function essenceReader(languages: ReadonlySet<Language>): Promise<TextReader<string>> {
  const readers = new Map<Language, LanguageReader>()
  for (const language of languages) readers.set(language, await readerOf(language))
  return {
    id: 'essence 1',
    code: CODE,
    aspect: ending,
    read: (text, path) => {
      const language = languageOf(path)
      return language === null
        ? null
        : (readers.get(language)?.essence(path, text, language) ?? null)
    },
  }
}
