/** Which measures and rules does the made-up history speak of? */

import type { CatalogueEntry } from '../../scripts/core/history.mts'
import type { Rule, Scale } from '../../scripts/core/model.mts'
import { bytes, count, lines, percent, ratio, seconds } from '../../scripts/core/scales.mts'
import type { MeasureIndex } from '../../scripts/core/score.mts'

const measure = (skill: string, scale: Scale) => ({ skill, scale })

export const MEASURES: MeasureIndex = new Map(
  Object.entries({
    'complex-code': measure(
      'refactor-assistant',
      percent.fewer('Share of code that lies in functions with a cognitive complexity over 15.'),
    ),
    'duplicated-lines': measure(
      'refactor-assistant',
      percent.fewer('Share of lines that repeat a block of 100 tokens or more found elsewhere.'),
    ),
    'long-code': measure(
      'refactor-assistant',
      percent.fewer('Share of code that lies in functions of more than 60 lines.'),
    ),
    'fault-density': measure('refactor-assistant', {
      unit: 'per 1,000 lines',
      better: 'lower',
      noise: 'exact',
      meaning: 'Errors and warnings per 1,000 lines of code.',
    }),
    'code-lines': measure('refactor-assistant', lines.neither('Lines that hold code.')),
    'line-coverage': measure(
      'test-orchestrator',
      percent.more('Share of coverable lines that the tests ran.'),
    ),
    'failed-tests': measure('test-orchestrator', count.fewer('Tests that failed.')),
    'vulnerability-weight': measure(
      'dependency-guardian',
      count.fewer('Known vulnerabilities in packages, each weighted by its severity.'),
    ),
    'dependency-hygiene': measure(
      'dependency-guardian',
      percent.more('Share of packages that are pinned, single, licensed and not far behind.'),
    ),
    'documented-surface': measure(
      'doc-generator',
      percent.more('Share of public symbols that carry a description.'),
    ),
    'budgets-kept': measure(
      'performance-profiler',
      percent.more('Share of time and size budgets that were kept.'),
    ),
    'slowest-benchmark': measure(
      'performance-profiler',
      seconds.fewer('Median time of the slowest benchmark.'),
    ),
    'vulnerable-packages': measure('dependency-guardian', count.fewer('Packages with a fault.')),
    'pinned-references': measure('dependency-guardian', percent.more('References by hash.')),
    'leaked-secrets': measure('git-workflow-assistant', count.fewer('Secrets in the tree.')),
    'broken-links': measure('doc-generator', count.fewer('Links that lead nowhere.')),
    cores: measure('environment-profiler', count.neither('Processor cores of the machine.')),
    'bundle-size': measure('performance-profiler', bytes.fewer('Size of what is shipped.')),
    'open-tickets': measure('custom-metrics', count.fewer('Tickets that wait for an answer.')),
    'apdex-ratio': measure('performance-profiler', ratio.more('Satisfied requests.')),
  }),
)

interface RuleRow extends Rule {
  readonly skill: string
  readonly says: (key: string) => string
}

const rule = (
  skill: string,
  level: Rule['level'],
  costs: Rule['costs'],
  fault: string,
  advice: string,
  says: RuleRow['says'],
): RuleRow => ({ skill, level, costs, fault, advice, says })

const nameIn = (key: string) => key.slice(key.lastIndexOf(':') + 1)

export const RULES = {
  'complex-function': rule(
    'refactor-assistant',
    'warn',
    ['complex-code', 'fault-density'],
    'A function is hard to follow: its cognitive complexity is over 15.',
    'Split it where its comments already do, and return early.',
    key => `assignBerth${nameIn(key)} has a cognitive complexity of 31`,
  ),
  'long-function': rule(
    'refactor-assistant',
    'note',
    ['long-code'],
    'A function has more than 60 lines.',
    'Give its paragraphs names.',
    key => `loadManifest${nameIn(key)} has 94 lines`,
  ),
  'duplicated-code': rule(
    'refactor-assistant',
    'warn',
    ['duplicated-lines', 'fault-density'],
    'The same code in more than one place',
    'Keep one and call it.',
    key => `these 18 lines (120 tokens) also stand at src/crew/model.ts:${key.length}`,
  ),
  'change-coupling': rule(
    'refactor-assistant',
    'note',
    [],
    'Two files usually change together.',
    'Look for what they both know.',
    key =>
      `changes together with src/crew/parser.ts: ${30 + (key.length % 60)} % of 12 revisions on average`,
  ),
  'undocumented-symbol': rule(
    'doc-generator',
    'note',
    ['documented-surface'],
    'A public symbol says nothing about itself.',
    'Write the one sentence a stranger needs.',
    key => `TideTable.${nameIn(key)} is public and has no description`,
  ),
  'uncovered-hotspot': rule(
    'test-orchestrator',
    'warn',
    ['line-coverage'],
    'A file that changes often is barely tested.',
    'Test the part that changed last.',
    key => `34 % of its lines are covered and it changed 22 times (${nameIn(key)})`,
  ),
  'vulnerable-package': rule(
    'dependency-guardian',
    'error',
    ['vulnerability-weight'],
    'A package has a known vulnerability.',
    'Update to a version the advisory names as fixed.',
    key => `tidal-${nameIn(key)} 2.1.0 is affected by GHSA-${nameIn(key)} (high); fixed in 2.1.4`,
  ),
} as const satisfies Record<string, RuleRow>

export type RuleName = keyof typeof RULES

export const CATALOGUE: readonly CatalogueEntry[] = [
  ...new Set([...MEASURES.values()].map(({ skill }) => skill)),
].map(skill => ({
  skill,
  scales: Object.fromEntries(
    [...MEASURES]
      .filter(([, each]) => each.skill === skill)
      .map(([name, { scale }]) => [name, scale]),
  ),
  rules: Object.fromEntries(Object.entries(RULES).filter(([, each]) => each.skill === skill)),
}))
