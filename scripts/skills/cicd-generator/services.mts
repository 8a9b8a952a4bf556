/** Which servers do the project's compose files and workflows start beside it? Those whose image says what they are. */

import type { CiService } from '../../core/pipelines.mts'
import { fields, isFields, list, text } from '../../core/untyped.mts'
import { parseSharedYaml } from '../../formats/parse.mts'

interface Kind {
  readonly image: RegExp
  readonly port: number
  readonly health: string
  /** Used where the project names none: the image does not start without. */
  readonly env: Readonly<Record<string, string>>
}

const KINDS: Readonly<Record<string, Kind>> = {
  postgres: {
    image: /(^|\/)(postgres|postgis|pgvector|timescaledb)(:|$)/,
    port: 5432,
    health: 'pg_isready',
    env: { POSTGRES_PASSWORD: 'postgres' },
  },
  mysql: {
    image: /(^|\/)mysql(:|$)/,
    port: 3306,
    health: 'mysqladmin ping --silent',
    env: { MYSQL_ROOT_PASSWORD: 'root' },
  },
  mariadb: {
    image: /(^|\/)mariadb(:|$)/,
    port: 3306,
    health: 'healthcheck.sh --connect --innodb_initialized',
    env: { MARIADB_ROOT_PASSWORD: 'root' },
  },
  redis: { image: /(^|\/)redis(:|$)/, port: 6379, health: 'redis-cli ping', env: {} },
  valkey: { image: /(^|\/)valkey(:|$)/, port: 6379, health: 'valkey-cli ping', env: {} },
  mongo: {
    image: /(^|\/)mongo(:|$)/,
    port: 27017,
    health: "mongosh --eval 'db.runCommand({ping: 1})'",
    env: {},
  },
  rabbitmq: {
    image: /(^|\/)rabbitmq(:|$)/,
    port: 5672,
    health: 'rabbitmq-diagnostics -q ping',
    env: {},
  },
}

/** Whose tests start the containers they need by themselves: beside a service their ports would be taken. */
const STARTS_ITS_OWN = /testcontainers|spring-boot-docker-compose/

/** Where a dependency of the tests is named. */
const NAMING =
  /(^|\/)(pom\.xml|build\.gradle(\.kts)?|[\w.-]+\.versions\.toml|package\.json|pyproject\.toml|[\w-]*requirements[\w-]*\.txt|Pipfile|go\.mod)$/

const MOST_MANIFESTS = 200

/** `composes`: files that people start servers with by hand; `pipelines`: files of a CI service. */
export async function servicesOf(
  paths: readonly string[],
  read: (path: string) => Promise<string>,
  { composes, pipelines }: Record<'composes' | 'pipelines', readonly string[]>,
): Promise<CiService[]> {
  const [byHand, ofCi] = await Promise.all(
    [composes, pipelines].map(at => Promise.all(at.map(read))),
  )
  if (servicesIn(byHand ?? []).length === 0) return servicesIn(ofCi ?? [])
  const manifests = paths.filter(path => NAMING.test(path)).slice(0, MOST_MANIFESTS)
  const isOwn = (await Promise.all(manifests.map(read))).some(text => STARTS_ITS_OWN.test(text))
  return servicesIn([...(isOwn ? [] : (byHand ?? [])), ...(ofCi ?? [])])
}

/** The first of each kind, in the order of the texts: compose files before workflows. */
export function servicesIn(texts: readonly string[]): CiService[] {
  const found = new Map<string, CiService>()
  for (const each of texts)
    for (const service of declared(each)) {
      const made = serviceOf(service)
      if (made !== null && !found.has(made.name)) found.set(made.name, made)
    }
  return [...found.values()]
}

/** Services of a compose file, but those that a profile leaves off until they are asked for, or of the jobs of a workflow. */
function declared(source: string): unknown[] {
  // Most workflows have none, and reading YAML takes its time.
  if (!/^ *services:/m.test(source)) return []
  const parsed = parseSharedYaml(source)
  if (typeof parsed === 'string') return []
  const owners = [parsed.fields, ...Object.values(fields(parsed.fields.jobs))]
  return owners
    .flatMap(owner => Object.values(fields(fields(owner).services)))
    .filter(service => list(fields(service).profiles).length === 0)
}

/** Nothing that YAML, a shell or an expression of the forge would read as more than a text. */
const PLAIN = /^[\w.:@/+ -]{0,200}$/

function serviceOf(declaration: unknown): CiService | null {
  const { image, environment, env } = fields(declaration)
  const written = text(image) || text(declaration)
  if (!PLAIN.test(written) || !written.includes(':')) return null
  const [name, kind] = Object.entries(KINDS).find(([, each]) => each.image.test(written)) ?? []
  if (name === undefined || kind === undefined) return null
  const { port, health } = kind
  const known = { ...kind.env, ...variables(environment ?? env) }
  const rows = Object.entries(known).map(([name, value]) => ({ name, value }))
  return { name, image: written, port, health, env: rows }
}

/** `NAME: value`, or `- NAME=value`; what a variable decides is left out. */
function variables(declared: unknown): Record<string, string> {
  const pairs = isFields(declared)
    ? Object.entries(declared)
    : list(declared).map(row => text(row).split(/=(.*)/s, 2) as [string, unknown])
  return Object.fromEntries(
    pairs
      .map(([name, value]) => [name, text(value)] as const)
      .filter(([name, value]) => /^[A-Z][A-Z0-9_]{0,60}$/.test(name) && value && PLAIN.test(value)),
  )
}
