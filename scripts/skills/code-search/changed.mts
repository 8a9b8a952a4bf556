/** Which symbols does a change touch? By the lines it edits in the head, and those it removes from the baseline. */

import { effectiveCode, isFollowed } from '../../core/code-text.mts'
import type { SourceFacts } from '../../core/facts.mts'
import type { ImpactEvidence } from '../../core/impact.mts'
import type { Change, Hunk, Lens } from '../../core/lens.mts'
import { byPath } from '../../core/order.mts'
import { reformatted } from '../../languages/essence.mts'
import { ownerAt } from './uses.mts'

type Changed = ImpactEvidence['changed'][number]
type Touched = Omit<Changed, 'kind'>

/** Comments, blank lines and imports are no change to a symbol. */
async function touched(lens: Lens, hunks: readonly Hunk[]): Promise<Touched[]> {
  const rows = new Map((await lens.facts('source')).map(each => [each.file.path, each]))
  const found: Touched[] = []
  for (const { path, ranges } of hunks) {
    const row = rows.get(path)
    if (row?.file.role !== 'source' || !isFollowed(row.file.language)) continue
    const text = await lens.text(path)
    if (!text.ok) continue
    const lines = effectiveCode(text.value, row.file.language).split('\n')
    for (const [name, line] of namesIn(row.facts, lines, ranges)) found.push({ path, name, line })
  }
  return found
}

function namesIn(facts: SourceFacts, lines: readonly string[], ranges: Hunk['ranges']) {
  const names = new Map<string, number>()
  for (const [first, last] of ranges)
    for (let line = first; line <= last && line <= lines.length; line++) {
      if (!/[\p{L}\p{N}]/u.test(lines[line - 1] ?? '')) continue
      const owner = ownerAt(facts, line)
      names.set(owner.name, owner.line)
    }
  return names
}

/** In place order; a symbol of the baseline is `removed` where the head has none of its name in that file. */
export async function changedSymbols(lens: Lens, change: Change): Promise<Changed[]> {
  const same = await reformatted(lens, change)
  const wasSame = new Set([...same].map(path => change.renames.get(path) ?? path))
  const [head, before] = await Promise.all([
    touched(
      lens,
      change.hunks.filter(({ path }) => !same.has(path)),
    ),
    touched(
      change.baseline,
      change.removed.filter(({ path }) => !wasSame.has(path)),
    ),
  ])
  const today = new Map([...change.renames].map(([now, old]) => [old, now]))
  const known = await namesOf(lens)
  const old = await namesOf(change.baseline)
  const changed = new Map<string, Changed>()
  for (const { path, name, line } of head) {
    const was = old.get(change.renames.get(path) ?? path)
    const kind = name !== '' && was?.has(name) !== true ? 'added' : 'edited'
    changed.set(`${path}\0${name}`, { path, name, line, kind })
  }
  for (const { path: oldPath, name, line } of before) {
    const path = today.get(oldPath) ?? oldPath
    const key = `${path}\0${name}`
    if (changed.has(key)) continue
    const isThere = name === '' ? known.has(path) : known.get(path)?.has(name) === true
    changed.set(key, { path, name, line, kind: isThere ? 'edited' : 'removed' })
  }
  return [...changed.values()].toSorted((a, b) => byPath(a, b) || a.line - b.line)
}

async function namesOf(lens: Lens): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await lens.facts('source')
  return new Map(
    rows.map(({ file, facts }) => [
      file.path,
      new Set([...facts.functions, ...facts.exports, ...facts.symbols].map(({ name }) => name)),
    ]),
  )
}
