/** Is a Python file read as docs/metrics.md says, where its examples do not reach? */

import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { python } from '../../scripts/languages/python.mts'
import { hostileTexts } from './hostile.mts'

const read = (text: string, path = 'pkg/example.py') => python.read(path, text, 'python')
const only = (text: string) => {
  const { source } = read(text)
  assert.equal(source.fault, null)
  assert.equal(source.functions.length, 1)
  return source.functions[0]
}

before(() => python.prepare())

suite('complexity', () => {
  const body = (...lines: string[]) =>
    ['def f(a, b, c):', ...lines.map(line => `    ${line}`)].join('\n')

  test('a wildcard or a bare name is no decision, a dotted name is one', () => {
    const cases = (pattern: string) =>
      only(body('match a:', '  case 1: pass', `  case ${pattern}: pass`))?.cyclomatic
    assert.equal(cases('_'), 2)
    assert.equal(cases('rest'), 2)
    assert.equal(cases('Colour.RED'), 3)
    assert.equal(cases('[x, *_]'), 3)
    assert.equal(cases('None'), 3)
  })

  test('the else of a try or loop decides, that of an if does not', () => {
    assert.equal(only(body('if a: pass', 'else: pass'))?.cyclomatic, 2)
    assert.equal(only(body('while a: pass', 'else: pass'))?.cyclomatic, 3)
    assert.equal(only(body('try: pass', 'except A: pass', 'else: pass'))?.cyclomatic, 3)
    assert.equal(only(body('try: pass', 'finally: pass'))?.cyclomatic, 1)
  })

  test('a run of operators goes on behind a group in parentheses', () => {
    assert.equal(only(body('return a and (b or c) and a'))?.cognitive, 2)
    assert.equal(only(body('return a or b and c or a'))?.cognitive, 3)
    assert.equal(only(body('return a and g(b and c) and a'))?.cognitive, 2)
  })

  test('try and with do not make what is in them heavier', () => {
    const row = only(body('try:', '  with a:', '    if b: pass', 'finally: pass'))
    assert.deepEqual([row?.cognitive, row?.nesting], [1, 2])
  })

  test('a nested function is as deep as what is in it', () => {
    const { functions } = read('def f():\n  if a:\n    def g():\n      if b: pass\n').source
    assert.deepEqual(
      functions.map(({ nesting, cognitive }) => [nesting, cognitive]),
      [
        [1, 1],
        [1, 1],
      ],
    )
  })

  test('an if inside an else block is nested in it', () => {
    assert.equal(only(body('if a: pass', 'elif b: pass', 'else: pass'))?.cognitive, 3)
    assert.equal(only(body('if a: pass', 'else:', '  if b: pass', '  else: pass'))?.cognitive, 5)
  })

  test('a method is recursive through self only', () => {
    const [method, plain] = read(
      'class A:\n    def f(self): return self.f()\n    def g(self): return g()\n',
    ).source.functions
    assert.deepEqual([method?.cognitive, plain?.cognitive], [1, 0])
  })

  test('decisions in decorators, defaults and class bodies belong to nobody', () => {
    const { functions } = read(
      'def outer():\n    @a(b or c)\n    def inner(x=1 if d else 2): pass\n    class K(A if b else C):\n        x = y and z\n',
    ).source
    assert.deepEqual(
      functions.map(({ name, cyclomatic, cognitive }) => [name, cyclomatic, cognitive]),
      [
        ['outer', 1, 0],
        ['outer.inner', 1, 0],
      ],
    )
  })
})

suite('newer syntax', () => {
  const texts = {
    'nested f-strings': 'def f(x): return f"{x!r:>{w}} {f\'{f"{y}"}\'} {\'a\' if x else "b"}"',
    'type parameters':
      'class B[T: int](A): pass\ndef f[T, *Ts, **P](x: T) -> T: ...\ntype X[T] = list[T]',
    'except groups': 'def f():\n    try: pass\n    except* (A, B) as g: pass',
    'soft keywords as names': 'match = type = 1\nmatch[1] = type\ndef f(): print(match, case)',
    'parenthesised with': 'async def f():\n    async with (a as b, c as d,): pass',
  }
  for (const [name, text] of Object.entries(texts))
    test(name, () => {
      const { source } = read(text)
      assert.equal(source.fault, null)
      assert.equal(source.functions.length, 1)
    })

  test('what stands in an f-string counts', () => {
    assert.equal(only('def f(x): return f"{1 if x and y else 2}"')?.cyclomatic, 3)
  })

  test('except* is a handler', () => {
    assert.equal(only(texts['except groups'])?.cyclomatic, 2)
  })
})

suite('public surface', () => {
  const symbols = (text: string, path?: string) =>
    read(text, path).source.symbols.map(
      ({ name, isDocumented }) => `${name}${isDocumented ? '' : '?'}`,
    )

  test('an empty package file is no symbol, and one with code is named as its folder', () => {
    assert.deepEqual(symbols('# nothing\n', 'pkg/__init__.py'), [])
    assert.deepEqual(symbols('import x\n', 'pkg/__init__.py'), ['pkg?'])
    assert.deepEqual(symbols('', 'pkg/empty.py'), ['empty?'])
  })

  test('definitions under if and try are one symbol, documented when one of them is', () => {
    const text =
      'if a:\n    def f(): pass\nelse:\n    def f():\n        "Doc."\ntry:\n    class K: pass\nexcept E: pass\n'
    assert.deepEqual(symbols(text), ['example?', 'f', 'K?'])
  })

  test('what a setter or an overload says does not document the symbol', () => {
    const variants = '@property\n  def k(self): pass\n  @k.setter\n  def k(self, k): "Doc."\n'
    assert.deepEqual(symbols(`class K:\n  ${variants}`), ['example?', 'K?', 'K.k?'])
    assert.deepEqual(symbols('@overload\ndef f(): "Doc."\n@typing.overload\ndef g(): "Doc."\n'), [
      'example?',
    ])
  })

  test('a computed __all__ lists nothing', () => {
    assert.deepEqual(symbols('__all__ = x + ["f"]\ndef f(): pass\ndef g(): pass\n'), [
      'example?',
      'f?',
      'g?',
    ])
    assert.deepEqual(
      symbols(
        '__all__ = ["f"]\n__all__ += ("_g",)\ndef f(): pass\ndef _g(): pass\ndef h(): pass\n',
      ),
      ['example?', 'f?', '_g?'],
    )
  })

  test('only a plain text with words is a docstring', () => {
    const doc = (text: string) => read(`def f():\n    ${text}\n`).source.symbols[1]?.isDocumented
    assert.equal(doc('"Doc."'), true)
    assert.equal(doc("r'''Doc.'''"), true)
    assert.equal(doc('"a" "b"'), true)
    assert.equal(doc('"""  """'), false)
    assert.equal(doc('f"Doc."'), false)
    assert.equal(doc('b"Doc."'), false)
    assert.equal(doc('x = "Doc."'), false)
    assert.equal(doc('"Doc.".strip()'), false)
    assert.equal(doc('# why\n    "Doc."'), true)
  })
})

suite('tokens', () => {
  test('comments, layout and docstrings make no difference, names and strings do', () => {
    const hashes = (text: string) => [...read(text).tokens.hashes]
    const plain = hashes('def f(a):\n  return a + "x"\n')
    assert.deepEqual(
      hashes('# c\ndef f( a ) :\n\n    """Doc."""\n    return a + \\\n  "x" # d\n'),
      plain,
    )
    assert.notDeepEqual(hashes('def f(a):\n  return a + "y"\n'), plain)
    assert.notDeepEqual(hashes('def f(b):\n  return b + "x"\n'), plain)
  })

  test('imports and functions that are only declared are no part of copied code', () => {
    const words = (text: string) => read(text).tokens.hashes.length
    assert.equal(words('import a.b\nfrom c import (d, e)\nfrom __future__ import f\n'), 0)
    assert.equal(words('@g\ndef f(a: int) -> int: ...\ndef h(b):\n    """Doc."""\n    ...\n'), 2)
    assert.equal(words('def f():\n    return ...\n'), 7)
    assert.equal(words('def f():\n    a = ...\n'), 8)
  })

  test('a list of parameters as tall as a copy is no part of one, unless it calls something', () => {
    const words = (parameters: string) =>
      read(`def f(${parameters}):\n    pass\n`).tokens.hashes.length
    assert.equal(words('\n  a: int,\n  b="",\n  *,\n  c=0,\n'), 4)
    assert.equal(words('a, b, *, c'), 13)
    assert.equal(words('\n  a,\n  b,\n  c,\n'), 12)
    assert.equal(words('\n  a,\n  b,\n  *,\n  c=g(),\n'), 18)
  })

  test('the inside of a string is no code, whatever its line breaks', () => {
    const code = (text: string) => read(text).source.code
    assert.equal(code('a = """\nb\nc\n"""\n'), 2)
    assert.equal(code('a = """b\nc\nd"""\n'), 2)
    assert.equal(code('a = f"""\nb\n{c}\nd\n"""\n'), 3)
  })

  test('each token knows its line', () => {
    assert.deepEqual([...read('a\n\n(b,\n"""c\nd""")\n').tokens.lines], [1, 3, 3, 3, 4, 4, 5, 5])
  })
})

suite('text that is not Python', () => {
  test('says where, keeps its lines and has no functions', () => {
    const { source, tokens } = read('def f():\n    pass\n\n# note\n\nx = = 1\n')
    assert.equal(source.fault, 'line 6: this is not Python as its grammar knows it')
    assert.deepEqual([source.lines, source.code, source.comments], [6, 3, 1])
    assert.deepEqual([source.functions, source.symbols, source.imports], [[], [], []])
    assert.equal(tokens.hashes.length, 0)
  })

  test('generated text is not read', () => {
    const { source } = read('# Code generated by protoc. DO NOT EDIT.\ndef f(): pass\n')
    assert.notEqual(source.generated, null)
    assert.deepEqual([source.fault, source.functions.length, source.code], [null, 0, 1])
  })

  test('any line break, and none at the end', () => {
    for (const [text, lines] of [
      ['def f():\n  pass', 2],
      ['def f():\r\n  pass\r\n', 2],
      ['def f():\r  pass\r', 2],
      ['x = 1\rdef f(): pass\r', 2],
      ['\ufeffdef f(): pass\n', 1],
    ] as const) {
      const { source } = read(text)
      assert.equal(source.fault, null)
      assert.deepEqual([source.lines, source.code, source.functions.length], [lines, lines, 1])
      assert.equal(source.functions[0]?.endLine, lines)
    }
  })
})

hostileTexts(python, 'python', [
  'import a.b as c\n@d\nclass A(B):\n    """Doc."""\n    async def f(self, *a, b=lambda: 0, **c) -> int:\n        for x in y:\n            if x and not z or w: return [i for i in j if k]\n        else: pass\n        try: await x\n        except* E as e: raise\n        return f"{x!r:>{w}} {f\'{y}\'}"\n',
  'match x:\n    case [1, *_] if a: pass\n    case {"k": K(a=1)} | None as z: pass\n    case _: pass\n',
])
