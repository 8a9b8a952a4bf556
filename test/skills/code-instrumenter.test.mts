import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NoEvidence } from '../../scripts/core/skill.mts'
import { apply, undo } from '../../scripts/edge/edits/apply.mts'
import { evidenceOf, type Files, plan } from './code-instrumenter/plan.mts'

const FASTAPI =
  'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/")\ndef home():\n    return 1\n'

const IMPORT = 'from otel_instrumentation import trace_app  # isort: skip\n'

const placed: Readonly<Record<string, { readonly before: string; readonly after: string }>> = {
  'below the docstring and the future': {
    before:
      '"""Serves."""\nfrom __future__ import annotations\nimport os\nfrom flask import Flask\napp = Flask(__name__)\n',
    after: `"""Serves."""\nfrom __future__ import annotations\n${IMPORT}import os\nfrom flask import Flask\napp = Flask(__name__)\ntrace_app(app)\n`,
  },
  'above what is imported first, below comments': {
    before:
      '#!/usr/bin/env python\n# Ours.\nimport flask\napp = flask.Flask(__name__)  # the one\nx = 1\n',
    after: `#!/usr/bin/env python\n# Ours.\n${IMPORT}import flask\napp = flask.Flask(__name__)  # the one\ntrace_app(app)\nx = 1\n`,
  },
  'after gevent has patched': {
    before:
      'from gevent import monkey\nmonkey.patch_all()\nfrom flask import Flask\napp = Flask(__name__)\n',
    after: `from gevent import monkey\nmonkey.patch_all()\n${IMPORT}from flask import Flask\napp = Flask(__name__)\ntrace_app(app)\n`,
  },
  'after the variables are loaded': {
    before:
      'from dotenv import load_dotenv\nfrom flask import Flask\nload_dotenv()\napp = Flask(__name__)\n',
    after: `from dotenv import load_dotenv\nfrom flask import Flask\nload_dotenv()\n${IMPORT}app = Flask(__name__)\ntrace_app(app)\n`,
  },
  'in a factory, with its indentation': {
    before:
      'from flask import Flask\ndef create_app():\n\tapp = Flask(\n\t\t__name__,\n\t)\n\treturn app\n',
    after: `${IMPORT}from flask import Flask\ndef create_app():\n\tapp = Flask(\n\t\t__name__,\n\t)\n\ttrace_app(app)\n\treturn app\n`,
  },
  'around what is returned': {
    before: 'from fastapi import FastAPI\ndef make():\n    return FastAPI(title="é")\n',
    after: `${IMPORT}from fastapi import FastAPI\ndef make():\n    return trace_app(FastAPI(title="é"))\n`,
  },
  'around an assignment that shares its line': {
    before: 'from fastapi import FastAPI\nx = 1; app = FastAPI()\n',
    after: `${IMPORT}from fastapi import FastAPI\nx = 1; app = trace_app(FastAPI())\n`,
  },
  'on an attribute': {
    before:
      'from starlette.applications import Starlette as S\nclass Server:\n    def __init__(self):\n        self.app: S = S()\n',
    after: `${IMPORT}from starlette.applications import Starlette as S\nclass Server:\n    def __init__(self):\n        self.app: S = S()\n        trace_app(self.app)\n`,
  },
  'at the end of a file without a line break': {
    before: 'from flask import Flask\napp = Flask(__name__)',
    after: `${IMPORT}from flask import Flask\napp = Flask(__name__)\ntrace_app(app)\n`,
  },
  'once for two applications': {
    before: 'from flask import Flask\na = Flask("a")\nb = Flask("b")\n',
    after: `${IMPORT}from flask import Flask\na = Flask("a")\ntrace_app(a)\nb = Flask("b")\ntrace_app(b)\n`,
  },
  'not on an application that another one mounts': {
    before:
      'from fastapi import FastAPI\napp = FastAPI()\ninner = FastAPI()\napp.mount("/in", inner)\n',
    after: `${IMPORT}from fastapi import FastAPI\napp = FastAPI()\ntrace_app(app)\ninner = FastAPI()\napp.mount("/in", inner)\n`,
  },
}

for (const [name, { before, after }] of Object.entries(placed))
  test(`tracing is placed ${name}`, async t => {
    const planned = await plan(t, {
      'app.py': before,
      'requirements.txt': 'flask\nfastapi\nstarlette\n',
    })
    assert.equal(Buffer.from(planned.after('app.py'), 'latin1').toString(), after)
  })

test('a class of the project that is an application counts, from another file too', async t => {
  const { after } = await plan(t, {
    'web/base.py': 'from flask import Flask\nclass Site(Flask):\n    pass\n',
    'web/app.py': 'from web.base import Site\nsite = Site(__name__)\n',
    'requirements.txt': 'flask\n',
  })
  assert.match(after('web/app.py'), /^from web\.otel_instrumentation import trace_app/)
  assert.match(after('web/app.py'), /\ntrace_app\(site\)\n/)
})

const imported: Readonly<Record<string, readonly [string, Files]>> = {
  'as a neighbour of what the file imports': [
    'from app.otel_instrumentation import trace_app',
    { 'srv/app/main.py': `from app.db import x\n${FASTAPI}`, 'srv/app/db.py': 'x = 1\n' },
  ],
  'relatively where the file does so': [
    'from .otel_instrumentation import trace_app',
    { 'srv/app/main.py': `from . import db\n${FASTAPI}`, 'srv/app/db.py': 'x = 1\n' },
  ],
  'as the command that starts it names it': [
    'from app.otel_instrumentation import trace_app',
    { 'app/main.py': FASTAPI, Dockerfile: 'CMD uvicorn app.main:app\n' },
  ],
  'as its tests import it': [
    'from app.otel_instrumentation import trace_app',
    { 'app/main.py': FASTAPI, 'tests/test_main.py': 'from app.main import app\n' },
  ],
  'either way in a package nobody names': [
    'except ImportError',
    { 'app/main.py': FASTAPI, 'app/__init__.py': '' },
  ],
}

for (const [name, [expected, files]] of Object.entries(imported))
  test(`the tracing module is imported ${name}`, async t => {
    const planned = await plan(t, { ...files, 'requirements.txt': 'fastapi\n' })
    const path = Object.keys(files)[0] ?? ''
    assert.ok(planned.after(path).includes(expected), planned.after(path))
  })

const WSGI =
  'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\napplication = get_wsgi_application()\n'

test('Django is traced between its settings and its application, and manage.py stays as it is', async t => {
  const manage =
    'from django.core.management import execute_from_command_line\nexecute_from_command_line([])\n'
  const { after, changes } = await plan(t, {
    'manage.py': manage,
    'site1/settings.py': 'DEBUG = True\n',
    'site1/wsgi.py': WSGI,
    'requirements.txt': 'Django==5.2\n',
  })
  assert.match(
    after('site1/wsgi.py'),
    /settings"\)\nfrom site1 import otel_instrumentation {2}# noqa.*\napplication = get_wsgi/,
  )
  assert.equal(after('manage.py'), manage)
  assert.deepEqual(changes.map(({ path }) => path).sort(), [
    'requirements.txt',
    'site1/otel_instrumentation.py',
    'site1/wsgi.py',
  ])
})

test('manage.py is where tracing begins when there is no server entry', async t => {
  const { after } = await plan(t, {
    'manage.py':
      'import os\ndef main():\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "s")\n    from django.core.management import execute_from_command_line\n    execute_from_command_line([])\n',
    'requirements.txt': 'django\n',
  })
  assert.match(after('manage.py'), /line\n {4}import otel_instrumentation {2}#.*\n {4}execute_from/)
})

test('django-configurations is refused with the line and a snippet to paste', async t => {
  const { judged, changes } = await plan(t, {
    's/wsgi.py':
      'from configurations.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
    'requirements.txt': 'django\n',
  })
  assert.match(judged.findings[0]?.message ?? '', /line 2: django-configurations/)
  const pasted = judged.proposals?.find(({ paste }) => paste !== undefined)
  assert.equal(pasted?.paste?.line, 2)
  assert.ok(changes.every(({ path }) => path !== 's/wsgi.py'))
})

const refusals: Readonly<Record<string, readonly [RegExp, Files]>> = {
  'FastAPI before 0.92': [
    /requirements\.txt:1: FastAPI ==0\.68/,
    { 'requirements.txt': 'fastapi==0.68.1\n' },
  ],
  'FastAPI below a caret': [
    /pyproject\.toml:3: FastAPI \^0\.79/,
    { 'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.9"\nfastapi = "^0.79.1"\n' },
  ],
  'a pin nothing goes with': [
    /requirements\.txt:2: protobuf is pinned to 3\.20\.3/,
    { 'requirements.txt': 'fastapi\nprotobuf==3.20.3\n' },
  ],
  'an interpreter that is too old': [
    /Dockerfile:1: Python 3\.8/,
    { 'requirements.txt': 'fastapi\n', Dockerfile: 'FROM python:3.8-slim\n' },
  ],
  'a name that is taken': [
    /line 9: the name trace_app is taken/,
    { 'requirements.txt': 'fastapi\n', 'app.py': `${FASTAPI}trace_app = 1\n` },
  ],
}

for (const [name, [why, files]] of Object.entries(refusals))
  test(`${name} is refused by its line`, async t => {
    const { judged, changes } = await plan(t, { 'app.py': FASTAPI, ...files })
    assert.match(judged.findings[0]?.message ?? '', why)
    assert.ok(changes.every(({ path }) => path !== 'app.py'))
  })

const others: Readonly<Record<string, Files>> = {
  OpenTelemetry: { 'app.py': `from opentelemetry.sdk.trace import TracerProvider\n${FASTAPI}` },
  Sentry: { 'app.py': FASTAPI, 'log.py': 'import sentry_sdk\n' },
  Datadog: { 'app.py': `import ddtrace.auto\n${FASTAPI}` },
  'New Relic': { 'app.py': `import newrelic.agent\n${FASTAPI}` },
  'ddtrace-run': { 'app.py': FASTAPI, Procfile: 'web: ddtrace-run uvicorn app:app\n' },
}

for (const [name, files] of Object.entries(others))
  test(`what ${name} traces is left alone, with advice`, async t => {
    const { judged, changes } = await plan(t, { ...files, 'requirements.txt': 'fastapi\n' })
    assert.deepEqual(changes, [])
    assert.deepEqual(judged.findings, [])
    assert.match(judged.proposals?.[0]?.why ?? '', new RegExp(`left alone: ${name} is set up at`))
  })

test("spans of one's own do not mean that somebody set up tracing", async t => {
  const { changes } = await plan(t, {
    'app.py': `from opentelemetry import trace\n${FASTAPI}`,
    'requirements.txt': 'fastapi\n',
  })
  assert.ok(changes.length > 0)
})

test('clients get their instrumentors; a driver below SQLAlchemy gets none of its own', async t => {
  const { after, evidence } = await plan(t, {
    'app.py': `import sqlalchemy, httpx, redis, duckdb\n${FASTAPI}`,
    'requirements.txt': 'fastapi\nsqlalchemy\nasyncpg\n',
  })
  const added = after('requirements.txt').match(/opentelemetry-instrumentation-\w+/g)
  assert.deepEqual(
    added,
    ['fastapi', 'httpx', 'redis'].map(each => `opentelemetry-instrumentation-${each}`),
  )
  assert.match(after('otel_instrumentation.py'), /def _trace_sqlalchemy/)
  assert.deepEqual(
    evidence.services[0]?.clients.filter(({ isSupported }) => !isSupported),
    [{ name: 'DuckDB', isSupported: false }],
  )
})

const manifests: Readonly<Record<string, readonly [string, string, RegExp]>> = {
  'requirements without a last line break': [
    'requirements.txt',
    'fastapi',
    /^fastapi\nopentelemetry-sdk~=1\.45\n/,
  ],
  'a list on one line': [
    'pyproject.toml',
    '[project]\ndependencies = ["fastapi"]\n',
    /\["fastapi", "opentelemetry-sdk~=1\.45", /,
  ],
  'a list over lines, with comments and no last comma': [
    'pyproject.toml',
    '[project]\ndependencies = [\n  "fastapi>=0.100" # web\n]\n',
    /\n {2}"fastapi>=0\.100", # web\n {2}"opentelemetry-sdk~=1\.45",\n[^\]]*\n\]\n$/,
  ],
  'a list over lines': [
    'pyproject.toml',
    '[project]\r\nrequires-python = ">=3.9"\r\ndependencies = [\r\n    "fastapi",\r\n]\r\n',
    /\r\n {4}"opentelemetry-sdk~=1\.45; python_version >= '3\.10'",\r\n/,
  ],
  'a table of Poetry': [
    'pyproject.toml',
    '[tool.poetry.dependencies]\npython = "^3.11"\nfastapi = {version = "*"}\n\n[build-system]\nrequires = []\n',
    /fastapi = \{version = "\*"\}\nopentelemetry-sdk = "~=1\.45"\n[^[]*\n\n\[build-system\]/,
  ],
  Pipfile: [
    'Pipfile',
    '[packages]\nfastapi = "*"\n[dev-packages]\n',
    /fastapi = "\*"\nopentelemetry-sdk = "~=1\.45"\n/,
  ],
  'setup.cfg': [
    'setup.cfg',
    '[options]\ninstall_requires =\n    fastapi\npackages = find:\n',
    /\n {4}fastapi\n {4}opentelemetry-sdk~=1\.45\n[^p]*[\s\S]*\npackages = find:\n$/,
  ],
}

for (const [name, [path, before, after]] of Object.entries(manifests))
  test(`packages are added to ${name}`, async t => {
    assert.match((await plan(t, { 'app.py': FASTAPI, [path]: before })).after(path), after)
  })

test('a file that pins by hash is not touched, and says what to add', async t => {
  const { changes, judged } = await plan(t, {
    'app.py': FASTAPI,
    'requirements.txt': 'fastapi==0.110.0 \\\n    --hash=sha256:00\n',
  })
  assert.ok(changes.every(({ path }) => path !== 'requirements.txt'))
  assert.ok(
    judged.proposals?.some(({ why }) => /line 2 pins by hash.*add opentelemetry-sdk/.test(why)),
  )
})

test('what is compiled is left to be compiled again', async t => {
  const { changes, judged } = await plan(t, {
    'app.py': FASTAPI,
    'requirements.in': 'fastapi\n',
    'requirements.txt': '# autogenerated by pip-compile\nfastapi==0.110.0\n',
  })
  assert.ok(changes.every(({ path }) => path !== 'requirements.txt'))
  assert.ok(judged.proposals?.some(({ why }) => /compile it again/.test(why)))
})

test('a second run has nothing to do', async t => {
  const files = { 'app.py': FASTAPI, 'requirements.txt': 'fastapi\nredis\n' }
  const first = await plan(t, files)
  const again = await plan(t, {
    ...files,
    ...Object.fromEntries(first.changes.map(({ path, after }) => [path, after])),
  })
  assert.deepEqual(again.changes, [])
  assert.deepEqual(again.judged.findings, [])
  assert.equal(again.judged.measures.find(({ name }) => name === 'traced-endpoints')?.value, 100)
})

const FACTORY =
  'from fastapi import FastAPI\nfrom . import views\n\n\ndef create_app():\n    app = FastAPI()\n    return app\n'

const starts: Readonly<Record<string, readonly [Files, string, string]>> = {
  'what a module holds': [{ 'svc/main.py': FASTAPI }, 'svc/', 'uvicorn main:app'],
  'what its factory is called for in its own file': [
    { 'svc/__init__.py': '', 'svc/web.py': `${FACTORY}\n\nsite: FastAPI = create_app()\n` },
    '',
    'uvicorn svc.web:site',
  ],
  'what its factory is called for elsewhere': [
    {
      'back/svc/__init__.py': '',
      'back/svc/web/__init__.py': '',
      'back/svc/web/app.py': FACTORY,
      'back/svc/main.py': 'from .web.app import create_app\n\napp = create_app()\n',
    },
    'back/',
    'uvicorn svc.main:app',
  ],
  'a factory that nobody calls': [
    { 'svc/__init__.py': '', 'svc/web.py': FACTORY },
    '',
    'uvicorn svc.web:create_app --factory',
  ],
  'a factory of Flask': [
    {
      'svc/__init__.py': '',
      'svc/web.py': FACTORY.replaceAll('FastAPI', 'Flask').replace('fastapi', 'flask'),
    },
    '',
    'exec env FLASK_APP=svc.web "\\$PY" -m flask run',
  ],
}

for (const [name, [files, folder, command]] of Object.entries(starts))
  test(`--verify starts ${name}`, async t => {
    const { evidence } = await plan(t, files)
    const start = evidence.services[0]?.start
    assert.equal(start?.folder, folder)
    assert.match(start?.command ?? '', new RegExp(`${command} --port "\\$PORT"$`))
  })

test('a project that serves nothing is not asked', async () => {
  const evidence = await evidenceOf({ 'a.py': 'print(1)\n', 'requirements.txt': 'requests\n' })
  assert.ok(evidence instanceof NoEvidence)
})

test('a file that does not parse is named, and stays', async t => {
  const { evidence, changes } = await plan(t, {
    'app.py': FASTAPI,
    'broken.py': 'from flask import Flask\napp = Flask(\n',
    'requirements.txt': 'fastapi\n',
  })
  assert.deepEqual(
    evidence.faults.map(({ path }) => path),
    ['broken.py'],
  )
  assert.ok(changes.every(({ path }) => path !== 'broken.py'))
})

/** One way a real file may be written, and its bytes. */
const shapes = fc.record({
  eol: fc.constantFrom('\n', '\r\n'),
  tab: fc.constantFrom('    ', '\t', '  '),
  encoding: fc.constantFrom('utf8', 'bom', 'latin1'),
  hasEnd: fc.boolean(),
  filler: fc.array(
    fc.constantFrom(
      '# \u00e9t\u00e9',
      '',
      'x = """\nFlask(__name__)\n"""',
      `y = "${'z'.repeat(5000)}"`,
      'if 1:\n    pass',
    ),
    { maxLength: 6 },
  ),
  form: fc.constantFrom(
    'app = Flask(__name__)',
    'app=Flask (__name__)',
    'app = Flask(\n    __name__,\n)',
    'app: Flask = Flask(__name__)  # \u00fc',
  ),
  isFactory: fc.boolean(),
})

/** Without a byte order mark, which stays in front of what is added, and without the end. */
const unmarked = (text: string) => text.replace(/^\u00ef\u00bb\u00bf/, '').trimEnd()

test('however a file is written, edits parse, the rest stays, and undo gives every byte back', async t => {
  await fc.assert(
    fc.asyncProperty(shapes, async ({ eol, tab, encoding, hasEnd, filler, form, isFactory }) => {
      const made = isFactory
        ? `def make():\n${form
            .split('\n')
            .map(each => tab + each)
            .join('\n')}\n${tab}return app`
        : form
      const head = encoding === 'latin1' ? ['# -*- coding: latin-1 -*-', '# \u00e9'] : []
      const text =
        [...head, ...filler, 'from flask import Flask', made].join('\n') + (hasEnd ? '\n' : '')
      const whole = (encoding === 'bom' ? '\ufeff' : '') + text.replaceAll('\n', eol)
      const bytes = Buffer.from(whole, encoding === 'latin1' ? 'latin1' : 'utf8')
      const { root, changes } = await plan(t, { 'app.py': bytes, 'requirements.txt': 'flask' })
      const change = changes.find(({ path }) => path === 'app.py')
      assert.ok(change?.before?.equals(bytes) === true)
      const rest = change.after
        .toString('latin1')
        .split(/(?<=\n)/)
        .filter(line => !line.includes('trace_app'))
        .join('')
      assert.equal(unmarked(rest), unmarked(bytes.toString('latin1')))
      const step = await apply(root, changes, { by: 'test', isOnTrial: false })
      await undo(root, step === null ? [] : [step])
      const { readFileSync, existsSync } = await import('node:fs')
      assert.ok(readFileSync(`${root}/app.py`).equals(bytes))
      assert.ok(
        !existsSync(`${root}/.shipworthy`) && !existsSync(`${root}/otel_instrumentation.py`),
      )
    }),
    { numRuns: 60 },
  )
})
