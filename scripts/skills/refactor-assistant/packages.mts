/** What does each package of a monorepo look like? The measures of the whole that also speak of a part. */

import type { CodeEvidence } from '../../core/evidence.mts'
import { counting } from '../../core/findings.mts'
import type { Finding, Measure } from '../../core/model.mts'
import { byPackage, packageOf } from '../../core/packages.mts'
import { whole } from '../../core/skill.mts'
import { production, sharesOf, sizesOf } from './measures.mts'

type Limits = Parameters<typeof sharesOf>[1]

/** A copy may lie in another package, so that no package has a share of copied lines. */
const OF_A_PACKAGE = ['complex-code', 'long-code', 'fault-density'] as const
const SIZES = ['code-lines', 'source-files', 'functions'] as const

type Name = (typeof OF_A_PACKAGE)[number] | (typeof SIZES)[number]

export function packageMeasures(
  evidence: CodeEvidence,
  findings: readonly Finding[],
  limits: Limits,
): readonly (Measure & { readonly name: Name })[] {
  const { packages = [] } = evidence
  const { source } = production(evidence)
  const groups = byPackage(source, packages)
  if (groups.length < 2) return []
  const place = packageOf(packages)
  const functions = Map.groupBy(evidence.functions, ({ path }) => place(path))
  const faults = Map.groupBy(counting(findings), ({ path }) => place(path ?? ''))
  return groups.flatMap(([subject, files]) => {
    const part = { ...evidence, files, functions: functions.get(subject) ?? [], clones: [] }
    const { parsed, functions: own } = production(part)
    const shares =
      parsed.length === 0 ? [] : sharesOf(part, limits, faults.get(subject)?.length ?? 0)
    const known = [...shares, ...sizesOf(part), whole('functions', own.length)]
    return known.flatMap(each => (isOfPackage(each) ? [{ ...each, subject }] : []))
  })
}

const NAMES: ReadonlySet<string> = new Set([...OF_A_PACKAGE, ...SIZES])

const isOfPackage = <M extends Measure>(measure: M): measure is M & { readonly name: Name } =>
  NAMES.has(measure.name)
