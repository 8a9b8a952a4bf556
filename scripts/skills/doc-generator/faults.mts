/** What does documentation say that is not so, or leave open? Stale parameters, broken links, gaps of the README. */

import type { DocsEvidence, ReadmeEvidence } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import type { Measure } from '../../core/model.mts'
import { plural } from '../../core/plural.mts'
import { KEEPS_NETWORK } from './shell-examples.mts'

type OtherRule = 'stale-parameter' | 'broken-link' | 'broken-example' | 'readme-gap'
type OtherMeasure =
  | 'stale-parameters'
  | 'broken-links'
  | 'readme-essentials'
  | 'entry-modules'
  | ExampleMeasure
type ExampleMeasure = 'broken-examples' | 'working-examples'
type Excluded = (path: string) => boolean

const QUESTIONS: readonly (readonly [keyof Omit<ReadmeEvidence, 'path'>, string])[] = [
  ['purpose', 'does not say in a sentence what the project is for'],
  ['install', 'does not say how to get it'],
  ['use', 'does not show how to use it'],
  ['licence', 'names no licence, and there is no licence file'],
]

export const EVERY_EXPORT = {
  measure: 'entry-modules',
  why: 'no package.json names modules that other projects import',
  status: 'not-applicable',
} as const

export const NO_README = {
  measure: 'readme-essentials' as const,
  why: 'there is no README in Markdown at the root of the project',
}

/** Where examples gave no numbers. */
export function notRun({ examples }: DocsEvidence) {
  const why = whyNotRun(examples)
  if (why === null) return []
  const measures: ExampleMeasure[] = ['broken-examples', 'working-examples']
  return measures.map(measure => ({ measure, why }))
}

function whyNotRun(examples: DocsEvidence['examples']): string | null {
  if (examples === undefined) return 'examples run only with --run-examples'
  if (examples.status !== 'ran') return examples.why
  const left = examples.rows.filter(({ why }) => why === KEEPS_NETWORK).length
  return left === 0 ? null : `${plural(left, 'shell example')}: ${KEEPS_NETWORK}`
}

const examplesThat = (verdict: 'works' | 'broken', { examples }: DocsEvidence) =>
  examples?.status === 'ran' ? examples.rows.filter(each => each.verdict === verdict) : []

export function otherMeasures(
  evidence: DocsEvidence,
  isExcluded: Excluded,
  extent: number,
): (Measure & { readonly name: OtherMeasure })[] {
  const { staleParameters, links, readme, entryModules, examples } = evidence
  const kept = (rows: readonly { readonly path: string }[]) =>
    rows.filter(({ path }) => !isExcluded(path)).length
  const answered = QUESTIONS.filter(([question]) => readme?.[question])
  const essentials = {
    name: 'readme-essentials' as const,
    subject: '',
    value: (100 * answered.length) / QUESTIONS.length,
  }
  return [
    { name: 'stale-parameters', subject: '', value: kept(staleParameters), extent },
    { name: 'broken-links', subject: '', value: kept(links.broken) },
    ...(examples?.status === 'ran'
      ? (
          [
            ['broken-examples', 'broken'],
            ['working-examples', 'works'],
          ] as const
        ).map(([name, verdict]) => ({
          name,
          subject: '',
          value: kept(examplesThat(verdict, evidence)),
        }))
      : []),
    ...(readme === null ? [] : [essentials]),
    ...(entryModules === null
      ? []
      : [{ name: 'entry-modules' as const, subject: '', value: entryModules, extent }]),
  ]
}

export function otherFaults(evidence: DocsEvidence, isExcluded: Excluded): Draft<OtherRule>[] {
  const { staleParameters, links, readme } = evidence
  const stale = staleParameters.map(({ path, line, function: owner, parameter }) => ({
    rule: 'stale-parameter' as const,
    path,
    line,
    symbol: `${owner}.${parameter}`,
    message: `${owner} has no parameter ${parameter}`,
  }))
  const broken = links.broken.map(({ path, line, target, why }) => ({
    rule: 'broken-link' as const,
    path,
    line,
    symbol: target.slice(0, 200),
    message: why.slice(0, 300),
  }))
  const failing = examplesThat('broken', evidence).map(({ path, line, why }) => ({
    rule: 'broken-example' as const,
    path,
    line,
    symbol: why.slice(0, 200),
    message: `this example fails: ${why}`.slice(0, 300),
  }))
  const gaps = QUESTIONS.filter(([question]) => readme?.[question] === false)
  const open = gaps.map(([question, gap]) => ({
    rule: 'readme-gap' as const,
    path: readme?.path ?? null,
    line: null,
    symbol: question,
    message: `${readme?.path} ${gap}`,
  }))
  return [...stale, ...broken, ...failing, ...open].filter(
    ({ path }) => path === null || !isExcluded(path),
  )
}
