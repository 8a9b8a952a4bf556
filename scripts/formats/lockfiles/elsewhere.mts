/**
 * Is this a manifest whose versions somebody else decides? Whoever installs a library resolves its dependencies anew and never
 * sees its lock, so a library is not asked for one; and a member taken out of its workspace left the lock there.
 */

import { baseOf, folderOf, isInside } from '../../core/paths.mts'
import { fields, list, text } from '../../core/untyped.mts'
import { parseTomlTable } from '../parse.mts'
import { declaredIn, manifestFrom } from './npm-dependencies.mts'

/** @param textOf Text of a file of the project, null when there is none. */
export function isDecidedElsewhere(
  path: string,
  paths: readonly string[],
  textOf: (path: string) => string | null,
): boolean {
  const manifest = textOf(path) ?? ''
  switch (baseOf(path)) {
    case 'package.json':
      return isNpmLibrary(manifest) || isMember(manifest) || isLockedUnread(path, paths)
    case 'pyproject.toml':
      return isPythonLibrary(manifest)
    case 'Cargo.toml':
      return isCrate(manifest, folderOf(path), paths)
    case 'build.gradle':
    case 'build.gradle.kts':
      return PUBLISHING.test(manifest)
    default:
      return isBesideLibrary(path, paths, textOf)
  }
}

/** Gradle's plugins for what others build with or on. */
const PUBLISHING = /\b(java-library|java-gradle-plugin|maven-publish|gradle\.plugin-publish)\b/

/** `main` alone is what `npm init` writes into every manifest: with a `start` script it is a server. */
function isNpmLibrary(json: string): boolean {
  const manifest = manifestFrom(json)
  if (manifest === null || manifest.private === true) return false
  if (text(manifest.name) === '' || text(manifest.version) === '') return false
  const has = (...keys: readonly string[]) => keys.some(key => manifest[key] !== undefined)
  if (has('exports', 'module', 'types', 'typings', 'files', 'bin', 'publishConfig')) return true
  return has('main') && fields(manifest.scripts).start === undefined
}

const isMember = (json: string): boolean =>
  declaredIn(manifestFrom(json) ?? {}).some(({ spec }) => /^(workspace|catalog):/.test(spec))

/** Locks of Bun and Deno pin versions that are not read here; those of a workspace lie at its top. */
const isLockedUnread = (path: string, paths: readonly string[]): boolean =>
  paths.some(each => /(^|\/)(bun\.lockb?|deno\.lock)$/.test(each) && isInside(path, folderOf(each)))

/** A build backend makes a distribution; a licence, links or classifiers are there for those who find it in an index. */
function isPythonLibrary(toml: string): boolean {
  const parsed = parseTomlTable(toml)
  if (typeof parsed === 'string') return false
  const { project, tool, 'build-system': build } = parsed.fields
  const poetry = fields(fields(tool).poetry)
  if (text(fields(build)['build-backend']) === '' || poetry['package-mode'] === false) return false
  const about = { ...poetry, ...fields(project) }
  if (list(about.classifiers).some(each => text(each).startsWith('Private ::'))) return false
  const isDescribed = ['license', 'license-files', 'urls', 'classifiers', 'repository', 'homepage']
  return text(about.name) !== '' && isDescribed.some(key => about[key] !== undefined)
}

/** A crate with a library and no program. */
function isCrate(toml: string, folder: string, paths: readonly string[]): boolean {
  const parsed = parseTomlTable(toml)
  if (typeof parsed === 'string') return false
  const { package: about, lib, bin } = parsed.fields
  const start = folder === '' ? '' : `${folder}/`
  const has = (path: string) => paths.includes(`${start}${path}`)
  if (fields(about).publish === false || bin !== undefined || has('src/main.rs')) return false
  return lib !== undefined || has('src/lib.rs')
}

/** Requirements that lie beside a library, or in its folder for them, are for working on it. */
function isBesideLibrary(
  path: string,
  paths: readonly string[],
  textOf: (path: string) => string | null,
): boolean {
  if (!path.endsWith('.txt')) return false
  const folder = folderOf(path)
  const above = /^(.*?)\/?\brequirements(?:\.d)?(?:\/|$)/.exec(folder)?.[1]
  return [folder, ...(above === undefined ? [] : [above])].some(each => {
    const start = each === '' ? '' : `${each}/`
    const manifest = textOf(`${start}pyproject.toml`)
    return paths.includes(`${start}setup.py`) || (manifest !== null && isPythonLibrary(manifest))
  })
}
