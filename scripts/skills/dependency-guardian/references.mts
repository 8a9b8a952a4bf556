/** Which actions and images do CI and container files run, and how firmly do they name them? */

import picomatch from 'picomatch'
import type { DependenciesEvidence, ReferenceRow } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
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

type Rules = 'floating-reference' | 'unpinned-reference'

/** One for each action or image, however often it is named. */
export function referenceDrafts(references: readonly ReferenceRow[]): Draft<Rules>[] {
  const loose = references.filter(({ pin }) => pin !== 'hash')
  const groups = Map.groupBy(loose, row => `${ruleOf(row)} ${row.kind} ${row.name}`)
  return [...groups.values()].map(rows => {
    const [first] = rows as [ReferenceRow]
    const refs = [...new Set(rows.map(written))].join(', ')
    const places = rows.length === 1 ? '' : ` (in ${rows.length} places)`
    return {
      rule: ruleOf(first),
      path: first.path,
      line: first.line,
      symbol: `${first.kind} ${first.name}`,
      message: `${refs} ${WORDS[first.pin]}${places}`,
      isAnywhere: true as const,
    }
  })
}

/** What moves by itself is a warning where it is part of what ships; all else is worth a note. */
const ruleOf = ({ pin, isShipped }: ReferenceRow): Rules =>
  pin === 'floating' && isShipped ? 'floating-reference' : 'unpinned-reference'

const WORDS = {
  hash: 'is named by its content',
  tag: 'is named by a tag, which may be moved',
  floating: 'names no version',
}

const written = ({ kind, name, ref }: ReferenceRow) =>
  ref === '' ? name : `${name}${kind === 'action' ? '@' : ':'}${ref}`

/** Percent of the places that name an action or image; null without any. */
export const pinnedShare = ({ references }: Pick<DependenciesEvidence, 'references'>) =>
  references.length === 0
    ? null
    : (100 * references.filter(({ pin }) => pin === 'hash').length) / references.length
