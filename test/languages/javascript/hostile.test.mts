/** What do readers of JavaScript and TypeScript say of text that is broken, enormous or made to hurt? */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import type { Facts } from '../../../scripts/core/facts.mts'
import { lineStarts } from '../../../scripts/languages/text.mts'
import { read } from './read.mts'

const reader = new URL('../../../scripts/languages/javascript.mts', import.meta.url)

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

  const folder = new URL('../../../scripts/languages/', import.meta.url)
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
