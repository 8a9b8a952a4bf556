/** Which Python files does an installed package hold? What its packaging says, else what its build tool would find by itself. */

import type { Lens } from '../core/lens.mts'
import { folderOf, foldersUp, isInside, joined } from '../core/paths.mts'
import { perLens } from '../core/per-lens.mts'
import { type Fields, fields, tables, text, texts } from '../core/untyped.mts'
import { parseTomlTable } from './parse.mts'

/** What no packaging installs is run where it lies: nothing of it. */
export const installedBy = perLens(read)

const MANIFEST = /(^|\/)(pyproject\.toml|setup\.(py|cfg))$/
const LARGEST_MANIFEST = 1024 * 1024

async function read(lens: Lens): Promise<(path: string) => boolean> {
  const paths = new Set((await lens.files()).map(({ path }) => path))
  const manifests = new Map<string, string>()
  for (const path of [...paths].filter(each => MANIFEST.test(each))) {
    const content = await lens.text(path)
    if (content.ok && content.value.length <= LARGEST_MANIFEST) manifests.set(path, content.value)
  }
  return installedFiles(paths, path => manifests.get(path) ?? '')
}

/** What brings its own server and its own image is deployed, even where its packaging could be installed. */
const SERVER =
  /^\s*["']?(?:uvicorn|gunicorn|hypercorn|granian|daphne|uwsgi|waitress|fastapi\[(?:standard|all)[^\]]*\])(?![\w-])/im

/** Folders and files, all from the manifest's folder. */
interface Packaging {
  readonly name: string
  /** Folders from which modules are imported. */
  readonly roots: readonly string[]
  /** Packages and modules. */
  readonly parts: readonly string[]
}

/** @param text '' for a manifest that could not be read. */
export function installedFiles(
  paths: ReadonlySet<string>,
  text: (path: string) => string,
): (path: string) => boolean {
  const projects = new Map<string, Packaging>()
  for (const folder of new Set([...paths].filter(each => MANIFEST.test(each)).map(folderOf))) {
    const inFolder = (file: string) => (folder === '' ? file : `${folder}/${file}`)
    const isServed =
      paths.has(inFolder('Dockerfile')) && SERVER.test(text(inFolder('pyproject.toml')))
    const packaging = isServed ? null : packagingOf(file => text(inFolder(file)))
    if (packaging !== null) projects.set(folder, packaging)
  }
  const projectOf = (path: string) => foldersUp(folderOf(path)).find(each => projects.has(each))
  const python = [...paths].filter(path => path.endsWith('.py'))
  const places = new Map<string | undefined, readonly string[]>()
  for (const [folder, own] of Map.groupBy(python, projectOf)) {
    const packaging = folder === undefined ? undefined : projects.get(folder)
    if (folder === undefined || packaging === undefined) continue
    const start = folder === '' ? 0 : folder.length + 1
    const found = placesOf(packaging, new Set(own.map(path => path.slice(start))))
    places.set(
      folder,
      found.map(each => joined(folder, each) ?? folder),
    )
  }
  return path => places.get(projectOf(path))?.some(each => isInside(path, each)) === true
}

/** Folders and files of the project that are installed; '' for all of it. */
function placesOf({ name, roots, parts }: Packaging, own: ReadonlySet<string>): readonly string[] {
  const holds = (place: string) => own.has(place) || [...own].some(path => isInside(path, place))
  const declared = parts.flatMap(part =>
    ['', 'src', ...roots].flatMap(root => {
      const place = root === '' ? part : `${root}/${part}`
      return [place, `${place}.py`]
    }),
  )
  const placed = [...roots, ...declared].filter(each => each !== '' && holds(each))
  if (placed.length > 0) return placed
  if ([...own].some(path => /^src\/([^/]+|[^/]+\/__init__)\.py$/.test(path))) return ['src']
  const tops = new Set(
    [...own].map(path => path.replace(/\/.*$/s, '')).filter(top => !ASIDE.test(top)),
  )
  const packages = [...tops].filter(top => own.has(`${top}/__init__.py`))
  if (packages.length > 0) return [...packages, `${name}.py`]
  return tops.size > 0 ? [...tops] : ['']
}

/** Folders and modules at the top that people keep beside a package; setuptools leaves most of them out by itself. */
const ASIDE =
  /^([._].*|tests?|testing|docs?|documentation|examples?|samples?|demos?|tutorials?|scripts?|tools?|maint_tools|build_tools|bin|ci|dev|develop|studies|experiments?|notebooks?|benchmarks?|asv_\w+|bench|perf|profiling|fuzz(ing)?|tasks?|build|release|contrib|extras?|requirements|(setup|conftest|noxfile|toxfile|pavement|dodo|fabfile|manage|hatch_build|build)\.py)$/

const MOST_PARTS = 200

/** Null where the manifests describe no package to install. */
function packagingOf(text: (file: string) => string): Packaging | null {
  const parts = [
    fromPyproject(text('pyproject.toml')),
    fromSetup(text('setup.py') + text('setup.cfg')),
  ]
  const known = parts.filter(each => each !== null)
  if (known.length === 0) return null
  return {
    name: known.find(({ name }) => name !== '')?.name ?? '',
    roots: known
      .flatMap(({ roots }) => roots)
      .map(tidy)
      .slice(0, MOST_PARTS),
    parts: known
      .flatMap(each => each.parts)
      .map(asPath)
      .filter(Boolean)
      .slice(0, MOST_PARTS),
  }
}

const tidy = (path: string): string => path.replace(/^(\.?\/)+|\/(\*.*)?$/g, '').replace(/^\.$/, '')

/** `a.b` is the module `a/b`. */
const asPath = (part: string): string =>
  /^[\w.]+$/.test(part) && !part.endsWith('.py') ? part.replaceAll('.', '/') : tidy(part)

function fromPyproject(toml: string): Packaging | null {
  const parsed = parseTomlTable(toml)
  if (typeof parsed === 'string') return null
  const { project, tool } = parsed.fields
  const { poetry, setuptools, hatch, flit, maturin, pdm, uv } = fields(tool)
  const isPackage = parsed.fields['build-system'] ?? setuptools
  const isMarked = fields(poetry)['package-mode'] ?? fields(uv).package
  if (isMarked === false || (isPackage === undefined && isMarked !== true)) return null
  const found = fields(fields(fields(setuptools).packages).find)
  const wheel = at(hatch, 'build', 'targets', 'wheel')
  const backend = at(uv, 'build-backend')
  const packages = tables(fields(poetry).packages)
  return {
    name: moduleName(text(fields(project).name) || text(fields(poetry).name)),
    roots: [
      ...texts(found.where),
      text(at(setuptools, 'package-dir')['']),
      text(fields(maturin)['python-source']),
      text(backend['module-root']),
      text(at(pdm, 'build')['package-dir']),
    ].filter(Boolean),
    parts: [
      ...texts(fields(setuptools).packages),
      ...texts(fields(setuptools)['py-modules']),
      ...texts(wheel.packages),
      text(at(flit, 'module').name),
      text(backend['module-name']),
      ...texts(at(pdm, 'build').includes).filter(each => !ASIDE.test(each)),
      ...packages.map(({ from, include }) => [text(from), text(include)].filter(Boolean).join('/')),
    ],
  }
}

const at = (value: unknown, ...keys: readonly string[]): Fields =>
  keys.reduce((table, key) => fields(table[key]), fields(value))

/** As its one module would be called. */
const moduleName = (name: string): string => name.toLowerCase().replace(/[-.]+/g, '_')

/** setup.py is a program: only what it writes out is known. */
function fromSetup(code: string): Packaging | null {
  if (!/\bsetup\(|^\[(metadata|options)\]/m.test(code)) return null
  const all = (pattern: RegExp) => [...code.matchAll(pattern)].map(([, first = '']) => first)
  const quoted = (lists: readonly string[]) => lists.flatMap(each => each.match(/[\w./-]+/g) ?? [])
  return {
    name: moduleName(all(/\bname\s*=\s*["']?([\w.-]+)/g)[0] ?? ''),
    roots: [
      ...all(/\bpackage_dir\s*=\s*\{\s*(?:""|'')\s*:\s*["']([\w./-]+)/g),
      ...all(/^package_dir\s*=\s*=\s*([\w./-]+)/gm),
      ...all(/\bfind(?:_namespace)?_packages\(\s*(?:where\s*=\s*)?["']([\w./-]+)/g),
      ...all(/^where\s*=\s*([\w./-]+)/gm),
    ],
    parts: [
      ...quoted(all(/\b(?:packages|py_modules)\s*=\s*\[([^\]]{0,2000})\]/g)),
      ...quoted(all(/^py_modules\s*=((?:\s*[\w.]+(?:,|\n\s|$)){1,50})/gm)),
    ],
  }
}
