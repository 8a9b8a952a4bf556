/**
 * Do complexity, parameters and lines agree with lizard's? `node agreement-lizard.mts LANGUAGE FOLDER [MEASURE]`, with lizard
 * installed; MEASURE is `cyclomatic`, `parameters` or `lines`.
 */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Language } from '../../scripts/core/facts.mts'
import { languageOf } from '../../scripts/languages/classify.mts'
import { type Counts, keyOf, type MeasureName, ours, report } from './agreement.mts'

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

/** Of lizard's CSV: lines of code, complexity, tokens, parameters, lines, place, path, name, signature, first and last line. */
const ROW =
  /^(?<lines>\d+),(?<cyclomatic>\d+),\d+,(?<parameters>\d+),\d+,"[^"]*","(?<path>[^"]*)","(?<name>[^"]*)",".*",(?<at>\d+),\d+$/

async function lizard(folder: string, language: string, measure: MeasureName): Promise<Counts> {
  const tool = process.env.LIZARD ?? 'lizard'
  const { stdout } = await execa(tool, ['--csv', '-l', language, folder], {
    maxBuffer: 1e9,
    reject: false,
  })
  return new Map(
    stdout.split('\n').flatMap(line => {
      const row = ROW.exec(line)?.groups
      if (row === undefined) return []
      const { path = '', name = '', at } = row
      return [[keyOf(path, Number(at), name.replace(/^.*::/, '')), Number(row[measure])]]
    }),
  )
}

const [language, folder, measure = 'cyclomatic'] = process.argv.slice(2)
const known = NAMES[language as Language]
if (known === undefined || folder === undefined)
  throw new Error(`Name a language (${Object.keys(NAMES).join(', ')}) and the folder to compare.`)
const [name, extension] = known
const files = (await readdir(folder, { recursive: true })).filter(path => path.endsWith(extension))
console.log(`${files.filter(path => languageOf(path) === language).length} files`)
const asked = measure as MeasureName
report(
  'lizard',
  await lizard(folder, name, asked),
  await ours(join(folder), language as Language, extension, asked),
)
