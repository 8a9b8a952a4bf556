/** What does documentation say that is not so, or leave open? Stale parameters, broken links, gaps of the README. */

import type { DocsEvidence, ReadmeEvidence } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import type { Measure } from '../../core/model.mts'

type OtherRule = 'stale-parameter' | 'broken-link' | 'readme-gap'
type OtherMeasure = 'stale-parameters' | 'broken-links' | 'readme-essentials' | 'entry-modules'
type Excluded = (path: string) => boolean

const QUESTIONS: readonly (readonly [keyof Omit<ReadmeEvidence, 'path'>, string])[] = [
  ['purpose', 'does not say in a sentence what the project is for'],
  ['install', 'does not say how to get it'],
  ['use', 'does not show how to use it'],
  ['licence', 'names no licence, and there is no licence file'],
]

export const NO_README = {
  measure: 'readme-essentials' as const,
  why: 'there is no README in Markdown at the root of the project',
}

export function otherMeasures(
  { staleParameters, links, readme, entryModules }: DocsEvidence,
  isExcluded: Excluded,
  extent: number,
): (Measure & { readonly name: OtherMeasure })[] {
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
    ...(readme === null ? [] : [essentials]),
    ...(entryModules === null
      ? []
      : [{ name: 'entry-modules' as const, subject: '', value: entryModules, extent }]),
  ]
}

export function otherFaults(
  { staleParameters, links, readme }: DocsEvidence,
  isExcluded: Excluded,
): Draft<OtherRule>[] {
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
  const gaps = QUESTIONS.filter(([question]) => readme?.[question] === false)
  const open = gaps.map(([question, gap]) => ({
    rule: 'readme-gap' as const,
    path: readme?.path ?? null,
    line: null,
    symbol: question,
    message: `${readme?.path} ${gap}`,
  }))
  return [...stale, ...broken, ...open].filter(({ path }) => path === null || !isExcluded(path))
}
