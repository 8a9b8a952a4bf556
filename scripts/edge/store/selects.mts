/** Which SELECTs make tables and views of the stored rows? One text, in what DuckDB and PostgreSQL both understand. */

import { TABLES, type TableName } from '../../core/history.mts'
import { quoted } from './sql.mts'

/** Tables kept by the chunk → the column of `runs` that lists a run's chunks as `<run that wrote them>/<first>/<last>`. */
export const CHUNKED = { findings: 'finding_chunks', files: 'file_chunks' } as const

export type Chunked = keyof typeof CHUNKED

export const isChunked = (table: TableName): table is Chunked => Object.hasOwn(CHUNKED, table)

/** Where content lies is nobody's question. */
const INNER: ReadonlySet<string> = new Set(['chunk', ...Object.values(CHUNKED)])

/** Columns of a table as it is asked, but for what is made of the run. */
export const columnsShown = (table: TableName): readonly string[] =>
  [...Object.keys(TABLES[table]), 'project', 'month'].filter(
    name => !INNER.has(name) && !(isChunked(table) && name === 'hash'),
  )

/** Columns of `missing`: the stored measures without a value. */
export const MISSING = 'run, skill, name, subject, status, why, project, month'

/** What would change from run to run though the content did not is made of the run when asked. */
const DERIVED: Readonly<Record<Chunked, string>> = {
  findings: '',
  files:
    ', greatest(0, floor(extract(epoch FROM r.committed_at - f.changed_at) / 86400))::BIGINT AS age_days',
}

/** Gives every run all of its rows; over `stored_runs` and the stored rows of the table. */
export function expanded(table: Chunked): string {
  const own = columnsShown(table).filter(name => !['run', 'project', 'month'].includes(name))
  return `SELECT r.run, ${own.map(name => `f.${quoted(name)}`).join(', ')}${DERIVED[table]}, r.project, r.month
  FROM (SELECT project, month, run, committed_at, unnest(${CHUNKED[table]}) AS span FROM stored_runs) r
  JOIN stored_${table} f ON f.project = r.project AND f.run = split_part(r.span, '/', 1)
    AND f.chunk BETWEEN split_part(r.span, '/', 2)::INTEGER AND split_part(r.span, '/', 3)::INTEGER`
}

const dimension = (id: string) =>
  `max(s.score) FILTER (WHERE s.dimension = '${id}') AS ${quoted(id)}`

const ofPackage = (measure: string) => `max(m.value) FILTER (WHERE m.name = '${measure}')`

/** Measures that speak of packages, and what they are called in a row of one. */
const PACKAGE_COLUMNS = [
  ['source-files', 'files'],
  ['code-lines', 'code'],
  ['functions', 'functions'],
  ['complex-code', 'complex'],
  ['long-code', 'long'],
  ['line-coverage', 'coverage'],
  ['documented-surface', 'documented'],
  ['fault-density', 'fault_density'],
] as const

/** Name → what it answers and its SELECT, over the tables and the views before it. */
export const VIEWS = {
  latest: {
    answers: 'the newest run of each project, by commit date',
    select: `SELECT DISTINCT ON (project) * FROM runs
  ORDER BY project, committed_at DESC NULLS LAST, started_at DESC, run DESC`,
  },
  releases: {
    answers: 'the last clean run of each release',
    select: `SELECT * FROM (
    SELECT DISTINCT ON (project, release) * FROM runs WHERE release IS NOT NULL AND dirty IS NOT true
    ORDER BY project, release, started_at DESC, run DESC
  ) r ORDER BY project, committed_at, started_at, run`,
  },
  trend: {
    answers: 'score and dimensions (0-100) of each commit, from its last clean run',
    select: `SELECT r.project, r.committed_at, r."commit", r.release, r.branch, r.run, r.score, r.evidence, r.gate,
    ${['code', 'tests', 'dependencies', 'docs', 'performance', 'custom'].map(dimension).join(',\n    ')}
  FROM (
    SELECT DISTINCT ON (project, coalesce("commit", run)) * FROM runs WHERE dirty IS NOT true
    ORDER BY project, coalesce("commit", run), started_at DESC, run DESC
  ) r LEFT JOIN scores s ON s.project = r.project AND s.run = r.run AND s.measure IS NULL
  GROUP BY r.project, r.committed_at, r."commit", r.release, r.branch, r.run, r.score, r.evidence, r.gate
  ORDER BY r.project, r.committed_at`,
  },
  hotspots: {
    answers: 'files of the latest run that are both hard to follow and often changed',
    select: `SELECT f.project, f.path, f.language, f.revisions * f.cognitive::BIGINT AS heat, f.revisions, f.cognitive,
    f.code, f.authors, f.owner, (round(1000.0 * f.covered / nullif(f.coverable, 0)) / 10)::DOUBLE PRECISION AS coverage
  FROM latest l JOIN files f ON f.project = l.project AND f.run = l.run
  WHERE f.revisions > 0 AND f.cognitive > 0
  ORDER BY f.project, heat DESC, f.path`,
  },
  flaky_tests: {
    answers:
      'tests that failed in one run and not in another one of the same sources that had as many tests',
    select: `WITH tested AS (
    SELECT r.project, r.run, r.tree, r.machine, r.started_at, sum(m.value) AS tests
    FROM runs r JOIN measures m ON m.project = r.project AND m.run = r.run
      AND m.subject = '' AND m.name IN ('passing-tests', 'failing-tests')
    GROUP BY r.project, r.run, r.tree, r.machine, r.started_at
  ), failed AS (
    SELECT DISTINCT t.*, f.path, regexp_replace(f.message, ' fails$', '') AS test
    FROM findings f JOIN tested t ON t.project = f.project AND t.run = f.run
    WHERE f.rule = 'failing-test' AND f.state IS DISTINCT FROM 'fixed'
  ), pairs AS (
    SELECT f.*, t.run AS other, t.machine AS other_machine, greatest(f.started_at, t.started_at) AS seen
    FROM failed f JOIN tested t ON t.project = f.project AND t.tree = f.tree AND t.tests >= f.tests
    WHERE NOT EXISTS (
      SELECT 1 FROM failed g WHERE g.project = t.project AND g.run = t.run AND g.test = f.test
        AND g.path IS NOT DISTINCT FROM f.path)
  )
  SELECT project, test, path, count(DISTINCT run) AS failed, count(DISTINCT other) AS passed,
    count(DISTINCT tree) AS states, bool_and(machine IS DISTINCT FROM other_machine) AS other_machines_only,
    max(seen) AS last_seen
  FROM pairs GROUP BY project, test, path ORDER BY project, failed DESC, passed DESC, test`,
  },
  packages: {
    answers:
      'the packages of a monorepo, run by run, the largest first; package . is what lies in no other',
    select: `SELECT m.project, m.run, r.committed_at, r.release, m.subject AS package,
    ${PACKAGE_COLUMNS.map(([name, column]) => `${ofPackage(name)} AS ${column}`).join(',\n    ')}
  FROM measures m JOIN runs r ON r.project = m.project AND r.run = m.run WHERE m.subject <> ''
  GROUP BY m.project, m.run, r.committed_at, r.release, m.subject HAVING ${ofPackage('code-lines')} IS NOT NULL
  ORDER BY m.project, r.committed_at, m.run, code DESC, package`,
  },
  regressions: {
    answers:
      'measures that got worse from one release to the next, by the direction the catalogue gives',
    select: `WITH steps AS (
    SELECT project, run, release, committed_at, catalogue, row_number() OVER (
      PARTITION BY project ORDER BY committed_at, started_at, run) AS step
    FROM releases
  ), pairs AS (
    SELECT s.*, m.skill, m.name, m.subject, lag(s.release) OVER earlier AS since, lag(m.value) OVER earlier AS before,
      m.value AS after, lag(s.step) OVER earlier = s.step - 1 AS is_next
    FROM measures m JOIN steps s ON s.project = m.project AND s.run = m.run
    WINDOW earlier AS (PARTITION BY m.project, m.skill, m.name, m.subject ORDER BY s.step)
  )
  SELECT p.project, p.since, p.release, p.committed_at, p.skill, p.name, p.subject, p.before, p.after,
    p.after - p.before AS delta, c.unit, c.noise
  FROM pairs p JOIN catalogue c ON c.project = p.project AND c.hash = p.catalogue AND c.kind = 'measure'
    AND c.skill = p.skill AND c.name = p.name
  WHERE p.is_next AND ((c.better = 'lower' AND p.after > p.before) OR (c.better = 'higher' AND p.after < p.before))
  ORDER BY p.project, p.committed_at DESC, p.skill, p.name, p.subject`,
  },
  finding_changes: {
    answers: 'findings that came or went from one release to the next, by key',
    select: `WITH steps AS (
    SELECT project, run, release, committed_at, row_number() OVER step AS step, lag(release) OVER step AS since
    FROM releases WINDOW step AS (PARTITION BY project ORDER BY committed_at, started_at, run)
  ), standing AS (
    SELECT f.project, f.skill, f.rule, f.level, f.path, f.message, s.step,
      count(*) OVER (same RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING) = 0 AS is_new,
      count(*) OVER (same RANGE BETWEEN 1 FOLLOWING AND 1 FOLLOWING) = 0 AS is_last
    FROM findings f JOIN steps s ON s.project = f.project AND s.run = f.run
    WHERE f.state IS DISTINCT FROM 'fixed'
    WINDOW same AS (PARTITION BY f.project, f.skill, f.key ORDER BY s.step)
  ), changes AS (
    SELECT project, step, 'new' AS change, skill, rule, level, path, message
    FROM standing WHERE is_new AND step > 1
    UNION ALL
    SELECT project, step + 1, 'fixed', skill, rule, level, path, message FROM standing WHERE is_last
  )
  SELECT c.project, s.since, s.release, s.committed_at, c.change, c.skill, c.rule, c.level, c.path, c.message
  FROM changes c JOIN steps s ON s.project = c.project AND s.step = c.step
  ORDER BY c.project, s.committed_at DESC, c.change, c.skill, c.rule, c.path, c.message`,
  },
} as const satisfies Record<string, { answers: string; select: string }>

/** The views over tables and other views, in the order they must be made, each with its SELECT. */
export const derived = (): readonly (readonly [name: string, select: string])[] =>
  Object.entries(VIEWS).map(([name, { select }]) => [name, select])
