/** What is known of npm packages: who serves requests, who calls databases, who traces already, which versions go together. */

export type Framework = 'express' | 'fastify' | 'koa' | 'nestjs' | 'nextjs'

/** Package whose presence among the dependencies means the framework. */
export const BRINGS: Readonly<Record<string, Framework>> = {
  express: 'express',
  fastify: 'fastify',
  koa: 'koa',
  '@nestjs/core': 'nestjs',
  next: 'nextjs',
}

/**
 * One train of releases that go together, on every Node from 18.19 on (docs/decisions/0010). A tilde where a newer minor
 * is refused by the others.
 */
export const VERSIONS = {
  '@opentelemetry/api': '~1.9.1',
  '@opentelemetry/exporter-trace-otlp-proto': '^0.223.1',
  '@opentelemetry/instrumentation': '^0.223.0',
  '@opentelemetry/resources': '^2.12.1',
  '@opentelemetry/sdk-trace-node': '^2.12.0',
} as const

/** What `@vercel/otel` wants beside it. */
export const NEXT_VERSIONS = {
  '@opentelemetry/api': '~1.9.1',
  '@opentelemetry/api-logs': '^0.223.0',
  '@opentelemetry/instrumentation': '^0.223.0',
  '@opentelemetry/resources': '^2.12.1',
  '@opentelemetry/sdk-logs': '^0.223.0',
  '@opentelemetry/sdk-metrics': '^2.12.0',
  '@opentelemetry/sdk-trace-base': '^2.12.1',
  '@vercel/otel': '^2.1.3',
} as const

export const OLDEST_NODE = '18.19.0'

/** The oldest major the instrumentors take, and the oldest Next.js that has a place for them. */
export const OLDEST: Readonly<Record<Framework, string>> = {
  express: '4.0.0',
  fastify: '4.0.0',
  koa: '2.0.0',
  nestjs: '6.0.0',
  nextjs: '13.2.0',
}

export interface Instrumentor {
  readonly package: string
  readonly version: string
  readonly class: string
  /** As it is written in the module. */
  readonly options: string
  /** Modules it has to see being loaded. */
  readonly sees: readonly string[]
}

const contrib = (
  name: string,
  version: string,
  member: string,
  sees: readonly string[],
  options = '{}',
): Instrumentor => ({
  package: `@opentelemetry/instrumentation-${name}`,
  version,
  class: `${member}Instrumentation`,
  options,
  sees,
})

/** Incoming and outgoing requests, whatever the framework. */
export const ALWAYS: readonly Instrumentor[] = [
  contrib('http', '^0.223.0', 'Http', ['http', 'https', 'node:http', 'node:https']),
  contrib('undici', '^0.33.0', 'Undici', []),
]

/** Names of routes; the steps inside a framework get no spans of their own. Routers do, or the path of one that passes a request on would stay in its route. */
const EXPRESS = contrib(
  'express',
  '^0.71.1',
  'Express',
  ['express'],
  "{ ignoreLayersType: ['middleware', 'request_handler'] }",
)

const FASTIFY: Instrumentor = {
  package: '@fastify/otel',
  version: '^0.21.2',
  class: 'FastifyOtelInstrumentation',
  options: '{ registerOnInitialization: true }',
  sees: [],
}

export const ROUTES: Readonly<Record<Exclude<Framework, 'nextjs'>, Instrumentor>> = {
  express: EXPRESS,
  fastify: FASTIFY,
  koa: contrib(
    'koa',
    '^0.71.0',
    'Koa',
    ['koa', '@koa/router', 'koa-router'],
    "{ ignoreLayersType: ['middleware'] }",
  ),
  nestjs: EXPRESS,
}

export const NEST_ON_FASTIFY = { package: '@nestjs/platform-fastify', instrumentor: FASTIFY }

export interface Client {
  readonly name: string
  readonly known: readonly string[]
  readonly instrumentor?: Instrumentor
  /** Calls drivers for us: `whole` gets the spans itself, whatever is below; `thin` only where no driver gets any. */
  readonly mapper?: 'whole' | 'thin'
  /** A mapper may call it for us. */
  readonly isSql?: true
  /** Its calls are requests over HTTP, which have spans anyway; below Next.js only those of `fetch`. */
  readonly http?: 'fetch' | 'other'
}

const MONGODB = contrib('mongodb', '^0.76.0', 'MongoDB', ['mongodb'])

export const CLIENTS: readonly Client[] = [
  { name: 'pg',
    isSql: true, known: ['pg', 'pg-promise', 'slonik'], instrumentor: contrib('pg', '^0.76.0', 'Pg', ['pg', 'pg-pool']) },
  { name: 'mysql',
    isSql: true, known: ['mysql'], instrumentor: contrib('mysql', '^0.69.1', 'MySQL', ['mysql']) },
  { name: 'mysql2',
    isSql: true, known: ['mysql2'], instrumentor: contrib('mysql2', '^0.69.0', 'MySQL2', ['mysql2']) },
  { name: 'MongoDB', known: ['mongodb', 'mongoose', '@nestjs/mongoose', 'monk'], instrumentor: MONGODB },
  { name: 'Redis', known: ['redis'], instrumentor: contrib('redis', '^0.71.0', 'Redis', ['redis', '@redis/client', '@node-redis/client']) },
  { name: 'ioredis', known: ['ioredis', 'bull', 'bullmq'], instrumentor: contrib('ioredis', '^0.71.0', 'IORedis', ['ioredis']) },
  { name: 'SQL Server',
    isSql: true, known: ['tedious', 'mssql'], instrumentor: contrib('tedious', '^0.42.0', 'Tedious', ['tedious']) },
  { name: 'Cassandra', known: ['cassandra-driver'], instrumentor: contrib('cassandra-driver', '^0.68.0', 'CassandraDriver', ['cassandra-driver']) },
  { name: 'RabbitMQ', known: ['amqplib'], instrumentor: contrib('amqplib', '^0.70.0', 'Amqplib', ['amqplib']) },
  { name: 'Kafka', known: ['kafkajs'], instrumentor: contrib('kafkajs', '^0.32.0', 'KafkaJs', ['kafkajs']) },
  { name: 'Memcached', known: ['memcached'], instrumentor: contrib('memcached', '^0.66.0', 'Memcached', ['memcached']) },
  { name: 'Knex', known: ['knex', 'objection', 'bookshelf'], mapper: 'whole', instrumentor: contrib('knex', '^0.67.0', 'Knex', ['knex']) },
  { name: 'Sequelize', known: ['sequelize'],
    instrumentor: contrib('sequelize', '^0.15.0', 'Sequelize', ['sequelize']), mapper: 'thin' },
  { name: 'TypeORM', known: ['typeorm'],
    instrumentor: contrib('typeorm', '^0.22.0', 'Typeorm', ['typeorm']), mapper: 'thin' },
  { name: 'Drizzle', known: ['drizzle-orm'], mapper: 'thin' },
  { name: 'MikroORM', known: ['@mikro-orm/core'], mapper: 'thin' },
  { name: 'sqlite3',
    isSql: true, known: ['sqlite3', 'sqlite'] },
  { name: 'better-sqlite3',
    isSql: true, known: ['better-sqlite3'] },
  { name: 'node:sqlite', known: ['node:sqlite'] },
  { name: 'Postgres.js', known: ['postgres'] },
  { name: 'Elasticsearch', known: ['@elastic/elasticsearch'], http: 'other' },
  { name: 'Neon', known: ['@neondatabase/serverless'], http: 'fetch' },
  { name: 'Upstash Redis', known: ['@upstash/redis'], http: 'fetch' },
] // biome-ignore format: one row of a table each

/** What every Next.js that has a place for tracing loads from the packages; others it puts into the program. */
export const OUTSIDE_NEXT: readonly string[] = ['pg', 'mongodb', 'mongoose']

/** The first Prisma whose client can be traced without a preview flag, and by which package. */
export const PRISMA = {
  client: '@prisma/client',
  from: '6.1.0',
  package: '@prisma/instrumentation',
}

/** Somebody else's tracing: by the module that is loaded, or the command that starts the program. */
export const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/^@opentelemetry\/(sdk-|auto-|instrumentation|exporter-|winston)/, 'OpenTelemetry'],
  [/^(@vercel\/otel|@fastify\/otel|nestjs-otel|@metinseylan\/nestjs-opentelemetry)/, 'OpenTelemetry'],
  [/^dd-trace(\/|$)/, 'Datadog'],
  [/^@sentry\/(node|nextjs|nestjs|profiling-node|bun|google-cloud|aws-serverless)/, 'Sentry'],
  [/^(newrelic|@newrelic\/next)(\/|$)/, 'New Relic'],
  [/^elastic-apm-node(\/|$)/, 'Elastic APM'],
  [/^(applicationinsights|@azure\/monitor-opentelemetry)/, 'Azure Monitor'],
  [/^(logfire|@pydantic\/logfire)/, 'Logfire'],
  [/^aws-xray-sdk/, 'AWS X-Ray'],
  [/^(@google-cloud\/trace-agent|@instana\/collector|@appsignal\/nodejs|@splunk\/otel|@honeycombio\/|@dynatrace\/|@grafana\/faro-node|jaeger-client|zipkin)/, 'another tracer'],
] // biome-ignore format: as above

export const FOREIGN_COMMAND =
  /(?:-r|--require|--import)[\s=]+["']?(dd-trace|newrelic|elastic-apm-node|@opentelemetry\/auto-instrumentations-node|@sentry\/node|@splunk\/otel)\b/
