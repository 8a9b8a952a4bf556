/** How does `--verify` start a program of Python? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Files, plan } from '../plan.mts'
import { FACTORY, FASTAPI } from './sources.mts'

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
