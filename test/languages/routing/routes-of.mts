/** Which routes do these files declare? Read and joined as a project's are. */

import assert from 'node:assert/strict'
import type { SourceFacts } from '../../../scripts/core/facts.mts'
import { languageOf } from '../../../scripts/languages/classify.mts'
import { readFacts } from '../../../scripts/languages/index.mts'
import { joinRoutes } from '../../../scripts/languages/routes.mts'

export async function routesOf(files: Readonly<Record<string, string>>) {
  const rows: { path: string; facts: SourceFacts }[] = []
  for (const [path, text] of Object.entries(files)) {
    const language = languageOf(path)
    assert.ok(language !== null, path)
    const { source } = await readFacts(path, text, language)
    assert.equal(source.fault, null, path)
    rows.push({ path, facts: source })
  }
  return joinRoutes(rows)
}

/** `GET /path`, with a question mark where the beginning is not known. */
export const shown = async (files: Readonly<Record<string, string>>) =>
  (await routesOf(files)).routes
    .map(({ method, path, isWhole }) => `${isWhole ? '' : '? '}${method} ${path}`)
    .toSorted()
