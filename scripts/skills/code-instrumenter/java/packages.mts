/** What is known of Maven artifacts: who serves requests, who calls databases, who traces already, which versions go together. */

export const STARTER = 'io.opentelemetry.instrumentation:opentelemetry-spring-boot-starter'
export const BILL = 'io.opentelemetry.instrumentation:opentelemetry-instrumentation-bom'

/** The first Spring Boot each train takes, newest first (docs/decisions/0012). */
const TRAINS: readonly (readonly [from: string, to: string, version: string])[] = [
  ['3.1', '5', '2.31.1'],
  ['2.6', '3.0', '2.17.1'],
]

export const NEWEST = '2.31.1'

/** Of the bill of materials; null for a Spring Boot the starter does not take. */
export function trainFor(boot: string): string | null {
  const [major = 0, minor = 0] = boot.split('.').map(Number)
  const isFrom = (text: string) => {
    const [wantedMajor = 0, wantedMinor = 0] = text.split('.').map(Number)
    return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
  }
  return TRAINS.find(([from, to]) => isFrom(from) && !isFrom(to))?.[2] ?? null
}

/** An artifact that makes the program answer requests. */
export const SERVES =
  /:(spring-boot-starter-(web|webmvc|webflux|jersey|graphql|data-rest|hateoas)|spring-cloud-starter-(gateway|netflix-eureka-server)[\w-]*|spring-cloud-config-server|spring-boot-admin-starter-server)$/

interface Client {
  readonly name: string
  readonly known: RegExp
  /** Whether the starter gives its calls spans; the agent knows them all. */
  readonly isSupported: boolean
}

const BOOT = ':spring-boot-(starter-)?'

export const CLIENTS: readonly Client[] = [
  { name: 'JDBC', isSupported: true, known: new RegExp(`${BOOT}(data-jpa|data-jdbc|jdbc|jooq)$|:mybatis|:hibernate-core$|:jooq$|:HikariCP$|:druid`) },
  { name: 'R2DBC', isSupported: true, known: /r2dbc/ },
  { name: 'MongoDB', isSupported: true, known: new RegExp(`${BOOT}data-mongodb|:mongo(db)?-(java-)?driver`) },
  { name: 'Kafka', isSupported: true, known: new RegExp(`${BOOT}kafka|:spring-kafka$|:kafka-clients$`) },
  { name: 'Redis', isSupported: false, known: new RegExp(`${BOOT}(data-)?redis|:(jedis|lettuce-core|redisson)`) },
  { name: 'Cassandra', isSupported: false, known: new RegExp(`${BOOT}(data-)?cassandra`) },
  { name: 'Elasticsearch', isSupported: false, known: new RegExp(`${BOOT}(data-)?elasticsearch|:elasticsearch-(java|rest)`) },
  { name: 'Neo4j', isSupported: false, known: new RegExp(`${BOOT}(data-)?neo4j|:neo4j-`) },
  { name: 'Couchbase', isSupported: false, known: new RegExp(`${BOOT}(data-)?couchbase`) },
  { name: 'RabbitMQ', isSupported: false, known: new RegExp(`${BOOT}amqp|:spring-rabbit|:amqp-client$`) },
  { name: 'JMS', isSupported: false, known: new RegExp(`${BOOT}(activemq|artemis|jms)`) },
  { name: 'OpenFeign', isSupported: false, known: /:spring-cloud-starter-openfeign$|:feign-/ },
  { name: 'OkHttp', isSupported: false, known: /:(okhttp|retrofit)$/ },
] // biome-ignore format: one row of a table each

/** Somebody else's tracing, by `group:artifact`; the API alone sends nothing. */
export const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/:spring-boot-(starter-)?opentelemetry$|^io\.micrometer:micrometer-tracing|:spring-boot-(starter-)?zipkin$/, 'Micrometer Tracing'],
  [/^io\.opentelemetry[\w.]*:(?!opentelemetry-(api|context|semconv)$)/, 'OpenTelemetry'],
  [/^org\.springframework\.cloud:spring-cloud-(starter-)?(sleuth|zipkin)/, 'Spring Cloud Sleuth'],
  [/^com\.datadoghq:(dd-java-agent|dd-trace|dd-opentracing)/, 'Datadog'],
  [/^io\.sentry:/, 'Sentry'],
  [/^com\.newrelic\./, 'New Relic'],
  [/^co\.elastic\.apm:/, 'Elastic APM'],
  [/^com\.(microsoft\.azure:applicationinsights|azure:azure-monitor)/, 'Azure Monitor'],
  [/^com\.amazonaws:aws-xray/, 'AWS X-Ray'],
  [/^(org\.apache\.skywalking|io\.opentracing\b|io\.jaegertracing|io\.zipkin\b|com\.instana|com\.google\.cloud:(google-cloud-trace|spring-cloud-gcp-starter-trace))/, 'another tracer'],
] // biome-ignore format: as above

/** An agent, where a command or an image hands it to the virtual machine. */
export const FOREIGN_COMMAND: readonly (readonly [RegExp, string])[] = [
  [/opentelemetry-javaagent|grafana-opentelemetry-java|splunk-otel-javaagent/, 'OpenTelemetry'],
  [/dd-java-agent/, 'Datadog'],
  [/-javaagent:\S*newrelic/, 'New Relic'],
  [/elastic-apm-agent/, 'Elastic APM'],
  [/applicationinsights-agent/, 'Azure Monitor'],
  [/sentry-opentelemetry-agent/, 'Sentry'],
  [/skywalking-agent/, 'SkyWalking'],
] // biome-ignore format: as above
