/** Is a Rust file read as docs/metrics.md says, where its examples do not reach? */

import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { rust } from '../../scripts/languages/rust.mts'
import { hostileTexts } from './hostile.mts'

const read = (text: string) => rust.read('example.rs', text, 'rust')
const functions = (items: string) => {
  const { source } = read(`${items}\n`)
  assert.equal(source.fault, null)
  return source.functions
}
const only = (statements: string) => {
  const rows = functions(`fn f(a: i32, b: i32) -> i32 {\n${statements}\n}`)
  assert.equal(rows.length, 1)
  return rows[0]
}

before(() => rust.prepare())

suite('complexity', () => {
  test('arms but one, let else, and the question mark', () => {
    assert.equal(only('match a { 1 | 2 => 3, n if n > 3 => 4, _ => 5 }')?.cyclomatic, 3)
    assert.equal(only('let Some(x) = a else { return 1; }; x')?.cyclomatic, 2)
    assert.equal(only('g()?.h()?; 1')?.cyclomatic, 3)
    assert.equal(only('if let Some(x) = a && b && c { x } else { 1 }')?.cyclomatic, 4)
  })

  test('else if continues, an if inside else is nested', () => {
    assert.equal(only('if a { 1 } else if b { 2 } else { 3 }')?.cognitive, 3)
    assert.equal(only('if a { 1 } else { if b { 2 } else { 3 } }')?.cognitive, 5)
    assert.equal(only('if a { 1 } else if b { 2 } else { 3 }')?.nesting, 1)
  })

  test('only a jump to a label costs', () => {
    assert.equal(only("'x: loop { break 'x 1; }")?.cognitive, 2)
    assert.equal(only('loop { break; }')?.cognitive, 1)
  })

  test('recursion is by name, or through self', () => {
    const rows = functions(
      'fn f() { f() }\nimpl A<T> { fn g(&self) { self.g() } fn h() { Self::h() } fn i(&self) { i() } }',
    )
    assert.deepEqual(
      rows.map(({ name, cognitive }) => [name, cognitive]),
      [
        ['f', 1],
        ['A.g', 1],
        ['A.h', 1],
        ['A.i', 0],
      ],
    )
  })

  test('methods take the name of the type they are for', () => {
    const rows = functions(
      'impl<T> fmt::Display for a::Foo<T> { fn f(&self, b: u8) {} }\ntrait T { fn g(); fn h() {} }\nmod m { fn k() {} }',
    )
    assert.deepEqual(
      rows.map(({ name, parameters }) => [name, parameters]),
      [
        ['Foo.f', 1],
        ['T.h', 0],
        ['m.k', 0],
      ],
    )
  })

  test('what stands in a macro is not read', () => {
    assert.equal(only('assert!(a && b); 1')?.cyclomatic, 1)
  })
})

suite('inline tests', () => {
  test('are no part of the numbers, but for the length of the file', () => {
    const { source, tokens } = read(
      'fn f() {}\n\n#[cfg(test)]\n#[allow(x)]\nmod tests {\n    // note\n    #[test]\n    fn t() {}\n}\n',
    )
    assert.deepEqual(
      source.functions.map(({ name }) => name),
      ['f'],
    )
    assert.equal(source.hasTests, true)
    assert.deepEqual([source.lines, source.code, source.comments], [9, 3, 0])
    assert.equal(Math.max(...tokens.lines), 1)
  })

  test('code for every build but the tests is measured', () => {
    assert.equal(functions('#[cfg(not(test))]\nmod m { fn f() {} }').length, 1)
    assert.equal(functions('#[cfg(feature = "test")]\nfn f() {}').length, 1)
  })
})

suite('text', () => {
  test('doc comments are comments, a lifetime is one token', () => {
    const { source, tokens } = read("/// Doc.\n/* a\n\n b */\nstruct A<'a>(&'a str); // c\n")
    assert.deepEqual([source.lines, source.code, source.comments], [5, 1, 3])
    assert.equal(tokens.hashes.length, 11)
  })

  test('a text that is not Rust says where', () => {
    assert.equal(
      read('fn f() {}\n\nfn g( {\n}\n').source.fault,
      'line 3: this is not Rust as its grammar knows it',
    )
  })
})

hostileTexts(
  rust,
  'rust',
  [
    '//! Doc.\nuse a::{b, c as d};\n/// Doc.\npub fn f<\'a, T: A>(x: &\'a T, (y, z): (u8, u8)) -> Option<u8> {\n    \'o: for i in 0..3 { if a && b || !c { continue \'o; } else if let Some(x) = y { } else { } }\n    let Some(w) = x else { return None; };\n    let g = |x: u8, y| match x { 1 => 2, _ => y };\n    v.iter().map(|x| x?).collect();\n    println!("{}", r#"a\n"#);\n    f(x, (1, 2))?\n}\n',
    'impl<T> A for B<T> { fn m(&self) { while let Some(x) = self.m() { } } }\n#[cfg(test)]\nmod tests { #[test] fn t() { } }\n',
  ],
  { levels: 1_000, noise: 20_000 },
)
