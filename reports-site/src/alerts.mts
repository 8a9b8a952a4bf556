/** What needs a person, what was resolved, what is good to know? Told from the trend: each alert with its first run. */

import { plural, points } from './format.mts'
import type { Project, Run } from './model.mts'
import { select } from './select.mts'
import { type Series, seriesOf } from './series.mts'
import { causes, differences, trendOf } from './trend.mts'

type AlertState = 'open' | 'resolved' | 'info'

export interface Alert {
  /** The same however often the site is built. */
  readonly id: string
  readonly state: AlertState
  readonly text: string
  /** The run that opened or resolved it. */
  readonly run: Run
  /** Page that shows more, under the base. */
  readonly path: string
}

interface Watched {
  readonly measure: string
  readonly one: string
  readonly many: string
  /** Page of the project. */
  readonly page: string
}

/** Measures of which any is one too many. */
const WATCHED: readonly Watched[] = [
  {
    measure: 'leaked-secrets',
    one: 'secret in the tree',
    many: 'secrets in the tree',
    page: 'code/',
  },
  {
    measure: 'vulnerable-packages',
    one: 'vulnerable package',
    many: 'vulnerable packages',
    page: 'dependencies/',
  },
  {
    measure: 'denied-licences',
    one: 'licence that the policy does not allow',
    many: 'licences that the policy does not allow',
    page: 'dependencies/',
  },
  {
    measure: 'unlocked-manifests',
    one: 'manifest that nothing locks',
    many: 'manifests that nothing locks',
    page: 'dependencies/',
  },
  { measure: 'failing-tests', one: 'failing test', many: 'failing tests', page: 'tests/' },
  { measure: 'flaky-tests', one: 'flaky test', many: 'flaky tests', page: 'tests/' },
  {
    measure: 'slower-benchmarks',
    one: 'slower benchmark',
    many: 'slower benchmarks',
    page: 'performance/',
  },
  { measure: 'import-cycles', one: 'import cycle', many: 'import cycles', page: 'code/' },
  {
    measure: 'broken-links',
    one: 'link that leads nowhere',
    many: 'links that lead nowhere',
    page: 'docs/',
  },
  {
    measure: 'unparsed-files',
    one: 'file that could not be parsed',
    many: 'files that could not be parsed',
    page: 'code/',
  },
]

const SKILLS = [
  'git-workflow-assistant',
  'dependency-guardian',
  'test-orchestrator',
  'performance-profiler',
  'refactor-assistant',
  'doc-generator',
]

/** A fall of the score by this many points between comparable neighbours is an alert of its own. */
const FALL = 2

/** Everything that happened along the trend, newest first. */
export function eventsOf(project: Project): readonly Alert[] {
  const trend = trendOf(project)
  const series = new Map(seriesOf(project, SKILLS).map(each => [each.name, each]))
  const counted = WATCHED.flatMap(watched =>
    countEvents(project, trend, watched, series.get(watched.measure)),
  )
  return [...counted, ...trend.slice(1).flatMap((run, at) => scoreEvents(trend[at], run))].toSorted(
    (a, b) =>
      a.run.committedAt < b.run.committedAt
        ? 1
        : a.run.committedAt > b.run.committedAt
          ? -1
          : a.id < b.id
            ? -1
            : 1,
  )
}

/** The same for every run of the same commit: who assesses it again tells nobody anything new. */
const momentOf = ({ release, commit, run }: Run) => release ?? commit ?? run

/** From none to some and back; what nobody looked for is neither. */
function countEvents(
  project: Project,
  trend: readonly Run[],
  watched: Watched,
  series?: Series,
): readonly Alert[] {
  const { measure, one, many, page } = watched
  const events: Alert[] = []
  let before: number | null = null
  for (const [at, run] of trend.entries()) {
    const value = series?.values[at] ?? null
    if (value === null) continue
    const more = { run, path: `${project.path}${page}` }
    if (value > 0 && (before ?? 0) === 0)
      events.push({
        id: `${measure}:open:${momentOf(run)}`,
        state: 'open',
        text: plural(value, one, many),
        ...more,
      })
    if (value === 0 && before !== null && before > 0)
      events.push({
        id: `${measure}:resolved:${momentOf(run)}`,
        state: 'resolved',
        text: `None left of ${plural(before, one, many)}`,
        ...more,
      })
    before = value
  }
  return events
}

function scoreEvents(before: Run | undefined, run: Run): readonly Alert[] {
  if (before === undefined || before.score === null || run.score === null) return []
  if (differences(before, run).length > 0) return []
  const fall = before.score - run.score
  if (fall < FALL) return []
  const [cause] = causes(before, run)
  const text = `The score fell by ${points(fall)} points${cause === undefined ? '' : `, most of it in ${cause.dimension}`}`
  return [{ id: `score:open:${momentOf(run)}`, state: 'open', text, run, path: run.path }]
}

interface Stored {
  readonly run: string
  readonly kind: string | null
  readonly subject: string | null
  readonly state: string | null
  readonly message: string | null
}

/** Alerts that a run itself left in the history; conditions of the gate have a place of their own. */
const stored = Map.groupBy(
  await select<Stored>(
    `select run, kind, subject, state, message from alerts where kind is distinct from 'gate' and message is not null
     order by run, kind, subject, message limit 20000`,
  ),
  ({ run }) => run,
)

export interface Alerts {
  readonly open: readonly Alert[]
  readonly resolved: readonly Alert[]
  readonly info: readonly Alert[]
}

/** Resolved ones are news for so many points of the trend. */
const NEWS = 3

/** As the latest point of the trend leaves them. */
export function alertsOf(project: Project): Alerts {
  const trend = trendOf(project)
  const series = new Map(seriesOf(project, SKILLS).map(each => [each.name, each]))
  const events = eventsOf(project)
  const latest = trend.at(-1)
  const open = WATCHED.flatMap(({ measure, one, many }) => {
    const value = series.get(measure)?.values.findLast(each => each !== null) ?? 0
    const since = events.find(({ id }) => id.startsWith(`${measure}:open:`))
    return value > 0 && since !== undefined ? [{ ...since, text: plural(value, one, many) }] : []
  })
  const fallen = events.filter(({ id, run }) => id.startsWith('score:') && run === latest)
  const recent = new Set(trend.slice(-NEWS))
  const own = (stored.get(project.latest.run) ?? []).map(each => ({
    id: `${each.kind}:${each.subject}:${each.run}`,
    state:
      each.state === 'resolved'
        ? ('resolved' as const)
        : each.state === 'info'
          ? ('info' as const)
          : ('open' as const),
    text: [each.subject, each.message].filter(Boolean).join(': '),
    run: project.latest,
    path: project.latest.path,
  }))
  const outdated = series.get('age-behind')?.values.at(-1) ?? null
  return {
    open: [...fallen, ...open, ...own.filter(({ state }) => state === 'open')],
    resolved: [
      ...events.filter(({ state, run }) => state === 'resolved' && recent.has(run)),
      ...own.filter(({ state }) => state === 'resolved'),
    ],
    info: [...updates(project, outdated), ...own.filter(({ state }) => state === 'info')],
  }
}

function updates(project: Project, ageBehind: number | null): readonly Alert[] {
  if (ageBehind === null || ageBehind === 0) return []
  const text = `Direct dependencies are ${plural(Math.round(ageBehind), 'day')} behind their newest versions on average`
  const { latest } = project
  return [
    {
      id: `age-behind:info:${latest.run}`,
      state: 'info',
      text,
      run: latest,
      path: `${project.path}dependencies/`,
    },
  ]
}
