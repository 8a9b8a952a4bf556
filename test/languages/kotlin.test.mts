/** Is a Kotlin file read as docs/metrics.md says, where its examples do not reach? */

import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { kotlin } from '../../scripts/languages/kotlin.mts'
import { hostileTexts } from './hostile.mts'

const read = (text: string) => kotlin.read('example.kt', text, 'kotlin')
const functions = (declarations: string) => {
  const { source } = read(`${declarations}\n`)
  assert.equal(source.fault, null)
  return source.functions
}
const only = (statements: string) => {
  const rows = functions(`fun f(a: Int, b: Int): Int {\n${statements}\n}`)
  assert.equal(rows.length, 1)
  return rows[0]
}

before(() => kotlin.prepare())

suite('complexity', () => {
  test('every entry of a when but else decides, and ?:', () => {
    const row = only('when (a) {\n 1, 2 -> b()\n in 3..4 -> c()\n else -> d()\n}\nreturn a ?: b')
    assert.deepEqual([row?.cyclomatic, row?.cognitive], [4, 1])
  })

  test('else if continues, an if inside else is nested, braces or not', () => {
    for (const [open, close] of [
      ['{', '}'],
      ['', ''],
    ] as const) {
      const flat = only(`if (a) ${open} x() ${close} else if (b) ${open} y() ${close} else z()`)
      assert.deepEqual([flat?.cognitive, flat?.nesting], [3, 1])
    }
    const nested = only('if (a) x() else { if (b) y() else z() }')
    assert.deepEqual([nested?.cognitive, nested?.nesting], [5, 2])
    assert.equal(only('for (x in y) if (a) z()')?.cognitive, 3)
    assert.equal(only('while (a) if (b) z()')?.cognitive, 3)
    assert.equal(only('if (x.any { if (it) y else z }) w()')?.cognitive, 4)
  })

  test('only a jump to a label costs', () => {
    assert.equal(only('x@ for (y in z) { break@x }')?.cognitive, 2)
    assert.equal(only('for (y in z) { break }')?.cognitive, 1)
    assert.equal(only('z.forEach { return@forEach }')?.cognitive, 0)
  })

  test('lambdas decide for their owner, and have a row when something names them', () => {
    const rows = functions(
      'fun f() {\n  val g = { a: Int -> if (a) 1 else 2 }\n  list.map { if (it) 1 else 2 }\n}',
    )
    assert.deepEqual(
      rows.map(({ name, cyclomatic, cognitive, parameters }) => [
        name,
        cyclomatic,
        cognitive,
        parameters,
      ]),
      [
        ['f', 3, 3, 0],
        ['f.g', 2, 2, 1],
      ],
    )
  })

  test('members with a body are functions, initialisers are not', () => {
    const rows = functions(
      'class A(val x: Int = if (y) 1 else 2) {\n  init { if (x) z() }\n  constructor() : this(1) { z() }\n  val p: Int\n    get() = 1\n  var q = 0\n    set(value) { field = value }\n  @Test\n  fun f() = 1\n  companion object {\n    fun g() {}\n  }\n  val o = object : B {\n    override fun h() {}\n  }\n}\ninterface I {\n  fun i()\n}',
    )
    assert.deepEqual(
      rows.map(({ name, line, parameters }) => [name, line, parameters]),
      [
        ['A.constructor', 3, 0],
        ['A.p.get', 5, 0],
        ['A.q.set', 7, 1],
        ['A.f', 9, 0],
        ['A.g', 11, 0],
        ['A.o.h', 14, 0],
      ],
    )
  })

  test('recursion needs a name and number of arguments that only one function has', () => {
    assert.equal(functions('fun f(a: Int): Int = f(1)')[0]?.cognitive, 1)
    assert.equal(functions('fun f(a: Int): Int = g.f(1)')[0]?.cognitive, 0)
  })
})

suite('text', () => {
  test('a string is one token, comments are none', () => {
    const { source, tokens } = read('/* a */\nval x = """\n  a\n""" // b\n')
    assert.equal(source.fault, null)
    assert.equal(source.comments, 1)
    assert.equal(tokens.hashes.length, 4)
  })

  test('what Kotlin allows and its grammar does not is read all the same', () => {
    for (const text of [
      'plugins {\n  kotlin("jvm")\n}\n\nimport a.b\n\nval c = 1\n',
      'actual open class A\ninternal actual constructor(val a: Int)\n',
      'class A\n  @RequiresApi(37)\n  internal constructor() : B() {\n  fun f() = 1\n}\n',
      'fun f() {\n  while (!final) {\n    open = g().apply { open(1) }\n  }\n}\n',
      'fun f() {\n  g()\n  in1.close()\n  by.write()\n}\n',
      'class A {\n  var set = 0\n  fun f(a: Int): Int {\n    set = set or a\n    return if (a and set != 0) 1 else 0\n  }\n}\n',
      'class A {\n  val size\n    @JvmName("size")\n    get() = 1\n}\n',
      'class A {\n  var p: Int?\n    @Synchronized get() = q\n\n    @Synchronized set(value) {\n      q = value\n    }\n}\n',
    ])
      assert.equal(read(text).source.fault, null, text)
  })

  test('a text that is not Kotlin says where', () => {
    assert.equal(
      read('fun f() {}\n\nfun g( {\n}\n').source.fault,
      'line 3: this is not Kotlin as its grammar knows it',
    )
  })
})

// In an error this grammar looks for the end of a string at every step, which takes the square of the text.
hostileTexts(
  kotlin,
  'kotlin',
  [
    'package a.b\nimport a.c.*\n/** Doc. */\nclass A<T>(val x: Int) : B(), C by c {\n  init { if (x) y() }\n  val p: Int get() = if (a) 1 else 2\n  override fun f(x: Int = 3, vararg y: String): Int {\n    o@ for (i in 1..2) { if (a && b || !c) continue@o else if (d) { break } else { e() } }\n    when (x) {\n      1, 2 -> a()\n      is Foo -> { b() }\n      else -> c()\n    }\n    try { a?.b!!.c ?: throw E() } catch (e: E) { x } finally { y }\n    val g = { a: Int -> a }\n    return list.map { it + 1 }.f(1, "a$x")\n  }\n}\n',
    'val top = """\n  a\n"""\nfun String.g() = run { 1 }\nobject O { fun m() {} }\n',
  ],
  { levels: 60, noise: 20 },
)
