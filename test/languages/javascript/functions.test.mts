/** How are functions of JavaScript and TypeScript counted? docs/metrics.md holds the examples of the dialect, this the rest. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { only, read } from './read.mts'

suite('functions', () => {
  test('accessor, private and quoted names', () => {
    const { functions } = read('class A { get "b c"() {} #d() {} static [e.f]() {} }').source
    assert.deepEqual(
      functions.map(({ name }) => name),
      ['A.b c', 'A.#d', 'A.[e.f]'],
    )
  })

  const names = (text: string, path?: string) =>
    read(text, path).source.functions.map(({ name }) => name)

  test('a name is found through brackets, type assertions and the calls that wrap a function', () => {
    const table: Record<string, readonly string[]> = {
      'const a = ((() => 1)) as B\nconst c = memo(() => 2)': ['a', 'c'],
      'const a = R.memo(fwd(() => 1), x)': ['a'],
      'const a = fn("b")(function* () {})': ['a'],
      'const a = gen(function () {}).pipe(c(() => 1))': ['a', '<anonymous>'],
      'const a = function () {}.bind(this)': ['a'],
      'exports.a = wrap(b as any, () => 1)': ['a'],
      'export default define(() => 1)': ['default'],
      'const A = observe(class { b() {} })': ['A.b'],
      'const a = { b: wrap(() => 1) }; class C { d = wrap(() => 1) }': ['b', 'C.d'],
    }
    for (const [text, expected] of Object.entries(table)) assert.deepEqual(names(text), expected)
  })

  test('a call that gives back an outcome wraps nothing', () => {
    for (const text of [
      'const a = b.map(() => 1)',
      'const a = b.map(() => 1).pipe(c)',
      'const a = new Promise(() => 1)',
      'const a = (() => 1)()',
      'const a = (function () {}).call(this)',
      'const a = await b(() => 1)',
      'const a = setTimeout(() => 1)',
      'const a = b[c](() => 1)',
    ])
      assert.deepEqual(names(text), ['<anonymous>'], text)
  })

  test('what is around a whole file has no row, and what it holds no more than a name', () => {
    const table: Record<string, readonly string[]> = {
      '(function () { function a() {} }())': ['a'],
      '(function () { var A = class { b() {} } }).call(this)': ['A.b'],
      '(function (f) { f() })(function () { (function () { function a() {} })() })': [
        '<anonymous>',
        'a',
      ],
      'if (b) define("c", ["d"], () => { e(() => 1) })': ['<anonymous>'],
      '$(document).ready(() => { a.b = () => 1 })': ['b'],
      'document.addEventListener("DOMContentLoaded", () => { const a = () => 1 })': ['a'],
      'button.addEventListener("click", () => { const a = () => 1 })': [
        '<anonymous>',
        '<anonymous>.a',
      ],
      'app.register(() => { const a = () => 1 })': ['<anonymous>', '<anonymous>.a'],
      '$.effects.define("a", () => { const b = () => 1 })': ['<anonymous>', '<anonymous>.b'],
      'function a() { (() => { const b = () => 1 })() }': ['a', 'a.<anonymous>', 'a.<anonymous>.b'],
    }
    for (const [text, expected] of Object.entries(table))
      assert.deepEqual(names(text), expected, text)
    const many = Array.from({ length: 200_000 }, () => 1)
    assert.deepEqual(names(`(function () { var a = [${many}]; function b() {} })()`), ['b'])
  })

  test('a function that is nothing but a class is that class', () => {
    assert.deepEqual(names('export const A = Base => class extends Base { b() {} }'), ['A.b'])
    assert.deepEqual(names('export default (B) => class C extends B { d() {} }'), ['C.d'])
    assert.deepEqual(names('const A = B => { return B }'), ['A'])
  })

  test('a handler has the name of its attribute, and does not call itself by it', () => {
    const text = 'const A = () => <a onClick={() => { onClick(); this.onClick() }} />'
    const [, click] = read(text, 'a.jsx').source.functions
    assert.deepEqual([click?.name, click?.cognitive], ['A.onClick', 0])
    const [url] = read('class A { get url() { return url() + this.url() } }').source.functions
    assert.equal(url?.cognitive, 0)
  })

  test('wrappers deeper than people write are not followed', () => {
    const wrapped = (depth: number) => `const a = ${'f('.repeat(depth)}() => 1${')'.repeat(depth)}`
    assert.deepEqual(names(wrapped(9)), ['a'])
    assert.deepEqual(names(wrapped(10)), ['<anonymous>'])
  })

  test('namespaces and anonymous classes are part of the name', () => {
    const { functions } = read(
      'namespace N.M { export function f() {} }\nuse(class { g() {} })',
    ).source
    assert.deepEqual(
      functions.map(({ name }) => name),
      ['N.M.f', '<anonymous>.g'],
    )
  })

  test('a field initialiser costs nobody, its inner functions stand alone', () => {
    const [outer, inner] = read('function f() { return class { a = b ? 1 : 2; c = () => d || e } }')
      .source.functions
    assert.deepEqual([outer?.cyclomatic, outer?.cognitive], [1, 0])
    assert.deepEqual([inner?.cyclomatic, inner?.cognitive], [2, 1])
  })

  test('try and finally decide nothing, catch does', () => {
    assert.equal(only('function f() { try { a() } finally { b() } }').cyclomatic, 1)
    assert.equal(only('function f() { try { a() } catch { b() } }').cyclomatic, 2)
  })

  test('recursion: by name, through this, from inside a callback; a namesake of another kind is none', () => {
    const cognitive = (text: string) => read(text).source.functions[0]?.cognitive
    assert.equal(cognitive('function f() { f(); f() }'), 1)
    assert.equal(cognitive('function f() { g(() => f()) }'), 1)
    assert.equal(cognitive('class A { f() { this.f() } }'), 1)
    assert.equal(cognitive('use({ f() { this.f() } })'), 1)
    assert.equal(cognitive('class A { f() { f() } }'), 0)
    assert.equal(cognitive('class A { get f() { return this.f() } }'), 0)
    assert.equal(cognitive('const f = () => other.f()'), 0)
    assert.equal(cognitive('function f() { const f = g(); f() }'), 0)
    assert.equal(cognitive('function f(f) { f() }'), 0)
    assert.equal(cognitive('function f() { g(() => { const h = 1; f() }) }'), 1)
    assert.equal(cognitive('use({ f: () => this.f() })'), 0)
    assert.equal(cognitive('use({ f() { g(function () { this.f() }) } })'), 0)
    assert.equal(cognitive('use({ f() { g(() => this.f()) } })'), 1)
    assert.equal(cognitive('class A { f = () => this.f() }'), 1)
  })

  test('what an inline function costs deepens with where it stands', () => {
    const { functions } = read(
      'function f() { if (a) b(() => { for (;;) c(() => d ? 1 : 2) }) }',
    ).source
    assert.deepEqual(
      functions.map(({ cognitive, nesting }) => [cognitive, nesting]),
      [
        [1 + 3 + 5, 2],
        [1 + 3, 1],
        [1, 0],
      ],
    )
  })

  test('CommonJS may return at the top, scripts may be sloppy, JSX is allowed in .js', () => {
    for (const text of ['return 1', 'with (a) b()', 'var await = 010', 'x = <a>{b}</a>'])
      assert.equal(read(text, 'a.js').source.fault, null, text)
  })
})
