-- The tables and views of the history, as `query` makes them. Start DuckDB in this folder: duckdb -init views.sql

-- A table that has no file yet fails alone; the others work.

CREATE OR REPLACE TABLE stored_runs AS
  SELECT
    CAST("run" AS VARCHAR) AS "run", CAST("schema" AS VARCHAR) AS "schema", CAST("commit" AS VARCHAR) AS "commit", CAST("committed_at" AS TIMESTAMP) AS "committed_at",
    CAST("tree" AS VARCHAR) AS "tree", CAST("dirty" AS BOOLEAN) AS "dirty", CAST("branch" AS VARCHAR) AS "branch", CAST("release" AS VARCHAR) AS "release",
    CAST("started_at" AS TIMESTAMP) AS "started_at", CAST("duration_ms" AS INTEGER) AS "duration_ms", CAST("machine" AS VARCHAR) AS "machine", CAST("trace_id" AS VARCHAR) AS "trace_id",
    CAST("tool_version" AS VARCHAR) AS "tool_version", CAST("policy" AS VARCHAR) AS "policy", CAST("score" AS DOUBLE) AS "score", CAST("score_unwaived" AS DOUBLE) AS "score_unwaived",
    CAST("evidence" AS DOUBLE) AS "evidence", CAST("low" AS DOUBLE) AS "low", CAST("high" AS DOUBLE) AS "high", CAST("security" AS DOUBLE) AS "security",
    CAST("gate" AS VARCHAR) AS "gate", CAST("enforced" AS BOOLEAN) AS "enforced", CAST("baseline" AS VARCHAR) AS "baseline", CAST("delta" AS DOUBLE) AS "delta",
    CAST("forge" AS VARCHAR) AS "forge", CAST("catalogue" AS VARCHAR) AS "catalogue", CAST("project" AS VARCHAR) AS "project", CAST("month" AS VARCHAR) AS "month",
    parse_filename(stored_in, true) AS file
  FROM (FROM read_parquet('./runs/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "schema" VARCHAR, "commit" VARCHAR, "committed_at" TIMESTAMP,
    "tree" VARCHAR, "dirty" BOOLEAN, "branch" VARCHAR, "release" VARCHAR,
    "started_at" TIMESTAMP, "duration_ms" INTEGER, "machine" VARCHAR, "trace_id" VARCHAR,
    "tool_version" VARCHAR, "policy" VARCHAR, "score" DOUBLE, "score_unwaived" DOUBLE,
    "evidence" DOUBLE, "low" DOUBLE, "high" DOUBLE, "security" DOUBLE,
    "gate" VARCHAR, "enforced" BOOLEAN, "baseline" VARCHAR, "delta" DOUBLE,
    "forge" VARCHAR, "catalogue" VARCHAR, "project" VARCHAR, "month" VARCHAR,
    "stored_in" VARCHAR)) WHERE false)
  QUALIFY row_number() OVER (
    PARTITION BY project, run ORDER BY file LIKE 'compacted-%' DESC, file DESC) = 1;

CREATE OR REPLACE VIEW runs AS SELECT * EXCLUDE (file) FROM stored_runs;

CREATE OR REPLACE VIEW scores AS SELECT
    CAST("run" AS VARCHAR) AS "run", CAST("dimension" AS VARCHAR) AS "dimension", CAST("measure" AS VARCHAR) AS "measure", CAST("status" AS VARCHAR) AS "status",
    CAST("why" AS VARCHAR) AS "why", CAST("weight" AS DOUBLE) AS "weight", CAST("share" AS DOUBLE) AS "share", CAST("max" AS DOUBLE) AS "max",
    CAST("score" AS DOUBLE) AS "score", CAST("contribution" AS DOUBLE) AS "contribution", CAST("deduction" AS DOUBLE) AS "deduction", CAST("evidence" AS DOUBLE) AS "evidence",
    CAST("project" AS VARCHAR) AS "project", CAST("month" AS VARCHAR) AS "month"
  FROM (FROM read_parquet('./scores/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "dimension" VARCHAR, "measure" VARCHAR, "status" VARCHAR,
    "why" VARCHAR, "weight" DOUBLE, "share" DOUBLE, "max" DOUBLE,
    "score" DOUBLE, "contribution" DOUBLE, "deduction" DOUBLE, "evidence" DOUBLE,
    "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW measures AS SELECT
    CAST("run" AS VARCHAR) AS "run", CAST("skill" AS VARCHAR) AS "skill", CAST("name" AS VARCHAR) AS "name", CAST("subject" AS VARCHAR) AS "subject",
    CAST("value" AS DOUBLE) AS "value", CAST("samples" AS DOUBLE[]) AS "samples", CAST("extent" AS DOUBLE) AS "extent", CAST("status" AS VARCHAR) AS "status",
    CAST("why" AS VARCHAR) AS "why", CAST("project" AS VARCHAR) AS "project", CAST("month" AS VARCHAR) AS "month"
  FROM (FROM read_parquet('./measures/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "skill" VARCHAR, "name" VARCHAR, "subject" VARCHAR,
    "value" DOUBLE, "samples" DOUBLE[], "extent" DOUBLE, "status" VARCHAR,
    "why" VARCHAR, "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file
  WHERE value IS NOT NULL;

CREATE OR REPLACE VIEW findings AS SELECT
    CAST("run" AS VARCHAR) AS "run", CAST("skill" AS VARCHAR) AS "skill", CAST("rule" AS VARCHAR) AS "rule", CAST("level" AS VARCHAR) AS "level",
    CAST("key" AS VARCHAR) AS "key", CAST("path" AS VARCHAR) AS "path", CAST("line" AS INTEGER) AS "line", CAST("message" AS VARCHAR) AS "message",
    CAST("state" AS VARCHAR) AS "state", CAST("waived" AS VARCHAR) AS "waived", CAST("project" AS VARCHAR) AS "project", CAST("month" AS VARCHAR) AS "month"
  FROM (FROM read_parquet('./findings/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "skill" VARCHAR, "rule" VARCHAR, "level" VARCHAR,
    "key" VARCHAR, "path" VARCHAR, "line" INTEGER, "message" VARCHAR,
    "state" VARCHAR, "waived" VARCHAR, "project" VARCHAR, "month" VARCHAR,
    "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW files AS SELECT
    CAST("run" AS VARCHAR) AS "run", CAST("path" AS VARCHAR) AS "path", CAST("language" AS VARCHAR) AS "language", CAST("role" AS VARCHAR) AS "role",
    CAST("lines" AS INTEGER) AS "lines", CAST("code" AS INTEGER) AS "code", CAST("functions" AS INTEGER) AS "functions", CAST("cyclomatic" AS INTEGER) AS "cyclomatic",
    CAST("cognitive" AS INTEGER) AS "cognitive", CAST("revisions" AS INTEGER) AS "revisions", CAST("authors" AS INTEGER) AS "authors", CAST("age_days" AS INTEGER) AS "age_days",
    CAST("owner" AS VARCHAR) AS "owner", CAST("ownership" AS FLOAT) AS "ownership", CAST("covered" AS INTEGER) AS "covered", CAST("coverable" AS INTEGER) AS "coverable",
    CAST("parsed" AS BOOLEAN) AS "parsed", CAST("project" AS VARCHAR) AS "project", CAST("month" AS VARCHAR) AS "month"
  FROM (FROM read_parquet('./files/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "path" VARCHAR, "language" VARCHAR, "role" VARCHAR,
    "lines" INTEGER, "code" INTEGER, "functions" INTEGER, "cyclomatic" INTEGER,
    "cognitive" INTEGER, "revisions" INTEGER, "authors" INTEGER, "age_days" INTEGER,
    "owner" VARCHAR, "ownership" FLOAT, "covered" INTEGER, "coverable" INTEGER,
    "parsed" BOOLEAN, "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW benchmarks AS SELECT
    CAST("run" AS VARCHAR) AS "run", CAST("name" AS VARCHAR) AS "name", CAST("unit" AS VARCHAR) AS "unit", CAST("better" AS VARCHAR) AS "better",
    CAST("samples" AS DOUBLE[]) AS "samples", CAST("project" AS VARCHAR) AS "project", CAST("month" AS VARCHAR) AS "month"
  FROM (FROM read_parquet('./benchmarks/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "name" VARCHAR, "unit" VARCHAR, "better" VARCHAR,
    "samples" DOUBLE[], "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW operations AS SELECT
    CAST("run" AS VARCHAR) AS "run", CAST("service" AS VARCHAR) AS "service", CAST("operation" AS VARCHAR) AS "operation", CAST("count" AS BIGINT) AS "count",
    CAST("p50" AS DOUBLE) AS "p50", CAST("p95" AS DOUBLE) AS "p95", CAST("p99" AS DOUBLE) AS "p99", CAST("error_rate" AS DOUBLE) AS "error_rate",
    CAST("example_trace_ids" AS VARCHAR[]) AS "example_trace_ids", CAST("project" AS VARCHAR) AS "project", CAST("month" AS VARCHAR) AS "month"
  FROM (FROM read_parquet('./operations/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "service" VARCHAR, "operation" VARCHAR, "count" BIGINT,
    "p50" DOUBLE, "p95" DOUBLE, "p99" DOUBLE, "error_rate" DOUBLE,
    "example_trace_ids" VARCHAR[], "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW traces AS SELECT
    CAST("run" AS VARCHAR) AS "run", CAST("trace_id" AS VARCHAR) AS "trace_id", CAST("service" AS VARCHAR) AS "service", CAST("operation" AS VARCHAR) AS "operation",
    CAST("spans" AS VARCHAR) AS "spans", CAST("project" AS VARCHAR) AS "project", CAST("month" AS VARCHAR) AS "month"
  FROM (FROM read_parquet('./traces/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "trace_id" VARCHAR, "service" VARCHAR, "operation" VARCHAR,
    "spans" VARCHAR, "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW environment AS SELECT
    CAST("run" AS VARCHAR) AS "run", CAST("name" AS VARCHAR) AS "name", CAST("value" AS VARCHAR) AS "value", CAST("project" AS VARCHAR) AS "project",
    CAST("month" AS VARCHAR) AS "month"
  FROM (FROM read_parquet('./environment/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "name" VARCHAR, "value" VARCHAR, "project" VARCHAR,
    "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW alerts AS SELECT
    CAST("run" AS VARCHAR) AS "run", CAST("kind" AS VARCHAR) AS "kind", CAST("subject" AS VARCHAR) AS "subject", CAST("state" AS VARCHAR) AS "state",
    CAST("message" AS VARCHAR) AS "message", CAST("project" AS VARCHAR) AS "project", CAST("month" AS VARCHAR) AS "month"
  FROM (FROM read_parquet('./alerts/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "kind" VARCHAR, "subject" VARCHAR, "state" VARCHAR,
    "message" VARCHAR, "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW policies AS SELECT
    CAST("run" AS VARCHAR) AS "run", CAST("hash" AS VARCHAR) AS "hash", CAST("policy" AS VARCHAR) AS "policy", CAST("project" AS VARCHAR) AS "project",
    CAST("month" AS VARCHAR) AS "month"
  FROM (FROM read_parquet('./policies/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "hash" VARCHAR, "policy" VARCHAR, "project" VARCHAR,
    "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file
  QUALIFY row_number() OVER (PARTITION BY "project", "hash" ORDER BY run) = 1;

CREATE OR REPLACE VIEW catalogue AS SELECT
    CAST("run" AS VARCHAR) AS "run", CAST("hash" AS VARCHAR) AS "hash", CAST("kind" AS VARCHAR) AS "kind", CAST("skill" AS VARCHAR) AS "skill",
    CAST("name" AS VARCHAR) AS "name", CAST("unit" AS VARCHAR) AS "unit", CAST("better" AS VARCHAR) AS "better", CAST("noise" AS VARCHAR) AS "noise",
    CAST("level" AS VARCHAR) AS "level", CAST("meaning" AS VARCHAR) AS "meaning", CAST("advice" AS VARCHAR) AS "advice", CAST("costs" AS VARCHAR[]) AS "costs",
    CAST("project" AS VARCHAR) AS "project", CAST("month" AS VARCHAR) AS "month"
  FROM (FROM read_parquet('./catalogue/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "hash" VARCHAR, "kind" VARCHAR, "skill" VARCHAR,
    "name" VARCHAR, "unit" VARCHAR, "better" VARCHAR, "noise" VARCHAR,
    "level" VARCHAR, "meaning" VARCHAR, "advice" VARCHAR, "costs" VARCHAR[],
    "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file
  QUALIFY row_number() OVER (PARTITION BY "project", "hash", "kind", "skill", "name" ORDER BY run) = 1;

CREATE OR REPLACE VIEW missing AS SELECT run, skill, name, subject, status, why, project, month
  FROM (FROM read_parquet('./measures/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "skill" VARCHAR, "name" VARCHAR, "subject" VARCHAR,
    "value" DOUBLE, "samples" DOUBLE[], "extent" DOUBLE, "status" VARCHAR,
    "why" VARCHAR, "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file WHERE value IS NULL;

-- latest: the newest run of each project, by commit date
CREATE OR REPLACE VIEW latest AS SELECT * FROM runs
  QUALIFY row_number() OVER (PARTITION BY project ORDER BY committed_at DESC NULLS LAST, started_at DESC, run DESC) = 1;

-- releases: the last clean run of each release
CREATE OR REPLACE VIEW releases AS SELECT * FROM runs WHERE release IS NOT NULL AND dirty IS NOT true
  QUALIFY row_number() OVER (PARTITION BY project, release ORDER BY started_at DESC, run DESC) = 1
  ORDER BY project, committed_at, started_at, run;

-- trend: score and dimensions (0-100) of each commit, from its last clean run
CREATE OR REPLACE VIEW trend AS SELECT r.project, r.committed_at, r."commit", r.release, r.branch, r.run, r.score, r.evidence, r.gate,
    max(s.score) FILTER (s.dimension = 'code') AS "code",
    max(s.score) FILTER (s.dimension = 'tests') AS "tests",
    max(s.score) FILTER (s.dimension = 'dependencies') AS "dependencies",
    max(s.score) FILTER (s.dimension = 'docs') AS "docs",
    max(s.score) FILTER (s.dimension = 'performance') AS "performance",
    max(s.score) FILTER (s.dimension = 'custom') AS "custom"
  FROM (
    SELECT * FROM runs WHERE dirty IS NOT true
    QUALIFY row_number() OVER (PARTITION BY project, coalesce("commit", run) ORDER BY started_at DESC, run DESC) = 1
  ) r LEFT JOIN scores s ON s.project = r.project AND s.run = r.run AND s.measure IS NULL
  GROUP BY ALL ORDER BY r.project, r.committed_at;

-- hotspots: files of the latest run that are both hard to follow and often changed
CREATE OR REPLACE VIEW hotspots AS SELECT f.project, f.path, f.language, f.revisions * f.cognitive::BIGINT AS heat, f.revisions, f.cognitive,
    f.code, f.authors, f.owner, round(100.0 * f.covered / nullif(f.coverable, 0), 1) AS coverage
  FROM files f SEMI JOIN latest USING (project, run)
  WHERE f.revisions > 0 AND f.cognitive > 0
  ORDER BY f.project, heat DESC, f.path;

-- regressions: measures that got worse from one release to the next, by the direction the catalogue gives
CREATE OR REPLACE VIEW regressions AS WITH steps AS (
    SELECT project, run, release, committed_at, catalogue, lag(run) OVER step AS earlier, lag(release) OVER step AS since
    FROM releases WINDOW step AS (PARTITION BY project ORDER BY committed_at, started_at, run)
  ), taken AS MATERIALIZED (FROM measures SEMI JOIN releases USING (project, run))
  SELECT s.project, s.since, s.release, s.committed_at, now.skill, now.name, now.subject, before.value AS before,
    now.value AS after, now.value - before.value AS delta, c.unit, c.noise
  FROM steps s
  JOIN taken now ON now.project = s.project AND now.run = s.run
  JOIN taken before ON before.project = s.project AND before.run = s.earlier
    AND before.skill = now.skill AND before.name = now.name AND before.subject = now.subject
  JOIN catalogue c ON c.project = s.project AND c.hash = s.catalogue AND c.kind = 'measure'
    AND c.skill = now.skill AND c.name = now.name
  WHERE (c.better = 'lower' AND now.value > before.value) OR (c.better = 'higher' AND now.value < before.value)
  ORDER BY s.project, s.committed_at DESC, now.skill, now.name, now.subject;

-- finding_changes: findings that came or went from one release to the next, by key
CREATE OR REPLACE VIEW finding_changes AS WITH steps AS (
    SELECT project, run, release, committed_at, lag(run) OVER step AS earlier, lag(release) OVER step AS since
    FROM releases WINDOW step AS (PARTITION BY project ORDER BY committed_at, started_at, run)
  ), standing AS MATERIALIZED (
    SELECT project, run, skill, key, rule, level, path, message FROM findings SEMI JOIN releases USING (project, run)
    WHERE state IS DISTINCT FROM 'fixed'
  ), changes AS (
    SELECT s.project, s.since, s.release, s.committed_at, 'new' AS change, f.*
    FROM steps s JOIN standing f ON f.project = s.project AND f.run = s.run
    ANTI JOIN standing g ON g.project = s.project AND g.run = s.earlier AND g.skill = f.skill AND g.key = f.key
    WHERE s.earlier IS NOT NULL
    UNION ALL
    SELECT s.project, s.since, s.release, s.committed_at, 'fixed' AS change, f.*
    FROM steps s JOIN standing f ON f.project = s.project AND f.run = s.earlier
    ANTI JOIN standing g ON g.project = s.project AND g.run = s.run AND g.skill = f.skill AND g.key = f.key
  )
  SELECT project, since, release, committed_at, change, skill, rule, level, path, message
  FROM changes ORDER BY project, committed_at DESC, change, skill, rule, path, message;
