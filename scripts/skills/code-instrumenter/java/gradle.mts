/** What does a Gradle build script ask for, and where does it take the starter? Only shapes that leave no doubt are edited. */

import type { Splice } from '../../../core/model.mts'
import { folderOf, foldersUp } from '../../../core/paths.mts'
import { type Fields, fields, text as textIn } from '../../../core/untyped.mts'
import { coordinates } from '../../../formats/lockfiles/gradle-catalogue.mts'
import { parseTomlTable } from '../../../formats/parse.mts'
import { homeOf, lineAt, withSlash } from '../places.mts'
import type { Build, Dependency } from './builds.mts'
import { type Block, readScript, type Script } from './gradle-blocks.mts'

const TEMPLATES = 'instrumentation/java'
const BOOT = 'org.springframework.boot'
const SETTINGS = ['settings.gradle', 'settings.gradle.kts']
const MANAGEMENT = 'io.spring.dependency-management'

export const isGradle = (path: string): boolean => /(^|\/)build\.gradle(\.kts)?$/.test(path)

interface Alias {
  readonly accessor: string
  readonly id: string
  readonly version: string
}

interface Seen {
  readonly path: string
  readonly script: Script
  readonly plugins: ReadonlyMap<string, { readonly version: string; readonly isApplied: boolean }>
}

/** Null where nothing in it or around it speaks of Spring Boot. */
export function gradleBuild(path: string, texts: ReadonlyMap<string, string>): Build | null {
  const own = texts.get(path) ?? ''
  const folder = homeOf(path)
  const folders = [...foldersUp(folderOf(path))].map(withSlash)
  const root = rootOf(folders, texts)
  const around = folders
    .filter(each => each.startsWith(root))
    .flatMap(each => [`${each}build.gradle`, `${each}build.gradle.kts`])
    .filter(each => each !== path && texts.has(each))
  const aliases = aliasesIn(texts.get(`${root}gradle/libs.versions.toml`) ?? '')
  const seen = [path, ...around].map(each => seenIn(each, texts.get(each) ?? '', aliases))
  const scripts = seen.filter(each => each !== null)
  const [first] = scripts
  if (first === undefined || first.path !== path)
    return own.includes(BOOT) ? unread(path, folder) : null
  const boot = bootOf(scripts, root, texts)
  if (boot === null) return null
  return {
    kind: 'gradle',
    path,
    folder,
    name: nameIn(texts, folder),
    boot,
    dependencies: scripts.flatMap(each => dependenciesIn(each, aliases.libraries)),
    uses: [
      ...first.script.code.matchAll(/\bproject\s*\(\s*(?:path\s*[:=]\s*)?["']:?([\w:.-]+)["']/g),
    ].map(([, name = '']) => `${root}${name.replaceAll(':', '/')}/`),
    withStarter: version => withStarter(first, scripts.slice(1), version),
  }
}

/** Folder of the settings that include other builds, else of the nearest. */
function rootOf(folders: readonly string[], texts: ReadonlyMap<string, string>): string {
  const said = (folder: string) => SETTINGS.map(name => texts.get(folder + name) ?? '').join('')
  return (
    folders.findLast(each => /\binclude\b/.test(said(each))) ??
    folders.find(each => said(each) !== '') ??
    folders[0] ??
    ''
  )
}

const unread = (path: string, folder: string): Build => ({
  kind: 'gradle',
  path,
  folder,
  name: null,
  boot: { version: null, line: 1 },
  dependencies: [],
  uses: [],
  withStarter: () => ({ why: 'its braces are not understood', line: 1 }),
})

function seenIn(
  path: string,
  text: string,
  { plugins }: ReturnType<typeof aliasesIn>,
): Seen | null {
  const script = readScript(text, path.endsWith('.kts'))
  if (script === null) return null
  const found = new Map<string, { version: string; isApplied: boolean }>()
  for (const block of script.blocks.filter(
    ({ name, around }) => name === 'plugins' && around.length === 0,
  )) {
    for (const line of script.code.slice(block.content, block.close).split('\n')) {
      const [, id = '', version = ''] =
        /\bid\s*\(?\s*["']([\w.-]+)["']\s*\)?(?:\s*\.?version\s*\(?\s*["']([^"'\n]+)["'])?/.exec(
          line,
        ) ?? []
      const accessor = /\balias\s*\(\s*libs\.plugins\.([\w.]+?)(?:\.asLibrariesForLibs)?\s*\)/.exec(
        line,
      )?.[1]
      const alias = plugins.find(each => each.accessor === accessor)
      const isApplied = !/\bapply\s*\(?\s*false/.test(line)
      if (id !== '') found.set(id, { version, isApplied })
      if (alias !== undefined) found.set(alias.id, { version: alias.version, isApplied })
    }
  }
  for (const [, id = ''] of script.code.matchAll(
    /^[ \t]*apply\s*(?:\(\s*plugin\s*=|plugin\s*:)\s*["']([\w.-]+)["']/gm,
  ))
    found.set(id, { version: found.get(id)?.version ?? '', isApplied: true })
  return { path, script, plugins: found }
}

/** The version of the plugin, or of the bill of materials a platform names. */
function bootOf(
  scripts: readonly Seen[],
  root: string,
  texts: ReadonlyMap<string, string>,
): Build['boot'] | null {
  const [own] = scripts
  let isMeant = false
  for (const { script, plugins, path } of scripts) {
    const { code } = script
    const said =
      plugins.get(BOOT)?.version ||
      /org\.springframework\.boot:spring-boot-(?:gradle-plugin|dependencies):([^"'\s)]+)/.exec(
        code,
      )?.[1] ||
      ''
    const at = code.search(/org\.springframework\.boot|spring[.-]boot/)
    isMeant ||= at !== -1
    const version = said === '' ? settled(root, texts) : filled(said, root, texts, code)
    if (version !== null && at !== -1) {
      const line = path === own?.path ? lineAt(code, at) : 1
      return { version, line }
    }
  }
  return isMeant ? { version: null, line: 1 } : null
}

/** As the settings say for all builds of the project. */
function settled(root: string, texts: ReadonlyMap<string, string>): string | null {
  const code = SETTINGS.map(name => texts.get(root + name) ?? '').join('\n')
  const said = /["']org\.springframework\.boot["']\s*\)?\s*version\s*\(?\s*["']([^"'\n]+)["']/.exec(
    code,
  )?.[1]
  return said === undefined ? null : filled(said, root, texts, code)
}

/** With the variable it names filled in; null where that is not found. */
function filled(
  version: string,
  root: string,
  texts: ReadonlyMap<string, string>,
  code: string,
): string | null {
  if (/^\d/.test(version)) return version
  const name = /^\$\{?(?:project\.|rootProject\.|ext\.)?(\w+)\}?$/.exec(version)?.[1]
  if (name === undefined) return null
  const said = new RegExp(`\\b${name}["']?\\]?\\s*(?:=|\\()\\s*["']?(\\d[\\w.-]*)`)
  const others = ['gradle.properties', 'build.gradle'].map(each => texts.get(root + each) ?? '')
  return [code, ...others].flatMap(place => said.exec(place)?.[1] ?? [])[0] ?? null
}

function dependenciesIn({ path, script }: Seen, libraries: readonly Alias[]): Dependency[] {
  const { code } = script
  const written = [...code.matchAll(/["']([\w.-]+:[\w.-]+)(?::([^"'\n]*))?["']/g)].map(
    ({ 1: name = '', 2: version = '', index }) => ({
      name,
      version,
      path,
      line: lineAt(code, index),
    }),
  )
  const used = new Map(
    [...code.matchAll(/\b\w+\.([a-z][\w.]*)/gi)].map(({ 1: name = '', index }) => [name, index]),
  )
  const byAlias = libraries.flatMap(({ accessor, id, version }) => {
    const at = used.get(accessor)
    return at === undefined ? [] : [{ name: id, version, path, line: lineAt(code, at) }]
  })
  return [...written, ...byAlias]
}

function aliasesIn(text: string): {
  readonly plugins: readonly Alias[]
  readonly libraries: readonly Alias[]
} {
  const parsed = parseTomlTable(text)
  const table = typeof parsed === 'string' ? {} : parsed.fields
  const versions = fields(table.versions)
  const rows = (of: unknown, read: (value: unknown) => readonly [string, string]) =>
    Object.entries(fields(of)).map(([alias, value]) => {
      const [id, version] = read(value)
      return { accessor: alias.replace(/[-_]/g, '.'), id, version }
    })
  return {
    plugins: rows(table.plugins, value => pluginOf(value, versions)),
    libraries: rows(table.libraries, value => coordinates(value, versions)),
  }
}

function pluginOf(value: unknown, versions: Fields): readonly [string, string] {
  if (typeof value === 'string') return [value.split(':')[0] ?? '', value.split(':')[1] ?? '']
  const { id, version } = fields(value)
  const reference = textIn(fields(version).ref)
  return [textIn(id), reference === '' ? textIn(version) : textIn(versions[reference])]
}

/** As settings.gradle calls the project, where the build is its own. */
function nameIn(texts: ReadonlyMap<string, string>, folder: string): string | null {
  const settings =
    texts.get(`${folder}settings.gradle`) ?? texts.get(`${folder}settings.gradle.kts`)
  return /\brootProject\.name\s*=\s*["']([\w .-]+)["']/.exec(settings ?? '')?.[1] ?? null
}

type Edited = ReturnType<Build['withStarter']>

const isTop = ({ around }: Block) => around.length === 0

function withStarter(own: Seen, outer: readonly Seen[], version: string): Edited {
  const { code, blocks } = own.script
  const isKotlin = own.path.endsWith('.kts')
  const [list, ...others] = blocks.filter(each => each.name === 'dependencies' && isTop(each))
  if (list === undefined) return { why: 'it has no block of dependencies of its own', line: 1 }
  if (others[0] !== undefined)
    return { why: 'it has several blocks of dependencies', line: lineAt(code, others[0].at) }
  const fault = faultIn(code)
  if (fault !== null) return fault
  const end = endOf(list, code)
  if (end === null)
    return { why: 'its dependencies have no lines of their own', line: lineAt(code, list.at) }
  const quote = isKotlin || !code.includes("'") ? '"' : "'"
  const style = { quote, open: isKotlin ? '(' : ' ', shut: isKotlin ? ')' : '', version }
  const manager = managerOf(own, outer)
  const starter = (isPlatform: boolean) => ({
    at: end.at,
    template: `${TEMPLATES}/gradle-starter`,
    view: { ...style, gap: end.gap, isPlatform },
  })
  if (manager === null) return [starter(true)]
  if (manager !== own.path && isKotlin)
    return {
      why: `${manager} hands ${MANAGEMENT} to it, and a script in Kotlin has no name for that`,
      line: lineAt(code, list.at),
    }
  const bill = billIn(own.script, list, style, end.gap)
  return 'why' in bill ? bill : [bill, starter(false)]
}

/** What would make the added lines do harm, or nothing. */
function faultIn(code: string): { readonly why: string; readonly line: number } | null {
  const expand = code.search(/\bexpand\s*\(/)
  if (expand !== -1)
    return {
      why: 'it fills in resources, and the placeholders of the settings would stop the build',
      line: lineAt(code, expand),
    }
  const enforced = code.search(/\benforcedPlatform\s*\(/)
  return enforced === -1
    ? null
    : {
        why: 'an enforced platform would hold the tracing packages back',
        line: lineAt(code, enforced),
      }
}

/** Imported last, where the last one wins. */
function billIn(
  { code, blocks }: Script,
  list: Block,
  style: Readonly<Record<string, string>>,
  gap: string,
): Splice | { readonly why: string; readonly line: number } {
  const block = blocks.find(each => each.name === 'dependencyManagement' && isTop(each))
  if (block === undefined) {
    const view = { ...style, unit: gap.slice(1) }
    return { at: list.at, template: `${TEMPLATES}/gradle-management`, view }
  }
  const imports = blocks.find(
    each => each.name === 'imports' && each.around.join() === 'dependencyManagement',
  )
  const end = imports === undefined ? null : endOf(imports, code)
  if (end === null)
    return {
      why: 'its dependencyManagement is written in a way of its own',
      line: lineAt(code, block.at),
    }
  return { at: end.at, template: `${TEMPLATES}/gradle-bom`, view: { ...style, gap: end.gap } }
}

/** The script that applies the plugin which overrides platforms; null where none does. */
function managerOf(own: Seen, outer: readonly Seen[]): string | null {
  const isOwn =
    own.plugins.get(MANAGEMENT)?.isApplied === true ||
    own.script.blocks.some(each => each.name === 'dependencyManagement' && isTop(each))
  if (isOwn) return own.path
  const giver = outer.find(
    ({ script: { code } }) =>
      /\b(subprojects|allprojects|configure)\b/.test(code) && /dependency[.-]management/.test(code),
  )
  return giver?.path ?? null
}

/** Behind the last line of a block whose braces have lines of their own; null for other shapes. */
function endOf(
  { content, close }: Block,
  code: string,
): { readonly at: number; readonly gap: string } | null {
  const inside = code.slice(content, close)
  const gap = /\n[ \t]+(?=\S)/.exec(inside)?.[0]
  const last = inside.lastIndexOf('\n')
  if (gap === undefined || !/^[ \t]*\r?\n/.test(inside) || /\S/.test(inside.slice(last)))
    return null
  return { at: content + (inside[last - 1] === '\r' ? last - 1 : last), gap }
}
