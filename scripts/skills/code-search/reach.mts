/** What uses what is changed, and what uses that? Breadth first, so the first way found is the shortest. */

import type { CodePlace, ImpactEvidence, ReachedPlace } from '../../core/impact.mts'
import { inOrder } from './order.mts'
import type { User, Users } from './users.mts'

type Tests = ImpactEvidence['tests']

interface Step extends CodePlace {
  readonly distance: number
  readonly isByName: boolean
}

/** Beyond this many places a list helps nobody. */
const MOST_PLACES = 5000

/** `tests` are those that use something on the way, each once. */
export async function reachOf(users: Users, changed: readonly CodePlace[]) {
  const walk = new Walk(users, changed)
  await walk.go()
  const { reached, tests, isCut } = walk
  return { reached: reached.toSorted(inOrder), tests: [...tests.values()], isCut }
}

class Walk {
  readonly reached: ReachedPlace[] = []
  readonly tests = new Map<string, Tests[number]>()
  isCut = false
  private readonly waiting: Step[]
  /** Users of whom the word alone speaks: they count after all others, for the way to them may be none. */
  private readonly doubtful: { readonly user: User; readonly step: Step }[] = []
  private readonly users: Users
  private readonly seen: Set<string>

  constructor(users: Users, changed: readonly CodePlace[]) {
    this.users = users
    this.seen = new Set(changed.map(keyOf))
    this.waiting = changed.map(each => ({ ...each, distance: 0, isByName: false }))
  }

  async go(): Promise<void> {
    await this.follow(user => user.isByName)
    for (const { user, step } of this.doubtful) this.meet(user, { ...step, isByName: true })
    await this.follow(() => false)
  }

  private async follow(isLater: (user: User) => boolean): Promise<void> {
    for (let step = this.waiting.shift(); step !== undefined; step = this.waiting.shift())
      for (const user of step.name === '' ? [] : await this.users.of(step))
        if (isLater(user)) this.doubtful.push({ user, step })
        else this.meet(user, { ...step, isByName: step.isByName || user.isByName })
  }

  private meet(user: User, step: Step): void {
    if (this.users.roleOf(user.path) === 'test') this.meetTest(user, step)
    else if (user.isPassed) this.pass(user, step)
    else this.meetSource(user, step)
  }

  private meetTest({ path, isPassed }: User, { name, path: from, distance, isByName }: Step): void {
    if (isPassed || this.tests.has(path)) return
    const through = `${from}#${name}`
    this.tests.set(path, { path, distance: distance + 1, through, isByName, isByModule: false })
  }

  /** Handing a name on is no use of it, and no step. */
  private pass(user: User, { distance, isByName }: Step): void {
    const key = keyOf(user)
    if (!this.seen.has(key)) this.waiting.push({ ...user, distance, isByName })
    this.seen.add(key)
  }

  private meetSource({ path, name, line, isType, ...user }: User, step: Step): void {
    const key = keyOf({ path, name })
    if (this.seen.has(key)) return
    if (this.seen.size >= MOST_PLACES) this.isCut = true
    if (this.isCut) return
    this.seen.add(key)
    const next = { path, name, line, distance: step.distance + 1, isByName: step.isByName }
    this.reached.push({ ...next, through: `${step.path}#${step.name}` })
    const isLost = user.isByName && !this.users.isAlone(step)
    if (isType !== true && !isLost) this.waiting.push(next)
  }
}

const keyOf = ({ path, name }: Pick<CodePlace, 'path' | 'name'>) => `${path}\0${name}`
