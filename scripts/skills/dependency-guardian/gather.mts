/** Which packages do the project's lock and manifest files name? Every file is read once, with the neighbours it needs. */

import picomatch from 'picomatch'
import type { DependenciesEvidence, PackageRow } from '../../core/evidence.mts'
import type { Answer, Lens } from '../../core/lens.mts'
import { isDecidedElsewhere } from '../../formats/lockfiles/elsewhere.mts'
import { formatOf } from '../../formats/lockfiles/index.mts'
import type { Format } from '../../formats/lockfiles/reading.mts'

export type Gathered = Pick<DependenciesEvidence, 'packages' | 'unlocked' | 'faults'>

interface Candidate {
  readonly path: string
  readonly format: Format
  readonly order: number
}

type Texts = Map<string, Answer<string>>

/** `ignored` are globs of folders whose manifests do not ship: they are counted in a fault without path. */
export async function gather(lens: Lens, ignored: readonly string[]): Promise<Gathered> {
  const files = await lens.files()
  const isIgnored = picomatch([...ignored], { dot: true })
  const all = files.flatMap(({ path, role }): (Candidate & { isLeftOut: boolean })[] => {
    const found = formatOf(path)
    if (found === null || role === 'vendored' || role === 'generated') return []
    return [{ path, ...found, isLeftOut: role === 'test' || isIgnored(path) }]
  })
  const candidates = all.filter(({ isLeftOut }) => !isLeftOut)
  const leftOut = all.length - candidates.length
  const paths = files.map(({ path }) => path)
  const texts = await textsFor(lens, candidates, paths)
  const gathered = readAll(candidates, paths, texts)
  if (leftOut === 0) return gathered
  const why = `${leftOut} lock and manifest files in folders for tests, benchmarks, documents, examples or templates were left out: they do not ship.`
  return { ...gathered, faults: [...gathered.faults, { path: '', why }] }
}

/** Nobody includes this many files; a project made of includes must not keep us reading. */
const MOST_FILES = 20_000

/** The candidates' texts, and those of every file they want to look at, and what those want in turn. */
async function textsFor(
  lens: Lens,
  candidates: readonly Candidate[],
  paths: readonly string[],
): Promise<Texts> {
  const existing = new Set(paths)
  const texts: Texts = new Map()
  const waiting = candidates.map(({ path, format }) => ({ path, format }))
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const { path, format } = file
    if (texts.has(path) || texts.size === MOST_FILES) continue
    const answer = await textOf(lens, path)
    texts.set(path, answer)
    if (!answer.ok) continue
    for (const wanted of format.wants({ path, text: answer.value, paths }))
      if (existing.has(wanted)) waiting.push({ path: wanted, format })
  }
  return texts
}

/** Lock files outgrow what is read as source; on disk they may be as large as a report. */
async function textOf(lens: Lens, path: string): Promise<Answer<string>> {
  const answer = await lens.text(path)
  if (answer.ok || !lens.isWorkTree) return answer
  return lens.report(path)
}

function readAll(
  candidates: readonly Candidate[],
  paths: readonly string[],
  texts: Texts,
): Gathered {
  const neighbour = (path: string) => {
    const answer = texts.get(path)
    return answer?.ok ? answer.value : null
  }
  const packages: PackageRow[] = []
  const unlocked: string[] = []
  const faults: { path: string; why: string }[] = []
  const covered = new Set<string>()
  // Locks first: a manifest counts by itself only where nothing covers it.
  for (const { path, format } of candidates.toSorted((a, b) => a.order - b.order)) {
    if (covered.has(path)) continue
    const answer = texts.get(path) ?? { ok: false, why: 'there are too many such files' }
    const outcome = answer.ok
      ? format.read({ path, text: answer.value, paths, neighbour })
      : `It cannot be read: ${answer.why}.`
    if (typeof outcome === 'string') {
      faults.push({ path, why: outcome })
      continue
    }
    packages.push(...outcome.packages)
    if (!outcome.isPinned && !isDecidedElsewhere(path, paths, neighbour)) unlocked.push(path)
    for (const manifest of outcome.covers) covered.add(manifest)
    for (const why of outcome.notes) faults.push({ path, why })
  }
  return { packages, unlocked: unlocked.sort(), faults }
}
