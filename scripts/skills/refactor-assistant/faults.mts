/** Which places should be taken apart, and which were not understood? Drafts of findings, source files only. */

import type { Clone, CodeEvidence, CodeFile } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import type { FunctionRow } from './shares.mts'

export interface Thresholds {
  /** Highest cognitive complexity of a function that is no fault. */
  readonly cognitive: number
  /** Most code lines of one. */
  readonly functionLines: number
  /** Deepest control flow of one. */
  readonly nesting: number
  /** Most parameters of one. */
  readonly parameters: number
}

export type FunctionRule =
  | 'complex-function'
  | 'long-function'
  | 'deep-nesting'
  | 'long-parameter-list'

/** Every function over a threshold. */
export function functionFaults(
  functions: readonly FunctionRow[],
  limits: Thresholds,
): Draft<FunctionRule>[] {
  const over = (
    rule: FunctionRule,
    limit: number,
    value: (row: FunctionRow) => number,
    says: (value: number) => string,
  ) =>
    functions
      .filter(row => value(row) > limit)
      .map(row => ({
        ...{ row, rule, size: value(row) },
        message: `${says(value(row))}; the limit is ${limit}`,
      }))
  const { cognitive, functionLines, nesting, parameters } = limits
  return [
    ...outermost(over('complex-function', cognitive, row => row.cognitive, complexity)),
    ...outermost(over('long-function', functionLines, row => row.lines, length)),
    ...outermost(over('deep-nesting', nesting, row => row.nesting, depth)),
    ...over('long-parameter-list', parameters, row => row.parameters, list),
  ].map(({ row: { path, line, name }, rule, size, message }) => ({
    rule,
    path,
    line,
    symbol: name,
    message: `${name} ${message}`,
    size,
  }))
}

/** Classes of source files that are large, complex and fall apart, all three. */
export function classFaults(
  classes: NonNullable<CodeEvidence['classes']>,
  files: readonly CodeFile[],
  limits: { readonly classLines: number; readonly classComplexity: number },
): Draft<'brain-class'>[] {
  const source = new Set(files.map(({ path }) => path))
  return classes
    .filter(
      ({ path, lines, complexity, parts }) =>
        source.has(path) &&
        lines >= limits.classLines &&
        complexity >= limits.classComplexity &&
        parts > 1,
    )
    .map(({ path, line, name, lines, complexity, parts }) => ({
      rule: 'brain-class',
      path,
      line,
      symbol: name,
      message: `${name} has ${lines} lines of code, a complexity of ${complexity}, and ${parts} groups of methods that share nothing`,
      size: complexity,
    }))
}

const complexity = (value: number) => `has a cognitive complexity of ${value}`
const length = (value: number) => `has ${value} lines of code`
const depth = (value: number) => `nests ${value} levels deep`
const list = (value: number) => `takes ${value} parameters`

const ANONYMOUS = '<anonymous>'

/** An anonymous function is not blamed again for what its owner is blamed for: the owner's number includes it. */
function outermost<F extends { readonly row: FunctionRow }>(flagged: readonly F[]): readonly F[] {
  const byName = Map.groupBy(flagged, ({ row }) => nameKey(row.path, row.name))
  return flagged.filter(({ row: { path, name, line, endLine } }) => {
    if (!name.endsWith(`.${ANONYMOUS}`)) return true
    const owners = byName.get(nameKey(path, name.slice(0, -ANONYMOUS.length - 1))) ?? []
    return !owners.some(({ row }) => row.line <= line && row.endLine >= endLine)
  })
}

const nameKey = (path: string, name: string): string => `${path}\0${name}`

/** One fault for each clone, at its first place; the others are named in the message. */
export function cloneFaults(clones: readonly Clone[]): Draft<'duplicated-code'>[] {
  return clones.flatMap(({ id, tokens, lines, places }) => {
    const [first, ...others] = places
    if (first === undefined) return []
    const shown = others.slice(0, SHOWN_PLACES).map(({ path, line }) => `${path}:${line}`)
    const rest = others.length - shown.length
    const where = shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '')
    return [
      {
        rule: 'duplicated-code' as const,
        path: first.path,
        line: first.line,
        symbol: id,
        message: `these ${lines} lines (${tokens} tokens) also stand at ${where}`,
        size: lines * others.length,
      },
    ]
  })
}

const SHOWN_PLACES = 3

export function parseFaults(files: readonly CodeFile[]): Draft<'unparsed-file'>[] {
  return files
    .filter(({ parsed }) => !parsed)
    .map(({ path, fault }) => ({
      rule: 'unparsed-file',
      path,
      line: Number(/^line (\d+)/.exec(fault ?? '')?.[1] ?? 1),
      symbol: '',
      message: `${path} could not be read: ${fault ?? 'no reason given'}`,
    }))
}
