import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bareCode, essence, type Followed, workingCode } from '../../scripts/core/code-text.mts'

const alike = (language: Followed, a: string, b: string) =>
  assert.equal(essence(a, language), essence(b, language))

const different = (language: Followed, a: string, b: string) =>
  assert.notEqual(essence(a, language), essence(b, language))

test('what a formatter rewrites is no difference', () => {
  alike('typescript', "const a = f('x', [1,2])\n", 'const a = f(\n  "x",\n  [1, 2,],\n)\n')
  alike('javascript', 'let a = 1 // one\n', '/* a\n * number */\nlet a=1\n')
  alike('java', 'void f ( ) {\n}\n', 'void f() {}\n')
  alike('go', 'x := 1\n', '\tx := 1\n')
  alike('python', "a = [\n  'x',\n  2]\n", 'a = ["x", 2,]\n')
  alike('python', 'if a:\n  b()\n  # why\n', 'if a:\n    b()\n')
})

test('what the code does is a difference', () => {
  different('typescript', 'a + b', 'a - b')
  different('typescript', "'it is'", "'it  is'")
  different('typescript', 'const f = `a  b`', 'const f = `a b`')
  different('go', "'a'", '"a"')
  different('python', 'if a:\n  b()\n  c()\n', 'if a:\n  b()\nc()\n')
  different('python', 'a = (1,)\n', 'a = (1)\n')
  different('javascript', 'return x', 'returnx')
})

test('addresses in strings and expressions hide no code behind them', () => {
  const code = "const at = 'http://x/*'; call(at) /* not() */; const e = /\\/\\//; last(e)"
  const bare = bareCode(code, 'javascript')
  assert.match(bare, /call\(at\)/)
  assert.match(bare, /last\(e\)/)
  assert.doesNotMatch(bare, /not|http/)
})

test('imports bring a name and do not use it', () => {
  const used = (text: string, language: Followed) =>
    [...workingCode(text, language).matchAll(/\bsail\b/g)].length
  assert.equal(used("import {\n  sail,\n} from './a'\nsail()\n", 'typescript'), 1)
  assert.equal(used("export { sail } from './a'\n", 'typescript'), 0)
  assert.equal(used('from a import (\n  sail,\n)\nsail()\n', 'python'), 1)
  assert.equal(used('import (\n\t"x/sail"\n)\n', 'go'), 0)
})

test('any text is read, line by line', () => {
  const lines = (text: string) => text.split('\n').length
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'\'"`#/*\\\n ab(){}[],'.split('')), maxLength: 200 }),
      fc.constantFrom<Followed>('javascript', 'typescript', 'python', 'java', 'go'),
      (text, language) => {
        essence(text, language)
        assert.equal(lines(workingCode(text, language)), lines(text))
      },
    ),
  )
})

test('a text made to be slow is not', { timeout: 60_000 }, () => {
  for (const piece of ['"', "'", '`', '/*', '"""', '\\', 'import {', '(', 'from a import ('])
    for (const language of ['typescript', 'python'] as const)
      essence(workingCode(piece.repeat(20_000), language), language)
})
