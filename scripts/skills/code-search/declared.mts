/** What does a file say about types? Which classes it derives from which, and which type it gives to a name; read from marks alone. */

import type { Followed } from '../../core/code-text.mts'

export interface TypedName {
  /** As written, with the package, module or class in front of it. */
  readonly type: string
  readonly line: number
}

/** The last name of each type in a list: `a.B[C], D` → B, D. */
const lastNames = (list: string): readonly string[] =>
  list
    .replace(/[[<][^\]>]*[\]>]/g, '')
    .split(',')
    .flatMap(each => /([\p{L}_]\w*)\s*$/u.exec(each)?.[1] ?? [])

/** Base classes and interfaces by class. */
export function basesIn(code: string, language: Followed): ReadonlyMap<string, readonly string[]> {
  if (language === 'python')
    return new Map(
      [...code.matchAll(/\bclass\s+(\w+)[^\S\n]*(?:\[[^\]]*\])?\(([^():]{0,1000})\)/g)].map(
        ([, name = '', list = '']) => [name, lastNames(list)],
      ),
    )
  if (language !== 'java') return new Map()
  const headers = code.matchAll(/\b(?:class|interface|record|enum)\s+(\w+)([^{};]{0,1000})\{/g)
  return new Map(
    [...headers].map(([, name = '', rest = '']) => {
      const listed = /\b(?:extends|implements)\b(.*)/s.exec(rest)?.[1] ?? ''
      return [name, lastNames(listed.replace(/\b(?:extends|implements)\b/g, ','))]
    }),
  )
}

/** Where each language writes a name's type: group 1 or 2 is the name, the other the type. */
const PATTERNS: Partial<Record<Followed, readonly { at: RegExp; name: 1 | 2 }[]>> = {
  python: [
    {
      at: /\b(\w+)\s*:\s*(?:(?:\w+\.)*Optional\[\s*)?((?:\w+\.)*(?:_?[A-Z]\w*|str|bytes|int|float|bool|dict|list|set|tuple))\b(?!\.)/g,
      name: 1,
    },
    { at: /\b(\w+)\s*=\s*(?:await\s+)?((?:\w+\.)*_?[A-Z]\w*)\(/g, name: 1 },
    { at: /\b(_?[A-Z]\w*)\([^()\n]*\)\s*as\s+(\w+)/g, name: 2 },
  ],
  go: [
    { at: /[(,]\s*(\w+)\s+\*?((?:\w+\.)?[A-Za-z]\w*)(?:\[[^\]]*\])?\s*(?=[,)])/g, name: 1 },
    { at: /\b(\w+)\s*:?=\s*&?((?:\w+\.)?[A-Za-z]\w*)\{/g, name: 1 },
    { at: /\bvar\s+(\w+)\s+\*?((?:\w+\.)?[A-Za-z]\w*)/g, name: 1 },
    { at: /^\t+(\w+)[ \t]+\*?((?:\w+\.)?[A-Za-z]\w*)[ \t]*$/gm, name: 1 },
  ],
  java: [
    {
      at: /(?<![\w.])((?:[a-z]\w*\.)*(?:[A-Z]\w*\.)*[A-Z]\w*)(?:<[^;(){}=]{0,200}>)?\s+(\w+)\s*(?=[=;,):])/g,
      name: 2,
    },
  ],
}

/** Says nothing about what stands there. */
const VAGUE =
  /^(?:\w+\.)*(?:Any|Union|Optional|Annotated|ClassVar|Final|Type|Self|Object|_?[A-Z]\w?)$/

/** Types by the names they are given to, with the line. */
export function typedNamesIn(
  code: string,
  language: Followed,
): ReadonlyMap<string, readonly TypedName[]> {
  const starts = [0, ...[...code.matchAll(/\n/g)].map(({ index }) => index + 1)]
  const found = (PATTERNS[language] ?? []).flatMap(({ at, name }) =>
    [...code.matchAll(at)].map(match => ({
      name: match[name] ?? '',
      type: match[name === 1 ? 2 : 1] ?? '',
      line: lineAt(starts, match.index + match[0].length - 1),
    })),
  )
  return Map.groupBy(
    found.filter(({ type }) => !VAGUE.test(type)),
    ({ name }) => name,
  )
}

function lineAt(starts: readonly number[], at: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}
