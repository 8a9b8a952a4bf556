/** How are a package.json's tests run so that they leave reports elsewhere? Its script, with flags put behind the runner. */

import { quoted } from '../../core/shell.mts'
import { isFields, members } from '../../core/untyped.mts'
import type { Manifests, PlannedRun } from './commands.mts'

/** A runner's name as a shell word of its own, with a path or `npx` before it. */
const word = (name: string) =>
  new RegExp(
    `(?<=^|[\\s;&|(])((?:npx |pnpm exec |yarn )?(?:[\\w./-]*/)?(?:${name}))(?=$|[\\s;&|)])`,
    'g',
  )

const VITEST = word('vitest(?: (?:run|watch|--run))?(?! (?:bench|list|init|typecheck))')
const JEST = word('jest|jest\\.js|react-scripts test')
const MOCHA = word('mocha|_mocha')
const WRAPPER = word('c8|nyc')
const NODE_TEST = /(?<=^|[\s;&|(])(node|tsx)(?=\s(?:[^;&|]{0,500}\s)?--test(?:$|\s))/g
const OWN_REPORTERS = /\s--test-reporter(?:-destination)?(?:=|\s+)\S+/g
const DELEGATION =
  /(?<=^|[\s;&|(])(?:npm run(?:-script)?|pnpm(?: run)?|yarn(?: run)?|bun run) ([\w:.-]+)(?=\s*(?:$|[;&|)]))/g

export function nodeRun(manifests: Manifests, scratch: string): PlannedRun | null {
  const manifest = parse(manifests.text('package.json'))
  const scripts = manifest?.scripts
  const script = expand('test', scripts, 3)
  if (manifest === null || script === null || /no test specified/i.test(script)) return null
  const before = expand('pretest', scripts, 3)
  const { text, coverage, results, lacks } = withReports(script, packagesOf(manifest), scratch)
  const path = 'PATH="$PWD/node_modules/.bin:$PATH"; export PATH; '
  const all = before === null ? text : `(${before}) && (${text})`
  return {
    label: `${managerOf(manifests)} test`,
    commands: [{ file: 'sh', args: ['-c', path + all], env: { CI: 'true' } }],
    reports: [...coverage, ...results],
    lacks,
  }
}

/** The script with the scripts it calls in their places. */
function expand(name: string, scripts: unknown, depth: number): string | null {
  const script = members(scripts, name)
  if (typeof script !== 'string') return null
  if (depth === 0) return script
  return script.replace(DELEGATION, (call: string, other: string) => {
    const text = expand(other, scripts, depth - 1)
    return text === null ? call : `(${text})`
  })
}

interface Instrumented {
  readonly text: string
  readonly coverage: readonly string[]
  readonly results: readonly string[]
  readonly lacks: string | null
}

interface Setting {
  /** Flags for c8 or nyc are in it already. */
  readonly script: string
  readonly hasWrapper: boolean
  readonly packages: ReadonlySet<string>
  readonly scratch: string
}

function withReports(script: string, packages: ReadonlySet<string>, scratch: string): Instrumented {
  const calls = (runner: RegExp) => script.search(runner) !== -1
  if (calls(VITEST)) return vitest(script, packages, scratch)
  if (calls(JEST)) return jest(script, scratch)
  const folder = quoted(`${scratch}/node`)
  const wrapped = script.replace(WRAPPER, (call: string) => call + wrapperFlags(call, folder))
  const setting = { script: wrapped, hasWrapper: calls(WRAPPER), packages, scratch }
  if (calls(NODE_TEST)) return nodeTest(setting)
  if (calls(MOCHA)) return mocha(setting)
  const plain = { text: wrapped, results: [] }
  if (calls(WRAPPER)) return { ...plain, coverage: [lcovOf(scratch)], lacks: null }
  const lacks = 'its test script calls none of vitest, jest, mocha, node --test, c8 and nyc'
  return { ...plain, coverage: [], lacks }
}

const lcovOf = (scratch: string) => `${scratch}/node/lcov.info`

function jest(script: string, scratch: string): Instrumented {
  const file = `${scratch}/node-jest.json`
  const flags = ` --coverage --coverageReporters=lcovonly --coverageDirectory=${quoted(`${scratch}/node`)} --json --outputFile=${quoted(file)}`
  const text = script.replace(JEST, call => call + flags)
  return { text, coverage: [lcovOf(scratch)], results: [file], lacks: null }
}

function nodeTest({ script, hasWrapper, scratch }: Setting): Instrumented {
  const file = `${scratch}/node-junit.xml`
  const covering = `${scratch}/node-lcov.info`
  const reporters = `${reporter('junit', file)}${reporter('spec', 'stdout')}`
  const flags = hasWrapper
    ? reporters
    : ` --experimental-test-coverage${reporter('lcov', covering)}${reporters}`
  const text = script.replace(OWN_REPORTERS, '').replace(NODE_TEST, call => call + flags)
  const coverage = [hasWrapper ? lcovOf(scratch) : covering]
  return { text, coverage, results: [file], lacks: null }
}

/** Mocha measures no coverage itself. */
function mocha({ script, hasWrapper, packages, scratch }: Setting): Instrumented {
  const file = `${scratch}/node-junit.xml`
  const folder = quoted(`${scratch}/node`)
  const flags = ` --reporter xunit --reporter-option output=${quoted(file)}`
  const wrapper = hasWrapper ? undefined : ['c8', 'nyc'].find(name => packages.has(name))
  const before = wrapper === undefined ? '' : `${wrapper}${wrapperFlags(wrapper, folder)} `
  const text = script.replace(MOCHA, call => before + call + flags)
  return hasWrapper || wrapper !== undefined
    ? { text, coverage: [lcovOf(scratch)], results: [file], lacks: null }
    : { text, coverage: [], results: [file], lacks: 'add c8 to its development packages' }
}

function vitest(script: string, packages: ReadonlySet<string>, scratch: string): Instrumented {
  // Its JUnit reporter does not say which tests passed only when repeated.
  const file = `${scratch}/node-vitest.json`
  const providers = ['v8', 'istanbul'].filter(name => packages.has(`@vitest/coverage-${name}`))
  const results = ` --reporter=default --reporter=json --outputFile.json=${quoted(file)}`
  const provider = providers.length === 1 ? ` --coverage.provider=${providers[0]}` : ''
  const coverage = ` --coverage.enabled${provider} --coverage.reporter=lcovonly --coverage.reportOnFailure --coverage.reportsDirectory=${quoted(`${scratch}/node`)}`
  const flags = results + (providers.length > 0 ? coverage : '')
  const text = script.replace(
    VITEST,
    (call: string) => `${call.replace(/ (run|watch|--run)$/, '')} run${flags}`,
  )
  return providers.length > 0
    ? { text, coverage: [lcovOf(scratch)], results: [file], lacks: null }
    : { text, coverage: [], results: [file], lacks: 'add @vitest/coverage-v8 to its packages' }
}

function wrapperFlags(call: string, folder: string): string {
  const isNyc = call.endsWith('nyc')
  const places = isNyc
    ? `--report-dir=${folder} --temp-dir=${folder}/.nyc_output`
    : `--reports-dir=${folder}`
  return ` --reporter=lcovonly ${places}`
}

const reporter = (name: string, to: string) =>
  ` --test-reporter=${name} --test-reporter-destination=${to === 'stdout' ? to : quoted(to)}`

function packagesOf(manifest: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const lists = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies]
  return new Set(lists.filter(isFields).flatMap(Object.keys))
}

function managerOf({ paths }: Manifests): string {
  if (paths.has('pnpm-lock.yaml')) return 'pnpm'
  return paths.has('yarn.lock') ? 'yarn' : 'npm'
}

function parse(text: string | null) {
  try {
    const json: unknown = JSON.parse(text ?? '')
    return isFields(json) ? json : null
  } catch {
    return null
  }
}
