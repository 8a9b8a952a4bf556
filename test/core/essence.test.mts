import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Followed } from '../../scripts/core/code-text.mts'
import { essence } from '../../scripts/core/essence.mts'

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

test('a docstring is a comment, any other string is not', () => {
  alike(
    'python',
    'def f(\n  a,\n) -> int:\n  """Old."""\n  g()\n',
    'def f(a) -> int:\n  """New."""\n  g()\n',
  )
  alike('python', 'def f(a,\n      *b):\n  """Old."""\n', 'def f(a,\n      *b):\n  """New."""\n')
  alike('python', '"""Old."""\na = 1\n', '"""New."""\na = 1\n')
  different('python', 'a = {\n  "b":\n  """old"""}\n', 'a = {\n  "b":\n  """new"""}\n')
  different('python', 'f(\n  """old""")\n', 'f(\n  """new""")\n')
})

test('what the code does is a difference', () => {
  different('typescript', 'a + b', 'a - b')
  different('typescript', "'it is'", "'it  is'")
  different('typescript', 'const f = `a  b`', 'const f = `a b`')
  different('go', "'a'", '"a"')
  different('python', 'if a:\n  b()\n  c()\n', 'if a:\n  b()\nc()\n')
  different('python', 'a = (1,)\n', 'a = (1)\n')
  different('python', 'f((1,))\n', 'f((1))\n')
  different('python', 'a = (b or c) + d\n', 'a = b or c + d\n')
  different('python', 'a = """b\n  c"""\n', 'a = """b\n c"""\n')
  different('javascript', 'return\nx', 'return x')
  different('javascript', 'a\n[1].map(b)', 'a\n;[1].map(b)')
  different('typescript', 'a || b', 'a | b')
  different('javascript', 'return x', 'returnx')
})

test('what Prettier rewrites is no difference', () => {
  alike(
    'typescript',
    "export type A =\n  | B\n  | C;\nconst f = (x) => {\n  g('it\\'s');\n  return;\n};\n",
    'export type A = B | C\nconst f = x => {\n\tg("it\'s")\n\treturn\n}\n',
  )
  alike('javascript', 'a();\n[1].map(b);\n', 'a()\n;[1].map(b)\n')
  alike('typescript', 'f<\n  A,\n  B,\n>()', 'f<A, B>()')
})

test('what Black rewrites is no difference', () => {
  alike('python', 'a = f(\n  x\n)\n', 'a = f(\n    x,\n)\n')
  alike('python', 'if (a and\n    b):\n  c()\n', 'if a and b:\n    c()\n')
  alike('python', 'x = a + \\\n  b\n', 'x = (\n    a\n    + b\n)\n')
  alike(
    'python',
    "class A():\n  '''Says.\n  More.\n  '''\n",
    'class A:\n    """Says.\n    More.\n    """\n',
  )
  alike('python', "for (a, b) in c:\n  'x'\n", 'for a, b in c:\n    "x"\n')
  alike('python', 'from a import b\n', 'from a import (\n    b,\n)\n')
})
