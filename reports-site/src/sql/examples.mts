/** What could one ask? Questions that work on any history. */

export interface Example {
  readonly title: string
  readonly sql: string
}

export const EXAMPLES: readonly Example[] = [
  {
    title: 'Score and dimensions of every release',
    sql: 'SELECT release, committed_at, score, code, tests, dependencies, docs, performance\nFROM trend\nWHERE release IS NOT NULL\nORDER BY committed_at DESC',
  },
  {
    title: 'Rules with most findings now',
    sql: "SELECT rule, level, count(*) AS findings\nFROM findings\nWHERE run IN (SELECT run FROM latest) AND state <> 'fixed'\nGROUP BY rule, level\nORDER BY findings DESC",
  },
  {
    title: 'Findings that came with the newest release',
    sql: "SELECT release, rule, path, message\nFROM finding_changes\nWHERE change = 'new' AND release = (SELECT max_by(release, committed_at) FROM releases)\nORDER BY rule, path",
  },
  {
    title: 'Files that are both complicated and often changed',
    sql: 'SELECT path, heat, revisions, cognitive, coverage\nFROM hotspots\nLIMIT 25',
  },
  {
    title: 'Measures that got worse from one release to the next',
    sql: 'SELECT since, release, name, before, after, unit, noise\nFROM regressions\nORDER BY committed_at DESC\nLIMIT 50',
  },
  {
    title: 'Where the points of the latest run were lost',
    sql: 'SELECT dimension, measure, deduction, max\nFROM scores\nWHERE run IN (SELECT run FROM latest) AND measure IS NOT NULL AND deduction > 0\nORDER BY deduction DESC',
  },
]
