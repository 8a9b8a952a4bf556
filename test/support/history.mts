/** How does a test get runs into a history? Small ones, told apart by their number. */

import type { Row, Rows } from '../../scripts/core/history.mts'
import type { Where } from '../../scripts/edge/store.mts'

export interface TestRun {
  readonly number: number
  readonly project?: string
  /** Day on which commit and run happened. */
  readonly day?: string
  readonly release?: string | null
  readonly dirty?: boolean
  readonly schema?: string
  readonly policy?: string
  readonly wording?: string
  /** Values of the measures `complex-code` (lower is better) and `line-coverage` (higher is better). */
  readonly values?: readonly [number, number]
  readonly findings?: readonly string[]
}

const PROJECT = 'github.com/ada/engine'

export function testRun(wanted: TestRun): { readonly where: Where; readonly rows: Rows } {
  const { number, project = PROJECT, day = '2026-03-01', policy = 'p1', values = [10, 80] } = wanted
  const run = `run-${String(number).padStart(4, '0')}`
  const startedAt = `${day}T12:00:00.000Z`
  const findings = (wanted.findings ?? ['k1', 'k2']).map(
    (key): Row => ({
      ...{ run, skill: 'refactor-assistant', rule: 'complex-function', level: 'warn', key },
      ...{ path: 'src/a.ts', line: 3, message: `${key} is hard to follow`, state: 'open' },
      waived: null,
    }),
  )
  const measure = (name: string, value: number | null, status = 'judged'): Row => ({
    ...{ run, skill: 'refactor-assistant', name, subject: '', value, samples: null, extent: 1 },
    ...{ status, why: value === null ? 'nothing was found' : null },
  })
  const meaning = (name: string, better: string): Row => ({
    ...{ run, kind: 'measure', skill: 'refactor-assistant', name, unit: 'percent', better },
    ...{ noise: 'exact', level: null, meaning: wanted.wording ?? name, advice: null },
  })
  return {
    where: { project, startedAt, run },
    rows: {
      runs: [
        {
          ...{ run, schema: wanted.schema ?? '1.0', commit: `commit-${number}` },
          ...{ committed_at: `${day}T08:00:00.000Z`, started_at: startedAt, policy },
          ...{
            dirty: wanted.dirty ?? false,
            release: wanted.release ?? null,
            score: 80 + number / 100,
          },
        },
      ],
      scores: [
        { run, dimension: 'code', measure: null, status: 'judged', score: 70 },
        { run, dimension: 'code', measure: 'complex-code', status: 'judged', score: 71 },
      ],
      measures: [
        measure('complex-code', values[0]),
        measure('line-coverage', values[1]),
        measure('clones', null, 'unavailable'),
      ],
      findings,
      files: [
        {
          ...{
            run,
            path: 'src/a.ts',
            language: 'typescript',
            cognitive: 9,
            revisions: 3,
            code: 40,
          },
          changed_at: '2026-02-20T09:00:00.000Z',
        },
        { run, path: 'src/b.ts', language: 'typescript', cognitive: 2, revisions: 1, code: 10 },
        { run, path: 'src/still.ts', language: 'typescript', cognitive: 90, code: 99 },
      ],
      policies: [{ run, hash: policy, policy: JSON.stringify({ policy }) }],
      catalogue: [meaning('complex-code', 'lower'), meaning('line-coverage', 'higher')],
    },
  }
}
