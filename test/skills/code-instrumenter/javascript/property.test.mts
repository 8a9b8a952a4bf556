import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { apply, undo } from '../../../../scripts/edge/edits/apply.mts'
import { plan } from '../plan.mts'
import { APP, MODULE_APP } from './sources.mts'

const shapes = fc.record({
  eol: fc.constantFrom('\n', '\r\n'),
  indent: fc.constantFrom(2, 4, '\t', 0),
  mark: fc.constantFrom('', '\ufeff'),
  hasEnd: fc.boolean(),
  isModule: fc.boolean(),
  head: fc.array(
    fc.constantFrom(
      '// \u00e9t\u00e9',
      '/* express() */',
      '',
      "'use strict'",
      "const path = require('path')",
      `const long = '${'z'.repeat(20000)}'`,
      'const text = `\nexpress()\n`',
      'if (1) {\n\t;[1].map(x => x)\n}',
    ),
    { maxLength: 6 },
  ),
  script: fc.constantFrom(
    'node app.js',
    'nodemon   app.js',
    'PORT=1 node ./app.js && echo \\"done\\"',
  ),
})

test('however a project is written, edits parse, the rest stays, and undo gives every byte back', async t => {
  await fc.assert(
    fc.asyncProperty(shapes, async ({ eol, indent, mark, hasEnd, isModule, head, script }) => {
      const app = isModule ? MODULE_APP : APP
      const lines = isModule ? head.filter(each => !each.includes('require')) : head
      const code = [...lines, app.trimEnd()].join('\n') + (hasEnd ? '\n' : '')
      const json = JSON.stringify(
        {
          name: 'é',
          ...(isModule && { type: 'module' }),
          scripts: { start: '@' },
          dependencies: { express: '^4.0.0', zod: '*' },
        },
        null,
        indent,
      ).replace('"@"', `"${script}"`)
      const bytes = (text: string) => Buffer.from(mark + text.replaceAll('\n', eol))
      const files = { 'app.js': bytes(code), 'package.json': bytes(json) }
      const { root, changes } = await plan(t, files)
      const modified = changes.filter(({ before }) => before !== null)
      assert.ok(modified.some(({ path }) => path === 'package.json'))
      for (const { path, before, after } of modified) {
        const was = before ?? Buffer.alloc(0)
        assert.ok(was.equals(files[path as keyof typeof files]))
        assert.ok(isInsertedInto(was.toString('latin1'), after.toString('latin1')), path)
      }
      const step = await apply(root, changes, { by: 'test', isOnTrial: false })
      await undo(root, step === null ? [] : [step])
      for (const [path, content] of Object.entries(files))
        assert.ok(readFileSync(`${root}/${path}`).equals(content))
      assert.ok(
        !existsSync(`${root}/.shipworthy`) && !existsSync(`${root}/otel-instrumentation.cjs`),
      )
    }),
    { numRuns: 60 },
  )
})

/** Whether every byte of the first text is in the second, in the same order. */
function isInsertedInto(before: string, after: string): boolean {
  let at = 0
  for (const letter of after) if (letter === before[at]) at++
  return at === before.length && after.length > before.length
}
