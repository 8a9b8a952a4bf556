import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Language } from '../../scripts/core/facts.mts'
import { excerpt } from '../../scripts/languages/excerpt.mts'

const at = (text: string, line: number, language: Language) =>
  excerpt(text.split('\n'), line, language)

test('a signature ends where the body begins, whatever its brackets and texts hold', () => {
  const rows: [string, Language, string][] = [
    [
      'export function f(a: { b: string } = {}, c = "{"): void {',
      'typescript',
      'export function f(a: { b: string } = {}, c = "{"): void',
    ],
    ['export const f = (a) => {', 'javascript', 'export const f = (a)'],
    ['export type A = string | number;', 'typescript', 'export type A = string | number'],
    [
      '    def f(self, a: dict[str, int] = {}) -> int:  # x',
      'python',
      'def f(self, a: dict[str, int] = {}) -> int',
    ],
    ['func (c *A) F(b []int) error {', 'go', 'func (c *A) F(b []int) error'],
    ['  public <T> int add(T a);', 'java', 'public <T> int add(T a)'],
    ['const A = 1', 'javascript', 'const A = 1'],
    ['function f(((((((', 'javascript', 'function f((((((('],
  ]
  for (const [text, language, signature] of rows)
    assert.equal(at(text, 1, language).signature, signature)
  assert.equal(
    at('def f(\n    a,\n    b,\n) -> int:\n    pass', 1, 'python').signature,
    'def f(\n    a,\n    b,\n) -> int',
  )
})

test('documentation is found where the language keeps it', () => {
  const js = '/**\n * Opens it.\n *\n *   - deeper\n */\n@logged\nexport class A {'
  assert.equal(at(js, 7, 'typescript').doc, 'Opens it.\n\n  - deeper')
  assert.equal(at('/** One. */\nint a() {', 2, 'java').doc, 'One.')
  assert.equal(at('// Not it.\n\n// F does.\n// More.\nfunc F() {', 5, 'go').doc, 'F does.\nMore.')
  assert.equal(
    at('def f(a):\n    """Does.\n\n    More.\n      Deeper.\n    """', 1, 'python').doc,
    'Does.\n\nMore.\n  Deeper.',
  )
  assert.equal(at('#!/x\n"""Module."""\nimport a', 0, 'python').doc, 'Module.')
  assert.equal(at('def f(a):\n    return "no"', 1, 'python').doc, '')
  assert.equal(at('const a = 1\nconst b = 2', 2, 'javascript').doc, '')
})
