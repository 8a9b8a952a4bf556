/** Where in a file is tracing placed, and how is its module imported? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Files, plan } from '../plan.mts'
import { FASTAPI } from './sources.mts'

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
