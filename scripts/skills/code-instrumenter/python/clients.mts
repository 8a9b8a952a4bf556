/** Which databases and services are called, and which packages make their calls visible? */

import type { InstrumentedService } from '../../../core/evidence.mts'
import { CLIENTS, CONTRIB, CORE, FASTAPI_NATIVE } from './packages.mts'
import type { Manifest, Wanted } from './requirements.mts'
import { reaches } from './versions.mts'

export interface ClientsFound {
  readonly rows: InstrumentedService['clients']
  readonly hooks: ReadonlySet<'sqlalchemy' | 'sqlite3'>
  readonly instrumentors: readonly { readonly module: string; readonly class: string }[]
}

/** `imports` are the modules its files import, `declared` the requirements of its manifests. */
export function clientsOf(
  imports: ReadonlySet<string>,
  declared: ReadonlySet<string>,
  isDjango: boolean,
): ClientsFound {
  const isImported = (known: readonly string[]) => known.some(name => imports.has(name))
  const isThere = (known: readonly string[]) =>
    isImported(known) || known.some(name => declared.has(name.toLowerCase()))
  const hasMapper = CLIENTS.some(
    ({ name, known }) => /^(SQLAlchemy|Tortoise ORM)$/.test(name) && isThere(known),
  )
  const found = CLIENTS.filter(({ known, isDriver, hook }) =>
    isDriver === true && hasMapper
      ? isImported(known)
      : isThere(known) || (isDjango && hook === 'sqlite3'),
  )
  return {
    rows: found.map(({ name, hook, instrumentor }) => ({
      name,
      isSupported: hook !== undefined || instrumentor !== undefined,
    })),
    hooks: new Set(found.flatMap(({ hook }) => hook ?? [])),
    instrumentors: found.flatMap(({ instrumentor }) => instrumentor ?? []),
  }
}

export function packagesFor(
  frameworks: ReadonlySet<string>,
  isAsgi: boolean,
  clients: ClientsFound,
  manifests: readonly Manifest[],
): Wanted[] {
  const isNative = manifests.some(({ declared }) =>
    reaches(declared.get('fastapi')?.version ?? '', FASTAPI_NATIVE),
  )
  const parts = [
    ...[...frameworks].filter(name => name !== 'fastapi' || !isNative),
    ...(isAsgi ? ['asgi'] : []),
    ...clients.instrumentors.map(({ module }) => module.replaceAll('_', '-')),
  ]
  return [
    { name: 'opentelemetry-sdk', version: CORE },
    { name: 'opentelemetry-exporter-otlp-proto-http', version: CORE },
    ...[...new Set(parts)].sort().map(name => ({
      name: `opentelemetry-instrumentation-${name}`,
      version: CONTRIB,
    })),
  ]
}
