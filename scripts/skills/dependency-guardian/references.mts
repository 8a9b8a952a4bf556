/** Which actions and images do CI and container files run, and how firmly do they name them? */

import picomatch from 'picomatch'
import type { ReferenceRow } from '../../core/evidence.mts'
import type { Lens } from '../../core/lens.mts'
import { referenceFormatOf } from '../../formats/references/index.mts'

/** Those of the project's own owner are left out: whoever may move them may change this project, too. */
export async function referencesOf(
  lens: Lens,
  ignored: readonly string[],
): Promise<readonly ReferenceRow[]> {
  const isIgnored = picomatch([...ignored], { dot: true })
  const owner = ownerOf(lens.project.forge?.url)
  const rows: ReferenceRow[] = []
  for (const { path, role } of await lens.files()) {
    const format = referenceFormatOf(path)
    if (format === undefined || role === 'vendored' || isIgnored(path)) continue
    const text = await lens.text(path)
    if (!text.ok) continue
    const { isShipped } = format
    rows.push(...format.read(text.value).map(each => ({ ...each, path, isShipped })))
  }
  return rows.filter(({ kind, name }) => kind === 'image' || ownerOf(`/${name}`) !== owner)
}

/** `owner` of `https://host/owner/name`, or of a path that begins with a slash. */
function ownerOf(url: string | undefined): string | null {
  return /^(?:\w+:\/\/[^/]+)?\/([^/]+)/.exec(url ?? '')?.[1]?.toLowerCase() ?? null
}
