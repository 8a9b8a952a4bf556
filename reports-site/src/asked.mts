/** What does a stored policy ask for, as far as pages show it? Whatever else it holds is left alone. */

import type { LinkSettings } from '../../scripts/core/policy.mts'
import type { Waiver } from '../../scripts/core/waivers.mts'

interface Asked {
  /** Score, 0–100. */
  readonly required: number | null
  readonly policyLinks: LinkSettings | null
  readonly waivers: readonly Waiver[]
}

export const NOTHING_ASKED: Asked = { required: null, policyLinks: null, waivers: [] }

export function askedBy(policy: string | null): Asked {
  const { gate, links, waivers } = objectIn(policy)
  return {
    required: percentage(gate?.score),
    policyLinks: linksIn(links),
    waivers: Array.isArray(waivers) ? waivers.filter(isWaiver) : [],
  }
}

interface Stored {
  readonly gate?: { readonly score?: unknown } | null
  readonly links?: Readonly<Record<string, unknown>> | null
  readonly waivers?: unknown
}

function objectIn(text: string | null): Stored {
  try {
    return JSON.parse(text ?? '') ?? {}
  } catch {
    return {}
  }
}

function isWaiver(each: Readonly<Record<string, unknown>> | null): boolean {
  const isText = (name: string) => typeof each?.[name] === 'string'
  const isAbsent = (name: string) => each?.[name] === undefined
  return (
    ['rule', 'reason', 'owner', 'expires'].every(isText) &&
    ['path', 'key'].every(name => isAbsent(name) || isText(name))
  )
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
