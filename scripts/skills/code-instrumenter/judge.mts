/** How much of what the services serve and call is visible in traces, and what would make the rest visible? */

import type { InstrumentationEvidence, InstrumentedService } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import type { Proposal } from '../../core/model.mts'
import { plural } from '../../core/plural.mts'

type Application = InstrumentedService['applications'][number]

const isDark = ({ status }: Application) => status !== 'traced'

export function readingOf({ services }: InstrumentationEvidence) {
  const ours = services.filter(({ foreign }) => foreign === null)
  const endpoints = sum(ours, each => each.endpoints.length)
  const measure = (name: string, value: number) => ({ name, subject: '', value })
  const missing = (name: string, why: string) => ({ measure: name, why })
  const [left] = services.flatMap(({ foreign }) => foreign ?? [])
  const leftAlone =
    left === undefined
      ? 'no endpoint was found'
      : `${left.name} is set up at ${left.path}:${left.line}, and what it traces is not known here`
  const traced = sum(ours, each => (each.applications.some(isDark) ? 0 : each.endpoints.length))
  const applications = measure(
    'applications',
    sum(services, each => each.applications.length),
  )
  const [open] = services.flatMap(({ openEnds = [] }) => openEnds)
  if (open !== undefined) {
    const why = `the sources do not say which routes ${open.file}:${open.line} brings along`
    const unknown = ['endpoints', 'traced-endpoints'].map(name => missing(name, why))
    return { measures: [applications], missing: unknown }
  }
  return {
    measures: [
      applications,
      measure(
        'endpoints',
        sum(services, each => each.endpoints.length),
      ),
      ...(endpoints === 0 ? [] : [measure('traced-endpoints', (100 * traced) / endpoints)]),
    ],
    missing: endpoints === 0 ? [missing('traced-endpoints', leftAlone)] : [],
  }
}

const sum = <T,>(rows: readonly T[], value: (row: T) => number) =>
  rows.reduce((total, row) => total + value(row), 0)

export function draftsOf({ services }: InstrumentationEvidence): Draft<'dark-application'>[] {
  return services
    .filter(({ foreign }) => foreign === null)
    .flatMap(({ applications, ...service }) =>
      applications.filter(isDark).map(({ framework, path, line, why }) => ({
        rule: 'dark-application' as const,
        path,
        line,
        symbol: framework,
        message: `${titled(framework)} application without traces (${counted(service)} of its service)${why === null ? '' : `; not changed: ${why}`}`,
      })),
    )
}

const titled = (framework: string) =>
  ({
    fastapi: 'FastAPI',
    flask: 'Flask',
    django: 'Django',
    starlette: 'Starlette',
    express: 'Express',
    fastify: 'Fastify',
    koa: 'Koa',
    nestjs: 'NestJS',
    nextjs: 'Next.js',
    'spring-boot': 'Spring Boot',
  })[framework] ?? framework

export function proposalsOf({ services }: InstrumentationEvidence): Proposal[] {
  return services.flatMap(service => {
    const { ecosystem, name, edits, notes, foreign, applications, clients } = service
    if (foreign !== null)
      return [
        {
          why: `${name} is left alone: ${foreign.name} is set up at ${foreign.path}:${foreign.line}. To send its spans here too, point its OTLP exporter at the same collector`,
        },
        ...notes.map(why => ({ why })),
      ]
    const dark = clients.filter(({ isSupported }) => !isSupported)
    return [
      ...(edits.length === 0 ? [] : [{ why: whyOf(service), edits }]),
      ...applications.flatMap(({ path, line, why, paste }): Proposal[] =>
        paste === null || why === null
          ? []
          : [{ why: `${path}: ${why}. By hand`, paste: { path, line, ...paste } }],
      ),
      ...notes.map(why => ({ why })),
      ...dark.map(each => ({
        why: `calls of ${each.name} get no spans: ${each.why ?? lack(ecosystem)}`,
      })),
    ]
  })
}

const lack = (ecosystem: InstrumentedService['ecosystem']) =>
  ecosystem === 'java'
    ? 'the starter leaves them out, the Java agent would trace them'
    : 'it has no instrumentor'

function whyOf(service: InstrumentedService): string {
  const { name, clients } = service
  const seen = clients.filter(({ isSupported }) => isSupported).map(each => each.name)
  const calls = seen.length === 0 ? '' : `, and calls of ${seen.join(', ')}`
  return `Trace ${service.openEnds === undefined ? 'the ' : ''}${counted(service)} of ${name}${calls}`
}

function counted({ endpoints, openEnds }: Pick<InstrumentedService, 'endpoints' | 'openEnds'>) {
  return `${openEnds === undefined ? '' : 'at least '}${plural(endpoints.length, 'endpoint')}`
}
