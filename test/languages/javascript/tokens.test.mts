/** Which tokens and lines of JavaScript and TypeScript count, as they are compared for clones? */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { hash32 } from '../../../scripts/languages/text.mts'
import { only, read } from './read.mts'

suite('tokens', () => {
  const hashes = (text: string, path?: string) => [...read(text, path).tokens.hashes]
  const expected = (...tokens: string[]) => tokens.map(token => hash32(token))

  test('literals are whole, whatever they hold', () => {
    assert.deepEqual(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text that is read
      hashes('a = /[/"]\\/`/g; b = `x${c}y//`; d = "/*" + \'\\\'\''),
      expected(
        'a',
        '=',
        '/[/"]\\/`/g',
        ';',
        'b',
        '=',
        '`x${',
        'c',
        '}y//`',
        ';',
        'd',
        '=',
        '"/*"',
        '+',
        "'\\''",
      ),
    )
  })

  test('the longest mark is one token, generics close one by one only as written', () => {
    assert.deepEqual(
      hashes('a?.b ?? c ** -1.5e-3 + 0x1Fn'),
      expected('a', '?.', 'b', '??', 'c', '**', '-', '1.5e-3', '+', '0x1Fn'),
    )
    assert.deepEqual(hashes('a >>>= b'), expected('a', '>>>=', 'b'))
  })

  test('JSX text is a token without the blanks around it', () => {
    assert.deepEqual(
      hashes('<a b="c">\n  it\'s // text\n  {d}\n</a>', 'a.tsx'),
      expected('<', 'a', 'b', '=', '"c"', '>', "it's // text", '{', 'd', '}', '<', '/', 'a', '>'),
    )
  })

  test('comments and layout are no tokens; private names and decorators keep their mark', () => {
    assert.deepEqual(
      hashes('#!/usr/bin/env node\n/* a */ class\u00a0A{ // b\n@c #d\n}'),
      expected('class', 'A', '{', '@c', '#d', '}'),
    )
  })

  test('imports, lists of exports and signatures without a body are no part of copied code', () => {
    const table: Record<string, string> = {
      'import a, { b } from "c"; export { a as d }; export * from "e"; export { f } from "g"': '',
      'import h = require("i")': '',
      'function f(a: string): void\nfunction f(a: number): void': '',
      'declare function f(): void': '',
      'const a = require("b"), c = 1': 'const , c = 1',
      'class A { b(): void; b() {} }': 'class A { b ( ) { } }',
      'type A<B extends C = D> = B': 'type A = B',
      'interface A { b(): 1; b(c: 2): 3; d(): 4; (e: 5): 6; new (): 7; f: 8 }':
        'interface A { d ( ) : 4 ; f : 8 }',
    }
    for (const [text, left] of Object.entries(table))
      assert.deepEqual(hashes(text), expected(...left.split(' ').filter(Boolean)), text)
  })

  test('each token has its line, over every kind of break', () => {
    assert.deepEqual([...read('a\r\nb\rc\n`\n`\nd').tokens.lines], [1, 2, 3, 4, 6])
  })
})

suite('lines', () => {
  test('a shebang and a licence are comments', () => {
    const { lines, code, comments } = read(
      '#!/usr/bin/env node\n// b\n\na() // c\n',
      'a.mjs',
    ).source
    assert.deepEqual({ lines, code, comments }, { lines: 4, code: 1, comments: 2 })
  })

  test('a byte order mark and an empty file are harmless', () => {
    assert.equal(read('\ufeffa()').source.code, 1)
    const { lines, code, comments, fault } = read('').source
    assert.deepEqual(
      { lines, code, comments, fault },
      { lines: 0, code: 0, comments: 0, fault: null },
    )
  })

  test('a function starts behind its decorators and ends with its brace', () => {
    const { line, endLine, lines } = only('class A {\n  @b()\n  c(\n  ) {\n\n    // d\n  }\n}')
    assert.deepEqual({ line, endLine, lines }, { line: 3, endLine: 7, lines: 3 })
  })
})
