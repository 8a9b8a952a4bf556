/** Is a Java file read as docs/metrics.md says, where its examples do not reach? */

import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { java } from '../../scripts/languages/java.mts'
import { hostileTexts } from './hostile.mts'

const read = (text: string) => java.read('Example.java', text, 'java')
const functions = (members: string) => {
  const { source } = read(`class A {\n${members}\n}\n`)
  assert.equal(source.fault, null)
  return source.functions
}
const only = (statements: string) => {
  const rows = functions(`int f(int a, int b) {\n${statements}\n}`)
  assert.equal(rows.length, 1)
  return rows[0]
}

before(() => java.prepare())

suite('complexity', () => {
  test('labels that share statements are one decision, none with default among them', () => {
    const cases = (labels: string) => only(`switch (a) { ${labels} }`)?.cyclomatic
    assert.equal(cases('case 1: case 2: a(); break; case 3: b();'), 3)
    assert.equal(cases('case 1: default: a();'), 1)
    assert.equal(cases('case 1: // why\n case 2: a();'), 2)
    assert.equal(cases('case 1: case 2:'), 2)
    assert.equal(cases('case 1, 2 -> a(); case 3 -> b(); default -> c();'), 3)
    assert.equal(cases('case String s when s.a() && b -> a(); case null, default -> c();'), 3)
  })

  test('else if continues, an if inside else is nested', () => {
    assert.equal(only('if (a) ; else if (b) ; else ;')?.cognitive, 3)
    assert.equal(only('if (a) ; else { if (b) ; else ; }')?.cognitive, 5)
    assert.equal(only('if (a) ; else if (b) ;')?.nesting, 1)
  })

  test('a conditional in a conditional is nested', () => {
    assert.equal(only('return a ? b : a > 1 ? 2 : 3;')?.cognitive, 3)
    assert.equal(only('return a ? b : 3;')?.nesting, 0)
  })

  test('runs of operators', () => {
    assert.equal(only('return a && b && a || b;')?.cognitive, 2)
    assert.equal(only('return a && !(b && a);')?.cognitive, 2)
    assert.equal(only('return (a & b) == 1 | a > b;')?.cognitive, 0)
  })

  test('only a jump to a label costs', () => {
    assert.equal(only('x: for (;;) { break x; }')?.cognitive, 2)
    assert.equal(only('for (;;) { break; }')?.cognitive, 1)
  })

  test('recursion needs a name and number of arguments that only one method has', () => {
    assert.equal(functions('void f(int a) { this.f(1); f(2); }')[0]?.cognitive, 1)
    assert.equal(functions('void f(int a) { f(1, 2); other.f(1); }')[0]?.cognitive, 0)
    assert.equal(functions('void f(int a) { f("x"); } void f(String a) {}')[0]?.cognitive, 0)
  })

  test('an inline lambda also counts for its owner, a method of a local class does not', () => {
    const rows = functions(
      'void f() { each(x -> { if (x) y(); }); Object o = new Object() { void g() { if (a) b(); } }; }',
    )
    assert.deepEqual(
      rows.map(({ name, cyclomatic, cognitive, nesting }) => [
        name,
        cyclomatic,
        cognitive,
        nesting,
      ]),
      [
        ['A.f', 1, 2, 1],
        ['A.f.<anonymous>', 2, 1, 1],
        ['A.f.o.g', 2, 1, 1],
      ],
    )
  })

  test('a declaration starts below its annotations', () => {
    const [row] = functions('@Override\n@Other(1)\npublic\nint f() {\n  return 1;\n}')
    assert.deepEqual([row?.line, row?.endLine, row?.lines], [4, 7, 4])
  })

  test('the receiver is no parameter', () => {
    assert.equal(functions('void f(A this, int a, final String... b) {}')[0]?.parameters, 2)
  })
})

suite('newer syntax', () => {
  const texts = {
    records:
      'record P<T>(int x, T... y) implements A { P { if (x < 0) throw new E(); } static int z; }',
    'sealed types':
      'sealed interface S permits A, B {}\nnon-sealed class A implements S { void f() {} }',
    'record patterns':
      'class A { int f(Object o) { return o instanceof P(Q(var a), int b) && b > 1 ? 1 : 0; } }',
    'unnamed variables': 'class A { void f() { try { int _ = g(); } catch (E _) {} } }',
    'text blocks': 'class A { String f() { return """\n  a "b" ""\\" c\n  """; } }',
    'a main without a class': 'void main() { print("x"); }',
  }
  for (const [name, text] of Object.entries(texts))
    test(name, () => {
      const { source } = read(text)
      assert.equal(source.fault, null)
      assert.equal(source.functions.length, 1)
    })

  test('what the grammar does not know is a fault', () => {
    assert.equal(
      read('import module java.base;\n').source.fault,
      'line 1: this is not Java as its grammar knows it',
    )
  })
})

suite('public surface', () => {
  const symbols = (text: string) =>
    read(text).source.symbols.map(({ name, isDocumented }) => `${name}${isDocumented ? '' : '?'}`)

  test('what a type hides, its members cannot show', () => {
    assert.deepEqual(symbols('class A { public void f() {} public static class B {} }'), [])
    assert.deepEqual(
      symbols('public class A { class B { public void f() {} } private int g() { return 1; } }'),
      ['A?'],
    )
  })

  test('members of enums, records and annotations', () => {
    assert.deepEqual(
      symbols('public enum E { A { public void x() {} }; public void f() {} E() {} }'),
      ['E?', 'E.f?'],
    )
    assert.deepEqual(
      symbols('public record R(int a) { public R {} public int b() { return 1; } }'),
      ['R?', 'R.R?', 'R.b?'],
    )
    assert.deepEqual(symbols('public @interface N { /** V. */ String value(); int X = 1; }'), [
      'N?',
      'N.value',
      'N.X?',
    ])
  })

  test('a doc comment needs words of its own', () => {
    const doc = (comment: string) => !symbols(`${comment} public class A {}`)[0]?.endsWith('?')
    assert.equal(doc('/** Words. */'), true)
    assert.equal(doc('/** Words. */ // more\n /* less */'), true)
    assert.equal(doc('/** {@inheritDoc} */'), true)
    assert.equal(doc('/** @return words */'), true)
    assert.equal(doc('/** @param name words */'), true)
    assert.equal(doc('/** @param name */'), false)
    assert.equal(doc('/** @author Somebody\n * @since 1.0 */'), false)
    assert.equal(doc('/* Words. */'), false)
    assert.equal(doc('/** */'), false)
    assert.equal(doc('/** Words. */ import a.b;'), false)
  })
})

suite('text', () => {
  test('a string is one token, comments are none', () => {
    const { source, tokens } = read('/* a\n\n b */ class A { // c\n  String s = "\\n \\" x";\n}\n')
    assert.equal(tokens.hashes.length, 9)
    assert.deepEqual([source.lines, source.code, source.comments], [5, 3, 1])
  })

  test('package, imports and annotations are no part of copied code', () => {
    const words = (text: string) => read(text).tokens.hashes.length
    assert.equal(words('package a.b;\nimport c.D;\nimport static c.E.*;\n'), 0)
    assert.equal(words('@A @B({1, 2}) interface C { @D("e") void f(@G int h); }'), 11)
  })

  test('a text that is not Java says where', () => {
    const { source } = read('class A {\n  // note\n\n  int x = ;\n}\n')
    assert.equal(source.fault, 'line 4: this is not Java as its grammar knows it')
    assert.deepEqual([source.lines, source.code, source.comments], [5, 3, 1])
  })

  test('thousands of open angles, which cost the grammar gigabytes, are not read', () => {
    assert.equal(
      read(`class A { int x = ${'a<'.repeat(5_000)} }`).source.fault,
      'line 1: nested too deeply to be read',
    )
    const harmless = `class A {\n${'  boolean x = a < b;\n'.repeat(2_000)}  // ${'<'.repeat(2_000)}\n}\n`
    assert.equal(read(harmless).source.fault, null)
  })
})

hostileTexts(java, 'java', [
  'package a;\nimport b.*;\n/** Doc. */\npublic class A<T extends B> {\n  static final int X = 1;\n  @Override public int f(int... a) throws E {\n    for (var b : c) if (b && d || !e) return switch (b) { case 1 -> 2; default -> 3; };\n    try (x) { y(z -> z + 1); } catch (E | F e) { } finally { }\n    String s = """\n      t""";\n    return a ? b : new C() { void g() { h::i; } };\n  }\n}\n',
  'record P(int x) { P { } } sealed interface S permits P {} enum E { A { }, B; }\n',
])
