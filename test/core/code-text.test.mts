import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bareCode, type Followed, workingCode } from '../../scripts/core/code-text.mts'

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
        assert.equal(lines(workingCode(text, language)), lines(text))
      },
    ),
  )
})

test('a text made to be slow is not', { timeout: 60_000 }, () => {
  for (const piece of ['"', "'", '`', '/*', '"""', '\\', 'import {', '(', 'from a import ('])
    for (const language of ['typescript', 'python'] as const)
      workingCode(piece.repeat(20_000), language)
})

test('what strings of Python compute is code, whatever their quotes', () => {
  for (const mark of ['"', "'", '"""', "'''"])
    for (const prefix of ['f', 'rf', 'Fr'])
      assert.equal(
        bareCode(`a = ${prefix}${mark}no {yes} no${mark} + b`, 'python').replace(/\s+/g, ' '),
        'a = {yes} + b',
      )
})
