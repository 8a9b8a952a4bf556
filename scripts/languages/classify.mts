/** What is a file, judged by its path alone? Its language, and whether people wrote it as source or as test. */

import type { Language } from '../core/facts.mts'
import type { Role } from '../core/lens.mts'
import { baseOf } from '../core/paths.mts'
import type { LinguistAttributes } from './attributes.mts'

const LANGUAGES: Readonly<Record<string, Language>> = {
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescript',
  py: 'python',
  java: 'java',
  go: 'go',
  cs: 'csharp',
  rs: 'rust',
  kt: 'kotlin',
  kts: 'kotlin',
  php: 'php',
  rb: 'ruby',
  rake: 'ruby',
  gemspec: 'ruby',
  ru: 'ruby',
}

/** Ruby files that have no extension. */
const RUBY = /(^|\/)(Gemfile|Rakefile|Guardfile|Vagrantfile|Podfile|Fastfile)$/
/** Templates, whose PHP stands in a language of their own. */
const TEMPLATE = /\.blade\.php$/

/** The language we can read, by file name; declaration files (.d.ts) are TypeScript. */
export function languageOf(path: string): Language | null {
  if (RUBY.test(path)) return 'ruby'
  if (TEMPLATE.test(path)) return null
  const extension = /\.(\w+)$/.exec(path)?.[1] ?? ''
  return Object.hasOwn(LANGUAGES, extension) ? (LANGUAGES[extension] as Language) : null
}

/** Where each language's test runners look by default; `never` takes precedence. */
const TESTS: Readonly<
  Record<Language, { readonly paths: readonly RegExp[]; readonly never?: RegExp }>
> = (() => {
  const folders = /(^|\/)(tests?|e2e)\//
  /** Modules of a build that hold nothing but tests; one called `…-test` helps other people's. */
  const modules = /^(?:(?!src\/)[^/]+\/)*[^/]+-tests\/(?:[^/]+\/)*?src\//
  const script = [
    folders,
    /(^|\/)(__tests(_[a-z]+)?__|__mocks__|__(test)?fixtures__|cypress)\//,
    /^(packages\/[^/]+\/)?specs?\//,
    /\.(test|spec|e2e|cy|test-d)(\.d)?\.[cm]?[jt]sx?$/,
    /^[^/]+-tests\//,
    /[-_]test\.[cm]?[jt]sx?$/,
    /(^|\/)test(-[^/]*)?\.[cm]?[jt]sx?$/,
  ]
  return {
    javascript: { paths: script },
    typescript: { paths: script },
    python: {
      paths: [
        folders,
        /^(testing|t)\//,
        /(^|\/)test_[^/]*\.py$/,
        /_test\.py$/,
        /(^|\/)(conftest|tests)\.py$/,
      ],
    },
    java: {
      paths: [
        folders,
        modules,
        /(^|\/)src\/(test|it|integrationTest|functionalTest|testFixtures|androidTest|jmh)\//,
        /(^|\/)Test[A-Z][^/]*\.java$/,
        /[a-z0-9](Tests?|TestCase|IT)\.java$/,
      ],
      never: /^(?!(.*\/)?src\/(it|test)\/|(?:(?!src\/)[^/]+\/)*[^/]+-tests\/)(.*\/)?src\/main\//,
    },
    go: { paths: [folders, /_test\.go$/, /(^|\/)testdata\//] },
    csharp: {
      paths: [folders, /(^|\/)([^/]*[.a-z])?Tests?\//, /[a-z0-9]Tests?\.cs$/],
    },
    rust: {
      paths: [
        folders,
        /^(tests-[^/]+|test[-_]suite)\//,
        /(^|\/)(benches|fuzz)\//,
        /(^|\/)tests?\.rs$/,
        /_tests?\.rs$/,
      ],
    },
    kotlin: {
      paths: [
        folders,
        modules,
        /(^|\/)src\/(test|it|integrationTest|functionalTest|testFixtures|androidTest|jmh)\//,
        /(^|\/)src\/[a-zA-Z0-9]+Test\//,
        /[a-z0-9](Tests?|TestCase|IT|Spec)\.kts?$/,
      ],
      never: /^(?!(?:(?!src\/)[^/]+\/)*[^/]+-tests\/)(.*\/)?src\/(main|commonMain)\//,
    },
    php: { paths: [folders, /(^|\/)Tests?\//, /[a-z0-9]Test\.php$/, /[a-z0-9](Cest|Spec)\.php$/] },
    ruby: {
      paths: [folders, /(^|\/)(spec|features)\//, /_(spec|test)\.rb$/, /(^|\/)test_[^/]*\.rb$/],
    },
  }
})()

const LOCKFILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'poetry.lock',
  'uv.lock',
  'Pipfile.lock',
  'pdm.lock',
  'pylock.toml',
  'go.sum',
  'go.work.sum',
  'Cargo.lock',
  'gradle.lockfile',
  'buildscript-gradle.lockfile',
  'composer.lock',
  'Gemfile.lock',
  'packages.lock.json',
])

/** Other people's code kept in the repository: the folders and names linguist calls vendored. */
const VENDORED = [
  /(^|\/)(node_modules|bower_components|jspm_packages|site-packages)\//,
  /(^|\/)(vendors?|Godeps|externals?)\//,
  /(^|\/)(3rd|third)[-_]?party\//i,
  /(^|\/)\.?(venv|virtualenv)\//,
  /(^|\/)\.yarn\/(releases|plugins|sdks|unplugged)\//,
  /(^|\/)\.pnp\.[cm]?js$/,
  /(^|\/)\.mvn\/wrapper\//,
  /(^|\/)\.bundle\//,
  /(^|\/)(jquery|bootstrap|modernizr|d3)([-.]\d[^/]*)?\.js$/i,
]

/** What a program wrote: the build output, bundles and generator suffixes linguist lists. */
const GENERATED = [
  /(^|\/)dist\//,
  /(^|\/)(__generated__|__snapshots__)\//,
  /\.snap$/,
  /[-.]min\.[cm]?js$/,
  /\.bundle\.js$/,
  /\.generated\.[^/]+$/,
  /\.pb\.(go|[jt]s)$/,
  /_(grpc_)?pb(\.d)?\.[jt]s$/,
  /_pb2(_grpc)?\.pyi?$/,
  /\.pb\.gw\.go$/,
  /[._]gen(erated)?\.go$/,
  /(^|\/)(zz_generated[^/]*|bindata)\.go$/,
  /\.(js|css)\.map$/,
  /\.(g|g\.i|designer)\.cs$/i,
  /(^|\/)(obj|bin)\/(Debug|Release)\//,
  /(^|\/)db\/schema\.rb$/,
  /(^|\/)_ide_helper[^/]*\.php$/,
  /(^|\/)migrations\/\d{4}_\w+\.py$/,
  /(^|\/)target\/(debug|release|generated)\//,
]

/**
 * Code that explains or times the project and is not part of it: the folders linguist calls documentation, and those in which
 * people try things out, at the top or at the top of a package, or packages of their own.
 */
const DOCUMENTATION = [
  /^(docs?([-_][^/]*)?|[^/]+[-_]docs|man|website)\//i,
  /^((packages|crates)\/[^/]+\/)?_?(examples?|samples?|demos?|playgrounds?|sandbox|tutorials?|fixtures?|bench|benchmarks?|perf-[^/]+)\//i,
  /^packages\/(docs?|website|examples?|demos?|playgrounds?|bench|benchmarks?)\//i,
  /(^|\/)(documentation|javadoc|groovydoc)\//i,
]

/** Code to be handed out, each copy alone: the folders of generators. In Java and Go `template` is a package like any other. */
const TEMPLATES = [
  /^(packages\/[^/]+\/)?templates?(-[^/]+)?\//i,
  /(^|\/)create-[^/]+\/templates?(-[^/]+)?\//i,
]
const SCRIPTS: ReadonlySet<Language> = new Set(['javascript', 'typescript', 'python'])

const matches = (patterns: readonly RegExp[], path: string): boolean =>
  patterns.some(pattern => pattern.test(path))

/** In Go `doc` is a package like any other. */
const isDocumentation = (path: string, language: Language): boolean =>
  matches(DOCUMENTATION, path) && !(language === 'go' && path.startsWith('doc/'))

const isTemplate = (path: string, language: Language): boolean =>
  path.includes('{{') || (SCRIPTS.has(language) && matches(TEMPLATES, path))

/** What the path is to us. `attributes` are the linguist words of .gitattributes, and they win. */
export function roleOf(path: string, attributes: LinguistAttributes = {}): Role {
  const { vendored, generated, documentation } = attributes
  if (LOCKFILES.has(baseOf(path))) return 'lockfile'
  if (vendored ?? matches(VENDORED, path)) return 'vendored'
  if (generated ?? matches(GENERATED, path)) return 'generated'
  const language = languageOf(path)
  if (language === null) return 'other'
  const { paths, never } = TESTS[language]
  const isTest = never?.test(path) !== true && matches(paths, path)
  const isBeside = isTemplate(path, language) || (!isTest && isDocumentation(path, language))
  if (documentation ?? isBeside) return 'other'
  return isTest ? 'test' : 'source'
}

/** Why a file of this role is left out of the code measures; null for what is measured. */
export function exclusionReason(role: Role): string | null {
  return REASONS[role]
}

const REASONS: Readonly<Record<Role, string | null>> = {
  source: null,
  test: null,
  generated: 'generated',
  vendored: 'vendored',
  lockfile: 'lockfile',
  other: 'documentation, example, benchmark or template',
}
