/** What did the project write into shipworthy.yml, and is it understood? Resolved over the built-in policy. */

import { Ajv, type ErrorObject } from 'ajv'
import { closest } from 'fastest-levenshtein'
import { LineCounter, parseDocument } from 'yaml'
import { type AlertsFile, resolveAlerts } from './config/alerts.mts'
import { checkMetrics, withMetrics } from './config/metrics.mts'
import { policySchema } from './config/schema.mts'
import { reasonOf, UserFault } from './fault.mts'
import { CONDITIONS } from './gate.mts'
import type { Metrics } from './metrics.mts'
import type { LinkSettings, PartPolicy, Policy } from './policy.mts'
import type { Skill } from './skill.mts'
import type { DimensionId } from './verdict.mts'
import { gateRule, type Waiver } from './waivers.mts'

/** The file as people write it: every key optional. */
interface PolicyFile {
  readonly project?: string
  readonly gate?: Partial<Policy['gate']>
  readonly weights?: Partial<Record<DimensionId, number>>
  readonly parts?: Readonly<
    Record<string, { readonly share?: number; readonly good?: number; readonly poor?: number }>
  >
  readonly levels?: Policy['levels']
  readonly skills?: Policy['skills']
  readonly files?: Partial<Policy['files']>
  readonly waivers?: Policy['waivers']
  readonly metrics?: Metrics
  readonly changes?: Policy['changes']
  readonly jaeger?: string
  readonly links?: LinkSettings
  readonly alerts?: AlertsFile
}

const POLICY_FILE = 'shipworthy.yml'

/** The built-in policy with the project's own words over it; a word we do not know is the user's fault. */
export function resolvePolicy(
  builtIn: Policy,
  text: string | null,
  skills: readonly Skill[],
): Policy {
  if (text === null) return builtIn
  const file = readPolicyFile(text, builtIn, skills)
  const dimensions = Object.fromEntries(
    Object.entries(builtIn.dimensions).map(([id, dimension]) => [
      id,
      {
        weight: file.weights?.[id as DimensionId] ?? dimension.weight,
        parts: Object.fromEntries(
          Object.entries(dimension.parts).map(([name, part]) => [
            name,
            resolvePart(name, part, file),
          ]),
        ),
      },
    ]),
  ) as unknown as Policy['dimensions']
  const metrics = file.metrics ?? {}
  const taken = new Set(skills.flatMap(({ scales }) => Object.keys(scales)))
  for (const waiver of file.waivers ?? []) checkWaiver(waiver)
  checkMetrics(POLICY_FILE, metrics, taken, file.weights ?? {})
  return {
    ...builtIn,
    ...(file.project === undefined ? {} : { project: file.project }),
    ...(file.jaeger === undefined ? {} : { jaeger: file.jaeger }),
    ...linksOf(file),
    ...(file.alerts === undefined ? {} : { alerts: resolveAlerts(file.alerts, POLICY_FILE) }),
    dimensions: withMetrics(dimensions, metrics),
    gate: { ...builtIn.gate, ...file.gate },
    levels: file.levels ?? {},
    skills: file.skills ?? {},
    files: { ...builtIn.files, ...file.files },
    waivers: file.waivers ?? [],
    ...(Object.keys(metrics).length === 0 ? {} : { metrics }),
    ...(file.changes === undefined ? {} : { changes: file.changes }),
  }
}

/** What each tool needs besides its address. */
const LINK_NEEDS = { tempo: 'datasource', 'new-relic': 'entity', honeycomb: 'dataset' } as const

function linksOf({ links, jaeger }: PolicyFile): { readonly links?: LinkSettings } {
  if (links === undefined)
    return jaeger === undefined ? {} : { links: { tool: 'jaeger', url: jaeger } }
  const need = Object.entries(LINK_NEEDS).find(([tool]) => tool === links.tool)?.[1]
  if (need !== undefined && !(need in links))
    throw new UserFault(`${POLICY_FILE}: links to ${links.tool} need ${need}`)
  return { links }
}

/** A condition of the gate is one of a few, and is about no path. */
function checkWaiver({ rule, path, key }: Waiver): void {
  if (!rule.startsWith(gateRule(''))) return
  const known = Object.keys(CONDITIONS).map(gateRule)
  if (!known.includes(rule))
    throw new UserFault(
      `${POLICY_FILE}: waivers: there is no condition ${rule}; did you mean ${closest(rule, known)}?`,
    )
  if (path !== undefined || key !== undefined)
    throw new UserFault(`${POLICY_FILE}: waivers: ${rule} is about no path or key: leave them out`)
}

function resolvePart(name: string, part: PartPolicy, file: PolicyFile): PartPolicy {
  const wish = file.parts?.[name]
  const share = wish?.share ?? part.share
  if (part.curve === undefined) return { share }
  const curve = { good: wish?.good ?? part.curve.good, poor: wish?.poor ?? part.curve.poor }
  if (curve.good >= curve.poor)
    throw new UserFault(
      `${POLICY_FILE}: parts.${name} needs good below poor, not ${curve.good} and ${curve.poor}`,
    )
  return { share, curve }
}

function readPolicyFile(text: string, builtIn: Policy, skills: readonly Skill[]): PolicyFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', schema: 'core' })
  const broken = document.errors[0]
  if (broken !== undefined)
    throw new UserFault(
      `${POLICY_FILE}, line ${broken.linePos?.[0].line ?? 1}: ${reasonOf(broken).replace(/ at line \d+, column \d+:$/, '')}`,
    )
  const value = plain(document)
  const validate = new Ajv({ allErrors: false, strict: false, verbose: true }).compile(
    policySchema(builtIn, skills),
  )
  if (!validate(value)) throw new UserFault(`${POLICY_FILE}: ${sentence(validate.errors?.[0])}`)
  return value as PolicyFile
}

/** Aliases of aliases can grow a short text without end: the reader stops, and so do we. */
function plain(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 }) ?? {}
  } catch (error) {
    throw new UserFault(`${POLICY_FILE}: ${reasonOf(error)}`)
  }
}

function sentence(error: ErrorObject | undefined): string {
  const where = error?.instancePath.slice(1).replaceAll('/', '.') || 'the file'
  if (error?.propertyName !== undefined)
    return `"${error.propertyName}" in ${where} is no name: use at most 50 small letters, digits and single hyphens`
  if (error?.keyword === 'additionalProperties') {
    const unknown = String(error.params.additionalProperty)
    const known = Object.keys(
      (error.parentSchema as { properties?: object } | undefined)?.properties ?? {},
    )
    const hint = known.length === 0 ? '' : `; did you mean ${closest(unknown, known)}?`
    return `unknown key "${unknown}" in ${where}${hint}`
  }
  if (error?.keyword === 'enum')
    return `${where} must be one of ${error.params.allowedValues.join(', ')}`
  return `${where} ${error?.message ?? 'is not understood'}`
}
