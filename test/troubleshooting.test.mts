/** Does docs/troubleshooting.md have every sentence that ends a command with exit code 2, and no other? */

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Expression, type Node, parseSync, Visitor } from 'oxc-parser'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Sentence {
  readonly path: string
  /** As written, with `…` for what varies. */
  readonly text: string
}

const NOTHING_READ = '### A file or a Jaeger that gave nothing'

/** Sentences whose words come from what was read: the page explains them as a whole. */
const WITHOUT_WORDS: Readonly<Record<string, string>> = {
  'scripts/profile.mts': NOTHING_READ,
  'scripts/edge/trace-file.mts': NOTHING_READ,
  'scripts/doors/traced-change.mts': NOTHING_READ,
  'scripts/core/config.mts': '## `shipworthy.yml`',
  'scripts/core/config/metrics.mts': '- `shipworthy.yml: metrics.…`',
}

/** Hands on the sentence of a fault in a process of its own. */
const PASSED_ON = ['scripts/edge/site.mts']

const page = read('docs/troubleshooting.md')

/** What bullets quote before they explain: words with `…` for what varies. */
const entries = [...page.matchAll(/^- (`[^`]+`(?:\s+·\s+`[^`]+`)*)/gm)].flatMap(([, quoted = '']) =>
  [...quoted.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words),
)

const written = (text: string) => text.replace(/\s+/g, ' ')
const hasWords = (text: string) => (text.match(/\p{L}/gu) ?? []).length >= 8

/** Whether an entry's words stand in a sentence in this order. */
function covers(entry: string, { text }: Sentence): boolean {
  let rest = text
  return written(entry)
    .split('…')
    .every(words => {
      const at = rest.indexOf(words)
      rest = rest.slice(at + words.length)
      return at >= 0
    })
}

/** The texts an expression can be: of both branches, and of a function of the same file what it returns. */
function textsOf(given: Expression, program: Node): readonly string[] {
  if (given.type === 'Literal') return [String(given.value)]
  if (given.type === 'TemplateLiteral')
    return [given.quasis.map(({ value }) => value.cooked ?? value.raw).join('…')]
  if (given.type === 'ConditionalExpression')
    return [...textsOf(given.consequent, program), ...textsOf(given.alternate, program)]
  if (given.type !== 'CallExpression' || given.callee.type !== 'Identifier') return []
  const { name } = given.callee
  const found: string[] = []
  new Visitor({
    FunctionDeclaration(made) {
      if (made.id?.name !== name) return
      new Visitor({
        ReturnStatement({ argument }) {
          if (argument !== null) found.push(...textsOf(argument, program))
        },
      }).visit({ ...program, body: [made] } as Parameters<Visitor['visit']>[0])
    },
  }).visit(program as Parameters<Visitor['visit']>[0])
  return found
}

/** Each `new UserFault(…)` of a file; null for one whose sentence cannot be told. */
function faultsIn(path: string): readonly (Sentence | null)[] {
  const text = read(path)
  if (!text.includes('new UserFault(')) return []
  const { program } = parseSync(path, text)
  const found: (Sentence | null)[] = []
  new Visitor({
    NewExpression({ callee, arguments: [given] }) {
      if (callee.type !== 'Identifier' || callee.name !== 'UserFault') return
      const texts = given === undefined ? [] : textsOf(given as Expression, program)
      if (texts.length === 0) found.push(null)
      for (const each of texts) found.push({ path, text: written(each) })
    },
  }).visit(program)
  return found
}

/** What the launcher says before any module runs. */
const launcher = [...read('scripts/run').matchAll(/\bleave 2 "([^"]+)"/g)].map(([, text = '']) => ({
  path: 'scripts/run',
  text: text.replace(/\$\w+/g, '…'),
}))

const files = globSync('scripts/**/*.mts', { cwd: root }).sort()
const faults = files.flatMap(faultsIn)
const sentences = [...faults.filter(each => each !== null), ...launcher]

test('every sentence of exit code 2 has an entry', () => {
  assert.ok(sentences.length > 110 && launcher.length === 3)
  const missing = sentences.filter(
    each => hasWords(each.text) && !entries.some(entry => covers(entry, each)),
  )
  assert.deepEqual(missing, [], 'add an entry to docs/troubleshooting.md')
})

test('a sentence without words of its own is explained where it comes from', () => {
  const silent = sentences.filter(({ text }) => !hasWords(text)).map(({ path }) => path)
  for (const path of silent)
    assert.ok(
      page.includes(WITHOUT_WORDS[path] ?? 'no entry'),
      `${path} in docs/troubleshooting.md`,
    )
  assert.deepEqual([...new Set(silent)].sort(), Object.keys(WITHOUT_WORDS).sort())
})

test('no sentence is out of reach of this test', () => {
  const untold = files.filter(path => faultsIn(path).includes(null))
  assert.deepEqual(untold, PASSED_ON)
})

test('every entry is about a sentence there is, and says enough to find it', () => {
  assert.deepEqual(
    entries.filter(entry => !hasWords(entry) || !sentences.some(each => covers(entry, each))),
    [],
  )
})
