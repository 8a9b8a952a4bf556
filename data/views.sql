-- The tables and views of the history, as `query` makes them. Start DuckDB in this folder: duckdb -init views.sql

-- A table that has no file yet fails alone; the others work.

CREATE OR REPLACE TABLE stored_runs AS
  SELECT
    s."run"::VARCHAR AS "run", s."schema"::VARCHAR AS "schema", s."commit"::VARCHAR AS "commit", s."committed_at"::TIMESTAMP AS "committed_at",
    s."tree"::VARCHAR AS "tree", s."dirty"::BOOLEAN AS "dirty", s."branch"::VARCHAR AS "branch", s."release"::VARCHAR AS "release",
    s."started_at"::TIMESTAMP AS "started_at", s."duration_ms"::INTEGER AS "duration_ms", s."machine"::VARCHAR AS "machine", s."trace_id"::VARCHAR AS "trace_id",
    s."tool_version"::VARCHAR AS "tool_version", s."policy"::VARCHAR AS "policy", s."score"::DOUBLE AS "score", s."score_unwaived"::DOUBLE AS "score_unwaived",
    s."evidence"::DOUBLE AS "evidence", s."low"::DOUBLE AS "low", s."high"::DOUBLE AS "high", s."security"::DOUBLE AS "security",
    s."gate"::VARCHAR AS "gate", s."enforced"::BOOLEAN AS "enforced", s."baseline"::VARCHAR AS "baseline", s."delta"::DOUBLE AS "delta",
    s."forge"::VARCHAR AS "forge", s."folder"::VARCHAR AS "folder", s."catalogue"::VARCHAR AS "catalogue", s."finding_chunks"::VARCHAR[] AS "finding_chunks",
    s."file_chunks"::VARCHAR[] AS "file_chunks", s."project"::VARCHAR AS "project", s."month"::VARCHAR AS "month",
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
    "forge" VARCHAR, "folder" VARCHAR, "catalogue" VARCHAR, "finding_chunks" VARCHAR[],
    "file_chunks" VARCHAR[], "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  QUALIFY row_number() OVER (
    PARTITION BY project, run ORDER BY file LIKE 'compacted-%' DESC, file DESC) = 1;

CREATE OR REPLACE VIEW stored_findings AS SELECT
    s."run"::VARCHAR AS "run", s."chunk"::INTEGER AS "chunk", s."hash"::VARCHAR AS "hash", s."skill"::VARCHAR AS "skill",
    s."rule"::VARCHAR AS "rule", s."level"::VARCHAR AS "level", s."key"::VARCHAR AS "key", s."path"::VARCHAR AS "path",
    s."line"::INTEGER AS "line", s."message"::VARCHAR AS "message", s."size"::DOUBLE AS "size", s."state"::VARCHAR AS "state",
    s."waived"::VARCHAR AS "waived", s."project"::VARCHAR AS "project", s."month"::VARCHAR AS "month"
  FROM (FROM read_parquet('./findings/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "chunk" INTEGER, "hash" VARCHAR, "skill" VARCHAR,
    "rule" VARCHAR, "level" VARCHAR, "key" VARCHAR, "path" VARCHAR,
    "line" INTEGER, "message" VARCHAR, "size" DOUBLE, "state" VARCHAR,
    "waived" VARCHAR, "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW stored_files AS SELECT
    s."run"::VARCHAR AS "run", s."chunk"::INTEGER AS "chunk", s."hash"::VARCHAR AS "hash", s."path"::VARCHAR AS "path",
    s."language"::VARCHAR AS "language", s."role"::VARCHAR AS "role", s."lines"::INTEGER AS "lines", s."code"::INTEGER AS "code",
    s."functions"::INTEGER AS "functions", s."cyclomatic"::INTEGER AS "cyclomatic", s."cognitive"::INTEGER AS "cognitive", s."revisions"::INTEGER AS "revisions",
    s."authors"::INTEGER AS "authors", s."changed_at"::TIMESTAMP AS "changed_at", s."owner"::VARCHAR AS "owner", s."ownership"::FLOAT AS "ownership",
    s."covered"::INTEGER AS "covered", s."coverable"::INTEGER AS "coverable", s."parsed"::BOOLEAN AS "parsed", s."project"::VARCHAR AS "project",
    s."month"::VARCHAR AS "month"
  FROM (FROM read_parquet('./files/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "chunk" INTEGER, "hash" VARCHAR, "path" VARCHAR,
    "language" VARCHAR, "role" VARCHAR, "lines" INTEGER, "code" INTEGER,
    "functions" INTEGER, "cyclomatic" INTEGER, "cognitive" INTEGER, "revisions" INTEGER,
    "authors" INTEGER, "changed_at" TIMESTAMP, "owner" VARCHAR, "ownership" FLOAT,
    "covered" INTEGER, "coverable" INTEGER, "parsed" BOOLEAN, "project" VARCHAR,
    "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW runs AS SELECT
    "run", "schema", "commit", "committed_at",
    "tree", "dirty", "branch", "release",
    "started_at", "duration_ms", "machine", "trace_id",
    "tool_version", "policy", "score", "score_unwaived",
    "evidence", "low", "high", "security",
    "gate", "enforced", "baseline", "delta",
    "forge", "folder", "catalogue", "project",
    "month"
  FROM stored_runs;

CREATE OR REPLACE VIEW scores AS SELECT
    s."run"::VARCHAR AS "run", s."dimension"::VARCHAR AS "dimension", s."measure"::VARCHAR AS "measure", s."status"::VARCHAR AS "status",
    s."why"::VARCHAR AS "why", s."weight"::DOUBLE AS "weight", s."share"::DOUBLE AS "share", s."max"::DOUBLE AS "max",
    s."score"::DOUBLE AS "score", s."contribution"::DOUBLE AS "contribution", s."deduction"::DOUBLE AS "deduction", s."evidence"::DOUBLE AS "evidence",
    s."project"::VARCHAR AS "project", s."month"::VARCHAR AS "month"
  FROM (FROM read_parquet('./scores/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "dimension" VARCHAR, "measure" VARCHAR, "status" VARCHAR,
    "why" VARCHAR, "weight" DOUBLE, "share" DOUBLE, "max" DOUBLE,
    "score" DOUBLE, "contribution" DOUBLE, "deduction" DOUBLE, "evidence" DOUBLE,
    "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW measures AS SELECT
    s."run"::VARCHAR AS "run", s."skill"::VARCHAR AS "skill", s."name"::VARCHAR AS "name", s."subject"::VARCHAR AS "subject",
    s."value"::DOUBLE AS "value", s."samples"::DOUBLE[] AS "samples", s."extent"::DOUBLE AS "extent", s."status"::VARCHAR AS "status",
    s."why"::VARCHAR AS "why", s."project"::VARCHAR AS "project", s."month"::VARCHAR AS "month"
  FROM (FROM read_parquet('./measures/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "skill" VARCHAR, "name" VARCHAR, "subject" VARCHAR,
    "value" DOUBLE, "samples" DOUBLE[], "extent" DOUBLE, "status" VARCHAR,
    "why" VARCHAR, "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file
  WHERE value IS NOT NULL;

CREATE OR REPLACE VIEW findings AS SELECT r.run, f."skill", f."rule", f."level", f."key", f."path", f."line", f."message", f."size", f."state", f."waived", r.project, r.month
  FROM (SELECT project, month, run, committed_at, unnest(finding_chunks) AS span FROM stored_runs) r
  JOIN stored_findings f ON f.project = r.project AND f.run = split_part(r.span, '/', 1)
    AND f.chunk BETWEEN split_part(r.span, '/', 2)::INTEGER AND split_part(r.span, '/', 3)::INTEGER;

CREATE OR REPLACE VIEW files AS SELECT r.run, f."path", f."language", f."role", f."lines", f."code", f."functions", f."cyclomatic", f."cognitive", f."revisions", f."authors", f."changed_at", f."owner", f."ownership", f."covered", f."coverable", f."parsed", greatest(0, floor(extract(epoch FROM r.committed_at - f.changed_at) / 86400))::BIGINT AS age_days, r.project, r.month
  FROM (SELECT project, month, run, committed_at, unnest(file_chunks) AS span FROM stored_runs) r
  JOIN stored_files f ON f.project = r.project AND f.run = split_part(r.span, '/', 1)
    AND f.chunk BETWEEN split_part(r.span, '/', 2)::INTEGER AND split_part(r.span, '/', 3)::INTEGER;

CREATE OR REPLACE VIEW benchmarks AS SELECT
    s."run"::VARCHAR AS "run", s."name"::VARCHAR AS "name", s."unit"::VARCHAR AS "unit", s."better"::VARCHAR AS "better",
    s."samples"::DOUBLE[] AS "samples", s."runs"::INTEGER[] AS "runs", s."statistic"::VARCHAR AS "statistic", s."source"::VARCHAR AS "source",
    s."runtime"::VARCHAR AS "runtime", s."cpu"::VARCHAR AS "cpu", s."project"::VARCHAR AS "project", s."month"::VARCHAR AS "month"
  FROM (FROM read_parquet('./benchmarks/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "name" VARCHAR, "unit" VARCHAR, "better" VARCHAR,
    "samples" DOUBLE[], "runs" INTEGER[], "statistic" VARCHAR, "source" VARCHAR,
    "runtime" VARCHAR, "cpu" VARCHAR, "project" VARCHAR, "month" VARCHAR,
    "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW operations AS SELECT
    s."run"::VARCHAR AS "run", s."service"::VARCHAR AS "service", s."operation"::VARCHAR AS "operation", s."count"::BIGINT AS "count",
    s."p50"::DOUBLE AS "p50", s."p95"::DOUBLE AS "p95", s."p99"::DOUBLE AS "p99", s."error_rate"::DOUBLE AS "error_rate",
    s."example_trace_ids"::VARCHAR[] AS "example_trace_ids", s."release"::VARCHAR AS "release", s."apdex"::DOUBLE AS "apdex", s."per_second"::DOUBLE AS "per_second",
    s."self_ms"::DOUBLE AS "self_ms", s."queries"::DOUBLE AS "queries", s."queries_ms"::DOUBLE AS "queries_ms", s."steps"::VARCHAR AS "steps",
    s."project"::VARCHAR AS "project", s."month"::VARCHAR AS "month"
  FROM (FROM read_parquet('./operations/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "service" VARCHAR, "operation" VARCHAR, "count" BIGINT,
    "p50" DOUBLE, "p95" DOUBLE, "p99" DOUBLE, "error_rate" DOUBLE,
    "example_trace_ids" VARCHAR[], "release" VARCHAR, "apdex" DOUBLE, "per_second" DOUBLE,
    "self_ms" DOUBLE, "queries" DOUBLE, "queries_ms" DOUBLE, "steps" VARCHAR,
    "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW traces AS SELECT
    s."run"::VARCHAR AS "run", s."trace_id"::VARCHAR AS "trace_id", s."service"::VARCHAR AS "service", s."operation"::VARCHAR AS "operation",
    s."spans"::VARCHAR AS "spans", s."release"::VARCHAR AS "release", s."role"::VARCHAR AS "role", s."duration_ms"::DOUBLE AS "duration_ms",
    s."omitted"::INTEGER AS "omitted", s."project"::VARCHAR AS "project", s."month"::VARCHAR AS "month"
  FROM (FROM read_parquet('./traces/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "trace_id" VARCHAR, "service" VARCHAR, "operation" VARCHAR,
    "spans" VARCHAR, "release" VARCHAR, "role" VARCHAR, "duration_ms" DOUBLE,
    "omitted" INTEGER, "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW environment AS SELECT
    s."run"::VARCHAR AS "run", s."name"::VARCHAR AS "name", s."value"::VARCHAR AS "value", s."project"::VARCHAR AS "project",
    s."month"::VARCHAR AS "month"
  FROM (FROM read_parquet('./environment/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "name" VARCHAR, "value" VARCHAR, "project" VARCHAR,
    "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW alerts AS SELECT
    s."run"::VARCHAR AS "run", s."kind"::VARCHAR AS "kind", s."subject"::VARCHAR AS "subject", s."state"::VARCHAR AS "state",
    s."message"::VARCHAR AS "message", s."since"::VARCHAR AS "since", s."was"::DOUBLE AS "was", s."told"::VARCHAR[] AS "told",
    s."project"::VARCHAR AS "project", s."month"::VARCHAR AS "month"
  FROM (FROM read_parquet('./alerts/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "kind" VARCHAR, "subject" VARCHAR, "state" VARCHAR,
    "message" VARCHAR, "since" VARCHAR, "was" DOUBLE, "told" VARCHAR[],
    "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file;

CREATE OR REPLACE VIEW policies AS SELECT
    s."run"::VARCHAR AS "run", s."hash"::VARCHAR AS "hash", s."policy"::VARCHAR AS "policy", s."project"::VARCHAR AS "project",
    s."month"::VARCHAR AS "month"
  FROM (FROM read_parquet('./policies/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "hash" VARCHAR, "policy" VARCHAR, "project" VARCHAR,
    "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file
  QUALIFY s.run = min(s.run) OVER (PARTITION BY s.project, hash);

CREATE OR REPLACE VIEW catalogue AS SELECT
    s."run"::VARCHAR AS "run", s."hash"::VARCHAR AS "hash", s."kind"::VARCHAR AS "kind", s."skill"::VARCHAR AS "skill",
    s."name"::VARCHAR AS "name", s."unit"::VARCHAR AS "unit", s."better"::VARCHAR AS "better", s."noise"::VARCHAR AS "noise",
    s."level"::VARCHAR AS "level", s."meaning"::VARCHAR AS "meaning", s."advice"::VARCHAR AS "advice", s."costs"::VARCHAR[] AS "costs",
    s."project"::VARCHAR AS "project", s."month"::VARCHAR AS "month"
  FROM (FROM read_parquet('./catalogue/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "hash" VARCHAR, "kind" VARCHAR, "skill" VARCHAR,
    "name" VARCHAR, "unit" VARCHAR, "better" VARCHAR, "noise" VARCHAR,
    "level" VARCHAR, "meaning" VARCHAR, "advice" VARCHAR, "costs" VARCHAR[],
    "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file
  QUALIFY s.run = min(s.run) OVER (PARTITION BY s.project, hash);

CREATE OR REPLACE VIEW missing AS SELECT run, skill, name, subject, status, why, project, month
  FROM (FROM read_parquet('./measures/project=*/month=*/*.parquet', union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME SELECT unnest(NULL::STRUCT(
    "run" VARCHAR, "skill" VARCHAR, "name" VARCHAR, "subject" VARCHAR,
    "value" DOUBLE, "samples" DOUBLE[], "extent" DOUBLE, "status" VARCHAR,
    "why" VARCHAR, "project" VARCHAR, "month" VARCHAR, "stored_in" VARCHAR)) WHERE false) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND parse_filename(stored_in, true) = r.file WHERE value IS NULL;

-- latest: the newest run of each project, by commit date
CREATE OR REPLACE VIEW latest AS SELECT DISTINCT ON (project) * FROM runs
  ORDER BY project, committed_at DESC NULLS LAST, started_at DESC, run DESC;

-- releases: the last clean run of each release
CREATE OR REPLACE VIEW releases AS SELECT * FROM (
    SELECT DISTINCT ON (project, release) * FROM runs WHERE release IS NOT NULL AND dirty IS NOT true
    ORDER BY project, release, started_at DESC, run DESC
  ) r ORDER BY project, committed_at, started_at, run;

-- trend: score and dimensions (0-100) of each commit, from its last clean run
CREATE OR REPLACE VIEW trend AS SELECT r.project, r.committed_at, r."commit", r.release, r.branch, r.run, r.score, r.evidence, r.gate,
    max(s.score) FILTER (WHERE s.dimension = 'code') AS "code",
    max(s.score) FILTER (WHERE s.dimension = 'tests') AS "tests",
    max(s.score) FILTER (WHERE s.dimension = 'dependencies') AS "dependencies",
    max(s.score) FILTER (WHERE s.dimension = 'docs') AS "docs",
    max(s.score) FILTER (WHERE s.dimension = 'performance') AS "performance",
    max(s.score) FILTER (WHERE s.dimension = 'custom') AS "custom"
  FROM (
    SELECT DISTINCT ON (project, coalesce("commit", run)) * FROM runs WHERE dirty IS NOT true
    ORDER BY project, coalesce("commit", run), started_at DESC, run DESC
  ) r LEFT JOIN scores s ON s.project = r.project AND s.run = r.run AND s.measure IS NULL
  GROUP BY r.project, r.committed_at, r."commit", r.release, r.branch, r.run, r.score, r.evidence, r.gate
  ORDER BY r.project, r.committed_at;

-- hotspots: files of the latest run that are both hard to follow and often changed
CREATE OR REPLACE VIEW hotspots AS SELECT f.project, f.path, f.language, f.revisions * f.cognitive::BIGINT AS heat, f.revisions, f.cognitive,
    f.code, f.authors, f.owner, (round(1000.0 * f.covered / nullif(f.coverable, 0)) / 10)::DOUBLE PRECISION AS coverage
  FROM latest l JOIN files f ON f.project = l.project AND f.run = l.run
  WHERE f.revisions > 0 AND f.cognitive > 0
  ORDER BY f.project, heat DESC, f.path;

-- flaky_tests: tests that failed in one run and not in another one of the same sources that had as many tests
CREATE OR REPLACE VIEW flaky_tests AS WITH tested AS (
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
  FROM pairs GROUP BY project, test, path ORDER BY project, failed DESC, passed DESC, test;

-- packages: the packages of a monorepo, run by run, the largest first; package . is what lies in no other
CREATE OR REPLACE VIEW packages AS SELECT m.project, m.run, r.committed_at, r.release, m.subject AS package,
    max(m.value) FILTER (WHERE m.name = 'source-files') AS files,
    max(m.value) FILTER (WHERE m.name = 'code-lines') AS code,
    max(m.value) FILTER (WHERE m.name = 'functions') AS functions,
    max(m.value) FILTER (WHERE m.name = 'complex-code') AS complex,
    max(m.value) FILTER (WHERE m.name = 'long-code') AS long,
    max(m.value) FILTER (WHERE m.name = 'line-coverage') AS coverage,
    max(m.value) FILTER (WHERE m.name = 'documented-surface') AS documented,
    max(m.value) FILTER (WHERE m.name = 'fault-density') AS fault_density
  FROM measures m JOIN runs r ON r.project = m.project AND r.run = m.run WHERE m.subject <> ''
  GROUP BY m.project, m.run, r.committed_at, r.release, m.subject HAVING max(m.value) FILTER (WHERE m.name = 'code-lines') IS NOT NULL
  ORDER BY m.project, r.committed_at, m.run, code DESC, package;

-- regressions: measures that got worse from one release to the next, by the direction the catalogue gives
CREATE OR REPLACE VIEW regressions AS WITH steps AS (
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
  ORDER BY p.project, p.committed_at DESC, p.skill, p.name, p.subject;

-- finding_changes: findings that came or went from one release to the next, by key
CREATE OR REPLACE VIEW finding_changes AS WITH steps AS (
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
  ORDER BY c.project, s.committed_at DESC, c.change, c.skill, c.rule, c.path, c.message;
