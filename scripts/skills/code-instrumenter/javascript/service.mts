/** What would it take to trace one program? Its entries, clients and manifest turned into edits, or into reasons why not. */

import type { InstrumentedService } from '../../../core/evidence.mts'
import type { Edit, Splice, Written } from '../../../core/model.mts'
import { homeOf } from '../places.mts'
import { anchorIn, styleOf } from './anchor.mts'
import type { ClientsFound } from './clients.mts'
import { instrumentorsFor } from './clients.mts'
import { leavesOut } from './docker.mts'
import type { Entry } from './entries.mts'
import { type Format, formatOf } from './format.mts'
import { type Manifest, withDependencies } from './manifest.mts'
import { fileOf, MODULE, moduleOf } from './module.mts'
import { type Framework, VERSIONS } from './packages.mts'
import type { parsed } from './source.mts'
import { startOf } from './start.mts'
import { clashOf, type Pinned } from './versions.mts'

const TEMPLATES = 'instrumentation/javascript'

export interface ServiceParts {
  readonly manifest: Manifest
  readonly name: string
  readonly applications: readonly {
    readonly framework: Framework
    readonly path: string
    readonly line: number
  }[]
  readonly entries: readonly Entry[]
  readonly endpoints: InstrumentedService['endpoints']
  readonly clients: ClientsFound
  readonly foreign: InstrumentedService['foreign']
  readonly nodes: readonly Pinned[]
  readonly dockerfiles: readonly { readonly path: string; readonly text: string }[]
  /** Where a build step puts the packages into the program's own files. */
  readonly bundler: { readonly path: string; readonly line: number; readonly name: string } | null
  readonly texts: ReadonlyMap<string, string>
  readonly oids: ReadonlyMap<string, string>
  /** Files named like the tracing module: ours, or somebody's. */
  readonly modules: ReadonlyMap<string, 'ours' | 'theirs'>
  parse(path: string): ReturnType<typeof parsed>
}

type Row = InstrumentedService['applications'][number]

/** What one entry needs. */
interface Plan {
  readonly entry: Entry
  readonly status: Row['status']
  readonly why: string | null
  readonly paste: Written | null
  readonly module: { readonly path: string; readonly format: Format } | null
  readonly edits: readonly { readonly path: string; readonly splice: Splice }[]
  readonly notes: readonly string[]
}

export function serviceOf(parts: ServiceParts): InstrumentedService {
  const { manifest, name, endpoints, clients, foreign } = parts
  const frameworks = new Set(parts.applications.map(({ framework }) => framework))
  const stop = foreign === null ? stopped(parts, frameworks) : null
  const plans = parts.entries.map(entry => planOf(entry, parts))
  const rows = parts.applications.map(app => rowOf(app, plans, stop))
  const isLeft = foreign !== null || stop !== null
  const { edits, notes } = isLeft ? { edits: [], notes: [] } : editsOf(plans, parts, frameworks)
  return {
    ecosystem: 'javascript',
    folder: manifest.folder,
    name,
    applications: rows,
    endpoints,
    start: startOf(manifest, parts.entries),
    clients: clients.rows,
    foreign,
    edits,
    notes,
  }
}

function stopped(parts: ServiceParts, frameworks: ReadonlySet<Framework>): string | null {
  const { manifest, nodes, bundler } = parts
  const clash = clashOf(manifest, frameworks, nodes)
  if (clash !== null) return clash
  return bundler === null
    ? null
    : `${bundler.path}:${bundler.line}: ${bundler.name} puts the packages into the program, where no hook sees them: keep them out of the bundle (external), then run this again`
}

function rowOf(
  app: ServiceParts['applications'][number],
  plans: readonly Plan[],
  stop: string | null,
): Row {
  const { framework, path, line } = app
  const row = { framework, path, line }
  const own = plans.filter(({ entry }) => entry.reached.includes(path))
  const isTraced = own.length > 0 && own.every(({ status }) => status === 'traced')
  if (isTraced) return { ...row, status: 'traced', why: null, paste: null }
  if (stop !== null) return { ...row, status: 'refused', why: stop, paste: null }
  const refused = own.find(({ status }) => status === 'refused')
  if (refused !== undefined)
    return { ...row, status: 'refused', why: refused.why, paste: refused.paste }
  if (own.length > 0) return { ...row, status: 'open', why: null, paste: null }
  const why = `line ${line}: no script, Procfile, Dockerfile or file that listens was found that starts it`
  const view = { module: fileOf('commonjs'), isModule: false }
  return { ...row, status: 'refused', why, paste: { template: `${TEMPLATES}/paste`, view } }
}

function planOf(entry: Entry, parts: ServiceParts): Plan {
  const { manifest } = parts
  const tree = parts.parse(entry.path)
  const nothing = { entry, module: null, edits: [], notes: [] }
  const refuse = (why: string, paste: Written | null = null): Plan => ({
    ...nothing,
    status: 'refused',
    why,
    paste,
  })
  if (tree === null) return refuse(`${entry.path} does not parse, so nothing in it is edited`)
  const format = formatOf({
    path: entry.path,
    manifest,
    hasModuleSyntax: tree.module.hasModuleSyntax,
    runners: new Set(entry.starts.map(({ runner }) => runner)),
    texts: parts.texts,
  })
  if (typeof format === 'object') return refuse(format.why)
  // Its own program makes the application before it loads the file.
  const isFlagged =
    format === 'module' || entry.starts.some(({ runner }) => runner === 'fastify start')
  const folder = isFlagged ? manifest.folder : homeOf(entry.path)
  const module = {
    path: folder + fileOf(isFlagged ? 'module' : format),
    format: isFlagged ? ('module' as const) : format,
  }
  if (parts.modules.get(module.path) === 'theirs')
    return refuse(`${module.path} was not written by Shipworthy`)
  if (module.format !== 'typescript')
    for (const { path, text } of parts.dockerfiles) {
      const line = leavesOut(text, module.path.slice(manifest.folder.length))
      if (line !== null)
        return refuse(
          `${path}:${line}: the image would not hold ${module.path}, and the program would not start: copy it, too`,
        )
    }
  return module.format === 'module'
    ? flagPlan(entry, module, parts)
    : loadPlan(entry, { ...module, format: module.format }, parts, tree)
}

/** A statement in front of all others: it is there however the program is started. */
function loadPlan(
  entry: Entry,
  module: { readonly path: string; readonly format: Exclude<Format, 'module'> },
  parts: ServiceParts,
  tree: NonNullable<ReturnType<typeof parsed>>,
): Plan {
  const text = parts.texts.get(entry.path) ?? ''
  const known = { entry, paste: null, module, edits: [], notes: [] }
  if (new RegExp(`["']\\./${MODULE}\\b`).test(text))
    return { ...known, status: 'traced', why: null }
  const style = styleOf(text)
  const { quote, ending } = style
  const isImport = module.format !== 'commonjs'
  const name = isImport
    ? MODULE + (module.format === 'typescript' ? ending : '')
    : fileOf('commonjs')
  const view = { module: name, isModule: false }
  const anchor = anchorIn(tree.program, text)
  if ('why' in anchor)
    return {
      ...known,
      status: 'refused',
      why: anchor.why,
      paste: { template: `${TEMPLATES}/paste`, view },
    }
  const isJoined = /^\s*[([`+\-/]/.test(text.slice(anchor.at))
  const end = isJoined ? ';' : style.end
  const splice = {
    at: anchor.at,
    template: `${TEMPLATES}/load`,
    view: { module: name, isImport, quote, end, isOpen: anchor.isOpen },
  }
  return { ...known, status: 'open', why: null, edits: [{ path: entry.path, splice }] }
}

/** What is imported is linked before the first line runs: only a flag of Node.js comes earlier. */
function flagPlan(
  entry: Entry,
  module: { readonly path: string; readonly format: Format },
  parts: ServiceParts,
): Plan {
  const file = fileOf('module')
  const view = {
    module: file,
    isModule: true,
    entry: entry.path.slice(parts.manifest.folder.length),
  }
  const paste = { template: `${TEMPLATES}/paste`, view }
  const known = { entry, module, edits: [], notes: [] }
  const usable = entry.starts.filter(({ flagAt }) => flagAt !== null)
  if (usable.length === 0) {
    const [start] = entry.starts
    const why =
      start === undefined
        ? `no command was found that starts ${entry.path}`
        : `${start.command.path}:${start.command.line}: ${start.runner} would not hand a flag on to Node.js`
    return { ...known, status: 'refused', why, paste }
  }
  const notes = entry.starts
    .filter(({ flagAt }) => flagAt === null)
    .map(
      ({ command, runner }) =>
        `${command.path}:${command.line}: what ${runner} starts is not traced: start it with node --import=./${file}`,
    )
  const open = usable.filter(({ isTraced }) => !isTraced)
  if (open.length === 0) return { ...known, status: 'traced', why: null, paste: null, notes }
  const edits = open.map(({ command, flagAt, isList, runner }) => ({
    path: command.path,
    splice: {
      at: flagAt ?? 0,
      template: `${TEMPLATES}/${isList ? 'flag-item' : 'flag'}`,
      view: { flag: runner === 'fastify start' ? 'require' : 'import', module: file },
    },
  }))
  return { ...known, status: 'open', why: null, paste: null, edits, notes }
}

function editsOf(plans: readonly Plan[], parts: ServiceParts, frameworks: ReadonlySet<Framework>) {
  const { manifest, oids, clients, name } = parts
  const wanting = plans.filter(({ status, paste }) => status === 'open' || paste !== null)
  if (wanting.length === 0) return { edits: [], notes: plans.flatMap(({ notes }) => notes) }
  const instrumentors = instrumentorsFor(manifest, frameworks, clients)
  const notes = plans.flatMap(each => each.notes)
  const found = plans.flatMap(each => each.edits)
  const wanted = withDependencies(manifest, {
    ...VERSIONS,
    ...Object.fromEntries(instrumentors.map(each => [each.package, each.version])),
  })
  if ('why' in wanted) notes.push(wanted.why)
  else found.push(...wanted.map(splice => ({ path: manifest.path, splice })))
  const edits = [...Map.groupBy(found, ({ path }) => path)].map(
    ([path, each]): Edit => ({
      path,
      oid: oids.get(path) ?? null,
      splices: each.map(({ splice }) => splice),
    }),
  )
  const modules = new Map(
    wanting.flatMap(({ module }) => (module === null ? [] : [[module.path, module]])),
  )
  for (const { path, format } of modules.values())
    if (!parts.modules.has(path)) edits.push(moduleOf(path, format, name, instrumentors))
  return { edits, notes }
}
