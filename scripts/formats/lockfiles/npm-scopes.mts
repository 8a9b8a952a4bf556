/** Which packages of a lock come from a registry of somebody's own? Whole scopes: what a public registry has under their names is another package. */

import { folderOf, joined } from '../../core/paths.mts'
import { fields, text } from '../../core/untyped.mts'
import { parseYaml } from '../parse.mts'
import {
  type Entry,
  type Named,
  type Outcome,
  type Reading,
  reading,
  type Source,
} from './reading.mts'

/** npm's own registry, by the hosts that have all of it and nothing else. */
const PUBLIC =
  /^(registry\.npmjs\.org|registry\.yarnpkg\.com|registry\.npmmirror\.com|registry\.npm\.taobao\.org|(mirrors|repo)\.(cloud\.tencent|huaweicloud)\.com)$/

const SETTINGS = ['.npmrc', '.yarnrc.yml']

/** Files beside a lock that say where scopes come from. */
export const scopeSettings = (lock: string): readonly string[] =>
  SETTINGS.flatMap(name => joined(folderOf(lock), name) ?? [])

/** `reading`, with packages of such scopes at an address of their own: nobody is asked about them. */
export function npmReading(
  source: Source,
  entries: readonly Entry[],
  rest: Partial<Pick<Reading, 'covers' | 'isPinned' | 'notes'>> = {},
): Outcome {
  const registries = new Map([...lockedScopes(source.text), ...settledScopes(source)])
  const placed = <T extends Named>(named: T): T => {
    const host = registries.get(/^@[^/]+(?=\/)/.exec(named.name)?.[0] ?? '')
    return host === undefined || named.version === '' || named.version.includes(':')
      ? named
      : { ...named, version: `https://${host}/${named.name}#${named.version}` }
  }
  if (registries.size === 0) return reading('npm', source.path, entries, rest)
  const found = entries.map(each => ({
    ...placed(each),
    ...(each.requires === undefined ? {} : { requires: [...each.requires].map(placed) }),
  }))
  return reading('npm', source.path, found, rest)
}

/** Scope → host, by the settings. */
function settledScopes(source: Source): readonly (readonly [string, string])[] {
  const [npmrc, yarnrc] = scopeSettings(source.path).map(path => source.neighbour(path) ?? '')
  const lines = [...(npmrc ?? '').matchAll(/^\s*(@[\w.-]+):registry\s*=\s*(\S+)/gm)]
  const parsed = parseYaml(yarnrc ?? '')
  const scopes = typeof parsed === 'string' ? {} : fields(parsed.fields.npmScopes)
  return [
    ...lines.map(([, scope = '', address = '']) => [scope, address] as const),
    ...Object.entries(scopes).map(
      ([scope, value]) => [`@${scope}`, text(fields(value).npmRegistryServer)] as const,
    ),
  ].flatMap(([scope, address]) => {
    const host = hostOf(address)
    return host === null || PUBLIC.test(host) ? [] : [[scope, host] as const]
  })
}

/**
 * Scope → host, by the addresses in a lock. Where every address is elsewhere, that is a mirror of the public registry;
 * where some are public, a scope that is only elsewhere is not.
 */
function lockedScopes(lock: string): ReadonlyMap<string, string> {
  const hosts = new Map<string, string>()
  const shared = new Set<string>()
  let hasPublic = false
  for (const [address] of lock.matchAll(/https?:\/\/(?:npm\.pkg\.[^\s"'#?]+|[^\s"'#?]+\.tgz)/g)) {
    const host = hostOf(address)
    const scope = /\/(@[\w.-]+)(?:\/|%2f)/i.exec(address)?.[1]
    if (host === null) continue
    const isPublic = PUBLIC.test(host)
    hasPublic ||= isPublic
    if (scope === undefined) continue
    if (isPublic) shared.add(scope)
    else hosts.set(scope, host)
  }
  return new Map([...hosts].filter(([scope]) => hasPublic && !shared.has(scope)))
}

const hostOf = (address: string): string | null =>
  /^(?:https?:)?\/\/(?:[^/@]*@)?([\w.-]+)/.exec(address)?.[1]?.toLowerCase() ?? null
