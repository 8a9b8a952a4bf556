/** What does a stored policy ask for, as far as pages show it? Whatever else it holds is left alone. */

import type { LinkSettings } from '../../scripts/core/policy.mts'

/** `required` and `target`: scores, 0–100. */
interface Asked {
  readonly required: number | null
  readonly target: number | null
  readonly policyLinks: LinkSettings | null
}

export const NOTHING_ASKED: Asked = { required: null, target: null, policyLinks: null }

export function askedBy(policy: string | null): Asked {
  const { gate, links } = objectIn(policy)
  return {
    required: percentage(gate?.score),
    target: percentage(gate?.target),
    policyLinks: linksIn(links),
  }
}

interface Stored {
  readonly gate?: { readonly score?: unknown; readonly target?: unknown } | null
  readonly links?: Readonly<Record<string, unknown>> | null
}

function objectIn(text: string | null): Stored {
  try {
    return JSON.parse(text ?? '') ?? {}
  } catch {
    return {}
  }
}

const TOOLS = ['jaeger', 'tempo', 'datadog', 'new-relic', 'honeycomb']

/** What an unknown tool needs, nobody knows here. */
function linksIn(links: Stored['links']): LinkSettings | null {
  const isKnown = TOOLS.includes(String(links?.tool)) && typeof links?.url === 'string'
  return isKnown ? (links as unknown as LinkSettings) : null
}

function percentage(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= 100 ? value : null
}
