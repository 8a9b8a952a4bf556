/** Which numbers sum the code up? Sizes are always known; shares speak of the source files that could be parsed. */

import type { CodeEvidence, CodeFile } from '../../core/evidence.mts'
import { whole } from '../../core/skill.mts'
import { sum } from '../../core/sum.mts'
import { shareOfCode } from './shares.mts'

/** What cannot be said where no source file could be parsed. */
export const PARSED = [
  'complex-code',
  'duplicated-lines',
  'long-code',
  'fault-density',
  'cyclic-modules',
  'import-cycles',
  'unused-exports',
  'unused-files',
  'functions',
] as const

/** The evidence without its tests. */
export function production({ files, functions, clones }: CodeEvidence) {
  const source = files.filter(({ role }) => role === 'source')
  const parsed = source.filter(file => file.parsed)
  const paths = new Set(parsed.map(({ path }) => path))
  return {
    source,
    parsed,
    functions: functions.filter(({ path }) => paths.has(path)),
    clones: clones.filter(({ places }) => paths.has(places[0]?.path ?? '')),
  }
}

export function sizesOf(evidence: CodeEvidence) {
  const { source, parsed } = production(evidence)
  const tests = evidence.files.filter(({ role }) => role === 'test')
  return [
    whole('code-lines', codeLines(source)),
    whole('test-code-lines', codeLines(tests)),
    whole('source-files', source.length),
    whole('unparsed-files', source.length - parsed.length),
  ]
}

/** Each with the share of source files it speaks of; only where at least one was parsed. */
export function sharesOf(
  evidence: CodeEvidence,
  limits: { readonly cognitive: number; readonly functionLines: number },
  faults: number,
) {
  const { source, parsed, functions } = production(evidence)
  const code = codeLines(parsed)
  const share = (part: number, per: number) => (code === 0 ? 0 : (per * part) / code)
  return [
    whole(
      'complex-code',
      shareOfCode(functions, row => row.cognitive > limits.cognitive),
    ),
    whole('duplicated-lines', share(evidence.duplicatedLines, 100)),
    whole(
      'long-code',
      shareOfCode(functions, row => row.lines > limits.functionLines),
    ),
    whole('fault-density', share(faults, 1000)),
  ].map(measure => ({ ...measure, extent: parsed.length / source.length }))
}

const codeLines = (files: readonly CodeFile[]): number => sum(files, ({ code }) => code)
