/** Does what the project asks for go together with the instrumentors? Its Node.js and its frameworks against what they bear. */

import { coerce, gtr, intersects, lt, minVersion, validRange } from 'semver'
import type { Manifest } from './manifest.mts'
import { BRINGS, type Framework, OLDEST, OLDEST_NODE, PRISMA } from './packages.mts'

export interface Pinned {
  readonly path: string
  readonly line: number
  /** As a range of semver. */
  readonly version: string
}

const TITLES: Readonly<Record<Framework, string>> = {
  express: 'Express',
  fastify: 'Fastify',
  koa: 'Koa',
  nestjs: 'NestJS',
  nextjs: 'Next.js',
}

/** What keeps these frameworks from being traced, with the line that says so. */
export function clashOf(
  manifest: Manifest,
  frameworks: ReadonlySet<Framework>,
  nodes: readonly Pinned[],
): string | null {
  return oldNode(nodes) ?? oldFramework(manifest, frameworks) ?? newApi(manifest)
}

function oldNode(nodes: readonly Pinned[]): string | null {
  const old = nodes.find(
    ({ version }) => validRange(version) !== null && !intersects(version, `>=${OLDEST_NODE}`),
  )
  return old === undefined
    ? null
    : `${old.path}:${old.line}: Node.js ${old.version} is older than ${OLDEST_NODE}, the first the OpenTelemetry packages run on`
}

function oldFramework(manifest: Manifest, frameworks: ReadonlySet<Framework>): string | null {
  for (const [name, { version, line }] of manifest.declared) {
    const framework = Object.hasOwn(BRINGS, name) ? BRINGS[name] : undefined
    if (framework === undefined || !frameworks.has(framework)) continue
    const range = validRange(version)
    if (range !== null && gtr(OLDEST[framework], range))
      return `${manifest.path}:${line}: ${TITLES[framework]} ${version} is older than ${OLDEST[framework]}, the first version that can be traced`
  }
  return null
}

function newApi({ path, declared }: Manifest): string | null {
  const api = declared.get('@opentelemetry/api')
  const range = validRange(api?.version ?? '')
  return api === undefined || range === null || !intersects(range, '>=1.10.0')
    ? null
    : `${path}:${api.line}: @opentelemetry/api ${api.version} lets in 1.10, and the tracing packages of this line take 1.9: ask for ~1.9.1`
}

/** The same major as the client has; null where that one needs a preview flag, or cannot be told. */
export function prismaVersion({ declared }: Manifest): string | null {
  const range = validRange(declared.get(PRISMA.client)?.version ?? '')
  const lowest = range === null ? null : minVersion(range)
  if (lowest === null || lt(lowest, PRISMA.from)) return null
  return lowest.major === 6 ? '^6.1.0' : `^${lowest.major}.0.0`
}

/** `18`, `v20.11.1`, `lts/iron` of a version file, as a range; null where a name says nothing of a number. */
export function nodeRange(text: string): string | null {
  const written = text.trim().replace(/^v/, '')
  if (/^\d+(\.\d+)?$/.test(written)) return `${written}.x`
  return /^\d+\.\d+\.\d+$/.test(written) ? (coerce(written)?.version ?? null) : null
}
