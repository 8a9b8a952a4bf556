/** Which databases and services are called, and which packages make their calls visible? */

import type { InstrumentedService } from '../../../core/evidence.mts'
import type { Manifest } from './manifest.mts'
import {
  ALWAYS,
  CLIENTS,
  type Client,
  type Framework,
  type Instrumentor,
  NEST_ON_FASTIFY,
  PRISMA,
  ROUTES,
} from './packages.mts'
import { prismaVersion } from './versions.mts'

export interface ClientsFound {
  readonly rows: InstrumentedService['clients']
  readonly instrumentors: readonly Instrumentor[]
}

const OLD_PRISMA = `before ${PRISMA.from} they are a preview feature, "tracing"; with ${PRISMA.from} or newer in package.json, --undo and --apply add them`

/**
 * One statement, one span: either of the mapper or of its driver, unless the program calls the driver itself.
 * @param known Those whose calls can be seen as this program is built.
 */
export function clientsOf(
  manifest: Manifest,
  imports: ReadonlySet<string>,
  known: readonly Client[] = CLIENTS,
  prisma: Instrumentor | null = prismaOf(manifest),
): ClientsFound {
  const isImported = ({ known }: Client) => known.some(name => imports.has(name))
  const found = known.filter(
    each => isImported(each) || each.known.some(name => manifest.declared.has(name)),
  )
  const hasWhole = prisma !== null || found.some(({ mapper }) => mapper === 'whole')
  const drivers = found.filter(({ mapper, instrumentor }) => !mapper && instrumentor !== undefined)
  const used = found.filter(each => {
    if (each.mapper === 'whole') return true
    if (each.mapper === 'thin') return drivers.length === 0
    return !(hasWhole && each.isSql === true) || isImported(each)
  })
  const isMapped =
    prisma !== null || used.some(({ mapper, instrumentor }) => mapper && instrumentor !== undefined)
  const isSeen = (each: Client) => {
    if (each.http !== undefined || (used.includes(each) && each.instrumentor !== undefined))
      return true
    if (each.mapper === 'thin') return drivers.length > 0 || hasWhole
    return each.isSql === true && isMapped && !isImported(each)
  }
  const isPrisma = manifest.declared.has(PRISMA.client)
  return {
    rows: [
      ...found.map(each => ({ name: each.name, isSupported: isSeen(each) })),
      ...(isPrisma
        ? [
            prisma === null
              ? { name: 'Prisma', isSupported: false, why: OLD_PRISMA }
              : { name: 'Prisma', isSupported: true },
          ]
        : []),
    ],
    instrumentors: [
      ...used.flatMap(({ instrumentor }) => instrumentor ?? []),
      ...(prisma === null ? [] : [prisma]),
    ],
  }
}

function prismaOf(manifest: Manifest): Instrumentor | null {
  const version = prismaVersion(manifest)
  const { package: name } = PRISMA
  return version === null
    ? null
    : { package: name, version, class: 'PrismaInstrumentation', options: '{}', sees: [] }
}

/** What the tracing module switches on. */
export function instrumentorsFor(
  manifest: Manifest,
  frameworks: ReadonlySet<Framework>,
  clients: ClientsFound,
): readonly Instrumentor[] {
  const routes = [...frameworks].flatMap(name => (name === 'nextjs' ? [] : ROUTES[name]))
  const isNestOnFastify = frameworks.has('nestjs') && manifest.declared.has(NEST_ON_FASTIFY.package)
  const used = isNestOnFastify ? [...routes, NEST_ON_FASTIFY.instrumentor] : routes
  return [...new Set([...ALWAYS, ...used, ...clients.instrumentors])]
}
