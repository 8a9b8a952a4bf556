/** What is known of each file in one wide row? Code, git and coverage joined by path. */

import type { CodeEvidence, EvidenceOf, HistoryEvidence, TestsEvidence } from './evidence.mts'
import type { Row } from './history.mts'
import { sum } from './sum.mts'

type Coverage = NonNullable<TestsEvidence['coverage']>
type Functions = CodeEvidence['functions']

/**
 * Rows of `files` in path order: the code files that say something, by control flow, revisions, coverable
 * lines or a text that did not parse. Without code evidence: the files that git or a report names.
 */
export function fileRows(run: string, evidence: Partial<EvidenceOf>): readonly Row[] {
  const code = byPath(evidence['refactor-assistant']?.files ?? [])
  const functions = Map.groupBy(evidence['refactor-assistant']?.functions ?? [], ({ path }) => path)
  const git = byPath(evidence['git-workflow-assistant']?.files ?? [])
  const coverage = byPath(evidence['test-orchestrator']?.coverage?.files ?? [])
  const paths = code.size > 0 ? code.keys() : new Set([...git.keys(), ...coverage.keys()])
  return [...paths]
    .filter(
      path =>
        functions.get(path)?.some(({ cognitive }) => cognitive > 0) ||
        (git.get(path)?.revisions ?? 0) > 0 ||
        coverage.has(path) ||
        code.get(path)?.parsed === false,
    )
    .sort()
    .map(path => ({
      run,
      path,
      ...codeColumns(code.get(path), functions.get(path) ?? []),
      ...gitColumns(git.get(path)),
      ...coverageColumns(coverage.get(path)),
    }))
}

const byPath = <T extends { readonly path: string }>(rows: readonly T[]) =>
  new Map(rows.map(row => [row.path, row]))

function codeColumns(file: CodeEvidence['files'][number] | undefined, functions: Functions): Row {
  if (file === undefined) return {}
  const { language, role, lines, code, parsed } = file
  const isKnown = parsed || functions.length > 0
  return {
    language,
    role,
    lines,
    code,
    functions: isKnown ? functions.length : null,
    cyclomatic: isKnown ? sum(functions, each => each.cyclomatic) : null,
    cognitive: isKnown ? sum(ownersOf(functions), each => each.cognitive) : null,
    parsed,
  }
}

/** An anonymous function inside another is already part of its owner's cognitive complexity. */
function ownersOf(functions: Functions): Functions {
  const names = new Set(functions.map(({ name }) => name))
  const inner = '.<anonymous>'
  return functions.filter(
    ({ name }) => !name.endsWith(inner) || !names.has(name.slice(0, -inner.length)),
  )
}

function gitColumns(file: HistoryEvidence['files'][number] | undefined): Row {
  if (file === undefined) return {}
  return {
    revisions: file.revisions,
    authors: file.authors,
    changed_at: file.changedAt,
    owner: file.owner,
    ownership: Math.round(file.ownership * 100) / 100,
  }
}

function coverageColumns(file: Coverage['files'][number] | undefined): Row {
  return file === undefined ? {} : { covered: file.lines.covered, coverable: file.lines.total }
}
