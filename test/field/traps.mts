/**
 * Does the tracing module keep out of every trap? node test/field/traps.mts PYTHON
 * PYTHON is an interpreter that has fastapi, flask, django, sqlalchemy, uvicorn, gunicorn, gevent and the packages the skill adds. Prints one row a trap.
 */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { rendered } from '../../scripts/edge/templates.mts'

const [python = 'python3'] = process.argv.slice(2)

const FULL = {
  service: 'traps',
  versionOf: 'None',
  web: true,
  fastapi: true,
  starlette: true,
  asgi: true,
  flask: true,
  sqlalchemy: true,
  sqlite3: true,
  hasStatements: true,
  hasInstrumentors: true,
  instrumentors: [{ module: 'celery', class: 'CeleryInstrumentor' }],
}

/** Spans are counted where the exporter would send them. */
const COUNTED = `
import json, os, sys, time
import opentelemetry.exporter.otlp.proto.http.trace_exporter as exporter
from opentelemetry.sdk.trace.export import SpanExportResult
seen = []
def export(self, spans):
    seen.extend((span.kind.name, span.name) for span in spans)
    return SpanExportResult.SUCCESS
exporter.OTLPSpanExporter.export = export
def flushed():
    from opentelemetry import trace
    trace.get_tracer_provider().force_flush()
    return seen
`

interface Trap {
  readonly name: string
  readonly files?: Readonly<Record<string, string>>
  readonly program: string
  readonly env?: Readonly<Record<string, string>>
  readonly expected: string
  /** Seconds it may take to end after the time it prints last. */
  readonly exitWithin?: number
}

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }

const traps: readonly Trap[] = [
  {
    name: 'FastAPI that traces itself exports each span once',
    program: `${COUNTED}
from otel_instrumentation import trace_app
from fastapi import FastAPI
from fastapi.testclient import TestClient
app = trace_app(FastAPI())
app.get("/x/{n}")(lambda n: n)
with TestClient(app) as client: client.get("/x/1")
print([name for kind, name in flushed() if kind == "SERVER"])`,
    expected: "['GET /x/{n}']",
  },
  {
    name: 'a mounted application makes no second server span',
    program: `${COUNTED}
from otel_instrumentation import trace_app
from fastapi import FastAPI
from fastapi.testclient import TestClient
app = trace_app(FastAPI()); inner = FastAPI()
inner.get("/x")(lambda: 1)
app.mount("/in", inner)
TestClient(app).get("/in/x")
print(len([name for kind, name in flushed() if kind == "SERVER"]))`,
    expected: '1',
  },
  {
    name: 'a route that cannot be asked before the middleware has run still answers',
    program: `${COUNTED}
from otel_instrumentation import trace_app
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
class Spoken(Route):
    def matches(self, scope):
        assert "language" in scope
        return super().matches(scope)
class Language:
    def __init__(self, app): self.app = app
    async def __call__(self, scope, receive, send): await self.app({**scope, "language": "en"}, receive, send)
home = lambda request: PlainTextResponse("hello")
app = trace_app(Starlette(routes=[Route("/a", home), Spoken("/b", home)], middleware=[Middleware(Language)]))
client = TestClient(app, raise_server_exceptions=False)
print(client.get("/a").status_code, client.get("/b").status_code)
print([name for kind, name in flushed() if kind == "SERVER"])`,
    expected: "200 200\n['GET /a', 'GET']",
  },
  {
    name: 'traced twice, an application has one span',
    program: `${COUNTED}
from otel_instrumentation import trace_app
from flask import Flask
app = trace_app(trace_app(Flask(__name__)))
app.get("/")(lambda: "x")
app.test_client().get("/")
print([name for kind, name in flushed() if kind == "SERVER"])`,
    expected: "['GET /']",
  },
  {
    name: 'sqlite3: connection.execute has a span, backup still works',
    program: `${COUNTED}
import otel_instrumentation, sqlite3
a, b = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
a.execute("create table t(x)"); a.executemany("insert into t values (?)", [(1,)]); a.commit(); a.backup(b)
print(b.execute("select x from t").fetchall(), [name for kind, name in flushed()])`,
    expected: "[(1,)] ['CREATE', 'INSERT', 'SELECT']",
  },
  {
    name: 'SQLAlchemy, engine made before or after, one span a statement',
    program: `${COUNTED}
from sqlalchemy import create_engine, text
early = create_engine("sqlite://")
import otel_instrumentation
for engine in (early, create_engine("sqlite://")):
    with engine.connect() as connection: connection.execute(text("select 1"))
    try:
        with engine.connect() as connection: connection.execute(text("select nothing from nowhere"))
    except Exception: pass
print([name for kind, name in flushed() if name == "SELECT"])`,
    expected: "['SELECT', 'SELECT', 'SELECT', 'SELECT']",
  },
  {
    name: 'SQLAlchemy over aiosqlite, one span a statement',
    program: `${COUNTED}
import otel_instrumentation, asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
async def main():
    async with create_async_engine("sqlite+aiosqlite://").connect() as connection:
        await connection.execute(text("select 1"))
asyncio.run(main())
print([name for kind, name in flushed() if name == "SELECT"])`,
    expected: "['SELECT']",
  },
  {
    name: 'drivers below SQLAlchemy are silent, and only there',
    program: `${COUNTED}
import otel_instrumentation, sqlite3
from opentelemetry.instrumentation.utils import is_instrumentation_enabled
from sqlalchemy import create_engine, text
def made():
    connection = sqlite3.connect(":memory:")
    connection.create_function("on_now", 0, is_instrumentation_enabled)
    return connection
with create_engine("sqlite://", creator=made).connect() as connection:
    print(connection.execute(text("select on_now()")).scalar(), is_instrumentation_enabled())
    try: connection.execute(text("select nothing from nowhere"))
    except Exception: print(is_instrumentation_enabled())
print([name for kind, name in flushed() if name == "SELECT"])`,
    expected: "0 True\nTrue\n['SELECT', 'SELECT']",
  },
  {
    name: 'a worker of Celery exports the spans of its tasks',
    files: {
      'tasks.py': `${COUNTED}
def export(self, spans):
    with open("spans", "a") as file: file.writelines(span.kind.name + " " + span.name + "\\n" for span in spans)
    return SpanExportResult.SUCCESS
exporter.OTLPSpanExporter.export = export
import otel_instrumentation
from celery import Celery
queue = {"data_folder_in": "queue", "data_folder_out": "queue"}
app = Celery("tasks", broker="filesystem://")
app.conf.update(broker_transport_options=queue, worker_hijack_root_logger=False)
@app.task
def double(x): return 2 * x
`,
    },
    program: `import os, signal, subprocess, sys, time
os.mkdir("queue")
worker = subprocess.Popen([sys.executable, "-m", "celery", "-A", "tasks", "worker", "-c", "1"], stdout=2)
import tasks
from opentelemetry import trace
tasks.double.delay(4)
trace.get_tracer_provider().force_flush()
for wait in range(300):
    time.sleep(0.1)
    spans = open("spans").read() if os.path.exists("spans") else ""
    if "CONSUMER" in spans: break
worker.terminate(); worker.wait()
print(sorted(spans.split("\\n")[:-1]))`,
    expected: "['CONSUMER run/tasks.double', 'PRODUCER apply_async/tasks.double']",
  },
  {
    name: 'Django without settings still starts',
    files: { 'dj.py': 'django' },
    program: `import dj; print("alive")`,
    expected: 'alive',
  },
  {
    name: 'gevent patches first',
    program: `from gevent import monkey; monkey.patch_all()
${COUNTED}
from otel_instrumentation import trace_app
from flask import Flask
app = trace_app(Flask(__name__))
app.get("/")(lambda: "x")
app.test_client().get("/")
print([name for kind, name in flushed()])`,
    expected: "['GET /']",
  },
  {
    name: 'a forked worker exports its own spans',
    program: `${COUNTED}
from otel_instrumentation import trace_app
from flask import Flask
app = trace_app(Flask(__name__))
app.get("/")(lambda: "x")
if os.fork() == 0:
    app.test_client().get("/")
    print([name for kind, name in flushed()], flush=True)
    os._exit(0)
os.wait()`,
    expected: "['GET /']",
  },
  {
    name: 'without an endpoint nothing is loaded',
    program: `from otel_instrumentation import trace_app
import sys; print(trace_app("app"), any(name.startswith("opentelemetry") for name in sys.modules))`,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    expected: 'app False',
  },
  {
    name: 'OTEL_SDK_DISABLED turns it off',
    program: `import otel_instrumentation, sys; print("opentelemetry.sdk" in sys.modules)`,
    env: { OTEL_SDK_DISABLED: 'true' },
    expected: 'False',
  },
  {
    name: 'a provider of somebody else is used, not replaced',
    program: `${COUNTED}
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
mine = TracerProvider(); trace.set_tracer_provider(mine)
import otel_instrumentation
print(trace.get_tracer_provider() is mine)`,
    expected: 'True',
  },
  {
    name: 'a dead collector delays the exit by at most 2 s',
    program: `from otel_instrumentation import trace_app
from flask import Flask
app = trace_app(Flask(__name__)); app.get("/")(lambda: "x")
print(app.test_client().get("/").status_code)
import time; print(time.time())`,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://10.255.255.1:4318' },
    expected: '200',
    exitWithin: 2,
  },
  {
    name: 'SIGTERM ends the process',
    program: `import otel_instrumentation, os, signal, time
print("up"); print(time.time(), flush=True)
os.kill(os.getpid(), signal.SIGTERM); time.sleep(20); print("still here")`,
    expected: 'up',
    exitWithin: 2,
  },
  {
    name: 'requests are profiled only when asked',
    program: `from otel_instrumentation import trace_app
from flask import Flask
import os
app = trace_app(Flask(__name__)); app.get("/")(lambda: "x")
app.test_client().get("/")
print(len(os.listdir("profiles")))`,
    env: { SHIPWORTHY_PROFILE: 'profiles' },
    expected: '1',
  },
  {
    name: 'named functions are profiled instead',
    files: { 'work.py': 'def heavy():\n    return sum(range(1000))\n' },
    program: `from otel_instrumentation import trace_app
from fastapi import FastAPI
from fastapi.testclient import TestClient
import os, work
app = trace_app(FastAPI()); app.get("/")(lambda: work.heavy())
client = TestClient(app); client.get("/"); client.get("/")
print(len(os.listdir("profiles")), all("heavy" in name for name in os.listdir("profiles")))`,
    env: { SHIPWORTHY_PROFILE: 'profiles', SHIPWORTHY_PROFILE_FUNCTIONS: 'work:heavy' },
    expected: '2 True',
  },
]

let broken = 0
for (const { name, files, program, env, expected, exitWithin } of traps) {
  const folder = mkdtempSync(join(tmpdir(), 'shipworthy-trap-'))
  const template = 'instrumentation/python/module'
  const django = { ...FULL, web: false, django: true }
  const all = {
    'otel_instrumentation.py': rendered({ template, view: FULL }),
    'program.py': program,
    ...files,
  }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(
      join(folder, path),
      text === 'django' ? rendered({ template, view: django }) : text,
    )
  }
  const started = performance.now()
  const { stdout, stderr } = spawnSync(resolve(python), ['program.py'], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...ENDPOINT, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  })
  const seconds = (performance.now() - started) / 1000
  rmSync(folder, { recursive: true, force: true })
  const said = stdout.trim().split('\n')
  const ended = exitWithin === undefined ? 0 : Date.now() / 1000 - Number(said.pop())
  const isKept = said.join('\n') === expected && ended <= (exitWithin ?? 0)
  if (!isKept) broken++
  console.log(
    `${isKept ? 'kept  ' : 'BROKEN'} ${name} (${exitWithin === undefined ? '' : `exit took ${ended.toFixed(1)} of `}${seconds.toFixed(1)} s)`,
  )
  if (!isKept)
    console.log(`  expected ${expected}\n  got ${stdout.trim()}\n${stderr.trim().slice(-1500)}`)
}
process.exitCode = broken === 0 ? 0 : 1
