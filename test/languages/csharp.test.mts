/** Is a C# file read as docs/metrics.md says, where its examples do not reach? */

import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { csharp } from '../../scripts/languages/csharp.mts'
import { hostileTexts } from './hostile.mts'

const read = (text: string) => csharp.read('example.cs', text, 'csharp')
const functions = (members: string) => {
  const { source } = read(`class A {\n${members}\n}\n`)
  assert.equal(source.fault, null)
  return source.functions
}
const only = (statements: string) => {
  const rows = functions(`int F(int a, int b) {\n${statements}\n}`)
  assert.equal(rows.length, 1)
  return rows[0]
}

before(() => csharp.prepare())

suite('complexity', () => {
  test('every case label decides, and every arm but the discard', () => {
    assert.equal(only('switch (a) { case 1: case 2: f(); break; default: break; }')?.cyclomatic, 3)
    assert.equal(only('return a switch { 1 => 2, > 3 when b => 4, _ => 5 };')?.cyclomatic, 3)
  })

  test('else if continues, an if inside else is nested', () => {
    assert.equal(only('if (a) ; else if (b) ; else ;')?.cognitive, 3)
    assert.equal(only('if (a) ; else { if (b) ; else ; }')?.cognitive, 5)
  })

  test('what may be null decides, and costs no reader', () => {
    const row = only('a ??= b?.c ?? 1; return a;')
    assert.deepEqual([row?.cyclomatic, row?.cognitive], [4, 0])
  })

  test('members with a body are functions, those without are not', () => {
    const rows = functions(
      'int P { get; set; } = 1; int Q => 1; int R { get { return 1; } init => f(); } abstract int F();\n[Attr]\nint G() => 1;',
    )
    assert.deepEqual(
      rows.map(({ name, line }) => [name, line]),
      [
        ['A.Q', 2],
        ['A.R.get', 2],
        ['A.R.init', 2],
        ['A.G', 4],
      ],
    )
  })

  test('recursion needs a name and number of arguments that only one method has', () => {
    assert.equal(functions('int F(int a) { return this.F(1); }')[0]?.cognitive, 1)
    assert.equal(functions('int F(int a) { return F(1, 2); }')[0]?.cognitive, 0)
    assert.equal(
      functions('int F(int a) { return F("x"); } int F(string a) => 1;')[0]?.cognitive,
      0,
    )
  })
})

suite('what the grammar cannot read as it is', () => {
  test('branches of #if that are no whole statement: the first is read', () => {
    const { source } = read(
      'class A\n#if X\n  : B\n#endif\n{\n  void F() {\n#if X\n    if (a) {\n#else\n    while (b) {\n#endif\n    }\n  }\n}\n',
    )
    assert.equal(source.fault, null)
    assert.deepEqual(
      source.functions.map(({ name, line, endLine, cyclomatic }) => [
        name,
        line,
        endLine,
        cyclomatic,
      ]),
      [['A.F', 6, 13, 2]],
    )
  })

  test('empty collection expressions', () => {
    assert.equal(only('int[] x = []; f([], y: []); return a ?? [];')?.cyclomatic, 2)
  })

  test('a text that is not C# says where', () => {
    const { source } = read('class A {\n  // note\n\n  int x = ;\n}\n')
    assert.equal(source.fault, 'line 4: this is not C# as its grammar knows it')
    assert.deepEqual([source.lines, source.code, source.comments], [5, 3, 1])
  })
})

hostileTexts(
  csharp,
  'csharp',
  [
    'using A.B;\nnamespace N {\n/// <summary>Doc.</summary>\n[X] public class A<T> : B where T : C {\n  public int P { get => p ?? 1; set { p = value; } }\n  public int F(int a, params int[] b) {\n    foreach (var x in y) { if (a && b || !c) continue; else if (d) { } else goto L; }\n    var r = x switch { 1 => 2, _ => 3 };\n    try { a?.b(z => z + 1); } catch (E e) when (e.x) { } finally { }\n    return F(1, $"{a}");\n  }\n#if X\n  int q = 1;\n#else\n  int q = 2;\n#endif\n}\n}\n',
    'record R(int X) { int[] y = []; }\nstruct S { public static S operator +(S a, S b) => a; }\n',
  ],
  { levels: 300, noise: 20_000 },
)
