/** Which Spring Boot applications serve requests, and what would it take to trace each? Reads build files first. */

import type { InstrumentationEvidence, InstrumentedService } from '../../../core/evidence.mts'
import type { Lens, ProjectFile } from '../../../core/lens.mts'
import { type PomTree, pomTree } from '../../../formats/lockfiles/pom-tree.mts'
import { joinRoutes } from '../../../languages/routes.mts'
import { deepest, homeOf, lineAt, readAll, withSlash } from '../places.mts'
import type { Build } from './builds.mts'
import { gradleBuild, isGradle } from './gradle.mts'
import { mavenBuild, reactorOf } from './maven.mts'
import { FOREIGN, FOREIGN_COMMAND, SERVES } from './packages.mts'
import { isOurs, isOwnArtifact, serviceOf, settingsPath } from './service.mts'
import { settingsIn } from './settings.mts'
import { startOf } from './start.mts'

const BUILDS =
  /(^|\/)(pom\.xml|(build|settings)\.gradle(\.kts)?|gradle\.properties|gradle\/libs\.versions\.toml)$/

const SETTINGS = /(^|\/)src\/(main|test)\/resources\/(config\/)?application\.(properties|ya?ml)$/

/** Files that start programs. */
const COMMANDS =
  /(^|\/)(Dockerfile[^/]*|[^/]*\.Dockerfile|Procfile|(docker-)?compose[^/]*\.ya?ml|\.mvn\/jvm\.config|[^/]+\.sh)$/

const MOST_COMMANDS = 200

const APPLICATION = /^[ \t]*@(?:SpringBootApplication|EnableAutoConfiguration)\b/m

/** Settings that are read from elsewhere, ours then not. */
const ELSEWHERE = /spring\.config\.(?:name|location)\b|SPRING_CONFIG_(?:NAME|LOCATION)\b/

interface Text {
  readonly path: string
  readonly text: string
}

/** What is known of the whole project. */
interface Project {
  readonly name: Lens['project']
  /** Of builds and settings, by path. */
  readonly texts: ReadonlyMap<string, string>
  readonly tree: PomTree
  readonly builds: readonly Build[]
  /** Those that have a build. */
  readonly folders: readonly string[]
  readonly made: readonly (Text & { readonly line: number })[]
  readonly routes: ReturnType<typeof joinRoutes>
  readonly commands: readonly Text[]
  readonly oids: ReadonlyMap<string, string>
}

export async function collectJava(lens: Lens): Promise<InstrumentationEvidence | null> {
  const files = await lens.files()
  const isWanted = ({ path, role }: ProjectFile) =>
    role !== 'vendored' && (BUILDS.test(path) || SETTINGS.test(path))
  if (!files.some(({ path }) => /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$/.test(path))) return null
  const texts = await readAll(lens, pathsOf(files.filter(isWanted)))
  if (![...texts].some(([path, text]) => BUILDS.test(path) && text.includes('spring'))) return null
  const made = await applicationsIn(lens)
  if (made.length === 0) return null
  const commands = await readAll(lens, commandsIn(files))
  const tree = pomTree([...texts.keys()], path => texts.get(path) ?? null)
  const builds = [...texts.keys()].flatMap(path => buildAt(path, tree, texts) ?? [])
  const project = {
    name: lens.project,
    texts,
    tree,
    builds,
    folders: [...new Set(builds.map(({ folder }) => folder))],
    made,
    routes: await routesOf(lens),
    commands: [...commands].map(([path, text]) => ({ path, text })),
    oids: new Map(files.map(({ path, oid }) => [path, oid])),
  }
  const services = project.folders.flatMap(folder => serviceIn(folder, project) ?? [])
  return services.length === 0 ? null : { services, faults: [] }
}

function buildAt(path: string, tree: PomTree, texts: ReadonlyMap<string, string>): Build | null {
  if (path.endsWith('pom.xml')) return mavenBuild(path, tree, texts)
  return isGradle(path) ? gradleBuild(path, texts) : null
}

/** Null where nothing in the folder answers requests. */
function serviceIn(folder: string, project: Project): InstrumentedService | null {
  const { builds, folders, texts, tree, oids } = project
  const home = (path: string) => deepest(folders, path)
  const [first, ...more] = builds.filter(each => each.folder === folder)
  const applications = project.made.filter(
    ({ path }) => home(path) === folder && path.slice(folder.length).startsWith('src/main/'),
  )
  if (first === undefined || applications.length === 0) return null
  const modules = reached(folder, builds)
  const around = settingsIn(
    [...texts].flatMap(([path, text]) =>
      path.startsWith(folder) ? [[path.slice(folder.length), text] as const] : [],
    ),
  )
  const isHere = ({ file }: { readonly file: string }) => {
    const at = home(file)
    return at !== null && modules.has(at)
  }
  const endpoints = project.routes.routes
    .filter(isHere)
    .map(({ method, path, file, line }) => ({ method, path: around.base + path, file, line }))
  const known = builds.filter(each => modules.has(each.folder)).flatMap(each => each.dependencies)
  if (endpoints.length === 0 && !known.some(({ name }) => SERVES.test(name))) return null
  const said = /^[\w.-]+$/.exec(around.name ?? '')?.[0]
  const beside = project.commands.filter(({ path }) => isBeside(path, folder, folders))
  const paths = new Set(oids.keys())
  return serviceOf({
    builds: [first, ...more],
    name: said ?? nameOf(first, project.name),
    isNamed: around.name !== null,
    isSampled: around.isSampled,
    applications: applications.map(({ path, line }) => ({ path, line })),
    endpoints,
    openEnds: project.routes.openEnds.filter(isHere).map(({ file, line }) => ({ file, line })),
    foreign: foreignIn(known, beside, isOurs(texts.get(settingsPath(folder)) ?? '')),
    elsewhere: elsewhereIn([...applications, ...beside], folder, paths),
    start: startOf([first, ...more], withSlash(reactorOf(`${folder}pom.xml`, tree)), paths),
    texts,
    oids,
  })
}

const pathsOf = (files: readonly ProjectFile[]) => files.map(({ path }) => path)

const commandsIn = (files: readonly ProjectFile[]) =>
  pathsOf(files.filter(({ path }) => COMMANDS.test(path))).slice(0, MOST_COMMANDS)

const isOnJvm = ({ language }: { readonly language: string | null }) =>
  language === 'java' || language === 'kotlin'

/** Classes Spring Boot starts from; only files that import it are read. */
async function applicationsIn(lens: Lens): Promise<(Text & { readonly line: number })[]> {
  const facts = await lens.facts('source')
  const may = facts.filter(
    ({ file, facts: { imports } }) =>
      file.role === 'source' &&
      isOnJvm(file) &&
      imports.some(({ source }) => source.startsWith('org.springframework.boot')),
  )
  const texts = await readAll(
    lens,
    may.map(({ file }) => file.path),
  )
  return [...texts].flatMap(([path, text]) => {
    const found = APPLICATION.exec(text)
    return found === null ? [] : [{ path, text, line: lineAt(text, found.index) }]
  })
}

async function routesOf(lens: Lens): Promise<ReturnType<typeof joinRoutes>> {
  const facts = await lens.facts('source')
  const sources = facts.filter(({ file }) => isOnJvm(file) && file.role === 'source')
  return joinRoutes(sources.map(each => ({ path: each.file.path, facts: each.facts })))
}

/** The module and those of the project it holds. */
function reached(folder: string, builds: readonly Build[]): ReadonlySet<string> {
  const seen = new Set([folder])
  for (const at of seen)
    for (const build of builds)
      if (build.folder === at) for (const other of build.uses) seen.add(other)
  return seen
}

/** In the module's folder, or in one around it that no other module has for itself. */
function isBeside(path: string, folder: string, folders: readonly string[]): boolean {
  if (deepest(folders, path) === folder && path.startsWith(folder)) return true
  const own = homeOf(path)
  return folder.startsWith(own) && folders.length === 1
}

/** Agents that everybody uses are recognised wherever an image or a command names them. */
function foreignIn(
  dependencies: readonly { readonly name: string; readonly path: string; readonly line: number }[],
  commands: readonly Text[],
  isTraced: boolean,
): InstrumentedService['foreign'] {
  for (const { name, path, line } of dependencies) {
    if (isTraced && isOwnArtifact(name)) continue
    const known = FOREIGN.find(([pattern]) => pattern.test(name))
    if (known !== undefined) return { name: known[1], path, line }
  }
  for (const { path, text } of commands)
    for (const [pattern, name] of FOREIGN_COMMAND) {
      const at = text.search(pattern)
      if (at !== -1) return { name, path, line: lineAt(text, at) }
    }
  return null
}

function elsewhereIn(
  texts: readonly Text[],
  folder: string,
  paths: ReadonlySet<string>,
): string | null {
  for (const { path, text } of texts) {
    const at = text.search(ELSEWHERE)
    if (at !== -1)
      return `${path}:${lineAt(text, at)}: it reads its settings from somewhere else, and would not find ours`
  }
  const hidden = `${folder}src/test/resources/config/application.properties`
  return paths.has(hidden) ? `${hidden}:1: the tests would read it in place of our settings` : null
}

/** As its build or its repository is called. */
function nameOf({ name, folder }: Build, { forge, slug }: Lens['project']): string {
  const home = forge?.url.split('/').at(-1) ?? slug.replace(/-[0-9a-f]{8}$/, '')
  const said = name ?? folder.split('/').filter(Boolean).at(-1) ?? home
  return said.replace(/[^\w.-]+/g, '-').slice(0, 80) || 'service'
}
