/** Of which packages does a monorepo consist? Folders that npm, pnpm, yarn, Cargo, uv, Maven, Gradle or Go build as parts of one whole. */

import picomatch from 'picomatch'
import type { Lens } from '../core/lens.mts'
import { baseOf, folderOf, foldersUp, joined } from '../core/paths.mts'
import { perLens } from '../core/per-lens.mts'
import { type Fields, fields, texts } from '../core/untyped.mts'
import { gradleProjects } from './gradle-settings.mts'
import { readPom } from './lockfiles/pom.mts'
import { parseJson, parseSharedYaml, parseTomlTable } from './parse.mts'

/** Globs over folders that hold a manifest; `!` takes some of them out again. */
interface Members {
  readonly manifest: string
  readonly globs: readonly string[]
}

/** Folders of the packages, '' for the project's own; none where the project is no monorepo. */
export const packageFolders = perLens(read)

async function read(lens: Lens): Promise<readonly string[]> {
  const files = (await lens.files()).filter(({ role }) => role !== 'vendored')
  const paths = files.map(({ path }) => path)
  const texts = new Map<string, string>()
  for (const path of paths.filter(each => DECLARING.test(each) || baseOf(each) === 'pom.xml')) {
    const text = await lens.text(path)
    if (text.ok && text.value.length <= LARGEST_MANIFEST) texts.set(path, text.value)
  }
  return workspaceFolders(new Set(paths), path => texts.get(path) ?? '')
}

const LARGEST_MANIFEST = 1024 * 1024

/** A workspace is declared at the top of the project, or of one of its first folders. */
const DECLARING =
  /^([^/]+\/)?(package\.json|pnpm-workspace\.yaml|Cargo\.toml|pyproject\.toml|settings\.gradle(\.kts)?)$/

/** Only what manifests say counts, and only folders that hold one. `text` is '' for what could not be read. */
export function workspaceFolders(
  paths: ReadonlySet<string>,
  text: (path: string) => string,
): readonly string[] {
  const modules = [...paths].filter(
    path => baseOf(path) === 'go.mod' && !/(^|\/)(vendor|testdata)\//.test(path),
  )
  const folders = new Set([
    ...[...paths]
      .filter(path => DECLARING.test(path))
      .flatMap(path => membersOf(path, text(path), paths)),
    ...modules.map(folderOf),
    ...mavenModules(paths, text),
    ...gradleFolders(paths, text),
  ])
  return folders.size < 2 ? [] : [...folders].sort()
}

function membersOf(path: string, text: string, paths: ReadonlySet<string>): readonly string[] {
  const members = declared(path, text)
  if (members === null) return []
  const { manifest, globs } = members
  const top = folderOf(path)
  const plain = (some: readonly string[]) => some.map(tidy).filter(isPlain)
  const wanted = plain(globs.filter(each => !each.startsWith('!')))
  const unwanted = plain(globs.flatMap(each => (each.startsWith('!') ? each.slice(1) : [])))
  const isMember = picomatch(wanted, { ignore: unwanted, noextglob: true })
  const folders = [...paths].flatMap(each =>
    baseOf(each) === manifest ? below(top, folderOf(each)) : [],
  )
  const found = folders.filter(folder => folder !== '' && isMember(folder))
  return found.length === 0 ? [] : ['', ...found].map(folder => joined(top, folder) ?? '')
}

const below = (top: string, folder: string): readonly string[] =>
  top === '' ? [folder] : folder.startsWith(`${top}/`) ? [folder.slice(top.length + 1)] : []

const tidy = (glob: string) => glob.replace(/^\.\//, '').replace(/\/+$/, '')

/** A glob is tried on every folder: one that could take long on a name made for it is no workspace. */
const isPlain = (glob: string) =>
  glob !== '' &&
  glob.length <= 200 &&
  glob.split('**').length <= 3 &&
  glob.split('/').every(part => part === '**' || part.split('*').length <= 3)

const MOST_GLOBS = 500

function declared(path: string, text: string): Members | null {
  const of = (manifest: string, globs: readonly string[]): Members => ({
    manifest,
    globs: globs.slice(0, MOST_GLOBS),
  })
  switch (baseOf(path)) {
    case 'package.json': {
      const { workspaces } = parsed(parseJson(text))
      return of(
        'package.json',
        texts(Array.isArray(workspaces) ? workspaces : fields(workspaces).packages),
      )
    }
    case 'pnpm-workspace.yaml':
      return of('package.json', texts(parsed(parseSharedYaml(text)).packages))
    case 'Cargo.toml':
      return of('Cargo.toml', included(parsed(parseTomlTable(text)).workspace))
    case 'pyproject.toml': {
      const { uv } = fields(parsed(parseTomlTable(text)).tool)
      return of('pyproject.toml', included(fields(uv).workspace))
    }
    default:
      return null
  }
}

const parsed = (result: ReturnType<typeof parseJson>): Fields =>
  typeof result === 'string' ? {} : result.fields

function included(workspace: unknown): readonly string[] {
  const { members, exclude } = fields(workspace)
  return [...texts(members), ...texts(exclude).map(each => `!${each}`)]
}

/** Folders of the projects of a Gradle build that hold anything, and the build's own. */
function gradleFolders(paths: ReadonlySet<string>, text: (path: string) => string): Set<string> {
  const settings = [...paths].filter(path => DECLARING.test(path) && /\.gradle(\.kts)?$/.test(path))
  const known = new Set([...paths].flatMap(path => [...foldersUp(folderOf(path))]))
  const folders = new Set<string>()
  for (const path of settings)
    for (const project of gradleProjects(text(path))) {
      const target = joined(folderOf(path), project)
      if (target !== null && known.has(target)) folders.add(folderOf(path)).add(target)
    }
  return folders
}

/** Folders of each pom.xml that another lists among its modules, and of those that list any. */
function mavenModules(paths: ReadonlySet<string>, text: (path: string) => string): Set<string> {
  const folders = new Set<string>()
  for (const path of [...paths].filter(each => baseOf(each) === 'pom.xml')) {
    const pom = readPom(text(path))
    for (const module of typeof pom === 'string' ? [] : pom.modules) {
      const target = joined(folderOf(path), module.endsWith('.xml') ? module : `${module}/pom.xml`)
      if (target !== null && paths.has(target)) folders.add(folderOf(path)).add(folderOf(target))
    }
  }
  return folders
}
