/** Is a PHP file read as docs/metrics.md says, where its examples do not reach? */

import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { php } from '../../scripts/languages/php.mts'
import { hostileTexts } from './hostile.mts'

const read = (text: string) => php.read('example.php', text, 'php')
const functions = (declarations: string) => {
  const { source } = read(`<?php\n${declarations}\n`)
  assert.equal(source.fault, null)
  return source.functions
}
const only = (statements: string) => {
  const rows = functions(`function f($a, $b) {\n${statements}\n}`)
  assert.equal(rows.length, 1)
  return rows[0]
}

before(() => php.prepare())

suite('complexity', () => {
  test('every case and arm but default decides', () => {
    assert.equal(only('switch ($a) { case 1: case 2: g(); break; default: h(); }')?.cyclomatic, 3)
    assert.equal(only('return match (true) { 1, 2 => 3, $b => 4, default => 5 };')?.cyclomatic, 3)
  })

  test('else if continues in one word or two, an if inside else is nested', () => {
    assert.equal(only('if ($a) g(); elseif ($b) g(); else g();')?.cognitive, 3)
    assert.equal(only('if ($a) { g(); } else if ($b) { g(); } else { g(); }')?.cognitive, 3)
    assert.equal(only('if ($a): g(); elseif ($b): g(); else: g(); endif;')?.cognitive, 3)
    assert.equal(only('if ($a) g(); else { if ($b) g(); else g(); }')?.cognitive, 5)
  })

  test('words are operators too; defaults decide and cost no reader', () => {
    assert.deepEqual([only('return $a and $b or $c;')?.cyclomatic], [3])
    const row = only('$a ??= $b ?? $c; return $a ?: $b;')
    assert.deepEqual([row?.cyclomatic, row?.cognitive], [4, 0])
  })

  test('only a jump out of several loops costs', () => {
    assert.equal(only('while ($a) { while ($b) { break 2; } }')?.cognitive, 4)
    assert.equal(only('while ($a) { break; }')?.cognitive, 1)
  })

  test('recursion is by name, through $this, self or static', () => {
    const rows = functions(
      'function f() { f(); }\nclass A { function g() { $this->g(); } static function h() { self::h(); } function i() { i(); parent::i(); } }',
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

  test('closures decide for their owner, and have a row when something names them', () => {
    const rows = functions(
      'function f() {\n$g = fn($x) => $x ? 1 : 2;\n$this->h = function ($x, $y) { };\narray_map(function ($x) { if ($x) return 1; }, $l);\n}',
    )
    assert.deepEqual(
      rows.map(({ name, cyclomatic, cognitive, parameters }) => [
        name,
        cyclomatic,
        cognitive,
        parameters,
      ]),
      [
        ['f', 3, 2, 0],
        ['f.g', 2, 1, 1],
        ['f.h', 1, 0, 2],
      ],
    )
  })
})

suite('text', () => {
  test('HTML is neither code nor comment', () => {
    const { source } = read('<p>\n<?php\n# a\n$x = 1; // b\n?>\n</p>\n<?= $x ?>\n')
    assert.equal(source.fault, null)
    assert.deepEqual([source.lines, source.code, source.comments], [7, 4, 1])
  })

  test('a heredoc is one token', () => {
    const { tokens } = read('<?php\n$x = <<<EOT\n  a $b\n\nEOT;\n')
    assert.deepEqual([...tokens.lines], [1, 2, 2, 2, 2, 5])
  })

  test('a text that is not PHP says where', () => {
    assert.equal(
      read('<?php\n\nfunction f( {\n}\n').source.fault,
      'line 3: this is not PHP as its grammar knows it',
    )
  })
})

hostileTexts(
  php,
  'php',
  [
    '<html>\n<?php\nnamespace A\\B;\nuse C\\{D, E as F};\n/** Doc. */\nabstract class A extends B {\n  public function __construct(private int $a, &$b = null, ...$c) { }\n  abstract function z();\n  static function m($x) {\n    foreach ($a as $k => $v) { if ($a && $b || !$c and $d) continue 2; elseif ($x) { } else if ($y) { } else { } }\n    switch ($x) { case 1: break; default: }\n    $r = match (true) { 1 => 3, default => 5 };\n    try { $a?->b(); } catch (E | F $e) { } finally { }\n    $g = fn($x) => $x ?? 1;\n    $here = <<<EOT\n  a $x\nEOT;\n    return self::m("a {$b->c}");\n  }\n}\n# c\n?>\n<p>\n',
    '<?php if ($x): a(); else: b(); endif; return new class { function q() { } };\n',
  ],
  { opening: '<?php ', levels: 1_500, noise: 20_000 },
)
