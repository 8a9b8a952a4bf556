/** Which public symbols does a JavaScript or TypeScript module have, and are they documented? */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { read } from './read.mts'

suite('symbols', () => {
  const symbols = (text: string, path?: string) =>
    read(text, path).source.symbols.map(
      ({ name, kind, isDocumented }) => `${name} ${kind} ${isDocumented}`,
    )

  test('CommonJS exports', () => {
    assert.deepEqual(
      symbols(
        '/** Does a. */\nfunction a() {}\nmodule.exports = { a, b: 1, /** c */ c() {} }\nexports.d = class {}\nmodule.exports.e = a',
        'a.js',
      ),
      [
        'a function true',
        'b constant false',
        'c function true',
        'd class false',
        'e function true',
      ],
    )
  })

  test('what CommonJS only passes on is a symbol where it was made, and an export that says where', () => {
    const text =
      'const a = require("./a"), { b: c } = require("b")\nexports = module.exports = make\n' +
      'exports.a = a\nexports.d = a.e\nmodule.exports.c = c\nexports.own = 1\nfunction make() {}'
    const { symbols, exports } = read(text).source
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['make', 'own'],
    )
    assert.deepEqual(
      exports.map(({ name, from }) => [name, from?.source, from?.name]),
      [
        ['a', './a', '*'],
        ['d', './a', 'e'],
        ['c', 'b', 'b'],
      ],
    )
    assert.deepEqual(
      read('module.exports = require("./lib")').source.exports.map(({ name, from }) => [
        name,
        from,
      ]),
      [['*', { source: './lib', name: '*' }]],
    )
  })

  test('overloads are one symbol, documented when one of them is', () => {
    assert.deepEqual(
      symbols('/** Says. */\nexport function f(a: 1): 1\nexport function f(a: any) { return a }'),
      ['f function true'],
    )
  })

  test('a comment of tags alone documents nothing', () => {
    for (const [comment, isDocumented] of [
      ['/** @param {string} a */', false],
      ['/** @param a the first */', true],
      ['/** @returns {void} */', false],
      ['/* Not a doc comment. */', false],
      ['/** Says. */ // eslint-disable-line', true],
      ['/** {@link Other} */', false],
      ['/** Грузит. */', true],
    ] as const)
      assert.deepEqual(
        symbols(`${comment}\nexport const a = 1`),
        [`a constant ${isDocumented}`],
        comment,
      )
  })

  test('destructured, default and namespace exports', () => {
    assert.deepEqual(symbols('export const { a, b: [c = 1, ...d] } = e\nexport default {}'), [
      'a constant false',
      'c constant false',
      'd constant false',
      'default constant false',
    ])
    assert.deepEqual(symbols('class A { b() {} }\nexport { A as default }'), [
      'A class false',
      'A.b method false',
    ])
    assert.deepEqual(symbols('import { a } from "b"\nexport { a }\nexport default a'), [])
  })
})
