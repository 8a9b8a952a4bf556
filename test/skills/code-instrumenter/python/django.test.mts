/** Is Django traced between its settings and its application? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plan } from '../plan.mts'

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
