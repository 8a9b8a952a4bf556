/** Which part of the history is about source files, and how much of it can be judged by complexity? */

import type { CodeEvidence, HistoryEvidence } from '../../core/evidence.mts'

/** Files and coupled pairs of source files only: a test is expected to change with what it tests. */
export function ofSource(
  { files, coupling }: HistoryEvidence,
  code: CodeEvidence,
): {
  readonly files: HistoryEvidence['files']
  readonly pairs: HistoryEvidence['coupling']
} {
  const source = new Set(sourceFiles(code).map(({ path }) => path))
  return {
    files: files.filter(({ path }) => source.has(path)),
    pairs: coupling.filter(({ a, b }) => source.has(a) && source.has(b)),
  }
}

/** Share (0–1) of the source files that parsed; 1 where there is none. */
export function parsedShare(code: CodeEvidence): number {
  const source = sourceFiles(code)
  return source.length === 0 ? 1 : source.filter(({ parsed }) => parsed).length / source.length
}

const sourceFiles = ({ files }: CodeEvidence) => files.filter(({ role }) => role === 'source')
