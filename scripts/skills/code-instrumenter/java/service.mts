/** What would it take to trace one Spring Boot application? Its builds turned into edits, or into reasons why not. */

import type { InstrumentedService } from '../../../core/evidence.mts'
import type { Edit, Written } from '../../../core/model.mts'
import type { Build, Dependency } from './builds.mts'
import { BILL, CLIENTS, NEWEST, STARTER, trainFor } from './packages.mts'

const TEMPLATES = 'instrumentation/java'

/** First line of what Shipworthy wrote. */
const MARKER = '# shipworthy:instrumentation'

/** Read beside the application's own settings, and not hidden by those of its tests. */
const SETTINGS = 'src/main/resources/config/application.properties'

export interface ServiceParts {
  readonly builds: readonly [Build, ...Build[]]
  readonly name: string
  /** Whether the application's own settings name it: the starter then uses that name. */
  readonly isNamed: boolean
  readonly applications: readonly { readonly path: string; readonly line: number }[]
  readonly endpoints: InstrumentedService['endpoints']
  readonly openEnds: NonNullable<InstrumentedService['openEnds']>
  readonly foreign: InstrumentedService['foreign']
  /** The line by which the program would not read our settings. */
  readonly elsewhere: string | null
  /** Whether they say how many requests Micrometer traces. */
  readonly isSampled: boolean
  readonly start: InstrumentedService['start']
  readonly texts: ReadonlyMap<string, string>
  readonly oids: ReadonlyMap<string, string>
}

interface Plan {
  readonly build: Build
  readonly why: string | null
  readonly paste: (Written & { readonly path: string; readonly line: number }) | null
  readonly edit: Edit | null
}

export function serviceOf(parts: ServiceParts): InstrumentedService {
  const { builds, name, foreign, endpoints, openEnds, start } = parts
  const [{ folder }] = builds
  const plans = builds.map(build => planOf(build, parts))
  const settings = settingsOf(parts)
  const isRefused = plans.every(({ why }) => why !== null)
  const [first] = plans
  const stop = parts.elsewhere ?? (isRefused ? (first?.why ?? null) : null)
  const edits = [...plans.flatMap(({ edit }) => edit ?? []), ...settings]
  const isTraced = !isRefused && edits.length === 0
  const status = isTraced ? 'traced' : foreign !== null || stop !== null ? 'refused' : 'open'
  const paste = status === 'refused' && foreign === null ? (first?.paste ?? null) : null
  return {
    ecosystem: 'java',
    folder,
    name,
    applications: parts.applications.map(({ path, line }) => ({
      framework: 'spring-boot',
      path,
      line,
      status,
      why: status === 'refused' && foreign === null ? stop : null,
      paste,
    })),
    endpoints,
    ...(openEnds.length === 0 ? {} : { openEnds }),
    start,
    clients: clientsOf(builds.flatMap(each => each.dependencies)),
    foreign,
    edits: status === 'open' ? edits : [],
    notes: status === 'open' ? plans.flatMap(leftOut) : adviceFor(parts),
  }
}

const leftOut = ({ build, why }: Plan): string[] =>
  why === null ? [] : [`${build.path} is left as it is, and starts without traces: ${why}`]

function adviceFor({ foreign, isSampled }: ServiceParts): string[] {
  return foreign?.name === 'Micrometer Tracing' && !isSampled
    ? [
        'Micrometer Tracing keeps one trace of ten: set management.tracing.sampling.probability=1.0 where releases are compared',
      ]
    : []
}

function planOf(build: Build, { oids }: ServiceParts): Plan {
  const { path, boot, dependencies, kind } = build
  const own = dependencies.some(each => each.name === STARTER && each.path === path)
  const done = { build, why: null, paste: null, edit: null }
  if (own) return done
  const refused = (line: number, why: string, template: string, version = ''): Plan => {
    const view = { isMaven: kind === 'maven', version }
    const paste = { template: `${TEMPLATES}/${template}`, view, path, line }
    return { ...done, why: `${path}:${line}: ${why}`, paste }
  }
  const version = boot.version === null ? NEWEST : trainFor(boot.version)
  if (version === null)
    return refused(
      boot.line,
      `the OpenTelemetry starter does not take Spring Boot ${boot.version} (2.6, 2.7, and 3.1 or newer)`,
      'agent',
    )
  const splices = build.withStarter(version)
  if ('why' in splices) return refused(splices.line, splices.why, 'paste', version)
  if (boot.version === null)
    return refused(
      boot.line,
      'which Spring Boot it uses is set outside the project',
      'paste',
      version,
    )
  const okhttp = dependencies.find(each => each.name === 'com.squareup.okhttp3:okhttp')
  if (okhttp !== undefined && version === NEWEST)
    return refused(
      okhttp.path === path ? okhttp.line : 1,
      'okhttp and the okhttp-jvm of the OpenTelemetry exporter would hold the same classes twice',
      'agent',
    )
  const oid = oids.get(path) ?? null
  return { ...done, edit: oid === null ? null : { path, oid, splices } }
}

/** A file of our own; where there is one by that name, our lines go below those of the project. */
function settingsOf({ builds, name, isNamed, texts, oids }: ServiceParts): Edit[] {
  const path = `${builds[0].folder}${SETTINGS}`
  const text = texts.get(path) ?? ''
  if (isOurs(text)) return []
  const splices = [
    {
      at: text.length,
      template: `${TEMPLATES}/settings`,
      view: { service: isNamed ? '' : name, isJoined: text !== '' && !text.endsWith('\n') },
    },
  ]
  return [{ path, oid: oids.get(path) ?? null, splices }]
}

export const isOurs = (text: string): boolean => text.includes(MARKER)

export const settingsPath = (folder: string): string => `${folder}${SETTINGS}`

export const isOwnArtifact = (name: string): boolean => name === STARTER || name === BILL

function clientsOf(dependencies: readonly Dependency[]): InstrumentedService['clients'] {
  return CLIENTS.filter(({ known }) => dependencies.some(({ name }) => known.test(name))).map(
    ({ name, isSupported }) => ({ name, isSupported }),
  )
}
