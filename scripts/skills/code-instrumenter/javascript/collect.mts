/** Which JavaScript programs serve requests, and what would it take to trace each? Reads manifests first, parses only what may matter. */

import type { InstrumentationEvidence, InstrumentedService } from '../../../core/evidence.mts'
import type { Lens, ProjectFile } from '../../../core/lens.mts'
import { isScript } from '../../../core/modules/graph.mts'
import { modulesOf } from '../../../core/modules/read.mts'
import { joinRoutes } from '../../../languages/routes.mts'
import { lineAt } from './anchor.mts'
import { applicationsIn, MAY_MAKE } from './applications.mts'
import { bundlerOf } from './bundlers.mts'
import { clientsOf } from './clients.mts'
import { commandsIn, startsIn } from './commands.mts'
import { entriesOf, fileFor } from './entries.mts'
import { type Manifest, readManifest } from './manifest.mts'
import { isOurs, MODULE } from './module.mts'
import { nextService, nextSettings } from './next.mts'
import { clientsBelowNext } from './next-clients.mts'
import { BRINGS, FOREIGN, FOREIGN_COMMAND, type Framework } from './packages.mts'
import { type ServiceParts, serviceOf } from './service.mts'
import { parsed } from './source.mts'
import { nodeRange, type Pinned } from './versions.mts'

/** Files that start programs, beside the manifests. */
const COMMANDS =
  /(^|\/)(Dockerfile[^/]*|[^/]*\.Dockerfile|Procfile[^/]*|nodemon\.json|ecosystem\.config\.(c?js|json)|\.nvmrc|\.node-version)$/

const MOST_COMMANDS = 100

interface Found {
  readonly framework: Framework
  readonly path: string
  readonly line: number
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
  const texts = new Map(graph.project.texts)
  await readInto(texts, lens, [
    ...scripts.map(({ path }) => path),
    ...files.flatMap(({ path }) =>
      COMMANDS.test(path) || /(^|\/)bin\/[\w-]+$/.test(path) ? [path] : [],
    ),
  ])
  const { parseSync } = await import('oxc-parser')
  const trees = new Map<string, ReturnType<typeof parsed>>()
  const parse = (path: string) => {
    const known = trees.get(path)
    const tree = known === undefined ? parsed(path, texts.get(path) ?? '', parseSync) : known
    trees.set(path, tree)
    return tree
  }
  const faults: { path: string; why: string }[] = []
  const made = [
    ...applicationsOf(scripts, texts, parse, faults),
    ...manifests.flatMap(manifest => preparedPlugins(manifest, graph.project.paths)),
  ]
  const own = await routesOf(lens)
  const modules = new Map(
    files
      .filter(({ path }) => path.split('/').at(-1)?.startsWith(`${MODULE}.`))
      .map(({ path }) => [path, isOurs(texts.get(path) ?? '') ? 'ours' : 'theirs'] as const),
  )
  const services = manifests.flatMap((manifest): InstrumentedService[] => {
    const isWithin = (path: string) => home(path) === manifest.folder
    const applications = made.filter(
      ({ path, framework }) => isWithin(path) && brought(manifest).has(framework),
    )
    const isNext = brought(manifest).has('nextjs') && hasPages(manifest, graph.project.paths)
    if (applications.length === 0 && !isNext) return []
    const around = files.filter(
      ({ path }) => COMMANDS.test(path) && isBeside(manifest, path, folders),
    )
    const commandFiles = around
      .slice(0, MOST_COMMANDS)
      .map(({ path }) => ({ path, text: texts.get(path) ?? '' }))
    const commands = commandFiles.flatMap(({ path, text }) => commandsIn(path, text))
    const importers = own.importers.filter(
      ({ path }) => isWithin(path) && !isOurs(texts.get(path) ?? ''),
    )
    const imports = new Set(importers.flatMap(each => each.modules.map(({ source }) => source)))
    const name = nameOf(manifest, lens.project)
    const parts: ServiceParts = {
      manifest,
      name,
      applications,
      entries: entriesOf({
        manifest,
        graph,
        applications: applications.map(({ path }) => path),
        commands,
        texts,
        isTest: path => graph.byPath.get(path)?.file.role !== 'source',
      }),
      endpoints: own.routes.filter(({ file }) => isWithin(file)),
      clients: isNext
        ? clientsBelowNext(manifest, imports, nextSettings(manifest, graph.project.paths, texts))
        : clientsOf(manifest, imports),
      foreign: foreignIn(importers, [
        ...manifest.scripts.map(({ raw, line }) => ({ path: manifest.path, text: raw, line })),
        ...commandFiles.map(each => ({ ...each, line: 1 })),
      ]),
      nodes: nodesOf(manifest, commandFiles),
      dockerfiles: commandFiles.filter(({ path }) => /Dockerfile/.test(path)),
      bundler: bundlerOf(manifest, graph.project.paths, texts),
      texts,
      oids: new Map(files.map(({ path, oid }) => [path, oid])),
      modules,
      parse,
    }
    return [isNext ? nextService(parts, graph.project.paths) : serviceOf(parts)]
  })
  return services.length === 0 ? null : { services, faults }
}

/** What fastify-cli starts: a plugin, for which it makes the application itself. */
function preparedPlugins(manifest: Manifest, paths: ReadonlySet<string>): Found[] {
  const started = manifest.scripts.flatMap(command =>
    startsIn(command, MODULE, name => fileFor(manifest, paths, name)),
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

async function readInto(texts: Map<string, string>, lens: Lens, paths: readonly string[]) {
  await Promise.all(
    paths.map(async path => {
      const text = await lens.text(path)
      if (text.ok) texts.set(path, text.value)
    }),
  )
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
function isBeside({ folder }: Manifest, path: string, folders: readonly string[]): boolean {
  const own = path.slice(0, path.lastIndexOf('/') + 1)
  return own === folder || (own === '' && folders.length === 1)
}

const deepest = (folders: readonly string[], path: string) =>
  folders
    .filter(folder => path.startsWith(folder))
    .reduce<string | null>((best, each) => (each.length >= (best ?? '').length ? each : best), null)

/** As its manifest, its folder or its repository is called. */
function nameOf({ name, folder }: Manifest, { forge, slug }: Lens['project']): string {
  const home = forge?.url.split('/').at(-1) ?? slug.replace(/-[0-9a-f]{8}$/, '')
  const said = name ?? folder.split('/').filter(Boolean).at(-1) ?? home
  return (
    said
      .replace(/^@/, '')
      .replace(/[^\w.-]+/g, '-')
      .slice(0, 80) || 'service'
  )
}

function foreignIn(
  importers: readonly {
    readonly path: string
    readonly modules: readonly { source: string; line: number }[]
  }[],
  commands: readonly { readonly path: string; readonly text: string; readonly line: number }[],
): InstrumentedService['foreign'] {
  for (const { path, modules } of importers)
    for (const { source, line } of modules) {
      const known = FOREIGN.find(([pattern]) => pattern.test(source))
      if (known !== undefined) return { name: known[1], path, line }
    }
  for (const { path, text, line } of commands) {
    const found = FOREIGN_COMMAND.exec(text)
    if (found !== null)
      return { name: found[1] ?? '', path, line: line - 1 + lineAt(text, found.index) }
  }
  return null
}

/** Versions of Node.js that the package, a version file or an image asks for. */
function nodesOf(
  { engine, path }: Manifest,
  files: readonly { readonly path: string; readonly text: string }[],
): Pinned[] {
  const named = engine === null ? [] : [{ path, line: engine.line, version: engine.range }]
  return [
    ...named,
    ...files.flatMap(({ path, text }): Pinned[] => {
      if (/\.(nvmrc|node-version)$/.test(path)) {
        const version = nodeRange(text)
        return version === null ? [] : [{ path, line: 1, version }]
      }
      if (!/Dockerfile/.test(path)) return []
      return [
        ...text.matchAll(/^FROM\s+(?:--\S+\s+)?(?:\S+\/)?node:(\d+(?:\.\d+){0,2})/gm),
      ].flatMap(found => {
        const version = nodeRange(found[1] ?? '')
        return version === null ? [] : [{ path, line: lineAt(text, found.index), version }]
      })
    }),
  ]
}
