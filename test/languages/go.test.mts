/** Is a Go file read as docs/metrics.md says, where its examples do not reach? */

import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { go } from '../../scripts/languages/go.mts'
import { hostileTexts } from './hostile.mts'

const read = (text: string) => go.read('example.go', text, 'go')
const functions = (declarations: string) => {
  const { source } = read(`package a\n\n${declarations}\n`)
  assert.equal(source.fault, null)
  return source.functions
}
const only = (statements: string) => {
  const rows = functions(`func f(a, b int) int {\n${statements}\n}`)
  assert.equal(rows.length, 1)
  return rows[0]
}

before(() => go.prepare())

suite('complexity', () => {
  test('every case but default decides', () => {
    assert.equal(only('switch a { case 1, 2: case 3: fallthrough; default: }')?.cyclomatic, 3)
    assert.equal(only('switch x := y.(type) { case nil: _ = x; default: }')?.cyclomatic, 2)
    assert.equal(only('select { case <-c: case d <- 1: default: }')?.cyclomatic, 3)
  })

  test('a switch weighs once, whatever its cases', () => {
    assert.equal(only('switch a { case 1: case 2: case 3: }')?.cognitive, 1)
    assert.equal(only('switch { case a > b: if a == b { return 1 } }')?.cognitive, 3)
  })

  test('else if continues, an if inside else is nested', () => {
    assert.equal(only('if a {} else if b {} else {}')?.cognitive, 3)
    assert.equal(only('if a {} else { if b {} else {} }')?.cognitive, 5)
  })

  test('only a jump to a label costs, and goto', () => {
    assert.equal(only('x: for { break x }')?.cognitive, 2)
    assert.equal(only('x: for { continue }')?.cognitive, 1)
    assert.equal(only('x: goto x')?.cognitive, 1)
  })

  test('recursion is by name, or through the receiver', () => {
    const rows = functions(
      'func f() { f() }\nfunc (t *T) g() { t.g() }\nfunc (t T) h() { u.h(); h() }\nfunc (T) i() { i() }',
    )
    assert.deepEqual(
      rows.map(({ name, cognitive }) => [name, cognitive]),
      [
        ['f', 1],
        ['T.g', 1],
        ['T.h', 0],
        ['T.i', 0],
      ],
    )
  })

  test('a literal is a row when it is assigned, and decides for its owner either way', () => {
    const rows = functions(
      'func f() {\n\tg, h := func() { if a {} }, 1\n\tx.y = func() { if a {} }\n\tgo func() { if a {} }()\n\tm := map[string]func(){"k": func() { if a {} }}\n\tg(h, m)\n}',
    )
    assert.deepEqual(
      rows.map(({ name, cyclomatic, cognitive }) => [name, cyclomatic, cognitive]),
      [
        ['f', 5, 4],
        ['f.g', 2, 1],
        ['f.y', 2, 1],
      ],
    )
  })

  test('parameters are names, or types where nothing is named', () => {
    const count = (list: string) => functions(`func f(${list}) {}`)[0]?.parameters
    assert.equal(count(''), 0)
    assert.equal(count('a, b int, c ...string'), 3)
    assert.equal(count('int, string'), 2)
    assert.equal(count('_ int'), 1)
  })

  test('a declaration without a body is no function', () => {
    assert.deepEqual(functions('func f(a int) int'), [])
  })
})

suite('newer syntax', () => {
  const texts = {
    'type parameters': 'func f[K comparable, V ~int | ~string](m map[K]V) {}',
    'generic receivers': 'func (t *Tree[K, V]) f() {}',
    'generic aliases': 'type A[P any] = []P\nfunc f() {}',
    'ranges over integers and functions': 'func f() { for range 10 {}; for a, b := range seq {} }',
    'instantiated calls': 'func f() { _ = g[int](1); _ = Pair[string, int]{a: 1} }',
  }
  for (const [name, text] of Object.entries(texts))
    test(name, () => assert.equal(functions(text).length, 1))

  test('what the grammar does not know is a fault', () => {
    assert.equal(
      read('package a\n\nfunc f() { _ = new(1) }\n').source.fault,
      'line 3: this is not Go as its grammar knows it',
    )
  })
})

suite('public surface', () => {
  const symbols = (text: string) =>
    read(`package a\n\n${text}\n`).source.symbols.map(
      ({ name, isDocumented }) => `${name}${isDocumented ? '' : '?'}`,
    )

  test('a member is documented by its own comment or that of its group', () => {
    assert.deepEqual(symbols('var (\n\t// A is.\n\tA = 1\n\tB = 2 // B is.\n\tC = 3\n)'), [
      'A',
      'B?',
      'C?',
    ])
    assert.deepEqual(symbols('// Types.\ntype (\n\tA int\n\tB = string\n)'), ['A', 'B'])
  })

  test('comments that say nothing to a reader', () => {
    assert.deepEqual(symbols('//nolint:all\nfunc A() {}'), ['A?'])
    assert.deepEqual(symbols('//go:build linux\n//\nfunc A() {}'), ['A?'])
    assert.deepEqual(symbols('// A is.\n//go:noinline\nfunc A() {}'), ['A'])
    assert.deepEqual(symbols('/* A is. */\nfunc A() {}'), ['A'])
    assert.deepEqual(symbols('// A is.\n\nfunc A() {}'), ['A?'])
    assert.deepEqual(symbols('var x = 1 // A is.\nfunc A() {}'), ['A?'])
  })

  test('a capital of any alphabet exports', () => {
    assert.deepEqual(symbols('func Über() {}\nfunc über() {}'), ['Über?'])
  })
})

suite('text', () => {
  test('strings are one token, comments none, and the end needs no line break', () => {
    const { source, tokens } = read('package a // c\n\nvar x = `a\n\nb` + "\\n"')
    assert.equal(source.fault, null)
    assert.deepEqual([source.lines, source.code, source.comments], [5, 3, 0])
    assert.deepEqual([...tokens.lines], [3, 3, 3, 3, 5, 5])
  })

  test('package and imports are no part of copied code, interfaces are', () => {
    const words = (text: string) => read(`package a\n${text}`).tokens.hashes.length
    assert.equal(words('import "fmt"\nimport (\n\tx "a/b"\n)\n'), 0)
    assert.equal(words('type T interface { F() }\n'), 8)
  })

  test('an end without a line break ends the declaration before it', () => {
    assert.equal(read('package a\ntype T struct { A; *B }').source.fault, null)
  })

  test('a text that is not Go says where', () => {
    const { source } = read('package a\n\n// note\nfunc f( {\n}\n')
    assert.equal(source.fault, 'line 4: this is not Go as its grammar knows it')
    assert.deepEqual([source.lines, source.code, source.comments], [5, 3, 1])
  })
})

hostileTexts(go, 'go', [
  '// Package a is.\npackage a\n\nimport f "fmt"\n\n// T is.\ntype T[K any] struct{ a, b int `x` }\n\nfunc (t *T[K]) F(a, b int, c ...string) (x int) {\n\tfor i := range 10 {\n\t\tif a && b || !c { continue } else if d {} else {}\n\t}\n\tswitch x := y.(type) { case int: default: }\n\tselect { case <-c: }\n\tdefer func() { g() }()\n\treturn t.F(1, 2)\n}\n',
  'package a\nvar x, y = func() {}, &C{Run: func() {}}\nconst (\n\tA = iota\n\tB\n)\n',
])
