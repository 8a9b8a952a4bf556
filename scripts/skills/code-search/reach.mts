/** What uses what is changed, and what uses that? Breadth first, so the first way found is the shortest. */

import type { CodePlace, ImpactEvidence, ReachedPlace } from '../../core/impact.mts'
import { inOrder } from './order.mts'
import type { User, Users } from './users.mts'

type Tests = ImpactEvidence['tests']

interface Step extends CodePlace {
  readonly distance: number
}

/** Beyond this many places a list helps nobody. */
const MOST_PLACES = 5000

/** `tests` are those that use something on the way, each once. */
export async function reachOf(users: Users, changed: readonly CodePlace[]) {
  const walk = new Walk(users, changed)
  for (const step of walk.waiting)
    for (const user of step.name === '' ? [] : await users.of(step)) walk.meet(user, step)
  const { reached, tests, isCut } = walk
  return { reached: reached.toSorted(inOrder), tests: [...tests.values()], isCut }
}

class Walk {
  readonly waiting: Step[]
  readonly reached: ReachedPlace[] = []
  readonly tests = new Map<string, Tests[number]>()
  isCut = false
  private readonly users: Users
  private readonly seen: Set<string>

  constructor(users: Users, changed: readonly CodePlace[]) {
    this.users = users
    this.seen = new Set(changed.map(keyOf))
    this.waiting = changed.map(each => ({ ...each, distance: 0 }))
  }

  meet(user: User, step: Step): void {
    if (this.users.roleOf(user.path) === 'test') this.meetTest(user, step)
    else if (user.isPassed) this.pass(user, step)
    else this.meetSource(user, step)
  }

  private meetTest({ path, isPassed }: User, { name, path: from, distance }: Step): void {
    if (isPassed || this.tests.has(path)) return
    const through = `${from}#${name}`
    this.tests.set(path, { path, distance: distance + 1, through, isByModule: false })
  }

  /** Handing a name on is no use of it, and no step. */
  private pass(user: User, { distance }: Step): void {
    const key = keyOf(user)
    if (!this.seen.has(key)) this.waiting.push({ ...user, distance })
    this.seen.add(key)
  }

  private meetSource({ path, name, line, isType }: User, step: Step): void {
    const key = keyOf({ path, name })
    if (this.seen.has(key)) return
    if (this.seen.size >= MOST_PLACES) this.isCut = true
    if (this.isCut) return
    this.seen.add(key)
    const distance = step.distance + 1
    this.reached.push({ path, name, line, distance, through: `${step.path}#${step.name}` })
    if (isType !== true) this.waiting.push({ path, name, line, distance })
  }
}

const keyOf = ({ path, name }: Pick<CodePlace, 'path' | 'name'>) => `${path}\0${name}`
