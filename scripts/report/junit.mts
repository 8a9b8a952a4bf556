/** What does any CI show without knowing us? JUnit XML: the gate's conditions and the findings as test cases. */

import type { CatalogueEntry } from '../core/history.mts'
import type { Assessment, Condition, Gate, PlacedFinding } from '../core/verdict.mts'
import { byLevel, placed, ruleOf } from './behind.mts'
import { conditionText } from './conditions.mts'
import { sentence, stopped, xml } from './escape.mts'
import { capital, clipped, counted, words } from './words.mts'

/** CI services draw a row for each case. */
const MOST_FINDINGS = 1000
const LONGEST = 300

interface Case {
  readonly classname: string
  readonly name: string
  readonly path?: string | null
  readonly line?: number | null
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped'
  readonly message: string
  readonly detail?: string
}

/**
 * Two suites. A condition fails, errs (insufficient) or is skipped (not applicable, or the gate is not enforced).
 * A finding fails as the gate sees it, when it is new and of level error; every other one is a skipped case.
 */
export function junit(assessment: Assessment, catalogue: readonly CatalogueEntry[]): string {
  const { gate, run } = assessment
  const suites = [
    suite(
      'Gate',
      gate.conditions.map(condition => conditionCase(condition, gate)),
    ),
    suite('Findings', findingCases(assessment, catalogue)),
  ]
  const seconds = (run.durationMs / 1000).toFixed(3)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Shipworthy" ${tally(suites.flatMap(({ cases }) => cases))} time="${seconds}">`,
    ...suites.map(({ text }) => text),
    '</testsuites>\n',
  ].join('\n')
}

function conditionCase(condition: Condition, { enforced }: Gate): Case {
  const message = conditionText(condition)
  const base = { classname: 'shipworthy.gate', name: capital(words(condition.id)) }
  if (condition.status === 'pass') return { ...base, outcome: 'passed', message: '' }
  if (condition.status === 'not-applicable' || condition.status === 'waived')
    return { ...base, outcome: 'skipped', message }
  if (!enforced)
    return { ...base, outcome: 'skipped', message: `${message} The gate is not enforced.` }
  return { ...base, outcome: condition.status === 'fail' ? 'failure' : 'error', message }
}

function findingCases(
  assessment: Assessment,
  catalogue: readonly CatalogueEntry[],
): readonly Case[] {
  const fresh = new Set(assessment.comparison?.newFindings.map(({ key }) => key))
  const isFailing = ({ key, level, waived }: PlacedFinding) =>
    assessment.gate.enforced && level === 'error' && waived === undefined && fresh.has(key)
  const rank = (finding: PlacedFinding) => (isFailing(finding) ? 0 : finding.waived ? 2 : 1)
  const all = [...placed(assessment)].sort((a, b) => rank(a) - rank(b) || byLevel(a, b))
  const cases = all.slice(0, MOST_FINDINGS).map((finding): Case => {
    const { rule, path, line, waived, level, message } = finding
    const where =
      path === null ? '' : `${clipped(path, LONGEST)}${line === null ? '' : `:${line}`} `
    const what = clipped(sentence(message), LONGEST)
    return {
      classname: `shipworthy.${rule}`,
      name: `${where}${what}`,
      path,
      line,
      outcome: isFailing(finding) ? 'failure' : 'skipped',
      message: waived === undefined ? `${level}: ${what}` : `waived: ${sentence(waived)}`,
      detail: `${where}${stopped(what)} ${ruleOf(catalogue, rule)?.advice ?? ''}`.trim(),
    }
  })
  const rest = all.length - cases.length
  if (rest <= 0) return cases
  const name = `and ${counted(rest, 'more finding')}`
  return [...cases, { classname: 'shipworthy', name, outcome: 'skipped', message: name }]
}

function suite(name: string, cases: readonly Case[]) {
  const text = [
    `  <testsuite name="${name}" ${tally(cases)}>`,
    ...cases.map(testCase),
    '  </testsuite>',
  ].join('\n')
  return { cases, text }
}

function tally(cases: readonly Case[]): string {
  const of = (outcome: Case['outcome']) => cases.filter(each => each.outcome === outcome).length
  return `tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}"`
}

function testCase({ classname, name, path, line, outcome, message, detail }: Case): string {
  const file = path ? ` file="${xml(path)}"${line ? ` line="${line}"` : ''}` : ''
  const head = `    <testcase classname="${xml(classname)}" name="${xml(name)}"${file}`
  if (outcome === 'passed') return `${head}/>`
  if (outcome === 'skipped') return `${head}><skipped message="${xml(message)}"/></testcase>`
  return `${head}><${outcome} message="${xml(message)}">${xml(detail ?? message)}</${outcome}></testcase>`
}
