/** What would it take to trace one service? Its applications, clients and manifests turned into edits, or into reasons why not. */

import type { InstrumentedService } from '../../../core/evidence.mts'
import type { Edit, Splice, Written } from '../../../core/model.mts'
import { homeOf, lineAt } from '../places.mts'
import { importAnchor } from './anchor.mts'
import { type Application, TRACE } from './applications.mts'
import { type ClientsFound, packagesFor } from './clients.mts'
import type { DjangoEntry } from './django.mts'
import type { ImportPath } from './import-path.mts'
import { MODULE, type ModuleParts, moduleOf } from './module.mts'
import type { Manifest } from './requirements.mts'
import { nextLine, type PythonFile } from './source.mts'
import { startOf } from './start.mts'
import { clashing, markerFor, tooOld } from './versions.mts'

const TEMPLATES = 'instrumentation/python'

export interface ServiceParts {
  readonly folder: string
  readonly name: string
  readonly applications: readonly Application[]
  readonly entries: readonly DjangoEntry[]
  readonly endpoints: InstrumentedService['endpoints']
  readonly clients: ClientsFound
  readonly foreign: InstrumentedService['foreign']
  readonly manifests: readonly Manifest[]
  /** Interpreter versions that Dockerfiles and version files name. */
  readonly pythons: readonly {
    readonly path: string
    readonly line: number
    readonly version: string
  }[]
  /** Folders that hold our module already, with a trailing slash; or somebody's file of that name. */
  readonly modules: ReadonlyMap<string, 'ours' | 'theirs'>
  /** Every path of the project. */
  readonly paths: ReadonlySet<string>
  /** Its Python sources by path. */
  readonly texts: ReadonlyMap<string, string>
  importOf(file: PythonFile): ImportPath
}

type Row = InstrumentedService['applications'][number]

/** One place where an application is made, and what would be written there. */
interface Place {
  readonly file: PythonFile
  readonly row: Row
  readonly splices: readonly Splice[]
}

export function serviceOf(parts: ServiceParts): InstrumentedService {
  const { folder, name, endpoints, clients, foreign } = parts
  const stop = foreign === null ? stopped(parts) : null
  const places = [
    ...parts.applications.map(each => applicationPlace(each, parts)),
    ...parts.entries.map(each => djangoPlace(each, parts)),
  ].map(place => (stop === null ? place : refused(place, stop)))
  const isLeft = foreign !== null || stop !== null
  const { edits, notes } = isLeft ? { edits: [], notes: [] } : editsOf(places, parts)
  return {
    ecosystem: 'python',
    folder,
    name,
    applications: places.map(({ row }) => row),
    endpoints,
    start: startOf(parts),
    clients: clients.rows,
    foreign,
    edits,
    notes,
  }
}

/** What keeps the whole service from being traced. */
function stopped({ applications, entries, manifests, pythons }: ServiceParts): string | null {
  const frameworks = new Set(applications.map(({ framework }) => framework))
  if (entries.length > 0) frameworks.add('django')
  const found =
    [...frameworks].map(each => tooOld(each, manifests)).find(each => each !== null) ??
    clashing(manifests)
  if (found !== null && found !== undefined) return `${found.path}:${found.line}: ${found.why}`
  const old = pythons.find(({ version }) => /^(2|3\.[0-9])(\.|$)/.test(version))
  return old === undefined
    ? null
    : `${old.path}:${old.line}: Python ${old.version} is older than 3.10, the first the OpenTelemetry packages run on`
}

const refused = (place: Place, why: string): Place => ({
  ...place,
  row:
    place.row.status === 'traced'
      ? place.row
      : { ...place.row, status: 'refused', why, paste: null },
  splices: [],
})

function applicationPlace(app: Application, parts: ServiceParts): Place {
  const { file, framework, line, assigned, call, name } = app
  const row = { framework, path: file.path, line }
  const traced = { ...row, status: 'traced', why: null, paste: null } as const
  if (app.isTraced) return { file, row: traced, splices: [] }
  const { tree } = file
  const target = assigned?.target ?? name ?? 'app'
  const path = parts.importOf(file)
  const view = { ...importView(path), target }
  const paste: Written = { template: `${TEMPLATES}/paste`, view }
  const refuse = (at: number, why: string): Place => ({
    file,
    row: { ...row, status: 'refused', why: `line ${at}: ${why}`, paste },
    splices: [],
  })
  const clash = new RegExp(`\\b${TRACE}\\b`).exec(tree.text)
  const isImported = [...file.origins.values()].some(origin =>
    origin.endsWith(`${MODULE}.${TRACE}`),
  )
  if (clash !== null && !isImported)
    return refuse(lineAt(tree.text, clash.index), `the name ${TRACE} is taken`)
  if (parts.modules.get(homeOf(file.path)) === 'theirs')
    return refuse(line, `${MODULE}.py beside it was not written by Shipworthy`)
  const anchor = importAnchor(tree, tree.startOf(call))
  if ('why' in anchor) return refuse(anchor.line, anchor.why)
  const added: Splice = {
    at: anchor.at,
    template: `${TEMPLATES}/import`,
    view: { ...importView(path), isOpen: anchor.isAtEnd },
  }
  const splices = [...(isImported ? [] : [added]), ...traceSplices(app)]
  return { file, row: { ...row, status: 'open', why: null, paste: null }, splices }
}

/** A statement of its own below an assignment; any other expression is wrapped where it stands. */
function traceSplices({ file: { tree }, assigned, call }: Application): Splice[] {
  if (assigned === null) {
    const template = `${TEMPLATES}/wrap`
    return [
      { at: tree.startOf(call), template, view: { isOpening: true } },
      { at: tree.endOf(call), template, view: { isOpening: false } },
    ]
  }
  const { target, end, indent } = assigned
  const at = nextLine(tree.text, end)
  const isOpen = at === tree.text.length && !/[\r\n]$/.test(tree.text)
  return [{ at, template: `${TEMPLATES}/call`, view: { target, indent, isOpen } }]
}

function djangoPlace(entry: DjangoEntry, parts: ServiceParts): Place {
  const { file, line, indent, at, isTraced } = entry
  const { from } = parts.importOf(file)
  const view = { from: from ?? '.', name: MODULE, indent }
  const row = { framework: 'django', path: file.path, line }
  const isTheirs = parts.modules.get(homeOf(file.path)) === 'theirs'
  const why = isTheirs ? `${MODULE}.py beside it was not written by Shipworthy` : entry.why
  if (isTraced || why !== null) {
    const paste = why === null ? null : { template: `${TEMPLATES}/settings`, view }
    const status = isTraced ? 'traced' : 'refused'
    const said = isTraced ? null : `line ${line}: ${why}`
    return {
      file,
      row: { ...row, status, why: said, paste: isTraced ? null : paste },
      splices: [],
    }
  }
  const splice = { at, template: `${TEMPLATES}/settings`, view }
  return { file, row: { ...row, status: 'open', why: null, paste: null }, splices: [splice] }
}

const importView = ({ from }: ImportPath) => ({
  name: MODULE,
  isEither: from === null,
  from: from === null || from === '' || from === '.' ? (from ?? '') : `${from}.`,
})

function editsOf(places: readonly Place[], parts: ServiceParts) {
  const notes: string[] = []
  const wanting = places.filter(({ row }) => row.status !== 'traced' && row.paste !== null)
  const open = [...places.filter(({ splices }) => splices.length > 0), ...wanting]
  if (open.length === 0) return { edits: [], notes }
  const edits: Edit[] = []
  for (const file of new Set(open.map(place => place.file))) {
    const splices = places.filter(place => place.file === file).flatMap(place => place.splices)
    if (splices.length > 0) edits.push({ path: file.path, oid: file.oid, splices: unique(splices) })
  }
  const folders = new Set(open.map(({ file }) => homeOf(file.path)))
  for (const folder of folders) {
    if (parts.modules.has(folder)) continue
    const used = places.filter(({ file }) => homeOf(file.path) === folder)
    edits.push(
      moduleOf(
        folder,
        moduleParts(
          parts,
          used.map(({ row }) => row.framework),
        ),
      ),
    )
  }
  edits.push(...requirementEdits(parts, notes))
  return { edits, notes }
}

const moduleParts = (parts: ServiceParts, frameworks: readonly string[]): ModuleParts => ({
  service: parts.name,
  distribution: parts.manifests.find(each => each.distribution !== null)?.distribution ?? null,
  frameworks: new Set(frameworks),
  clients: parts.clients,
})

/** Two applications of one file need one import. */
const unique = (splices: readonly Splice[]) =>
  splices.filter(
    (each, index) => !isImport(each) || splices.findIndex(other => isImport(other)) === index,
  )

const isImport = (splice: Splice) =>
  'template' in splice && splice.template === `${TEMPLATES}/import`

function requirementEdits(parts: ServiceParts, notes: string[]): Edit[] {
  const { manifests, clients, entries } = parts
  const frameworks = new Set<string>(parts.applications.map(({ framework }) => framework))
  if (entries.length > 0) frameworks.add('django')
  const isAsgi = entries.some(entry => entry.isAsgi)
  const all = packagesFor(frameworks, isAsgi, clients, manifests)
  const marker = markerFor(manifests.flatMap(({ python }) => python ?? []))
  const pythons = manifests.flatMap(({ python }) => python ?? [])
  const sources = manifests.filter(({ isCompiled }) => !isCompiled)
  const edits = sources.flatMap((manifest): Edit[] => {
    const wanted = all.filter(({ name }) => !manifest.declared.has(name))
    const added = wanted.length === 0 ? [] : manifest.add(wanted, marker)
    if ('why' in added)
      notes.push(`${manifest.path}: ${added.why}; add ${lines(wanted)} where it comes from`)
    return 'why' in added || added.length === 0
      ? []
      : [{ path: manifest.path, oid: manifest.oid, splices: added }]
  })
  for (const { path } of manifests.filter(each => !sources.includes(each)))
    notes.push(`${path} is compiled from another file: compile it again`)
  if (sources.length === 0)
    notes.push(`no manifest that could be edited names the framework: install ${lines(all)}`)
  if (pythons.length > 0 && marker !== '')
    notes.push(
      'the OpenTelemetry packages need Python 3.10: on older interpreters tracing stays off',
    )
  return edits
}

const lines = (wanted: readonly { readonly name: string; readonly version: string }[]) =>
  wanted.map(({ name, version }) => `${name}${version}`).join(' ')
