/** Which requirements are kept? Traced, tested, untraced, or beyond what can be told from names. */

import type { SpecEvidence } from '../../core/evidence.mts'

type Row = SpecEvidence['requirements'][number]

/**
 * `tested`: a test names it. `implemented`: only code does. `untraced`: it has an id of its own that neither names.
 * `planned`: untraced, and its document says it is not done. `unclear`: nothing to look for, or too much.
 */
type Trace = 'tested' | 'implemented' | 'untraced' | 'planned' | 'unclear'

function traceOf({ id, isOpen, isAmbiguous, by, code, tests }: Row): Trace {
  if (isAmbiguous && by === 'id') return 'unclear'
  if (tests.length > 0) return 'tested'
  if (code.length > 0) return 'implemented'
  if (id === null) return 'unclear'
  return isOpen ? 'planned' : 'untraced'
}

export function requirementReading(rows: readonly Row[]) {
  const traces = rows.map(traceOf)
  const number = (...wanted: readonly Trace[]) =>
    traces.filter(trace => wanted.includes(trace)).length
  const told = number('tested', 'implemented', 'untraced')
  const count = (name: 'requirements' | 'unclear-requirements', value: number) => ({
    name,
    subject: '',
    value,
  })
  const counts = [
    count('requirements', rows.length),
    count('unclear-requirements', number('unclear')),
  ]
  if (told === 0) {
    const why =
      rows.length === 0
        ? 'there is no requirement document'
        : 'no requirement has an id or a name that could be looked for in the code'
    const missing = (['traced-requirements', 'tested-requirements'] as const).map(measure => ({
      measure,
      why,
    }))
    return { measures: counts, missing }
  }
  const extent = told / (told + number('unclear'))
  const share = (name: 'traced-requirements' | 'tested-requirements', kept: number) => ({
    name,
    subject: '',
    value: (100 * kept) / told,
    extent,
  })
  return {
    measures: [
      ...counts,
      share('traced-requirements', number('tested', 'implemented')),
      share('tested-requirements', number('tested')),
    ],
    missing: [],
  }
}

/**
 * Where no id of a document is named anywhere, its project does not trace by ids: that is one fault, not one for each
 * requirement.
 */
export function requirementDrafts(rows: readonly Row[]) {
  const documents = [...Map.groupBy(rows, ({ path }) => path)]
  return documents.flatMap(([path, own]) => {
    const untraced = own.filter(row => traceOf(row) === 'untraced')
    const untested = own.filter(row => traceOf(row) === 'implemented' && row.by === 'id')
    const isTracing = own.some(({ by }) => by === 'id')
    return [
      ...(isTracing || untraced.length === 1
        ? untraced.map(untracedDraft)
        : wholeDraft(path, untraced)),
      ...untested.map(untestedDraft),
    ]
  })
}

const untracedDraft = ({ path, line, id, text }: Row) => ({
  rule: 'untraced-requirement' as const,
  path,
  line,
  symbol: id ?? text,
  message: `no code and no test names ${text}`,
})

const wholeDraft = (path: string, untraced: readonly Row[]) =>
  untraced.length === 0
    ? []
    : [
        {
          rule: 'untraced-requirement' as const,
          path,
          line: untraced[0]?.line ?? null,
          symbol: '',
          message: `no code and no test names any of its ${untraced.length} ids, the first: ${untraced[0]?.text}`,
        },
      ]

const untestedDraft = ({ path, line, id, text, code }: Row) => ({
  rule: 'untested-requirement' as const,
  path,
  line,
  symbol: id ?? text,
  message: `no test names ${text}; ${code[0]?.path}:${code[0]?.line} implements it`,
})
