/** What uses what is changed, and what uses that? Breadth first, so the first way found is the shortest. */

import { type Followed, isFollowed } from '../../core/code-text.mts'
import type { SourceFacts } from '../../core/facts.mts'
import type { CodePlace, ImpactEvidence, ReachedPlace } from '../../core/impact.mts'
import type { Lens } from '../../core/lens.mts'
import type { Links } from './links.mts'
import { FileUses } from './uses.mts'

type Reach = Pick<ImpactEvidence, 'reached' | 'modules' | 'tests' | 'isCut'>

interface Step extends CodePlace {
  readonly distance: number
}

/** Beyond this many places a list helps nobody. */
const MOST_PLACES = 5000

/** A name this common is used everywhere by everybody: its uses are no uses of this one. */
const COMMON = new Set(
  'get set has add delete tostring constructor then next run call apply bind map filter push pop name value data main init __init__ string error'.split(
    ' ',
  ),
)

export async function reachOf(
  lens: Lens,
  links: Links,
  changed: readonly CodePlace[],
): Promise<Reach> {
  const rows = new Map((await lens.facts('source')).map(each => [each.file.path, each]))
  const uses = new Map<string, Promise<FileUses | null>>()
  const usesOf = (path: string) => {
    const row = rows.get(path)
    const made =
      uses.get(path) ??
      (row !== undefined && isFollowed(row.file.language)
        ? readUses(lens, path, row.facts, row.file.language)
        : Promise.resolve(null))
    uses.set(path, made)
    return made
  }
  const isTest = (path: string) => rows.get(path)?.file.role === 'test'
  const seen = new Set(changed.map(({ path, name }) => `${path}\0${name}`))
  const waiting: Step[] = changed.map(each => ({ ...each, distance: 0 }))
  const reached: ReachedPlace[] = []
  const tests = new Map<string, ImpactEvidence['tests'][number]>()
  let isCut = false
  for (const step of waiting) {
    if (step.name === '') continue
    const through = `${step.path}#${step.name}`
    const distance = step.distance + 1
    for (const user of await usersOf(step, links, usesOf)) {
      const key = `${user.path}\0${user.name}`
      if (user.isPassed) {
        if (!seen.has(key) && !isTest(user.path)) waiting.push({ ...user, distance: step.distance })
        seen.add(key)
        continue
      }
      if (isTest(user.path)) {
        const { path } = user
        if (!tests.has(path)) tests.set(path, { path, distance, through, isByModule: false })
        continue
      }
      if (seen.has(key)) continue
      if (seen.size >= MOST_PLACES) isCut = true
      if (isCut) continue
      seen.add(key)
      const { path, name, line } = user
      reached.push({ path, name, line, distance, through })
      if (user.isType !== true) waiting.push({ path, name, line, distance })
    }
  }
  const modules = importersOf(links, new Set(changed.map(({ path }) => path)))
  for (const { path, distance, through } of modules)
    if (isTest(path) && !tests.has(path))
      tests.set(path, { path, distance, through, isByModule: true })
  return {
    reached: reached.toSorted((a, b) => a.distance - b.distance || place(a, b)),
    modules: modules
      .filter(({ path }) => rows.get(path)?.file.role === 'source')
      .map(({ path, distance }) => ({ path, distance })),
    tests: [...tests.values()].toSorted(
      (a, b) =>
        Number(a.isByModule) - Number(b.isByModule) || a.distance - b.distance || place(a, b),
    ),
    isCut,
  }
}

const place = (a: { path: string; line?: number }, b: { path: string; line?: number }) =>
  (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || (a.line ?? 0) - (b.line ?? 0)

async function readUses(lens: Lens, path: string, facts: SourceFacts, language: Followed) {
  const text = await lens.text(path)
  return text.ok ? new FileUses(text.value, facts, language) : null
}

type User = CodePlace & { readonly isPassed: boolean; readonly isType?: true }

/** Users in the file itself and in all that can see the name, each place once. */
async function usersOf(
  { path, name }: CodePlace,
  links: Links,
  usesOf: (path: string) => Promise<FileUses | null>,
): Promise<User[]> {
  const word = name.slice(name.lastIndexOf('.') + 1)
  const isMember = name.includes('.')
  if (isMember && COMMON.has(word.toLowerCase())) return []
  const places = [{ path, name: word, isPassed: false }, ...links.seenBy(path, name)]
  const found: User[] = []
  for (const seen of places) {
    if (seen.isPassed) found.push({ ...seen, line: 1 })
    else
      for (const owner of (await usesOf(seen.path))?.usersOf(seen.name) ?? [])
        if (seen.path !== path || owner.name !== name)
          found.push({ path: seen.path, ...owner, isPassed: false })
  }
  return found
}

/** Over any number of imports, nearest first; the changed modules themselves are left out. */
function importersOf(links: Links, changed: ReadonlySet<string>) {
  const found: { path: string; distance: number; through: string }[] = []
  const seen = new Set(changed)
  const waiting = [...changed].map(path => ({ path, distance: 0 }))
  for (const step of waiting)
    for (const path of links.importers(step.path)) {
      if (seen.has(path)) continue
      seen.add(path)
      const next = { path, distance: step.distance + 1, through: step.path }
      found.push(next)
      waiting.push(next)
    }
  return found
}
