/** What does a code scanning service read? SARIF 2.1.0, within the limits GitHub sets. */

import type {
  Location,
  Log,
  Notification,
  ReportingDescriptor,
  Result,
  Run as SarifRun,
} from 'sarif'
import type { CatalogueEntry } from '../core/history.mts'
import type { Level } from '../core/model.mts'
import type { Assessment, PlacedFinding } from '../core/verdict.mts'
import { byLevel, placed } from './behind.mts'
import { sentence, uriPath, visible } from './escape.mts'
import { inRepository, webAddress } from './forge.mts'
import { fingerprint, ordinals } from './hash.mts'
import { counted } from './words.mts'

/** GitHub refuses a run with more results. */
const MOST_RESULTS = 25_000

/** GitHub refuses a result without a location; this is what one about the whole project points at. */
const WHOLE_PROJECT = '(whole project)'

const LEVELS = { error: 'error', warn: 'warning', note: 'note' } as const satisfies Record<
  Level,
  string
>

/** A SARIF 2.1.0 log with one run, as JSON. Waived findings stay in it, suppressed. */
export function sarif(assessment: Assessment, catalogue: readonly CatalogueEntry[]): string {
  const { run, comparison } = assessment
  const fresh = comparison && new Set(comparison.newFindings.map(({ key }) => key))
  const all = inOrder(placed(assessment), fresh)
  const shown = all
    .slice(0, MOST_RESULTS)
    .map(each => ({ ...each, path: each.path === null ? null : inRepository(run, each.path) }))
  const rules = describe(catalogue, shown)
  const index = new Map(rules.map(({ id }, at) => [id, at]))
  const next = ordinals()
  const sarifRun: SarifRun = {
    tool: { driver: { name: 'Shipworthy', version: run.toolVersion, rules } },
    automationDetails: { id: visible(`shipworthy/${run.slug}/${run.id}`) },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
    ...provenance(assessment),
    invocations: [
      {
        executionSuccessful: assessment.outcomes.every(({ status }) => status !== 'failed'),
        toolExecutionNotifications: notifications(assessment, all.length),
      },
    ],
    results: shown.map(finding => result(finding, index, fresh, next)),
  }
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [sarifRun],
  }
  return `${JSON.stringify(log)}\n`
}

/** What counts first, so that a cut takes the least: unwaived, by level, new before known. */
function inOrder(
  findings: readonly PlacedFinding[],
  fresh: ReadonlySet<string> | null,
): readonly PlacedFinding[] {
  const known = ({ key }: PlacedFinding) => (fresh?.has(key) ? 0 : 1)
  const waived = ({ waived }: PlacedFinding) => (waived === undefined ? 0 : 1)
  return [...findings].sort((a, b) => waived(a) - waived(b) || byLevel(a, b) || known(a) - known(b))
}

/** Every rule the catalogue knows, and those of the findings that it does not. */
function describe(
  catalogue: readonly CatalogueEntry[],
  findings: readonly PlacedFinding[],
): ReportingDescriptor[] {
  const described = catalogue.flatMap(({ skill, rules }) =>
    Object.entries(rules).map(([id, { level, fault, advice }]) => ({
      id,
      shortDescription: { text: fault },
      fullDescription: { text: fault },
      help: { text: advice },
      defaultConfiguration: { level: LEVELS[level] },
      properties: { tags: [skill] },
    })),
  )
  const known = new Set(described.map(({ id }) => id))
  const others = new Set(findings.map(({ rule }) => rule).filter(rule => !known.has(rule)))
  return [...described, ...[...others].map(id => ({ id, shortDescription: { text: id } }))]
}

function result(
  finding: PlacedFinding,
  index: ReadonlyMap<string, number>,
  fresh: ReadonlySet<string> | null,
  next: (key: string) => number,
): Result {
  const { rule, level, key, message, waived } = finding
  return {
    ruleId: rule,
    ruleIndex: index.get(rule) ?? -1,
    level: LEVELS[level],
    message: { text: plain(message) },
    locations: [location(finding)],
    partialFingerprints: {
      'shipworthyKey/v1': key.toWellFormed(),
      primaryLocationLineHash: `${fingerprint(key).slice(0, 16)}:${next(key)}`,
    },
    ...(fresh === null ? {} : { baselineState: fresh.has(key) ? 'new' : 'unchanged' }),
    ...(waived === undefined
      ? {}
      : {
          suppressions: [{ kind: 'external', status: 'accepted', justification: sentence(waived) }],
        }),
  }
}

const location = ({ path, line }: PlacedFinding): Location => ({
  physicalLocation: {
    artifactLocation: { uri: uriPath(path ?? WHOLE_PROJECT), uriBaseId: '%SRCROOT%' },
    region: { startLine: Math.max(1, line ?? 1) },
  },
})

/** Message text has links of its own, `[text](target)`: none of a message is meant as one. */
const plain = (message: string): string => sentence(message).replaceAll('](', '] (') || '–'

function provenance({ run }: Assessment): Pick<SarifRun, 'versionControlProvenance'> {
  const address = run.forge && webAddress(run.forge.url)
  if (!address || run.commit === null) return {}
  const branch = run.branch === null ? {} : { branch: run.branch.toWellFormed() }
  return {
    versionControlProvenance: [{ repositoryUri: address, revisionId: run.commit, ...branch }],
  }
}

/** What is not in the results, said where the format has a place for it. */
function notifications({ outcomes }: Assessment, found: number): Notification[] {
  const silent = outcomes.flatMap(({ skill, status, why }): Notification[] =>
    status === 'failed' || status === 'unavailable'
      ? [
          {
            level: status === 'failed' ? 'error' : 'warning',
            message: { text: plain(`${skill} gave no findings: ${why ?? status}`) },
          },
        ]
      : [],
  )
  if (found <= MOST_RESULTS) return silent
  const cut = `${counted(found - MOST_RESULTS, 'finding is', 'findings are')} left out, because a run may hold 25,000. The least grave ones go first.`
  return [{ level: 'warning', message: { text: cut } }, ...silent]
}
