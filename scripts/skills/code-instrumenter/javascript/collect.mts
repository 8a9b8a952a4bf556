/** Which JavaScript programs serve requests, and what would it take to trace each? Reads manifests first, parses only what may matter. */

import type { InstrumentationEvidence, InstrumentedService } from '../../../core/evidence.mts'
import type { Lens, ProjectFile } from '../../../core/lens.mts'
import { isScript } from '../../../core/modules/graph.mts'
import { modulesOf } from '../../../core/modules/read.mts'
import { joinRoutes } from '../../../languages/routes.mts'
import { deepest, homeOf, lineAt, readAll } from '../places.mts'
import { applicationsIn, MAY_MAKE } from './applications.mts'
import { foreignIn, nameOf, nodesOf } from './around.mts'
import { bundlerOf } from './bundlers.mts'
import { clientsOf } from './clients.mts'
import { commandsIn, startsIn } from './commands.mts'
import { entriesOf, fileFor } from './entries.mts'
import { type Manifest, readManifest } from './manifest.mts'
import { isOurs, MODULE } from './module.mts'
import { nextService, nextSettings } from './next.mts'
import { clientsBelowNext } from './next-clients.mts'
import { BRINGS, type Framework } from './packages.mts'
import { type ServiceParts, serviceOf } from './service.mts'
import { parsed } from './source.mts'

/** Files that start programs, beside the manifests. */
const COMMANDS =
  /(^|\/)(Dockerfile[^/]*|[^/]*\.Dockerfile|Procfile[^/]*|nodemon\.json|ecosystem\.config\.(c?js|json)|\.nvmrc|\.node-version)$/

/** Programs without an ending. */
const PROGRAM = /(^|\/)bin\/[\w-]+$/

const MOST_COMMANDS = 100

interface Found {
  readonly framework: Framework
  readonly path: string
  readonly line: number
}

/** What is known of the whole project. */
interface Project {
  readonly name: Lens['project']
  readonly files: readonly ProjectFile[]
  readonly manifests: readonly Manifest[]
  readonly graph: Awaited<ReturnType<typeof modulesOf>>
  readonly texts: ReadonlyMap<string, string>
  readonly made: readonly Found[]
  readonly own: Awaited<ReturnType<typeof routesOf>>
  readonly modules: ServiceParts['modules']
  /** The deepest folder of a manifest that holds a path. */
  home(path: string): string | null
  parse: ServiceParts['parse']
}

export async function collectJavaScript(lens: Lens): Promise<InstrumentationEvidence | null> {
  const files = await lens.files()
  const manifests = await manifestsOf(lens, files)
  if (manifests.length === 0) return null
  const graph = await modulesOf(lens)
  const folders = manifests.map(({ folder }) => folder)
  const home = (path: string) => deepest(folders, path)
  const scripts = files.filter(
    ({ path, language, role }) => isScript(language) && role === 'source' && home(path) !== null,
  )
  const starting = files.filter(({ path }) => COMMANDS.test(path) || PROGRAM.test(path))
  const wanted = [...scripts, ...starting].map(({ path }) => path)
  const texts = new Map([...graph.project.texts, ...(await readAll(lens, wanted))])
  const parse = await parserOf(texts)
  const faults: { path: string; why: string }[] = []
  const made = [
    ...applicationsOf(scripts, texts, parse, faults),
    ...manifests.flatMap(manifest => preparedPlugins(manifest, graph.project.paths)),
  ]
  const own = await routesOf(lens)
  const modules = modulesIn(files, texts)
  const known = { name: lens.project, files, manifests, graph, texts, made, own, modules }
  const project: Project = { ...known, home, parse }
  const services = manifests.flatMap(manifest => serviceIn(manifest, project) ?? [])
  return services.length === 0 ? null : { services, faults }
}

/** Each file is parsed once, when it is asked for. */
async function parserOf(texts: ReadonlyMap<string, string>): Promise<ServiceParts['parse']> {
  const { parseSync } = await import('oxc-parser')
  const trees = new Map<string, ReturnType<typeof parsed>>()
  return path => {
    const known = trees.get(path)
    const tree = known === undefined ? parsed(path, texts.get(path) ?? '', parseSync) : known
    trees.set(path, tree)
    return tree
  }
}

const modulesIn = (files: readonly ProjectFile[], texts: ReadonlyMap<string, string>) =>
  new Map(
    files
      .filter(({ path }) => path.split('/').at(-1)?.startsWith(`${MODULE}.`))
      .map(({ path }) => [path, isOurs(texts.get(path) ?? '') ? 'ours' : 'theirs'] as const),
  )

/** Null where nothing in the folder of the manifest answers requests. */
function serviceIn(manifest: Manifest, project: Project): InstrumentedService | null {
  const { files, graph, texts, own, modules, home, parse } = project
  const { paths } = graph.project
  const isWithin = (path: string) => home(path) === manifest.folder
  const applications = project.made.filter(
    ({ path, framework }) => isWithin(path) && brought(manifest).has(framework),
  )
  const isNext = brought(manifest).has('nextjs') && hasPages(manifest, paths)
  if (applications.length === 0 && !isNext) return null
  const isAlone = project.manifests.length === 1
  const commandFiles = files
    .filter(({ path }) => COMMANDS.test(path) && isBeside(manifest, path, isAlone))
    .slice(0, MOST_COMMANDS)
    .map(({ path }) => ({ path, text: texts.get(path) ?? '' }))
  const importers = own.importers.filter(
    ({ path }) => isWithin(path) && !isOurs(texts.get(path) ?? ''),
  )
  const imports = new Set(importers.flatMap(each => each.modules.map(({ source }) => source)))
  const parts: ServiceParts = {
    manifest,
    name: nameOf(manifest, project.name),
    applications,
    entries: entriesOf({
      manifest,
      graph,
      applications: applications.map(({ path }) => path),
      commands: commandFiles.flatMap(({ path, text }) => commandsIn(path, text)),
      texts,
      isTest: path => graph.byPath.get(path)?.file.role !== 'source',
    }),
    endpoints: own.routes.filter(({ file }) => isWithin(file)),
    clients: isNext
      ? clientsBelowNext(manifest, imports, nextSettings(manifest, paths, texts))
      : clientsOf(manifest, imports),
    foreign: foreignIn(importers, [
      ...manifest.scripts.map(({ raw, line }) => ({ path: manifest.path, text: raw, line })),
      ...commandFiles.map(each => ({ ...each, line: 1 })),
    ]),
    nodes: nodesOf(manifest, commandFiles),
    dockerfiles: commandFiles.filter(({ path }) => /Dockerfile/.test(path)),
    bundler: bundlerOf(manifest, paths, texts),
    texts,
    oids: new Map(files.map(({ path, oid }) => [path, oid])),
    modules,
    parse,
  }
  return isNext ? nextService(parts, paths) : serviceOf(parts)
}

/** What fastify-cli starts: a plugin, for which it makes the application itself. */
function preparedPlugins(manifest: Manifest, paths: ReadonlySet<string>): Found[] {
  const started = manifest.scripts.flatMap(command =>
    startsIn(command, name => fileFor(manifest, paths, name)),
  )
  const plugins = started.filter(({ runner }) => runner === 'fastify start')
  return [...new Set(plugins.map(({ entry }) => entry))].map(path => ({
    framework: 'fastify',
    path,
    line: 1,
  }))
}

const brought = ({ declared }: Manifest): ReadonlySet<Framework> =>
  new Set(
    [...declared.keys()].flatMap(name => (Object.hasOwn(BRINGS, name) ? (BRINGS[name] ?? []) : [])),
  )

/** Those that ask for a framework: nothing else is looked at in a project that has none. */
async function manifestsOf(lens: Lens, files: readonly ProjectFile[]): Promise<Manifest[]> {
  const paths = files.filter(
    ({ path, role }) => /(^|\/)package\.json$/.test(path) && role !== 'vendored' && role !== 'test',
  )
  const read = await Promise.all(
    paths.map(async ({ path, oid }) => {
      const text = await lens.text(path)
      return text.ok ? readManifest(path, oid, text.value) : null
    }),
  )
  return read.filter(each => each !== null).filter(each => brought(each).size > 0)
}

function applicationsOf(
  scripts: readonly ProjectFile[],
  texts: ReadonlyMap<string, string>,
  parse: ServiceParts['parse'],
  faults: { path: string; why: string }[],
): Found[] {
  return scripts.flatMap(({ path }) => {
    const text = texts.get(path) ?? ''
    if (!MAY_MAKE.test(text) || isOurs(text)) return []
    const tree = parse(path)
    if (tree === null) {
      faults.push({ path, why: 'it does not parse, so nothing in it is edited' })
      return []
    }
    // NestJS makes contexts for commands, too: only what serves has endpoints.
    const isServing = /\b(listen|init)\s*\(/.test(text)
    const applications = applicationsIn(tree.program)
    return applications
      .filter(each => each.framework !== 'nestjs' || isServing)
      .map(({ framework, at }) => ({
        framework,
        path,
        line: lineAt(text, at),
      }))
  })
}

async function routesOf(lens: Lens) {
  const facts = await lens.facts('source')
  const sources = facts.filter(({ file }) => isScript(file.language) && file.role === 'source')
  const { routes } = joinRoutes(sources.map(each => ({ path: each.file.path, facts: each.facts })))
  return {
    routes: routes.map(({ method, path, file, line }) => ({ method, path, file, line })),
    importers: sources.map(({ file, facts: { imports } }) => ({
      path: file.path,
      modules: imports,
    })),
  }
}

const hasPages = ({ folder }: Manifest, paths: ReadonlySet<string>) =>
  [...paths].some(
    path =>
      path.startsWith(folder) &&
      /^(src\/)?(app|pages)\/.*\.[jt]sx?$/.test(path.slice(folder.length)),
  )

/** In the package's folder; those of the project's own belong to its only package. */
const isBeside = ({ folder }: Manifest, path: string, isAlone: boolean): boolean =>
  homeOf(path) === folder || (isAlone && homeOf(path) === '')
