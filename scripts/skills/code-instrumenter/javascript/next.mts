/** What would it take to trace a Next.js application? The one file Next.js itself loads first. */

import { minVersion, validRange } from 'semver'
import type { InstrumentedService } from '../../../core/evidence.mts'
import { type Manifest, withDependencies } from './manifest.mts'
import { isOurs } from './module.mts'
import type { NextSettings } from './next-clients.mts'
import { NEXT_VERSIONS } from './packages.mts'
import type { ServiceParts } from './service.mts'
import { startOf } from './start.mts'
import { clashOf } from './versions.mts'

const TEMPLATES = 'instrumentation/javascript'

type Row = InstrumentedService['applications'][number]

const configOf = ({ folder }: Manifest, paths: ReadonlySet<string>) =>
  ['js', 'mjs', 'ts', 'cjs', 'mts']
    .map(ext => `${folder}next.config.${ext}`)
    .find(path => paths.has(path))

export function nextSettings(
  manifest: Manifest,
  paths: ReadonlySet<string>,
  texts: ReadonlyMap<string, string>,
): NextSettings {
  const path = configOf(manifest, paths) ?? null
  return { path, text: texts.get(path ?? '') ?? '' }
}

/** Where Next.js makes its application: its settings, else the line that asks for it. */
function nextPlace(manifest: Manifest, paths: ReadonlySet<string>) {
  const config = configOf(manifest, paths)
  return { path: config ?? manifest.path, line: config === undefined ? lineOf(manifest) : 1 }
}

const lineOf = ({ declared }: Manifest) => declared.get('next')?.line ?? 1

export function nextService(parts: ServiceParts, paths: ReadonlySet<string>): InstrumentedService {
  const { manifest, name, endpoints, clients, foreign, texts } = parts
  const place = nextPlace(manifest, paths)
  const isInSrc = [...paths].some(path => /^src\/(app|pages)\//.test(below(manifest, path) ?? ''))
  const stem = `${manifest.folder}${isInSrc ? 'src/' : ''}instrumentation`
  const there = ['ts', 'js', 'mts', 'mjs', 'tsx']
    .map(ext => `${stem}.${ext}`)
    .find(each => paths.has(each))
  const isTyped = paths.has(`${manifest.folder}tsconfig.json`)
  const row = { framework: 'nextjs', ...place }
  const base = {
    ecosystem: 'javascript' as const,
    folder: manifest.folder,
    name,
    endpoints,
    start: startOf(manifest, []),
    clients: clients.rows,
    foreign,
  }
  const refuse = (why: string, isByHand: boolean): InstrumentedService => {
    const paste = isByHand ? { template: `${TEMPLATES}/next-paste`, view: { service: name } } : null
    const refused: Row = { ...row, status: 'refused', why, paste }
    return { ...base, applications: [refused], edits: [], notes: [] }
  }
  if (there !== undefined && isOurs(texts.get(there) ?? '')) {
    const traced: Row = { ...row, status: 'traced', why: null, paste: null }
    return { ...base, applications: [traced], edits: [], notes: [] }
  }
  const stop = stopped(parts, place, there, stem)
  if (stop !== null) return refuse(stop.why, stop.isByHand)
  const wanted = withDependencies(manifest, {
    ...NEXT_VERSIONS,
    ...Object.fromEntries(clients.instrumentors.map(each => [each.package, each.version])),
  })
  const notes = 'why' in wanted ? [wanted.why] : []
  const open: Row = { ...row, status: 'open', why: null, paste: null }
  const splice = {
    at: 0,
    template: `${TEMPLATES}/next`,
    view: { service: name, ...driversIn(clients) },
  }
  return {
    ...base,
    applications: [open],
    edits: [
      ...('why' in wanted || wanted.length === 0
        ? []
        : [{ path: manifest.path, oid: manifest.oid, splices: wanted }]),
      { path: `${stem}.${isTyped ? 'ts' : 'js'}`, oid: null, splices: [splice] },
    ],
    notes,
  }
}

/** What speaks against a file of ours, and whether a person could still add its lines. */
function stopped(
  { manifest, nodes, entries, texts }: ServiceParts,
  place: { readonly path: string; readonly line: number },
  there: string | undefined,
  stem: string,
): { readonly why: string; readonly isByHand: boolean } | null {
  const clash = clashOf(manifest, new Set(['nextjs']), nodes)
  if (clash !== null) return { why: clash, isByHand: false }
  const [server] = entries
  if (server !== undefined)
    return { why: `${server.path}:1: a server of its own starts Next.js`, isByHand: true }
  if (there !== undefined) return { why: `${there}:1: it is there already`, isByHand: true }
  const range = validRange(manifest.declared.get('next')?.version ?? '')
  const isOld = range !== null && (minVersion(range)?.major ?? 99) < 15
  if (!isOld || /instrumentationHook\s*:\s*true/.test(texts.get(place.path) ?? '')) return null
  const file = stem.slice(manifest.folder.length)
  const why = `${place.path}:${place.line}: Next.js before 15 loads ${file} only with experimental.instrumentationHook: true`
  return { why, isByHand: true }
}

function driversIn({ instrumentors }: ServiceParts['clients']) {
  const made = instrumentors.map(each => `, new ${each.class}(${each.options})`)
  return { hasDrivers: made.length > 0, drivers: instrumentors, made: made.join('') }
}

const below = ({ folder }: Manifest, path: string) =>
  path.startsWith(folder) ? path.slice(folder.length) : null
