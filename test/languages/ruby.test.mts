/** Is a Ruby file read as docs/metrics.md says, where its examples do not reach? */

import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { ruby } from '../../scripts/languages/ruby.mts'
import { hostileTexts } from './hostile.mts'

const read = (text: string) => ruby.read('example.rb', text, 'ruby')
const functions = (declarations: string) => {
  const { source } = read(`${declarations}\n`)
  assert.equal(source.fault, null)
  return source.functions
}
const only = (statements: string) => {
  const rows = functions(`def f(a, b)\n${statements}\nend`)
  assert.equal(rows.length, 1)
  return rows[0]
}

before(() => ruby.prepare())

suite('complexity', () => {
  test('every when and in decides, else does not', () => {
    const row = only('case a\nwhen 1, 2 then x\nwhen 3 then y\nelse z\nend')
    assert.deepEqual([row?.cyclomatic, row?.cognitive], [3, 1])
    assert.equal(only('case a\nin [1, b] then x\nin {k:} then y\nend')?.cyclomatic, 3)
  })

  test('elsif continues, an if inside else is nested', () => {
    assert.equal(only('if a then x elsif b then y else z end')?.cognitive, 3)
    assert.equal(only('if a\n x\nelse\n if b then y else z end\nend')?.cognitive, 5)
    assert.equal(only('if a\n x\nelse\n if b then y else z end\nend')?.nesting, 2)
  })

  test('modifiers weigh as their long forms do', () => {
    for (const word of ['if', 'unless', 'while', 'until', 'rescue']) {
      const row = only(`x ${word} a`)
      assert.deepEqual([row?.cyclomatic, row?.cognitive], [2, 1], word)
    }
  })

  test('words are operators too; ||=, &&= and &. decide and cost no reader', () => {
    assert.equal(only('a && b or c')?.cyclomatic, 3)
    const row = only('a ||= b&.c\na &&= 1')
    assert.deepEqual([row?.cyclomatic, row?.cognitive], [4, 0])
  })

  test('a rescue weighs wherever it stands', () => {
    assert.equal(only('x\nrescue A, B => e\n y\nrescue\n z\nensure\n w')?.cyclomatic, 3)
    assert.equal(only('begin\n x\nrescue A\n y if a\nend')?.cognitive, 3)
  })

  test('blocks decide for their method, and have a row when something names them', () => {
    const rows = functions(
      'class A\n  def f\n    g = ->(x) { x ? 1 : 2 }\n    h = lambda do |x, y| end\n    list.each { |x| y if x }\n  end\n  define_method(:k) { |x| x }\nend',
    )
    assert.deepEqual(
      rows.map(({ name, cyclomatic, cognitive, parameters }) => [
        name,
        cyclomatic,
        cognitive,
        parameters,
      ]),
      [
        ['A.f', 3, 2, 0],
        ['A.f.g', 2, 1, 1],
        ['A.f.h', 1, 0, 2],
        ['A.k', 1, 0, 1],
      ],
    )
  })

  test('names and parameters', () => {
    const rows = functions(
      'module A\n class B::C < D\n  def self.s(x) = x\n  class << self\n   def t; end\n  end\n  def x=(v) end\n  def ==(o) = true\n  private def m(a, b = 1, *c, d:, e: 2, **f, &g) end\n end\nend',
    )
    assert.deepEqual(
      rows.map(({ name, parameters }) => [name, parameters]),
      [
        ['A.B::C.s', 1],
        ['A.B::C.t', 0],
        ['A.B::C.x=', 1],
        ['A.B::C.==', 1],
        ['A.B::C.m', 7],
      ],
    )
  })

  test('recursion is by name, or through self', () => {
    assert.equal(only('f(1, 2)')?.cognitive, 1)
    assert.equal(only('self.f(1, 2)')?.cognitive, 1)
    assert.equal(only('other.f(1, 2)')?.cognitive, 0)
  })
})

suite('text', () => {
  test('block comments are comments, and what follows __END__ is neither', () => {
    const { source } = read('=begin\na\n\nb\n=end\nx = 1 # c\n__END__\ndata\n')
    assert.equal(source.fault, null)
    assert.deepEqual([source.lines, source.comments], [8, 4])
  })

  test('a heredoc is one token', () => {
    const { tokens } = read('x = <<~EOT\n  a #{b}\n\n  c\nEOT\ny\n')
    assert.deepEqual([tokens.lines[0], tokens.lines.at(-1), tokens.lines.length], [1, 6, 5])
  })

  test('a text that is not Ruby says where', () => {
    assert.equal(
      read('def f\nend\n\ndef g(\nend\n').source.fault,
      'line 5: this is not Ruby as its grammar knows it',
    )
  })
})

hostileTexts(
  ruby,
  'ruby',
  [
    "require 'a'\nmodule A\n  # Doc.\n  class B < C::D\n    def m(a, b = 1, *c, d:, **e, &f)\n      if a && b || !c then x elsif y then z else w end\n      a unless b\n      while x do break end\n      case x when 1, 2 then a else c end\n      l.map do |x, y| x end\n      s = <<~EOT\n        text #{x ? 1 : 2}\n      EOT\n      p = ->(x) { x }\n      a&.b ||= %w[a b]\n    rescue E => e\n      m(1)\n    ensure\n      z\n    end\n  end\nend\n",
    '=begin\nblock\n=end\ndef self.s(x) = x + 1\nx => {a:}\n__END__\ndata\n',
  ],
  { levels: 1_500, noise: 20_000 },
)
