/** However a file of Python is written, does the rest of it stay, and does undo give every byte back? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { apply, undo } from '../../../../scripts/edge/edits/apply.mts'
import { plan } from '../plan.mts'

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
