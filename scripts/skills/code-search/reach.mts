/** What uses what is changed, and what uses that? Breadth first, so the first way found is the shortest. */

import type { CodePlace, ImpactEvidence, ReachedPlace } from '../../core/impact.mts'
import type { Links } from './links.mts'
import type { Users } from './users.mts'

export type Reach = Pick<ImpactEvidence, 'reached' | 'modules' | 'tests' | 'isCut'>

interface Step extends CodePlace {
  readonly distance: number
}

/** Beyond this many places a list helps nobody. */
const MOST_PLACES = 5000

export async function reachOf(
  users: Users,
  links: Links,
  changed: readonly CodePlace[],
): Promise<Reach> {
  const isTest = (path: string) => users.roleOf(path) === 'test'
  const seen = new Set(changed.map(({ path, name }) => `${path}\0${name}`))
  const waiting: Step[] = changed.map(each => ({ ...each, distance: 0 }))
  const reached: ReachedPlace[] = []
  const tests = new Map<string, ImpactEvidence['tests'][number]>()
  let isCut = false
  for (const step of waiting) {
    if (step.name === '') continue
    const through = `${step.path}#${step.name}`
    const distance = step.distance + 1
    for (const user of await users.of(step)) {
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
      .filter(({ path }) => users.roleOf(path) === 'source')
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
