/** What may shipworthy.yml say? Its JSON Schema: the fixed keys, and the names the registered skills bring. */

import type { Policy } from '../policy.mts'
import type { Skill } from '../skill.mts'
import { alertsSchema } from './alerts.mts'
import { metricsSchema } from './metrics.mts'

const object = (properties: object, more: object = {}) => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...more,
})

/** Every name with the same value. */
const table = (names: readonly string[], value: object) =>
  object(Object.fromEntries(names.map(name => [name, value])))

const WEIGHT = { type: 'number', minimum: 0, maximum: 1000 }
const GLOBS = { type: 'array', items: { type: 'string', maxLength: 500 }, maxItems: 1000 }
const REASON = { type: 'string', minLength: 1, maxLength: 1000 }
const OWNER = { type: 'string', minLength: 1, maxLength: 200 }

export function policySchema(builtIn: Policy, skills: readonly Skill[]): object {
  const dimensions = Object.keys(builtIn.dimensions)
  const measures = Object.values(builtIn.dimensions).flatMap(({ parts }) => Object.keys(parts))
  const rules = skills.flatMap(skill => Object.keys(skill.rules))
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'shipworthy.yml: the policy of a project',
    ...object({
      project: {
        type: 'string',
        minLength: 1,
        maxLength: 100,
        description: 'Name of the project in the history',
      },
      gate: gateSchema(),
      weights: table(dimensions, WEIGHT),
      parts: table(measures, partSchema()),
      levels: table(rules, { enum: ['error', 'warn', 'note', 'off'] }),
      skills: object(
        Object.fromEntries(skills.map(skill => [skill.id, settingsSchema(skill.settings)])),
      ),
      files: object({ include: GLOBS, exclude: GLOBS, test: GLOBS }),
      waivers: waiversSchema(),
      metrics: metricsSchema(dimensions),
      alerts: alertsSchema(),
      changes: changesSchema(),
      jaeger: {
        type: 'string',
        pattern: '^https?://',
        description: 'Base URL of the Jaeger UI that runs link to',
      },
      links: linksSchema(),
    }),
  }
}

const gateSchema = () =>
  object({
    score: {
      type: 'number',
      minimum: 0,
      maximum: 100,
      description: 'Total score below which the gate fails',
    },
    target: {
      type: 'number',
      minimum: 0,
      maximum: 100,
      description: 'Score the project aims at while it holds a lower one',
    },
    evidence: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'Share of the weight that must have answered',
    },
    patchCoverage: {
      type: 'number',
      minimum: 0,
      maximum: 100,
      description: 'Percent of changed coverable lines that must run',
    },
    smallChange: {
      type: 'integer',
      minimum: 0,
      description: 'Changed lines under which patch coverage is not asked',
    },
  })

const partSchema = () =>
  object({
    share: WEIGHT,
    good: { type: 'number', exclusiveMinimum: 0 },
    poor: { type: 'number', exclusiveMinimum: 0 },
  })

const waiversSchema = () => ({
  type: 'array',
  maxItems: 10_000,
  items: object(
    {
      rule: {
        type: 'string',
        maxLength: 200,
        description:
          'Rule name, an advisory id, or a condition of the gate such as gate/patch-coverage',
      },
      path: { type: 'string', maxLength: 500 },
      key: { type: 'string', maxLength: 1000 },
      reason: REASON,
      owner: OWNER,
      expires: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    },
    { required: ['rule', 'reason', 'owner', 'expires'] },
  ),
})

const changesSchema = () => ({
  type: 'array',
  maxItems: 10_000,
  description: 'What was decided about changes of level that the history shows',
  items: object(
    {
      series: { type: 'string', minLength: 1, maxLength: 500 },
      commit: { type: 'string', pattern: '^[0-9a-fA-F]{7,64}$' },
      state: { enum: ['accepted', 'noise', 'investigating'] },
      reason: REASON,
      owner: OWNER,
    },
    { required: ['series', 'commit', 'state', 'reason', 'owner'] },
  ),
})

const linksSchema = () =>
  object(
    {
      tool: { enum: ['jaeger', 'tempo', 'datadog', 'new-relic', 'honeycomb'] },
      url: {
        type: 'string',
        pattern: '^https?://',
        description: 'Base URL of the tool, for Honeycomb up to the environment',
      },
      datasource: { type: 'string', minLength: 1, description: 'Tempo: uid in Grafana' },
      entity: { type: 'string', minLength: 1, description: 'New Relic: guid of the service' },
      dataset: { type: 'string', minLength: 1, description: 'Honeycomb: name of the dataset' },
    },
    { required: ['tool', 'url'], description: 'Tracing tool that reports link to' },
  )

/** A setting takes the type of its default. */
function settingsSchema(settings: object): object {
  const properties = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, typeOf(value)]),
  )
  return { type: 'object', properties, additionalProperties: false }
}

function typeOf(value: unknown): object {
  if (Array.isArray(value)) return { type: 'array' }
  if (value === null) return {}
  return typeof value === 'object' ? settingsSchema(value) : { type: typeof value }
}
