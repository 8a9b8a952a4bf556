/** Which databases and services are called below Next.js, and which calls can hooks see? It bundles all but a few packages. */

import { type ClientsFound, clientsOf } from './clients.mts'
import type { Manifest } from './manifest.mts'
import { CLIENTS, type Client, OUTSIDE_NEXT } from './packages.mts'

export interface NextSettings {
  /** Null where there are none. */
  readonly path: string | null
  readonly text: string
}

const PRISMA_BELOW =
  'below Next.js it is added by hand: install @prisma/instrumentation, and put its new PrismaInstrumentation() into the list in the instrumentation file'

export function clientsBelowNext(
  manifest: Manifest,
  imports: ReadonlySet<string>,
  settings: NextSettings,
): ClientsFound {
  const outside = new Set([...OUTSIDE_NEXT, ...listedIn(settings.text)])
  const isSeen = ({ sees }: { readonly sees: readonly string[] }) =>
    sees.some(name => outside.has(name))
  const found = clientsOf(
    manifest,
    imports,
    CLIENTS.map(each => seenBelow(each, isSeen)),
    null,
  )
  const bundled = new Set(
    CLIENTS.flatMap(({ name, instrumentor }) =>
      instrumentor !== undefined && !isSeen(instrumentor) ? [name] : [],
    ),
  )
  const place = settings.path ?? 'next.config.js'
  const why = `Next.js puts it into the program, where no hook sees it. List it in ${place} under serverExternalPackages, then --undo and --apply`
  return {
    rows: found.rows.map(row => {
      if (row.name === 'Prisma') return { ...row, isSupported: false, why: PRISMA_BELOW }
      return !row.isSupported && bundled.has(row.name) ? { ...row, why } : row
    }),
    instrumentors: found.instrumentors.filter(isSeen),
  }
}

/** A mapper that is bundled leaves the spans to its driver. */
function seenBelow(
  client: Client,
  isSeen: (instrumentor: NonNullable<Client['instrumentor']>) => boolean,
): Client {
  const { instrumentor, mapper, http, ...rest } = client
  const isLit = instrumentor !== undefined && isSeen(instrumentor)
  return {
    ...rest,
    ...(isLit ? { instrumentor } : {}),
    ...(mapper === undefined ? {} : { mapper: isLit ? mapper : 'thin' }),
    ...(http === 'fetch' ? { http } : {}),
  }
}

/** Names in the list that its settings give; before Next.js 15 the list was called otherwise. */
function listedIn(text: string): string[] {
  const [, list = ''] =
    /\bserver(?:Component)?s?ExternalPackages["']?\s*:\s*\[([^\]]*)\]/.exec(text) ?? []
  return [...list.matchAll(/["'`]([^"'`]+)["'`]/g)].map(([, name = '']) => name)
}
