/** What may shipworthy.yml say about numbers of its own? Their schema, what no schema can say, and their places in the score. */

import { UserFault } from '../fault.mts'
import { type Metric, type Metrics, readJsonPath } from '../metrics.mts'
import type { DimensionPolicy, PartPolicy, Policy } from '../policy.mts'
import type { DimensionId } from '../verdict.mts'

const NAME = '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'

/** No path leads out of the project. */
const INSIDE = '^(?!/|[A-Za-z]:|.*(^|/)\\.\\.(/|$))[^\\\\]+$'

/** JSON Schema of the table `metrics`. */
export function metricsSchema(dimensions: readonly string[]): object {
  const text = (maxLength: number, more: object = {}) => ({
    ...{ type: 'string', minLength: 1, maxLength },
    ...more,
  })
  return {
    type: 'object',
    maxProperties: 100,
    propertyNames: { type: 'string', pattern: NAME, maxLength: 50 },
    additionalProperties: {
      type: 'object',
      properties: {
        command: {
          ...{ type: 'array', items: text(10_000), minItems: 1, maxItems: 100 },
          description: 'Program and arguments; the number stands in what it prints',
        },
        file: text(500, {
          pattern: INSIDE,
          description: 'File that holds the number, or a glob that leads to one file',
        }),
        files: {
          ...{ type: 'array', items: text(500, { pattern: INSIDE }), minItems: 1, maxItems: 100 },
          description: 'Globs over the files of the project whose lines are searched',
        },
        json: text(500, { description: 'Path to the number in JSON: $.total.lines' }),
        regex: text(1000, {
          description: 'RE2: its first group is the number; with files, matching lines are counted',
        }),
        unit: text(20, { pattern: '^[\\p{L}\\p{N}%][\\p{L}\\p{N} %/.,²³°-]*$' }),
        better: { enum: ['higher', 'lower', 'neither'] },
        meaning: text(500, { description: 'One sentence a stranger understands' }),
        budget: { type: 'number', minimum: 0, description: 'Kept by a value that is not worse' },
        level: {
          enum: ['error', 'warn', 'note', 'off'],
          description: 'Of the finding when the budget is not kept; default: warn',
        },
        dimension: { enum: dimensions, description: 'Default: custom' },
        share: {
          ...{ type: 'number', exclusiveMinimum: 0, maximum: 1000 },
          description: 'Weight inside the dimension; the parts of a built-in one are 100 together',
        },
      },
      additionalProperties: false,
    },
    description: "Numbers of the project's own",
  }
}

/** Throws the sentence for what the schema lets through and no metric can be. */
export function checkMetrics(
  file: string,
  metrics: Metrics,
  taken: ReadonlySet<string>,
  weights: Partial<Record<DimensionId, number>>,
): void {
  for (const [name, metric] of Object.entries(metrics)) {
    const fault = taken.has(name) ? 'is a measure already: choose another name' : faultOf(metric)
    if (fault !== null) throw new UserFault(`${file}: metrics.${name} ${fault}`)
    const { share, dimension = 'custom' } = metric
    if (share !== undefined && dimension === 'custom' && !weights.custom)
      throw new UserFault(
        `${file}: metrics.${name} has a share of the dimension custom, which weighs nothing: give it a weight, such as weights: { custom: 10 }`,
      )
  }
}

function faultOf(metric: Metric): string | null {
  const { command, file, files, json, regex, budget, share, level, better = 'neither' } = metric
  const sources = [command, file, files].filter(each => each !== undefined)
  if (sources.length !== 1) return 'needs exactly one of command, file and files'
  if (files !== undefined && regex === undefined)
    return 'counts the lines of files that match: it needs a regex'
  if (json !== undefined && (files !== undefined || regex !== undefined))
    return `reads its number by json or by ${files === undefined ? 'regex' : 'files and regex'}, not by both`
  if (json !== undefined && readJsonPath(json) === null)
    return `needs a json path of names and positions, such as $.total['all files'][0], not ${json}`
  if (budget !== undefined && better === 'neither')
    return 'has a budget: say whether higher or lower is better'
  if (level !== undefined && budget === undefined)
    return 'has a level but no budget that could be missed'
  if (metric.dimension !== undefined && share === undefined)
    return 'has a dimension but no share in it'
  if (share === undefined || budget !== undefined) return null
  return metric.unit === 'percent' && better === 'higher'
    ? null
    : 'has a share of the score: it needs a budget to be scored by'
}

/** The dimensions with the metrics that have a share in them. */
export function withMetrics(
  dimensions: Policy['dimensions'],
  metrics: Metrics,
): Policy['dimensions'] {
  const partsOf = (id: string): Record<string, PartPolicy> =>
    Object.fromEntries(
      Object.entries(metrics).flatMap(([name, metric]) => {
        const { share, budget, dimension = 'custom' } = metric
        if (share === undefined || dimension !== id) return []
        return [[name, { share, ...(budget === undefined ? {} : { budget }) }]]
      }),
    )
  return Object.fromEntries(
    Object.entries<DimensionPolicy>(dimensions).map(([id, { weight, parts }]) => [
      id,
      { weight, parts: { ...parts, ...partsOf(id) } },
    ]),
  ) as unknown as Policy['dimensions']
}
