/** Which languages' tools does a folder need before its tests can run? By its manifests; each language in a file or function of its own. */

import type { Toolchain } from '../../core/pipelines.mts'
import { fields, text } from '../../core/untyped.mts'
import { parseJson } from '../../formats/parse.mts'
import { type Folder, firstOf } from './folder.mts'
import { pythonToolchain } from './python.mts'

/** Whose text decides: relative to a folder. */
export const MANIFESTS = [
  'package.json',
  'pyproject.toml',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
]

export const toolchainsOf = (folder: Folder): Toolchain[] =>
  [nodeToolchain, pythonToolchain, goToolchain, javaToolchain]
    .map(read => read(folder))
    .filter(each => each !== null)

function nodeToolchain(folder: Folder): Toolchain | null {
  if (!folder.has('package.json')) return null
  const parsed = parseJson(folder.text('package.json'))
  const manifest = typeof parsed === 'string' ? {} : parsed.fields
  const [manager, lock, install] = nodeManager(folder, text(manifest.packageManager))
  const named = fields(manifest.engines).node !== undefined ? ['package.json'] : []
  return {
    tool: 'node',
    manager,
    versionFile: firstOf(folder, ['.nvmrc', '.node-version', ...named]),
    version: 'lts/*',
    lock,
    install,
  }
}

type Manager = readonly [manager: string, lock: string | null, install: readonly string[]]

function nodeManager(folder: Folder, named: string): Manager {
  const lock = (...names: string[]) => firstOf(folder, names)
  const pnpm = lock('pnpm-lock.yaml')
  if (pnpm !== null) return ['pnpm', pnpm, ['pnpm install --frozen-lockfile']]
  const yarn = lock('yarn.lock')
  const isBerry = folder.has('.yarnrc.yml') || /^yarn@[2-9]/.test(named)
  if (yarn !== null)
    return ['yarn', yarn, [`yarn install ${isBerry ? '--immutable' : '--frozen-lockfile'}`]]
  const bun = lock('bun.lock', 'bun.lockb')
  if (bun !== null)
    return ['bun', bun, ['npm install --global bun', 'bun install --frozen-lockfile']]
  const npm = lock('package-lock.json', 'npm-shrinkwrap.json')
  return ['npm', npm, [npm === null ? 'npm install --no-package-lock' : 'npm ci']]
}

function goToolchain(folder: Folder): Toolchain | null {
  if (outermost(folder, /(^|\/)go\.mod$/).length === 0) return null
  const [sum] = outermost(folder, /(^|\/)go\.sum$/)
  return {
    // go.mod names the oldest Go that will do, and asks a newer one for what it needs itself.
    ...{ tool: 'go', manager: '', versionFile: null, version: 'stable', install: [] },
    lock: sum === undefined ? null : folder.at + sum,
  }
}

/** Shortest first; what lies in tests is what tests are made of, and Go itself passes by what begins with `_` or a dot. */
const outermost = (folder: Folder, pattern: RegExp): string[] =>
  folder
    .names(pattern)
    .filter(path => !/(^|\/)([._][^/]*|vendor|testdata|fixtures?|examples?|tests?)\//.test(path))
    .toSorted((a, b) => a.length - b.length)

/** Releases of Java that are kept up for years. What is compiled for an older one is built by the first of these. */
const LONG_TERM = [17, 21, 25]
/** Where the build names none. */
const JAVA = 21
const DECLARED =
  /<(?:maven\.compiler\.(?:release|source|target)|java\.version|release)>\s*(?:1\.)?(\d{1,2})\s*<|(?:JavaLanguageVersion\.of|jvmToolchain)\((\d{1,2})\)|JavaVersion\.VERSION_(?:1_)?(\d{1,2})|(?:source|target)Compatibility\s*=\s*['"]?(?:1\.)?(\d{1,2})\b/g

function javaToolchain(folder: Folder): Toolchain | null {
  const isMaven = folder.has('pom.xml')
  const build = firstOf(folder, [
    'build.gradle.kts',
    'build.gradle',
    'settings.gradle.kts',
    'settings.gradle',
  ])
  if (!isMaven && build === null) return null
  const builds = MANIFESTS.map(name => folder.text(name)).join('\n')
  const declared = [...builds.matchAll(DECLARED)].map(([, ...found]) => Number(found.find(Boolean)))
  const least = declared.length === 0 ? JAVA : Math.max(...declared)
  return {
    ...{ tool: 'java', manager: isMaven ? 'maven' : 'gradle', install: [] },
    versionFile: firstOf(folder, ['.java-version', '.sdkmanrc']),
    version: String(LONG_TERM.find(each => each >= least) ?? least),
    lock: isMaven ? `${folder.at}pom.xml` : build,
  }
}
