/** Which Python services are there, and what would it take to trace each? Reads what may matter, parses only that. */

import type { InstrumentationEvidence, InstrumentedService } from '../../../core/evidence.mts'
import type { Lens, ProjectFile } from '../../../core/lens.mts'
import { joinRoutes } from '../../../languages/routes.mts'
import { deepest, homeOf, lineAt, readAll } from '../places.mts'
import { type Application, applicationsOf, subclasses } from './applications.mts'
import { clientsOf } from './clients.mts'
import { type DjangoEntry, djangoEntries } from './django.mts'
import { type Importer, importPath } from './import-path.mts'
import { MARKER, MODULE } from './module.mts'
import { BRINGS, FOREIGN, FOREIGN_COMMAND, type Framework } from './packages.mts'
import { isManifest, type Manifest, readManifest } from './requirements.mts'
import { type ServiceParts, serviceOf } from './service.mts'
import { type PythonFile, readPython } from './source.mts'

const MAY_MAKE_APPLICATIONS =
  /\b(FastAPI|Starlette|APIFlask|OpenAPI|\w*Flask)\b|get_[aw]sgi_application|execute_from_command_line|\.mount\(/

const COMMANDS =
  /(^|\/)(Dockerfile[^/]*|[^/]*\.Dockerfile|Procfile|Makefile|(docker-)?compose[^/]*\.ya?ml|[^/]+\.sh|\.python-version|runtime\.txt|app\.json)$/

const MOST_COMMANDS = 100

/** As far as manifests, imports and commands tell; all of it plain text. */
interface Surroundings {
  readonly paths: ReadonlySet<string>
  readonly manifests: readonly Manifest[]
  readonly commands: readonly { readonly path: string; readonly text: string }[]
  readonly importers: readonly (Importer & {
    readonly isTest: boolean
    readonly lines: readonly number[]
  })[]
  readonly modules: ReadonlyMap<string, 'ours' | 'theirs'>
  readonly routes: InstrumentedService['endpoints']
}

export async function collectPython(lens: Lens): Promise<InstrumentationEvidence | null> {
  const files = await lens.files()
  const python = files.filter(({ language, role }) => language === 'python' && role === 'source')
  const texts = await readAll(
    lens,
    python.map(({ path }) => path),
  )
  const faults: { path: string; why: string }[] = []
  const parsed = new Map<string, PythonFile>()
  const parse = async (wanted: RegExp) => {
    for (const { path, oid } of python) {
      const text = texts.get(path) ?? ''
      if (parsed.has(path) || !wanted.test(text) || isOurs(path, text)) continue
      const file = await readPython(path, oid, text)
      if (file !== null) parsed.set(path, file)
      else faults.push({ path, why: 'it does not parse, so nothing in it is edited' })
    }
  }
  await parse(MAY_MAKE_APPLICATIONS)
  const classes = [...subclasses([...parsed.values()]).keys()]
  if (classes.length > 0) await parse(new RegExp(`\\b(${classes.join('|')})\\(`))
  const entries = djangoEntries([...parsed.values()], MODULE)
  if (applicationsOf([...parsed.values()]).length + entries.length === 0) return null
  const around = await surroundings(lens, files, texts)
  const applications = applicationsOf([...parsed.values()])
  const folders = new Map<string, Framework[]>()
  const home = (path: string, framework: Framework) => {
    const folder = serviceFolder(path, framework, around.manifests)
    folders.set(folder, [...(folders.get(folder) ?? []), framework])
    return folder
  }
  const placedApps = applications.map(app => ({ app, at: home(app.file.path, app.framework) }))
  const placedEntries = entries.map(entry => ({ entry, at: home(entry.file.path, 'django') }))
  const placed: Placed = {
    folders: [...folders.keys()],
    applications: placedApps,
    entries: placedEntries,
  }
  const services = [...folders].map(([folder, frameworks]) =>
    serviceOf(partsOf(folder, frameworks, { lens, around, texts, placed })),
  )
  return { services, faults }
}

/** What was found, and the folder of the service it belongs to. */
interface Placed {
  readonly folders: readonly string[]
  readonly applications: readonly { readonly app: Application; readonly at: string }[]
  readonly entries: readonly { readonly entry: DjangoEntry; readonly at: string }[]
}

interface Project {
  readonly lens: Lens
  readonly around: Surroundings
  readonly texts: ReadonlyMap<string, string>
  readonly placed: Placed
}

function partsOf(
  folder: string,
  frameworks: readonly Framework[],
  { lens, around, texts, placed }: Project,
): ServiceParts {
  const isWithin = (path: string) => deepest(placed.folders, path) === folder
  const manifests = around.manifests.filter(
    each => each.folder === folder && frameworks.some(name => brings(each, name)),
  )
  const theirs = around.importers.filter(({ path, isTest }) => !isTest && isWithin(path))
  const imports = new Set(theirs.flatMap(({ modules }) => modules.map(head)))
  const declared = new Set(manifests.flatMap(each => [...each.declared.keys()]))
  const commands = around.commands.filter(({ path }) => isWithin(path))
  const said = around.commands.map(({ text }) => text)
  return {
    folder,
    name: nameOf(folder, manifests, lens.project),
    applications: placed.applications.flatMap(({ app, at }) => (at === folder ? [app] : [])),
    entries: placed.entries.flatMap(({ entry, at }) => (at === folder ? [entry] : [])),
    endpoints: around.routes.filter(({ file }) => isWithin(file)),
    clients: clientsOf(imports, declared, frameworks.includes('django')),
    foreign: foreignIn(theirs, commands),
    manifests,
    pythons: commands.flatMap(interpreterIn),
    modules: around.modules,
    paths: around.paths,
    texts: new Map([...texts].filter(([path]) => isWithin(path))),
    importOf: file => importPath(file, around.paths, around.importers, said),
  }
}

const isOurs = (path: string, text: string) =>
  path.endsWith(`${MODULE}.py`) && text.startsWith(MARKER)

async function surroundings(
  lens: Lens,
  files: readonly ProjectFile[],
  texts: ReadonlyMap<string, string>,
): Promise<Surroundings> {
  const oids = new Map(files.map(({ path, oid }) => [path, oid]))
  const paths = new Set(oids.keys())
  const manifestTexts = await readAll(lens, [...paths].filter(isManifest))
  const manifests = [...manifestTexts].flatMap(
    ([path, text]) => readManifest({ path, oid: oids.get(path) ?? '', text }) ?? [],
  )
  const named = [...paths].filter(path => COMMANDS.test(path)).slice(0, MOST_COMMANDS)
  const commands = [...(await readAll(lens, named))].map(([path, text]) => ({ path, text }))
  const facts = await lens.facts('source')
  const importers = facts
    .filter(
      ({ file }) => file.language === 'python' && !isOurs(file.path, texts.get(file.path) ?? ''),
    )
    .map(({ file, facts: { imports } }) => ({
      path: file.path,
      isTest: file.role === 'test',
      modules: imports.map(({ source }) => source),
      lines: imports.map(({ line }) => line),
    }))
  const modules = new Map<string, 'ours' | 'theirs'>()
  for (const path of paths)
    if (path.split('/').at(-1) === `${MODULE}.py`)
      modules.set(homeOf(path), isOurs(path, texts.get(path) ?? '') ? 'ours' : 'theirs')
  const sources = facts.filter(({ file }) => file.language === 'python' && file.role === 'source')
  const { routes } = joinRoutes(sources.map(each => ({ path: each.file.path, facts: each.facts })))
  return {
    paths,
    manifests,
    commands,
    importers,
    modules,
    routes: routes.map(({ method, path, file, line }) => ({ method, path, file, line })),
  }
}

const brings = ({ declared }: Manifest, framework: Framework) =>
  BRINGS[framework].some(name => declared.has(name))

/** The nearest folder whose manifest asks for the framework. */
function serviceFolder(path: string, framework: Framework, manifests: readonly Manifest[]): string {
  return (
    deepest(
      manifests.filter(each => brings(each, framework)).map(({ folder }) => folder),
      path,
    ) ?? ''
  )
}

const head = (module: string) => module.split('.', 1)[0] ?? module

/** As its manifest, its folder or its repository is called; without git, the folder and a commit make the slug. */
function nameOf(
  folder: string,
  manifests: readonly Manifest[],
  { forge, slug }: Lens['project'],
): string {
  const named = manifests.find(({ distribution }) => distribution !== null)?.distribution
  const home = forge?.url.split('/').at(-1) ?? slug.replace(/-[0-9a-f]{8}$/, '')
  const name = named ?? folder.split('/').filter(Boolean).at(-1) ?? home
  return name.replace(/[^\w.-]+/g, '-').slice(0, 80) || 'service'
}

function foreignIn(
  importers: Surroundings['importers'],
  commands: Surroundings['commands'],
): InstrumentedService['foreign'] {
  for (const { path, modules, lines } of importers)
    for (const [index, module] of modules.entries()) {
      const known = FOREIGN.find(([pattern]) => pattern.test(module))
      if (known !== undefined) return { name: known[1], path, line: lines[index] ?? 1 }
    }
  for (const { path, text } of commands) {
    const found = FOREIGN_COMMAND.exec(text)
    if (found !== null) return { name: found[1] ?? '', path, line: lineAt(text, found.index) }
  }
  return null
}

function interpreterIn({ path, text }: { readonly path: string; readonly text: string }) {
  const pattern = /Dockerfile/.test(path)
    ? /^FROM\s+(?:\S+\/)?python:(\d+\.\d+)/m
    : /\.python-version$|runtime\.txt$/.test(path)
      ? /^(?:python-)?(\d+\.\d+)/m
      : null
  const found = pattern?.exec(text)
  return found?.[1] === undefined
    ? []
    : [{ path, line: lineAt(text, found.index), version: found[1] }]
}
