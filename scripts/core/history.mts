/** What does one run leave in the history? Rows of twelve tables; columns are added, never renamed. */

import type { Rule, Scale } from './model.mts'

/** Bumped in its second part for a new column; a reader refuses only a newer first part. */
export const HISTORY_SCHEMA = '1.0'

type Cell = string | number | boolean | null | readonly number[] | readonly string[]
export type Row = Readonly<Record<string, Cell>>

export type TableName = keyof typeof TABLES

/** Column → DuckDB type. Every table also carries `project` and `month` through its folder names. */
export const TABLES = {
  runs: {
    run: 'VARCHAR',
    schema: 'VARCHAR',
    commit: 'VARCHAR',
    committed_at: 'TIMESTAMP',
    tree: 'VARCHAR',
    dirty: 'BOOLEAN',
    branch: 'VARCHAR',
    release: 'VARCHAR',
    started_at: 'TIMESTAMP',
    duration_ms: 'INTEGER',
    machine: 'VARCHAR',
    trace_id: 'VARCHAR',
    tool_version: 'VARCHAR',
    policy: 'VARCHAR',
    score: 'DOUBLE',
    score_unwaived: 'DOUBLE',
    evidence: 'DOUBLE',
    low: 'DOUBLE',
    high: 'DOUBLE',
    security: 'DOUBLE',
    gate: 'VARCHAR',
    enforced: 'BOOLEAN',
    baseline: 'VARCHAR',
    delta: 'DOUBLE',
    forge: 'VARCHAR',
    catalogue: 'VARCHAR',
    finding_chunks: 'VARCHAR[]',
    file_chunks: 'VARCHAR[]',
  },
  scores: {
    run: 'VARCHAR',
    dimension: 'VARCHAR',
    measure: 'VARCHAR',
    status: 'VARCHAR',
    why: 'VARCHAR',
    weight: 'DOUBLE',
    share: 'DOUBLE',
    max: 'DOUBLE',
    score: 'DOUBLE',
    contribution: 'DOUBLE',
    deduction: 'DOUBLE',
    evidence: 'DOUBLE',
  },
  measures: {
    run: 'VARCHAR',
    skill: 'VARCHAR',
    name: 'VARCHAR',
    subject: 'VARCHAR',
    value: 'DOUBLE',
    samples: 'DOUBLE[]',
    extent: 'DOUBLE',
    status: 'VARCHAR',
    why: 'VARCHAR',
  },
  findings: {
    run: 'VARCHAR',
    chunk: 'INTEGER',
    hash: 'VARCHAR',
    skill: 'VARCHAR',
    rule: 'VARCHAR',
    level: 'VARCHAR',
    key: 'VARCHAR',
    path: 'VARCHAR',
    line: 'INTEGER',
    message: 'VARCHAR',
    size: 'DOUBLE',
    state: 'VARCHAR',
    waived: 'VARCHAR',
  },
  files: {
    run: 'VARCHAR',
    chunk: 'INTEGER',
    hash: 'VARCHAR',
    path: 'VARCHAR',
    language: 'VARCHAR',
    role: 'VARCHAR',
    lines: 'INTEGER',
    code: 'INTEGER',
    functions: 'INTEGER',
    cyclomatic: 'INTEGER',
    cognitive: 'INTEGER',
    revisions: 'INTEGER',
    authors: 'INTEGER',
    changed_at: 'TIMESTAMP',
    owner: 'VARCHAR',
    ownership: 'FLOAT',
    covered: 'INTEGER',
    coverable: 'INTEGER',
    parsed: 'BOOLEAN',
  },
  benchmarks: {
    run: 'VARCHAR',
    name: 'VARCHAR',
    unit: 'VARCHAR',
    better: 'VARCHAR',
    samples: 'DOUBLE[]',
    runs: 'INTEGER[]',
    statistic: 'VARCHAR',
    source: 'VARCHAR',
  },
  operations: {
    run: 'VARCHAR',
    service: 'VARCHAR',
    operation: 'VARCHAR',
    count: 'BIGINT',
    p50: 'DOUBLE',
    p95: 'DOUBLE',
    p99: 'DOUBLE',
    error_rate: 'DOUBLE',
    example_trace_ids: 'VARCHAR[]',
  },
  traces: {
    run: 'VARCHAR',
    trace_id: 'VARCHAR',
    service: 'VARCHAR',
    operation: 'VARCHAR',
    spans: 'VARCHAR',
  },
  environment: { run: 'VARCHAR', name: 'VARCHAR', value: 'VARCHAR' },
  alerts: {
    run: 'VARCHAR',
    kind: 'VARCHAR',
    subject: 'VARCHAR',
    state: 'VARCHAR',
    message: 'VARCHAR',
  },
  policies: { run: 'VARCHAR', hash: 'VARCHAR', policy: 'VARCHAR' },
  catalogue: {
    run: 'VARCHAR',
    hash: 'VARCHAR',
    kind: 'VARCHAR',
    skill: 'VARCHAR',
    name: 'VARCHAR',
    unit: 'VARCHAR',
    better: 'VARCHAR',
    noise: 'VARCHAR',
    level: 'VARCHAR',
    meaning: 'VARCHAR',
    advice: 'VARCHAR',
    costs: 'VARCHAR[]',
  },
} as const satisfies Record<string, Record<string, string>>

export type Rows = { readonly [T in TableName]?: readonly Row[] }

export interface CatalogueEntry {
  readonly skill: string
  readonly scales: Readonly<Record<string, Scale>>
  readonly rules: Readonly<Record<string, Rule>>
}
