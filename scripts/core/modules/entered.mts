/** Where is a project entered from outside? What its packages publish and run, what tools load by convention. */

import { baseOf, folderOf, isInside, stem } from '../paths.mts'
import { isPythonEntry, isToolEntry, startsOf } from './entries.mts'
import { isScript, type ModuleGraph } from './graph.mts'
import type { Manifest } from './manifests.mts'

export interface Published {
  readonly manifest: Manifest
  /** Of each name it exports, the modules behind it: by conditions, or by a pattern. */
  readonly keys: readonly (readonly string[])[]
  /** All modules other projects import. */
  readonly modules: readonly string[]
  /** Why they are not all known, or null. */
  readonly why: string | null
}

/** One for each package.json. */
export function published(graph: ModuleGraph): Published[] {
  return graph.manifests.map(manifest => {
    const { folder, path } = manifest
    const names = [...manifest.exports].map(([name, targets]) => {
      const code = targets.filter(isCode)
      const modules = code.flatMap(target => sourcesOf(graph, manifest, target))
      const isThere = code.some(target => graph.project.paths.has(withFolder(folder, target)))
      return { name, modules, isLost: code.length > 0 && modules.length === 0 && !isThere }
    })
    const implicit = names.length === 0 ? graph.lookup.file(withFolder(folder, 'index')) : null
    const keys = [...names.map(({ modules }) => modules), implicit === null ? [] : [implicit]]
    const lost = names.find(({ isLost }) => isLost)?.name
    const why =
      lost === undefined
        ? null
        : `the source of what ${path} exports as "${lost}" could not be told`
    return { manifest, keys, modules: [...new Set(keys.flat())], why }
  })
}

function sourcesOf(graph: ModuleGraph, manifest: Manifest, target: string): readonly string[] {
  const { folder, name } = manifest
  const found = graph.lookup.sources(folder, target, name)
  return found.length > 0 ? found : configured(graph, manifest, target)
}

/** The one file named in the package's own settings (of a bundler, most likely) whose name begins like the target's. */
function configured({ project, lookup }: ModuleGraph, { folder }: Manifest, target: string) {
  const settings = project.files.filter(
    ({ file }) => folderOf(file.path) === folder && /\.config\./.test(file.path),
  )
  const word = baseOf(stem(target))
  const named = settings
    .flatMap(({ facts }) => facts.mentions)
    .flatMap(mention => lookup.endingWith(mention))
    .filter(path => isInside(path, folder) && baseOf(stem(path)).startsWith(word))
  const found = [...new Set(named)]
  return found.length === 1 ? found : []
}

const isCode = (target: string): boolean => /(^|\/)[^./]*$|\.[cm]?[jt]sx?$|\*$/.test(target)

const withFolder = (folder: string, target: string): string =>
  [folder, target.replace(/^\.?\//, '')].filter(Boolean).join('/')

export interface Entered {
  /** Modules entered from outside. */
  readonly entries: ReadonlySet<string>
  /** Source file → why it cannot be told who enters its package. */
  readonly unknown: ReadonlyMap<string, string>
}

export function enteredFrom(graph: ModuleGraph): Entered {
  const packages = published(graph)
  const starts = new Set(packages.flatMap(({ modules }) => modules))
  for (const { manifest } of packages)
    for (const bin of manifest.bins)
      for (const path of graph.lookup.sources(manifest.folder, bin, null)) starts.add(path)
  const isLibrary = pythonLibraries(graph)
  const isStart = startsIn(graph)
  const { files } = graph.project
  const isStarted = ({ file: { path, role, language }, facts }: (typeof files)[number]) =>
    role !== 'test' && isScript(language) && (facts.isProgram || isStart(path))
  const isEntry = ({ file: { path, role, language }, facts }: (typeof files)[number]) => {
    if (role === 'test') return true
    if (language !== 'python') return isScript(language) && isToolEntry(path)
    return facts.isProgram || isPythonEntry(path) || (isLibrary(path) && !hasPrivatePart(path))
  }
  const sides = Map.groupBy(files, isStarted)
  for (const { file } of sides.get(true) ?? []) starts.add(file.path)
  const entering = (sides.get(false) ?? []).filter(isEntry)
  const entries = new Set(entering.map(({ file }) => file.path))
  const unknown = unknownEntries(graph, packages, starts)
  for (const path of entries) unknown.delete(path)
  return { entries: new Set([...starts, ...entries]), unknown }
}

/** A workspace's root often names the tools of all its packages. */
function startsIn({ manifests, scripts }: ModuleGraph): (path: string) => boolean {
  const known = new Map<string, readonly RegExp[]>()
  const startsFor = (folder: string) => {
    const around = manifests.filter(each => isInside(folder, each.folder))
    const made = startsOf(around.flatMap(each => [...each.dependencies]))
    known.set(folder, made)
    return made
  }
  return path => {
    const folder = scripts.packageOf(path)?.folder ?? ''
    const inside = folder === '' ? path : path.slice(folder.length + 1)
    return (known.get(folder) ?? startsFor(folder)).some(each => each.test(inside))
  }
}

function unknownEntries(
  graph: ModuleGraph,
  packages: readonly Published[],
  starts: ReadonlySet<string>,
): Map<string, string> {
  const byManifest = new Map(packages.map(each => [each.manifest, each]))
  const entered = new Set([...starts].map(path => graph.scripts.packageOf(path)))
  const unknown = new Map<string, string>()
  for (const { file } of graph.project.files) {
    if (!isScript(file.language) || file.role !== 'source') continue
    const manifest = graph.scripts.packageOf(file.path)
    const found = manifest === null ? undefined : byManifest.get(manifest)
    if (manifest === null || found === undefined)
      unknown.set(file.path, 'no package.json says where it is entered')
    else if (found.why !== null) unknown.set(file.path, found.why)
    else if (!entered.has(manifest))
      unknown.set(file.path, `${manifest.path} names no module that is entered from outside`)
  }
  return unknown
}

const hasPrivatePart = (path: string): boolean =>
  path.split('/').some(part => part.startsWith('_') && !part.startsWith('__'))

/** Without packaging a Python project may be an application or a folder others copy from; with it, it is a library. */
function pythonLibraries({ project, python }: ModuleGraph): (path: string) => boolean {
  const folders = [...project.paths]
    .filter(path => /^(pyproject\.toml|setup\.(py|cfg))$/.test(baseOf(path)))
    .map(folderOf)
  const hasPackage = (path: string) => python.rootOf(path) !== folderOf(path)
  return path => !hasPackage(path) || folders.some(folder => isInside(path, folder))
}
