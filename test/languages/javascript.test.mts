/** Facts of JavaScript and TypeScript; docs/metrics.md holds the examples of the dialect, this the rest. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import type { Facts } from '../../scripts/core/facts.mts'
import { languageOf } from '../../scripts/languages/classify.mts'
import { javascript } from '../../scripts/languages/javascript.mts'
import { hash32, lineStarts } from '../../scripts/languages/text.mts'

const read = (text: string, path = 'a.ts'): Facts =>
  javascript.read(path, text, languageOf(path) ?? 'typescript')

const reader = new URL('../../scripts/languages/javascript.mts', import.meta.url)

const only = (text: string, path?: string) => {
  const { functions, fault } = read(text, path).source
  assert.equal(fault, null)
  assert.equal(functions.length, 1)
  return functions[0] as (typeof functions)[number]
}

suite('tokens', () => {
  const hashes = (text: string, path?: string) => [...read(text, path).tokens.hashes]
  const expected = (...tokens: string[]) => tokens.map(token => hash32(token))

  test('literals are whole, whatever they hold', () => {
    assert.deepEqual(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text that is read
      hashes('a = /[/"]\\/`/g; b = `x${c}y//`; d = "/*" + \'\\\'\''),
      expected(
        'a',
        '=',
        '/[/"]\\/`/g',
        ';',
        'b',
        '=',
        '`x${',
        'c',
        '}y//`',
        ';',
        'd',
        '=',
        '"/*"',
        '+',
        "'\\''",
      ),
    )
  })

  test('the longest mark is one token, generics close one by one only as written', () => {
    assert.deepEqual(
      hashes('a?.b ?? c ** -1.5e-3 + 0x1Fn'),
      expected('a', '?.', 'b', '??', 'c', '**', '-', '1.5e-3', '+', '0x1Fn'),
    )
    assert.deepEqual(hashes('a >>>= b'), expected('a', '>>>=', 'b'))
  })

  test('JSX text is a token without the blanks around it', () => {
    assert.deepEqual(
      hashes('<a b="c">\n  it\'s // text\n  {d}\n</a>', 'a.tsx'),
      expected('<', 'a', 'b', '=', '"c"', '>', "it's // text", '{', 'd', '}', '<', '/', 'a', '>'),
    )
  })

  test('comments and layout are no tokens; private names and decorators keep their mark', () => {
    assert.deepEqual(
      hashes('#!/usr/bin/env node\n/* a */ class\u00a0A{ // b\n@c #d\n}'),
      expected('class', 'A', '{', '@c', '#d', '}'),
    )
  })

  test('imports, lists of exports and signatures without a body are no part of copied code', () => {
    const table: Record<string, string> = {
      'import a, { b } from "c"; export { a as d }; export * from "e"; export { f } from "g"': '',
      'import h = require("i")': '',
      'function f(a: string): void\nfunction f(a: number): void': '',
      'declare function f(): void': '',
      'const a = require("b"), c = 1': 'const , c = 1',
      'class A { b(): void; b() {} }': 'class A { b ( ) { } }',
      'type A<B extends C = D> = B': 'type A = B',
      'interface A { b(): 1; b(c: 2): 3; d(): 4; (e: 5): 6; new (): 7; f: 8 }':
        'interface A { d ( ) : 4 ; f : 8 }',
    }
    for (const [text, left] of Object.entries(table))
      assert.deepEqual(hashes(text), expected(...left.split(' ').filter(Boolean)), text)
  })

  test('each token has its line, over every kind of break', () => {
    assert.deepEqual([...read('a\r\nb\rc\n`\n`\nd').tokens.lines], [1, 2, 3, 4, 6])
  })
})

suite('lines', () => {
  test('a shebang and a licence are comments', () => {
    const { lines, code, comments } = read(
      '#!/usr/bin/env node\n// b\n\na() // c\n',
      'a.mjs',
    ).source
    assert.deepEqual({ lines, code, comments }, { lines: 4, code: 1, comments: 2 })
  })

  test('a byte order mark and an empty file are harmless', () => {
    assert.equal(read('\ufeffa()').source.code, 1)
    const { lines, code, comments, fault } = read('').source
    assert.deepEqual(
      { lines, code, comments, fault },
      { lines: 0, code: 0, comments: 0, fault: null },
    )
  })

  test('a function starts behind its decorators and ends with its brace', () => {
    const { line, endLine, lines } = only('class A {\n  @b()\n  c(\n  ) {\n\n    // d\n  }\n}')
    assert.deepEqual({ line, endLine, lines }, { line: 3, endLine: 7, lines: 3 })
  })
})

suite('functions', () => {
  test('accessor, private and quoted names', () => {
    const { functions } = read('class A { get "b c"() {} #d() {} static [e.f]() {} }').source
    assert.deepEqual(
      functions.map(({ name }) => name),
      ['A.b c', 'A.#d', 'A.[e.f]'],
    )
  })

  const names = (text: string, path?: string) =>
    read(text, path).source.functions.map(({ name }) => name)

  test('a name is found through brackets, type assertions and the calls that wrap a function', () => {
    const table: Record<string, readonly string[]> = {
      'const a = ((() => 1)) as B\nconst c = memo(() => 2)': ['a', 'c'],
      'const a = R.memo(fwd(() => 1), x)': ['a'],
      'const a = fn("b")(function* () {})': ['a'],
      'const a = gen(function () {}).pipe(c(() => 1))': ['a', '<anonymous>'],
      'const a = function () {}.bind(this)': ['a'],
      'exports.a = wrap(b as any, () => 1)': ['a'],
      'export default define(() => 1)': ['default'],
      'const A = observe(class { b() {} })': ['A.b'],
      'const a = { b: wrap(() => 1) }; class C { d = wrap(() => 1) }': ['b', 'C.d'],
    }
    for (const [text, expected] of Object.entries(table)) assert.deepEqual(names(text), expected)
  })

  test('a call that gives back an outcome wraps nothing', () => {
    for (const text of [
      'const a = b.map(() => 1)',
      'const a = b.map(() => 1).pipe(c)',
      'const a = new Promise(() => 1)',
      'const a = (() => 1)()',
      'const a = (function () {}).call(this)',
      'const a = await b(() => 1)',
      'const a = setTimeout(() => 1)',
      'const a = b[c](() => 1)',
    ])
      assert.deepEqual(names(text), ['<anonymous>'], text)
  })

  test('a handler has the name of its attribute, and does not call itself by it', () => {
    const text = 'const A = () => <a onClick={() => { onClick(); this.onClick() }} />'
    const [, click] = read(text, 'a.jsx').source.functions
    assert.deepEqual([click?.name, click?.cognitive], ['A.onClick', 0])
    const [url] = read('class A { get url() { return url() + this.url() } }').source.functions
    assert.equal(url?.cognitive, 0)
  })

  test('wrappers deeper than people write are not followed', () => {
    const wrapped = (depth: number) => `const a = ${'f('.repeat(depth)}() => 1${')'.repeat(depth)}`
    assert.deepEqual(names(wrapped(9)), ['a'])
    assert.deepEqual(names(wrapped(10)), ['<anonymous>'])
  })

  test('namespaces and anonymous classes are part of the name', () => {
    const { functions } = read(
      'namespace N.M { export function f() {} }\nuse(class { g() {} })',
    ).source
    assert.deepEqual(
      functions.map(({ name }) => name),
      ['N.M.f', '<anonymous>.g'],
    )
  })

  test('a field initialiser costs nobody, its inner functions stand alone', () => {
    const [outer, inner] = read('function f() { return class { a = b ? 1 : 2; c = () => d || e } }')
      .source.functions
    assert.deepEqual([outer?.cyclomatic, outer?.cognitive], [1, 0])
    assert.deepEqual([inner?.cyclomatic, inner?.cognitive], [2, 1])
  })

  test('try and finally decide nothing, catch does', () => {
    assert.equal(only('function f() { try { a() } finally { b() } }').cyclomatic, 1)
    assert.equal(only('function f() { try { a() } catch { b() } }').cyclomatic, 2)
  })

  test('recursion: by name, through this, from inside a callback; a namesake of another kind is none', () => {
    const cognitive = (text: string) => read(text).source.functions[0]?.cognitive
    assert.equal(cognitive('function f() { f(); f() }'), 1)
    assert.equal(cognitive('function f() { g(() => f()) }'), 1)
    assert.equal(cognitive('class A { f() { this.f() } }'), 1)
    assert.equal(cognitive('use({ f() { this.f() } })'), 1)
    assert.equal(cognitive('class A { f() { f() } }'), 0)
    assert.equal(cognitive('class A { get f() { return this.f() } }'), 0)
    assert.equal(cognitive('const f = () => other.f()'), 0)
  })

  test('what an inline function costs deepens with where it stands', () => {
    const { functions } = read(
      'function f() { if (a) b(() => { for (;;) c(() => d ? 1 : 2) }) }',
    ).source
    assert.deepEqual(
      functions.map(({ cognitive, nesting }) => [cognitive, nesting]),
      [
        [1 + 3 + 5, 2],
        [1 + 3, 1],
        [1, 0],
      ],
    )
  })

  test('CommonJS may return at the top, scripts may be sloppy, JSX is allowed in .js', () => {
    for (const text of ['return 1', 'with (a) b()', 'var await = 010', 'x = <a>{b}</a>'])
      assert.equal(read(text, 'a.js').source.fault, null, text)
  })
})

suite('symbols', () => {
  const symbols = (text: string, path?: string) =>
    read(text, path).source.symbols.map(
      ({ name, kind, isDocumented }) => `${name} ${kind} ${isDocumented}`,
    )

  test('CommonJS exports', () => {
    assert.deepEqual(
      symbols(
        '/** Does a. */\nfunction a() {}\nmodule.exports = { a, b: 1, /** c */ c() {} }\nexports.d = class {}\nmodule.exports.e = a',
        'a.js',
      ),
      [
        'a function true',
        'b constant false',
        'c function true',
        'd class false',
        'e function true',
      ],
    )
  })

  test('what CommonJS only passes on is a symbol where it was made, and an export that says where', () => {
    const text =
      'const a = require("./a"), { b: c } = require("b")\nexports = module.exports = make\n' +
      'exports.a = a\nexports.d = a.e\nmodule.exports.c = c\nexports.own = 1\nfunction make() {}'
    const { symbols, exports } = read(text).source
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['make', 'own'],
    )
    assert.deepEqual(
      exports.map(({ name, from }) => [name, from?.source, from?.name]),
      [
        ['a', './a', '*'],
        ['d', './a', 'e'],
        ['c', 'b', 'b'],
      ],
    )
    assert.deepEqual(
      read('module.exports = require("./lib")').source.exports.map(({ name, from }) => [
        name,
        from,
      ]),
      [['*', { source: './lib', name: '*' }]],
    )
  })

  test('overloads are one symbol, documented when one of them is', () => {
    assert.deepEqual(
      symbols('/** Says. */\nexport function f(a: 1): 1\nexport function f(a: any) { return a }'),
      ['f function true'],
    )
  })

  test('a comment of tags alone documents nothing', () => {
    for (const [comment, isDocumented] of [
      ['/** @param {string} a */', false],
      ['/** @param a the first */', true],
      ['/** @returns {void} */', false],
      ['/* Not a doc comment. */', false],
      ['/** Says. */ // eslint-disable-line', true],
      ['/** {@link Other} */', false],
      ['/** Грузит. */', true],
    ] as const)
      assert.deepEqual(
        symbols(`${comment}\nexport const a = 1`),
        [`a constant ${isDocumented}`],
        comment,
      )
  })

  test('destructured, default and namespace exports', () => {
    assert.deepEqual(symbols('export const { a, b: [c = 1, ...d] } = e\nexport default {}'), [
      'a constant false',
      'c constant false',
      'd constant false',
      'default constant false',
    ])
    assert.deepEqual(symbols('class A { b() {} }\nexport { A as default }'), [
      'A class false',
      'A.b method false',
    ])
    assert.deepEqual(symbols('import { a } from "b"\nexport { a }\nexport default a'), [])
  })
})

suite('faults', () => {
  test('name the line in our words, and keep the counts', () => {
    const { source, tokens } = read('const a = 1\n// b\nconst = 2\n')
    assert.equal(source.fault, 'line 3: this is not valid TypeScript')
    assert.deepEqual([source.lines, source.code, source.comments], [3, 2, 1])
    assert.deepEqual([source.functions, source.symbols, source.imports], [[], [], []])
    assert.equal(tokens.hashes.length, 0)
  })

  test('a generated file is not parsed', () => {
    const { source } = read('// @generated\nfunction f() {}\n')
    assert.equal(source.generated, 'marked as generated')
    assert.deepEqual([source.code, source.functions.length, source.fault], [1, 0, null])
  })

  test('lines and comments of text that does not parse are guessed well', () => {
    const { code, comments } = read(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
      'f(/[/*]/)\n`\n// ${"`"} in a template\n`\n// c\n"\n/* d',
    ).source
    assert.deepEqual([code, comments], [5, 2])
  })
})

suite('hostile text', () => {
  const deep: Record<string, (count: number) => string> = {
    parentheses: n => `${'('.repeat(n)}a${')'.repeat(n)}`,
    'unclosed brackets': n => '['.repeat(n),
    blocks: n => `${'{'.repeat(n)}${'}'.repeat(n)}`,
    functions: n => `${'function f(){'.repeat(n)}${'}'.repeat(n)}`,
    arrows: n => `${'a=>'.repeat(n)}a`,
    assignments: n => `${'a='.repeat(n)}a`,
    conditionals: n => `${'a?a:'.repeat(n)}a`,
    'ifs without braces': n => `${'if(a)'.repeat(n)}a`,
    'loops without braces': n => `${'for(;;)\n'.repeat(n)}a`,
    'else ifs': n => `${'if(a)b,c;else '.repeat(n)}a`,
    templates: n => `${'`${'.repeat(n)}a${'}`'.repeat(n)}`,
    'tagged templates': n => `a${'``'.repeat(n)}`,
    negations: n => `${'!'.repeat(n)}a`,
    sums: n => `${'a+'.repeat(n)}a`,
    members: n => `a${'.b'.repeat(n)}`,
    calls: n => `a${'()'.repeat(n)}`,
    comparisons: n => `${'a<'.repeat(n)}a`,
    generics: n => `type A = ${'B<C,'.repeat(n)}`,
    labels: n => Array.from({ length: n }, (_, index) => `l${index}:`).join(''),
    classes: n => `x=${'class{a='.repeat(n)}1${'}'.repeat(n)}`,
    patterns: n => `var ${'['.repeat(n)}a${']'.repeat(n)}=b`,
    'half arrows': n => '(a=('.repeat(n),
    types: n => `type A = ${'['.repeat(n)}${']'.repeat(n)}`,
  }
  for (const [what, make] of Object.entries(deep))
    test(`deep ${what}`, () => {
      for (const count of [300, 1_000, 5_000, 100_000]) {
        const { fault } = read(make(count)).source
        if (count >= 100_000) assert.match(fault ?? '', /^line \d+: nested too deeply/)
      }
    })

  test('nor in a thread, whose stack is half as large', async () => {
    const texts = Object.values(deep).flatMap(make => [500, 900, 1_200, 1_900, 5_000].map(make))
    const worker = new Worker(
      `import('node:worker_threads').then(async ({ parentPort, workerData }) => {
        const { javascript } = await import(workerData.reader)
        for (const text of workerData.texts) javascript.read('a.ts', text, 'typescript')
        parentPort.postMessage(workerData.texts.length)
      })`,
      { eval: true, workerData: { texts, reader: reader.href } },
    )
    const [count] = await once(worker, 'message')
    assert.equal(count, texts.length)
  })

  test('deep JSX', () => {
    for (const count of [1_000, 100_000]) {
      const { fault } = read('<a>;'.repeat(count), 'a.tsx').source
      assert.match(fault ?? '', /^line 1: /)
    }
  })

  test('what people do write is not too deep: long sums, unions, lists of statements', () => {
    for (const text of [
      `const a = ${Array(3_000).fill('"text"').join(' +\n')}`,
      `type A =\n${Array.from({ length: 3_000 }, (_, index) => `  | 'k${index}'`).join('\n')}`,
      `${Array(3_000).fill('const a: Map<string, Set<number>> = f(b) ?? c').join('\n')}`,
      `interface A {\n${Array(900).fill('  a?: Array<string>').join('\n')}\n}`,
      Array(3_000).fill('if (a) b()\nelse if (c) d()').join('\n'),
      `f(${Array(20_000).fill('[1, { a: 2 }]').join(', ')})`,
      `x = {${Array(5_000).fill('a: b => c ? 1 : 2').join(',')}}`,
    ])
      assert.equal(read(text).source.fault, null, text.slice(0, 60))
  })

  test('long lines, NUL bytes, lone surrogates, huge literals', () => {
    for (const text of [
      `"${'a'.repeat(5_000_000)}"`,
      `a${' '.repeat(5_000_000)}`,
      '/'.repeat(100_001),
      `${'/['.repeat(200_000)}`,
      '"'.repeat(100_001),
      '`'.repeat(99_999),
      '`${'.repeat(50_000),
      'a\0b',
      '"\ud800" + \udc00',
      `${'9'.repeat(300_000)}n`,
      `/${'('.repeat(50_000)}/`,
      '\u2028\u2029\ufeff',
      '<!--',
      '/*',
      '#!',
    ]) {
      const facts = read(text)
      assert.equal(facts.source.lines, lineStarts(text).length)
    }
  })

  const folder = new URL('../../scripts/languages/', import.meta.url)
  const real = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.mts'))
    .sort()
    .map(path => readFileSync(new URL(path, folder), 'utf8'))

  test('mutated real files never throw, and the numbers stay possible', () => {
    const bits = [
      '(',
      ')',
      '{',
      '}',
      '`',
      '${',
      '"',
      "'",
      '/',
      '/*',
      '*/',
      '<',
      '=>',
      '\0',
      '\r',
      '\ud83d',
      '\\',
      'if',
    ]
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      drop: fc.nat(40),
      insert: fc.array(fc.constantFrom(...bits), { maxLength: 4 }).map(parts => parts.join('')),
    })
    fc.assert(
      fc.property(
        fc.constantFrom(...real),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('a.ts', 'a.tsx', 'a.js', 'a.d.ts'),
        (text, edits, path) => {
          const mutated = edits.reduce((before, { at, drop, insert }) => {
            const offset = Math.floor(at * before.length)
            return before.slice(0, offset) + insert + before.slice(offset + drop)
          }, text)
          possible(read(mutated, path))
        },
      ),
      { numRuns: 120 },
    )
  })

  test('line ends do not change what is found', () => {
    for (const text of real) {
      const { source, tokens } = read(text)
      const crlf = read(text.replaceAll('\n', '\r\n'))
      assert.deepEqual(crlf.source, source)
      assert.deepEqual(crlf.tokens.lines, tokens.lines)
    }
  })

  test('the same text gives the same facts', () => {
    for (const text of real.slice(0, 5)) assert.deepEqual(read(text), read(text))
  })
})

function possible({ source, tokens }: Facts): void {
  const { lines, code, comments, functions } = source
  assert.ok(code + comments <= lines)
  assert.equal(tokens.hashes.length, tokens.lines.length)
  assert.ok(
    tokens.lines.every((line, index) => line >= (tokens.lines[index - 1] ?? 1) && line <= lines),
  )
  for (const row of functions) {
    assert.ok(row.line >= 1 && row.line <= row.endLine && row.endLine <= lines)
    assert.ok(row.lines <= row.endLine - row.line + 1)
    assert.ok(row.cyclomatic >= 1 && row.cognitive >= 0 && row.nesting >= 0)
  }
}
