/** How are the faults of code planted in other languages, and what do they move? Into two files of a project somebody else wrote. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SkillId } from '../../../scripts/core/evidence.mts'
import type { Needed } from '../../../scripts/core/skill.mts'
import { grown, type Numbers, type Was } from './plant.mts'

export type PlantedLanguage = 'python' | 'java' | 'go'

/** Two source files of the project, to whose ends text may be added. */
export interface Ground {
  readonly dir: string
  readonly language: PlantedLanguage
  readonly first: string
  readonly second: string
  readonly evidence: Needed<SkillId>
}

export interface LanguagePlant {
  readonly rule: string
  /** Path → new text; null takes the file away. */
  readonly files: Readonly<Record<string, string | null>>
  /** `path:line`, or the path; '' for a finding without a place. */
  readonly at: string
  readonly moves: (was: Was) => Numbers
}

interface Texts {
  /** A function with a cognitive complexity of 4 + 3 + 2 + 1 + 3 + 2 + 1. */
  readonly tangle: string
  /** Six sums, the same whatever the name. */
  readonly copy: (name: string) => string
  /** Lines of code of the function `tangle`, and of the function `copy`. */
  readonly lines: readonly [number, number]
  /** Lines of code around each. */
  readonly around: number
  /** Documented public symbols of each. */
  readonly symbols: number
  /** Two modules that bring each other, where the language lets them; lines of code, documented symbols and where it is said. */
  readonly circle: {
    readonly files: Readonly<Record<string, string>>
    readonly at: string
    readonly code: number
    readonly symbols: number
  } | null
}

const SUMS = ['+', '-', '*', '+', '-', '*'].map(
  (sign, at) => `total = (total ${sign} a * ${at + 2}) ${sign} (b - ${at + 7})`,
)

const indented = (text: string, depth = 1) => `${'    '.repeat(depth)}${text}`

const steps = (levels: number, name: string) => [
  ...Array.from({ length: levels }, (_, at) => indented(`if ${name} > ${at}:`, at + 1)),
  indented(`${name} = 0`, levels + 1),
]

const braced = (levels: number, name: string, end: string, open: (test: string) => string) => [
  ...Array.from({ length: levels }, (_, at) => open(`${name} > ${at}`)),
  `${name} = 0${end}`,
  '}'.repeat(levels),
]

const text = (...lines: readonly string[]) => `\n${lines.join('\n')}\n`

const TEXTS: Readonly<Record<PlantedLanguage, Texts>> = {
  python: {
    tangle: text(
      'def planted(a, b):',
      indented('"""Goes deep."""'),
      ...steps(4, 'a'),
      ...steps(3, 'b'),
    ),
    copy: name =>
      text(
        `def planted${name}(a, b, total):`,
        indented('"""Adds up."""'),
        ...SUMS.map(each => indented(each)),
        indented('return total'),
      ),
    lines: [10, 8],
    around: 0,
    symbols: 1,
    circle: {
      files: {
        'planted_one.py': '"""One."""\n\nimport planted_two\n',
        'planted_two.py': '"""Two."""\n\nimport planted_one\n',
      },
      ...{ at: 'planted_one.py:3', code: 2, symbols: 2 },
    },
  },
  go: {
    tangle: text(
      'func planted(a, b int) {',
      ...braced(4, 'a', '', test => `if ${test} {`),
      ...braced(3, 'b', '', test => `if ${test} {`),
      '}',
    ),
    copy: name => text(`func planted${name}(a, b, total int) int {`, ...SUMS, 'return total', '}'),
    ...{ lines: [13, 9], around: 0, symbols: 0, circle: null },
  },
  java: {
    tangle: text(
      'class Planted {',
      'static void tangle(int a, int b) {',
      ...braced(4, 'a', ';', test => `if (${test}) {`),
      ...braced(3, 'b', ';', test => `if (${test}) {`),
      '}',
      '}',
    ),
    copy: name =>
      text(
        `class Planted${name} {`,
        'static int sum(int a, int b, int total) {',
        ...SUMS.map(each => `${each};`),
        'return total;',
        '}',
        '}',
      ),
    ...{ lines: [13, 9], around: 2, symbols: 0 },
    circle: {
      files: {
        'planted/one/One.java':
          'package planted.one;\n\nimport planted.two.Two;\n\nclass One {\n  Two two;\n}\n',
        'planted/two/Two.java':
          'package planted.two;\n\nimport planted.one.One;\n\nclass Two {\n  One one;\n}\n',
      },
      ...{ at: 'planted/one/One.java:3', code: 10, symbols: 0 },
    },
  },
}

export function languagePlants(ground: Ground): readonly LanguagePlant[] {
  const { first, second, language } = ground
  const { tangle, copy, lines, around, symbols, circle } = TEXTS[language]
  const read = (path: string) => readFileSync(join(ground.dir, path), 'utf8')
  const end = (path: string) => read(path).split('\n').length
  const [tangled, copied] = lines
  // The names differ, what follows them is the same.
  const wasIn = around === 0 ? 0 : 1
  return [
    {
      rule: 'complex-function',
      files: { [first]: read(first) + tangle },
      at: `${first}:${end(first) + 1 + wasIn}`,
      moves: was => ({
        ...grown({
          ...{ code: tangled + around, functions: 1, inFunctions: tangled },
          ...{ complex: tangled, faults: 1 },
        })(was),
        ...explained(was, symbols, symbols),
      }),
    },
    {
      rule: 'duplicated-code',
      files: { [first]: read(first) + copy('One'), [second]: read(second) + copy('Two') },
      at: `${first}:${end(first) + 1}`,
      moves: was => ({
        ...grown({
          ...{ code: 2 * (copied + around), functions: 2, inFunctions: 2 * copied },
          ...{ copied: 2 * (copied + around), faults: 1 },
        })(was),
        ...explained(was, 2 * symbols, 2 * symbols),
      }),
    },
    ...(circle === null
      ? []
      : [
          {
            rule: 'import-cycle',
            files: circle.files,
            at: circle.at,
            moves: (was: Was) => ({
              ...grown({ code: circle.code, faults: 1 })(was),
              ...explained(was, circle.symbols, circle.symbols),
              ...{ 'source-files': was('source-files') + 2 },
              ...{ 'import-cycles': was('import-cycles') + 1 },
              ...(language === 'python' ? circling(was) : {}),
            }),
          },
        ]),
    ...unexplained(ground),
  ]
}

/** Java's packages have no part in the share. */
const circling = (was: Was): Numbers => {
  const all = was('modules')
  return { 'cyclic-modules': (was('cyclic-modules') * all + 200) / (all + 2) }
}

const explained = (was: Was, symbols: number, documented: number): Numbers => {
  const all = was('public-symbols')
  const share = (was('documented-surface') * all) / 100
  return {
    'public-symbols': all + symbols,
    'documented-surface': (100 * (share + documented)) / (all + symbols),
  }
}

/** The comment of one public symbol is no documentation any more; no line moves. */
function unexplained({ dir, evidence, language }: Ground): readonly LanguagePlant[] {
  for (const { path, line, kind, isDocumented } of evidence['doc-generator']?.symbols ?? []) {
    if (!isDocumented || (kind !== 'function' && kind !== 'method' && kind !== 'class')) continue
    const lines = readFileSync(join(dir, path), 'utf8').split('\n')
    const without = SILENT[language](lines, line - 1)
    if (without === null) continue
    return [
      {
        rule: 'undocumented-symbol',
        files: { [path]: without.join('\n') },
        at: `${path}:${line}`,
        moves: was => ({
          ...explained(was, 0, -1),
          'undocumented-symbols': was('undocumented-symbols') + 1,
        }),
      },
    ]
  }
  return []
}

/** Null where the comment stands in another way than expected here. */
const SILENT: Readonly<
  Record<PlantedLanguage, (lines: readonly string[], at: number) => readonly string[] | null>
> = {
  python: (lines, at) =>
    /^\s*def .*:$/.test(lines[at] ?? '') &&
    /^\s+""".*"""$/.test(lines[at + 1] ?? '') &&
    /^\s+\w/.test(lines[at + 2] ?? '')
      ? lines.with(at + 1, (lines[at + 1] ?? '').replace(/^(\s+)"""(.*)"""$/, '$1# $2'))
      : null,
  java: (lines, at) => {
    const start = lines.findLastIndex((line, i) => i < at && /^\s*\/\*\*/.test(line))
    const isNear = lines.slice(start + 1, at).every(line => /^\s*\*/.test(line))
    return start === -1 || !isNear
      ? null
      : lines.with(start, (lines[start] ?? '').replace('/**', '/*'))
  },
  go: (lines, at) => {
    const start = lines.findLastIndex((line, i) => i < at && !/^\/\//.test(line)) + 1
    return start === at ? null : lines.map((line, i) => (i >= start && i < at ? '' : line))
  },
}
