/** Does our cyclomatic complexity agree with lizard's? `node agreement-lizard.mts LANGUAGE FOLDER`, with lizard installed. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Language } from '../../scripts/core/facts.mts'
import { languageOf } from '../../scripts/languages/classify.mts'
import { type Counts, keyOf, ours, report } from './agreement.mts'

/** What lizard calls each language, and the extension of its files. */
const NAMES: Partial<Record<Language, readonly [name: string, extension: string]>> = {
  csharp: ['csharp', '.cs'],
  go: ['go', '.go'],
  java: ['java', '.java'],
  kotlin: ['kotlin', '.kt'],
  php: ['php', '.php'],
  python: ['python', '.py'],
  ruby: ['ruby', '.rb'],
  rust: ['rust', '.rs'],
}

/** Columns of lizard's CSV: 1 is the complexity, 6 the path, 7 the name, 9 the first line. */
const ROW = /^\d+,(\d+),\d+,\d+,\d+,"[^"]*","([^"]*)","([^"]*)",".*",(\d+),\d+$/

async function lizard(folder: string, name: string): Promise<Counts> {
  const tool = process.env.LIZARD ?? 'lizard'
  const { stdout } = await execa(tool, ['--csv', '-l', name, folder], {
    maxBuffer: 1e9,
    reject: false,
  })
  return new Map(
    stdout.split('\n').flatMap(line => {
      const [, complexity, path = '', function_ = '', at] = ROW.exec(line) ?? []
      if (complexity === undefined) return []
      return [[keyOf(path, Number(at), function_.replace(/^.*::/, '')), Number(complexity)]]
    }),
  )
}

const [language, folder] = process.argv.slice(2)
const known = NAMES[language as Language]
if (known === undefined || folder === undefined)
  throw new Error(`Name a language (${Object.keys(NAMES).join(', ')}) and the folder to compare.`)
const [name, extension] = known
const files = (await readdir(folder, { recursive: true })).filter(path => path.endsWith(extension))
console.log(`${files.filter(path => languageOf(path) === language).length} files`)
report(
  'lizard',
  await lizard(folder, name),
  await ours(join(folder), language as Language, extension),
)
