/** What may shipworthy.yml say about alerts? Their schema, and what no schema can say. */

import { ALERT_KINDS, type AlertLimits, isQuietHour } from '../alerts.mts'
import { UserFault } from '../fault.mts'
import type { AlertPolicy } from '../policy.mts'

/** What falls by less is the weather. */
export const ALERT_LIMITS: AlertLimits = { scoreDrop: 3, evidenceDrop: 0.1 }

export type AlertsFile = Partial<AlertPolicy>

/** JSON Schema of the table `alerts`. */
export function alertsSchema(): object {
  const variable = (description: string) => ({
    ...{ type: 'string', pattern: '^[A-Z][A-Z0-9_]*$', maxLength: 100, description },
  })
  const object = (properties: object, more: object = {}) => ({
    ...{ type: 'object', properties, additionalProperties: false },
    ...more,
  })
  return object(
    {
      channels: {
        type: 'array',
        maxItems: 20,
        items: object(
          {
            to: { enum: ['slack', 'teams', 'webhook', 'github-issue'] },
            address: variable('Name of the environment variable that holds the address'),
            secret: variable('Webhook: name of the variable with the key that signs'),
            kinds: { type: 'array', items: { enum: ALERT_KINDS }, minItems: 1 },
          },
          { required: ['to'] },
        ),
      },
      scoreDrop: {
        ...{ type: 'number', exclusiveMinimum: 0, maximum: 100 },
        description: 'Points between two runs that are an alert',
      },
      evidenceDrop: {
        ...{ type: 'number', exclusiveMinimum: 0, maximum: 1 },
        description: 'Share of the weight that no longer answers and is an alert',
      },
      quiet: {
        ...{ type: 'string', maxLength: 100 },
        description: 'When nobody is told: 22:00-07:00 Europe/Berlin',
      },
      site: {
        ...{ type: 'string', pattern: '^https?://', maxLength: 500 },
        description: 'Where the site is published: messages lead there',
      },
    },
    { description: 'Who hears of what happens on the default branch' },
  )
}

/** A UserFault where a channel lacks its address, or the quiet hours are none. */
export function resolveAlerts(file: AlertsFile, policyFile: string): AlertPolicy {
  const { channels = [], quiet } = file
  for (const [index, { to, address }] of channels.entries())
    if (to !== 'github-issue' && address === undefined)
      throw new UserFault(
        `${policyFile}: alerts.channels.${index} needs address, the name of the environment variable with the address of ${to}`,
      )
  if (quiet !== undefined && isQuietHour(quiet, new Date(0)) === null)
    throw new UserFault(
      `${policyFile}: alerts.quiet is written as 22:00-07:00 Europe/Berlin, not ${JSON.stringify(quiet)}`,
    )
  return { ...ALERT_LIMITS, ...file, channels }
}
