import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spliced } from '../../../../scripts/core/edits.mts'
import type { Proposal } from '../../../../scripts/core/model.mts'
import { earlyReturns } from '../../../../scripts/skills/refactor-assistant/codemods/early-return.mts'
import {
  type Surroundings,
  shared,
} from '../../../../scripts/skills/refactor-assistant/codemods/same-function.mts'
import { script } from '../../../../scripts/skills/refactor-assistant/codemods/syntax.mts'
import { withoutExport } from '../../../../scripts/skills/refactor-assistant/codemods/unused-export.mts'

const after = (proposal: Proposal | null | undefined, path: string, text: string) =>
  proposal?.edits === undefined
    ? null
    : spliced(text, proposal.edits.find(each => each.path === path)?.splices ?? [], each =>
        'text' in each ? each.text : '',
      )

const without = (text: string, name: string, path = 'a.ts') =>
  after(withoutExport(script(path, 'id', text), name), path, text)

test('an unused export goes with its comment, its imports and its helpers', () => {
  const text = `import { a, b } from './x'
import { c } from './y'

/** Kept. */
export const kept = () => a()

const helper = () => b() + c()

/**
 * Gone.
 */
export function gone(): void
export function gone(x?: number): void {
  helper()
}

export const last = 1
`
  assert.equal(
    without(text, 'gone'),
    `import { a } from './x'

/** Kept. */
export const kept = () => a()

export const last = 1
`,
  )
})

test('what would be felt when it is gone stays', () => {
  const cases: Record<string, string> = {
    'its value is computed': 'export const gone = register()\nexport const b = 1\n',
    'the file uses it': 'export const gone = 1\nexport const b = gone\n',
    'a statement declares two': 'export const gone = 1, other = 2\nexport const b = 1\n',
    'the file would be a module no more': 'export const gone = 1\nvar b = 1\n',
    'a helper would be left over':
      'const helper = register()\nexport const gone = () => helper\nexport const b = 1\n',
    'a class may do things when it is declared': 'export class gone {}\nexport const b = 1\n',
  }
  for (const [why, text] of Object.entries(cases)) assert.equal(without(text, 'gone'), null, why)
  const imported = "import x from './x'\nexport const gone = () => x\nexport const b = 1\n"
  assert.equal(without(imported, 'gone', 'a.js'), null, 'JavaScript would run ./x no more')
  assert.equal(without(imported, 'gone', 'a.ts'), 'export const b = 1\n')
})

test('of a list of exports one name goes', () => {
  const text = 'const a = 1\nconst gone = 2\nexport { a, gone }\n'
  assert.equal(without(text, 'gone'), 'const a = 1\nexport { a }\n')
})

const LONG = Array.from({ length: 7 }, (_, index) => `    step(${index})`).join('\n')
const DONE = LONG.replaceAll('    ', '  ')

const early = (text: string) => {
  const [first] = earlyReturns(script('a.ts', 'id', text))
  return after(first, 'a.ts', text)
}

test('the rest of a function moves out of the if that holds it', () => {
  assert.equal(
    early(`function f(x) {\n  if (x) {\n    const y = \`\n    kept\`\n${LONG}\n  }\n}\n`),
    `function f(x) {\n  if (!x) return\n  const y = \`\n    kept\`\n${DONE}\n}\n`,
  )
})

test('a condition is turned around exactly', () => {
  const guard = (condition: string) =>
    /if (.*) return;?$/m.exec(
      early(`function f(x, y) {\n  if (${condition}) {\n    a()\n    b()\n${LONG}\n  }\n}\n`) ?? '',
    )?.[1]
  assert.equal(guard('x === y'), '(x !== y)')
  assert.equal(guard('!x'), '(x)')
  assert.equal(guard('!(x || y)'), '(x || y)')
  assert.equal(guard('x < y'), '(!(x < y))')
  assert.equal(guard('x && y'), '(!(x && y))')
  assert.equal(guard('x === 1 && y'), '(!(x === 1 && y))')
  assert.equal(guard('x?.y'), '(!x?.y)')
  assert.equal(guard('await x'), '(!(await x))')
})

test('a function that would mean something else is left alone', () => {
  const cases: Record<string, string> = {
    'it returns a value': `function f(x) {\n  if (x) {\n${LONG}\n    a()\n    return 1\n  }\n}\n`,
    'a name would be shadowed': `function f(x) {\n  use(y)\n  if (x) {\n    const y = 1\n${LONG}\n  }\n}\n`,
    'a parameter would be declared again': `function f(x, y) {\n  if (x) {\n    const y = 1\n${LONG}\n  }\n}\n`,
    'there is an else': `function f(x) {\n  if (x) {\n    a()\n${LONG}\n  } else b()\n}\n`,
    'it is one of several cases': `function f(x) {\n  if (y) a()\n  if (x) {\n    a()\n${LONG}\n  }\n}\n`,
    'something follows': `function f(x) {\n  if (x) {\n    a()\n${LONG}\n  }\n  b()\n}\n`,
    'a constructor has to return': `class A {\n  constructor(x) {\n    if (x) {\n      a()\n${LONG}\n    }\n  }\n}\n`,
  }
  for (const [why, text] of Object.entries(cases)) assert.equal(early(text), null, why)
})

const BODY = '(x: T): number {\n  const y = x.length\n  return y * 2\n}\n'
const nowhere: Surroundings = {
  resolve: (_, specifier) => (specifier.startsWith('.') ? specifier.replace('./', '') : null),
  reaches: () => false,
  isPublic: () => false,
}
const ORIGINAL = `import type { T } from './t'\n\nfunction f${BODY}\nexport const a = f\n`
const COPY = `import type { T } from './t'\nimport { z } from './z'\n\n// The same.\nfunction f${BODY}\nexport const b = () => f(z)\n`
const share = (original: string, copy: string, around: Partial<Surroundings> = {}) =>
  shared(script('a.ts', '1', original), script('lib/b.ts', '2', copy), 'f', {
    ...nowhere,
    ...around,
  })

test('one of two equal functions is imported from the other', () => {
  const original = ORIGINAL.replace('export const a = f', 'export const a = 1')
  const proposal = share(original, COPY)
  assert.equal(after(proposal, 'a.ts', original), original.replace('function', 'export function'))
  assert.equal(
    after(proposal, 'lib/b.ts', COPY),
    "import { z } from './z'\nimport { f } from '../a'\n\nexport const b = () => f(z)\n",
  )
})

test('functions are not joined where that could be felt', () => {
  const original = ORIGINAL.replace('export const a = f', 'export const a = 1')
  assert.notEqual(share(original, COPY), null)
  assert.equal(share(original, COPY, { reaches: from => from === 'a.ts' }), null, 'a cycle')
  assert.equal(share(`${original}start()\n`, COPY), null, 'loading it does something')
  assert.equal(share(original, COPY, { isPublic: () => true }), null, 'the API would grow')
  assert.equal(share(original, COPY.replace('* 2', '* 3')), null, 'not the same')
  const other = COPY.replace("from './t'", "from './u'")
  assert.equal(share(original, other), null, 'a name means something else')
  assert.equal(share(original.replace('y * 2', 'this'), COPY.replace('y * 2', 'this')), null)
})
