/** What do the OpenAPI documents promise? Their operations, also those of path items that lie in files of their own. */

import { posix } from 'node:path'
import type { SpecEvidence } from '../../core/evidence.mts'
import type { Lens } from '../../core/lens.mts'
import { type OpenApi, readOpenApi, readPathItem } from '../../formats/openapi.mts'

export async function readApis(
  lens: Lens,
  documents: readonly { readonly path: string; readonly text: string }[],
): Promise<Pick<SpecEvidence, 'apis' | 'faults'>> {
  const apis: SpecEvidence['apis'][number][] = []
  const faults: SpecEvidence['faults'][number][] = []
  for (const { path, text } of documents) {
    const read = readOpenApi(text)
    if (typeof read === 'string') faults.push({ path, why: read })
    else {
      const operations = [...read.operations, ...(await elsewhere(lens, path, read))]
      if (operations.length > 0) apis.push({ path, bases: read.bases, operations })
    }
  }
  return { apis: withoutCopies(apis), faults }
}

async function elsewhere(lens: Lens, from: string, { elsewhere }: OpenApi) {
  const operations = await Promise.all(
    elsewhere.slice(0, 2_000).map(async ({ path, file, line }) => {
      const text = await lens.text(posix.join(posix.dirname(from), file))
      return text.ok ? readPathItem(text.value).map(method => ({ method, path, line })) : []
    }),
  )
  return operations.flat()
}

/** A document is often kept bundled, as JSON and as YAML: the first of equal promises speaks for all. */
function withoutCopies(apis: SpecEvidence['apis']): SpecEvidence['apis'] {
  const seen = new Set<string>()
  return apis.filter(({ bases, operations }) => {
    const promise = operations.map(({ method, path }) => `${method} ${path}`).sort()
    const key = JSON.stringify([bases, promise])
    return !seen.has(key) && seen.add(key)
  })
}
