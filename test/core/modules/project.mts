/** A project typed into a test: paths and texts, read by the real readers. */

import type { Language } from '../../../scripts/core/facts.mts'
import { type ModuleGraph, moduleGraph } from '../../../scripts/core/modules/graph.mts'
import { languageOf, roleOf } from '../../../scripts/languages/classify.mts'
import { readFacts } from '../../../scripts/languages/index.mts'

export async function graphOf(texts: Readonly<Record<string, string>>): Promise<ModuleGraph> {
  const rows = await Promise.all(
    Object.entries(texts).map(async ([path, text]) => {
      const language = languageOf(path)
      const role = roleOf(path)
      const isMeasured = language !== null && (role === 'source' || role === 'test')
      const facts = isMeasured ? (await readFacts(path, text, language as Language)).source : null
      return { file: { path, oid: path, language, role }, facts }
    }),
  )
  const files = rows.flatMap(({ file, facts }) => (facts === null ? [] : [{ file, facts }]))
  const measured = new Set(files.map(({ file }) => file.path))
  return moduleGraph({
    files,
    paths: new Set(Object.keys(texts)),
    texts: new Map(Object.entries(texts).filter(([path]) => !measured.has(path))),
  })
}

export const json = (value: unknown): string => JSON.stringify(value)
