import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Language } from '../../scripts/core/facts.mts'
import { readerOf } from '../../scripts/languages/index.mts'

const FILES: Partial<Record<Language, string>> = { typescript: 'a.ts', javascript: 'a.jsx' }

async function essences(language: Language, ...texts: readonly string[]) {
  const reader = await readerOf(language)
  return texts.map(text => {
    const essence = reader.essence(FILES[language] ?? 'a', text, language)
    assert.ok(essence !== null, `this does not parse: ${text}`)
    return essence
  })
}

async function alike(language: Language, a: string, b: string) {
  const [one, other] = await essences(language, a, b)
  assert.equal(one, other, `${a}\n${b}`)
}

async function different(language: Language, a: string, b: string) {
  const [one, other] = await essences(language, a, b)
  assert.notEqual(one, other, `${a}\n${b}`)
}

test('what a formatter rewrites is no difference', async () => {
  await alike('typescript', "const a = f('x', [1,2])\n", 'const a = f(\n  "x",\n  [1, 2,],\n)\n')
  await alike('javascript', 'let a = 1 // one\n', '/* a\n * number */\nlet a=1\n')
  await alike('java', 'void f ( ) {\n}\n', 'void f() {}\n')
  await alike('go', 'x := 1\n', '\tx := 1\n')
  await alike('python', "a = [\n  'x',\n  2]\n", 'a = ["x", 2,]\n')
  await alike('python', 'if a:\n  b()\n  # why\n', 'if a:\n    b()\n')
})

test('a docstring is a comment, any other string is not', async () => {
  await alike(
    'python',
    'def f(\n  a,\n) -> int:\n  """Old."""\n  g()\n',
    'def f(a) -> int:\n  """New."""\n  g()\n',
  )
  await alike('python', '"""Old."""\na = 1\n', '"""New."""\na = 1\n')
  await different('python', 'a = {\n  "b":\n  """old"""}\n', 'a = {\n  "b":\n  """new"""}\n')
  await different('python', 'f(\n  """old""")\n', 'f(\n  """new""")\n')
})

test('what the code does is a difference', async () => {
  await different('typescript', 'a + b', 'a - b')
  await different('typescript', "'it is'", "'it  is'")
  await different('typescript', 'const f = `a  b`', 'const f = `a b`')
  await different('go', "'a'", '"a"')
  await different('python', 'if a:\n  b()\n  c()\n', 'if a:\n  b()\nc()\n')
  await different('python', 'a = (1,)\n', 'a = (1)\n')
  await different('python', 'f((1,))\n', 'f((1))\n')
  await different('python', 'a = (b or c) + d\n', 'a = b or c + d\n')
  await different('python', 'a = """b\n  c"""\n', 'a = """b\n c"""\n')
  await different('javascript', 'return\nx', 'return x')
  await different('javascript', 'a\n[1].map(b)', 'a\n;[1].map(b)')
  await different('typescript', 'a || b', 'a | b')
  await different('javascript', 'return x', 'returnx')
})

test('brackets that decide, and blanks in literals, are a difference', async () => {
  await different('javascript', 'if (a === (b && c)) d()', 'if (a === b && c) d()')
  await different('javascript', 'a = /b  c/', 'a = /b c/')
  await different('javascript', 'a = `b  c`', 'a = `b c`')
  await different('python', 'if a in (b or c):\n  d()\n', 'if a in b or c:\n  d()\n')
  await different('python', "a = r'\\''\n", 'a = r"\'"\n')
  await different(
    'java',
    'class A { void f() { for (; a; ) b(); } }',
    'class A { void f() { for (; ; a) b(); } }',
  )
  await different('rust', 'const A: [u8; 2] = [0; 2];', 'const A: [u8; 2] = [0, 2];')
  await different('rust', 'fn f() -> u8 { g(); }', 'fn f() -> u8 { g() }')
  await different('csharp', 'class A { int[,] a; }', 'class A { int[] a; }')
  await different('php', '<?php $a = ($b + $c) * $d;', '<?php $a = $b + $c * $d;')
})

test('what rustfmt, ktlint, gofmt and others rewrite is no difference', async () => {
  await alike(
    'rust',
    'fn f(a: u8, b: u8) -> u8 { a + b }',
    'fn f(\n    a: u8,\n    b: u8,\n) -> u8 {\n    a + b\n}\n',
  )
  await alike(
    'kotlin',
    'fun f(a: Int, b: Int) = a + b\n',
    'fun f(\n    a: Int,\n    b: Int,\n) = a + b\n',
  )
  await alike(
    'go',
    'package a\nvar a = []int{1, 2}\n',
    'package a\n\nvar a = []int{\n\t1,\n\t2,\n}\n',
  )
  await alike('php', '<?php $a = [1, 2];', '<?php\n$a = [\n  1,\n  2,\n];\n')
  await alike('ruby', 'def a(b)\n  c(b)\nend\n', '# why\ndef a(b)\n    c( b )\nend\n')
  await alike('csharp', 'class A { int a = (1); }', 'class A\n{\n    int a = 1;\n}\n')
})

test('what Prettier rewrites is no difference', async () => {
  await alike(
    'typescript',
    "export type A =\n  | B\n  | C;\nconst f = (x) => {\n  g('it\\'s');\n  return;\n};\n",
    'export type A = B | C\nconst f = x => {\n\tg("it\'s")\n\treturn\n}\n',
  )
  await alike('javascript', 'a();\n[1].map(b);\n', 'a()\n;[1].map(b)\n')
  await alike('typescript', 'f<\n  A,\n  B,\n>()', 'f<A, B>()')
  await alike(
    'javascript',
    "a = <p>one {b} two</p>; c = { 'd': 1 }",
    "a = (\n  <p>\n    one {b}{' '}\n    two\n  </p>\n)\nc = { d: 1 }\n",
  )
})

test('what Black rewrites is no difference', async () => {
  await alike('python', 'a = f(\n  x\n)\n', 'a = f(\n    x,\n)\n')
  await alike('python', 'if (a and\n    b):\n  c()\n', 'if a and b:\n    c()\n')
  await alike('python', 'x = a + \\\n  b\n', 'x = (\n    a\n    + b\n)\n')
  await alike(
    'python',
    "class A():\n  '''Says.\n  More.\n  '''\n",
    'class A:\n    """Says.\n    More.\n    """\n',
  )
  await alike('python', "for (a, b) in c:\n  'x'\n", 'for a, b in c:\n    "x"\n')
  await alike('python', 'from a import b\n', 'from a import (\n    b,\n)\n')
})
