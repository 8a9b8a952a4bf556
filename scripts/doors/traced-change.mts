/** What do traces of two releases say about the difference? Traces of both that were just given, or what their runs stored. */

import { UserFault } from '../core/fault.mts'
import { type OperationChange, operationChanges } from '../core/traces/changes.mts'
import type { OperationRow, StepRow } from '../core/traces/rows.mts'
import { openHistory } from '../edge/store.mts'
import { collectTraces } from '../edge/traces.mts'

interface Side {
  /** As the person called it: `service.version` in the traces. */
  readonly name: string
  readonly commit: string
}

export interface TracedRequest {
  readonly dir: string
  readonly project: string
  readonly before: Side
  readonly after: Side
  /** `--traces` */
  readonly traces?: string
  readonly paths: readonly string[]
}

/** Nobody is told it here. */
const ANY_APDEX = 500

/** Without traces of both sides: no operation. */
export async function tracedChange(request: TracedRequest): Promise<readonly OperationChange[]> {
  const { before, after, traces } = request
  if (traces === undefined) {
    const [was, is] = [
      await storedOperations(request, before),
      await storedOperations(request, after),
    ]
    return operationChanges(was, is)
  }
  return operationChanges(
    await tracedOperations(request, traces, before.name),
    await tracedOperations(request, traces, after.name),
  )
}

async function tracedOperations(
  { paths }: TracedRequest,
  traces: string,
  release: string,
): Promise<readonly OperationRow[]> {
  const execute = () => Promise.reject(new UserFault('compare starts no command'))
  const answer = await collectTraces({ traces, release, paths, execute, apdexMs: ANY_APDEX })
  if (!answer.ok) throw new UserFault(`--traces ${traces}: ${answer.why}`)
  const { operations } = answer.value
  const found = operations.filter(each => each.release === release)
  if (found.length > 0) return found
  const known = [...new Set(operations.map(each => each.release ?? 'none'))].slice(0, 10).join(', ')
  throw new UserFault(
    `--traces ${traces} holds no request of release ${release} (service.version is ${known}): name the releases as the traces do.`,
  )
}

/** Of the last run of the commit that looked at traces. */
async function storedOperations(
  { dir, project }: TracedRequest,
  { commit }: Side,
): Promise<readonly OperationRow[]> {
  const history = await openHistory(dir)
  try {
    const stored = await history.rows(
      `SELECT o.* FROM operations o WHERE o.project = $1 AND o.run = (
         SELECT r.run FROM runs r WHERE r.project = $1 AND r."commit" = $2 AND r.dirty IS NOT true
           AND r.run IN (SELECT run FROM operations WHERE project = $1)
         ORDER BY r.started_at DESC LIMIT 1)`,
      [project, commit],
    )
    return stored.map(fromRow)
  } finally {
    history.close()
  }
}

function fromRow(row: Readonly<Record<string, unknown>>): OperationRow {
  const number = (name: string) => Number(row[name] ?? 0)
  return {
    service: String(row.service),
    operation: String(row.operation),
    release: row.release === null ? null : String(row.release),
    count: number('count'),
    p50: number('p50'),
    p95: number('p95'),
    p99: number('p99'),
    errorRate: number('error_rate'),
    apdex: number('apdex'),
    perSecond: row.per_second === null ? null : number('per_second'),
    selfMs: number('self_ms'),
    queries: number('queries'),
    queriesMs: number('queries_ms'),
    steps: stepsOf(row.steps),
    exampleTraceIds: (row.example_trace_ids as readonly string[] | null) ?? [],
  }
}

function stepsOf(text: unknown): readonly StepRow[] {
  try {
    return JSON.parse(String(text ?? '[]')) as StepRow[]
  } catch {
    return []
  }
}
