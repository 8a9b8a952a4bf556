/** What is known of Python packages: who serves requests, who calls databases, who traces already, what OpenTelemetry bears. */

export type Framework = 'fastapi' | 'starlette' | 'flask' | 'django'

/** Classes whose instances are applications. */
export const APPLICATIONS: Readonly<Record<string, Framework>> = {
  'fastapi.FastAPI': 'fastapi',
  'fastapi.applications.FastAPI': 'fastapi',
  'starlette.applications.Starlette': 'starlette',
  'flask.Flask': 'flask',
  'flask.app.Flask': 'flask',
  'apiflask.APIFlask': 'flask',
  'flask_openapi3.OpenAPI': 'flask',
}

/** The oldest version the instrumentors take. */
export const OLDEST: Readonly<Record<Framework, string>> = {
  fastapi: '0.92',
  starlette: '0.13',
  flask: '1.0',
  django: '2.0',
}

/** Requirement names that bring each framework. */
export const BRINGS: Readonly<Record<Framework, readonly string[]>> = {
  fastapi: ['fastapi', 'fastapi-slim'],
  starlette: ['starlette', 'fastapi'],
  flask: ['flask', 'apiflask', 'flask-openapi3'],
  django: ['django'],
}

interface Client {
  readonly name: string
  /** First segments of imports, and requirement names, that give it away. */
  readonly known: readonly string[]
  /** Our module's own hook, or OpenTelemetry's instrumentor; without either its calls stay dark. */
  readonly hook?: 'sqlalchemy' | 'sqlite3'
  readonly instrumentor?: { readonly module: string; readonly class: string }
  /** A driver SQLAlchemy or an ORM may use for us: its own spans only when it is called directly. */
  readonly isDriver?: true
}

const by = (module: string, name: string) => ({ instrumentor: { module, class: name } })

export const CLIENTS: readonly Client[] = [
  {
    name: 'SQLAlchemy',
    known: ['sqlalchemy', 'sqlmodel', 'flask_sqlalchemy', 'flask-sqlalchemy', 'advanced_alchemy'],
    hook: 'sqlalchemy',
  },
  {
    name: 'sqlite3',
    known: ['sqlite3', 'aiosqlite', 'peewee', 'playhouse', 'pony', 'dataset'],
    hook: 'sqlite3',
  },
  {
    name: 'psycopg',
    known: ['psycopg', 'psycopg-binary'],
    isDriver: true,
    ...by('psycopg', 'PsycopgInstrumentor'),
  },
  {
    name: 'psycopg2',
    known: ['psycopg2', 'psycopg2-binary'],
    isDriver: true,
    ...by('psycopg2', 'Psycopg2Instrumentor'),
  },
  { name: 'asyncpg', known: ['asyncpg'], isDriver: true, ...by('asyncpg', 'AsyncPGInstrumentor') },
  { name: 'PyMySQL', known: ['pymysql'], isDriver: true, ...by('pymysql', 'PyMySQLInstrumentor') },
  {
    name: 'mysqlclient',
    known: ['mysqlclient', 'MySQLdb'],
    isDriver: true,
    ...by('mysqlclient', 'MySQLClientInstrumentor'),
  },
  {
    name: 'PyMongo',
    known: ['pymongo', 'motor', 'mongoengine', 'flask_pymongo', 'beanie'],
    ...by('pymongo', 'PymongoInstrumentor'),
  },
  { name: 'Redis', known: ['redis', 'django-redis'], ...by('redis', 'RedisInstrumentor') },
  { name: 'Celery', known: ['celery'], ...by('celery', 'CeleryInstrumentor') },
  { name: 'HTTPX', known: ['httpx'], ...by('httpx', 'HTTPXClientInstrumentor') },
  { name: 'Requests', known: ['requests'], ...by('requests', 'RequestsInstrumentor') },
  {
    name: 'aiohttp client',
    known: ['aiohttp'],
    ...by('aiohttp_client', 'AioHttpClientInstrumentor'),
  },
  { name: 'Elasticsearch', known: ['elasticsearch'] },
  {
    name: 'Tortoise ORM',
    known: ['tortoise', 'tortoise-orm'],
    ...by('tortoiseorm', 'TortoiseORMInstrumentor'),
  },
  { name: 'aiomysql', known: ['aiomysql'] },
  { name: 'DuckDB', known: ['duckdb'] },
  { name: 'Neo4j', known: ['neo4j'] },
]

/** Somebody else's tracing: by the module that is imported, or the command that starts the program. */
export const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/^opentelemetry\.(sdk|instrumentation|distro|exporter)\b/, 'OpenTelemetry'],
  [/^ddtrace\b/, 'Datadog'],
  [/^sentry_sdk\b/, 'Sentry'],
  [/^newrelic\b/, 'New Relic'],
  [/^elasticapm\b/, 'Elastic APM'],
  [/^logfire\b/, 'Logfire'],
  [/^(azure\.monitor|opencensus|applicationinsights)\b/, 'Azure Monitor'],
  [/^aws_xray_sdk\b/, 'AWS X-Ray'],
  [/^(scout_apm|skywalking|jaeger_client|py_zipkin|splunk_otel)\b/, 'another tracer'],
]

export const FOREIGN_COMMAND = /\b(opentelemetry-instrument|ddtrace-run|newrelic-admin)\b/

/** Versions our packages bear of packages a project may pin (metadata of release train 1.45 / 0.66). */
export const BEARS: Readonly<Record<string, string>> = {
  protobuf: '>=5.0,<8.0',
  requests: '>=2.7,<3',
  'typing-extensions': '>=4.5.0',
  'googleapis-common-protos': '>=1.52,<2',
  wrapt: '>=1.11.2,<3.0.0',
  packaging: '>=21.0',
  asgiref: '>=3.0,<4',
}

export const CORE = '~=1.45'
export const CONTRIB = '~=0.66b0'

/** FastAPI makes its own spans from here on. */
export const FASTAPI_NATIVE = '0.142'
export const OLDEST_PYTHON = '3.10'
