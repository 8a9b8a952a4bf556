/** Which benchmarks does this project have, and how is each harness told to leave results? Pure: manifests in, commands out. */

import type { Command } from '../../core/lens.mts'
import type { LoadSpec } from '../../core/load.mts'
import { folderOf } from '../../core/paths.mts'
import { quoted } from '../../core/shell.mts'
import { isFields, members } from '../../core/untyped.mts'
import { benchScript, mayHoldBench, scriptBenches } from './script-benches.mts'
import type { DeclaredCommand } from './settings.mts'

export interface Sources {
  readonly paths: readonly string[]
  /** Text of manifests and of files that may hold benchmarks. */
  text(path: string): string | null
  /** Version of Vitest as installed, or null. */
  readonly vitest: string | null
}

export interface Plan {
  readonly label: string
  /** What runs it, by the name the machine's runtimes have; null where nobody knows. */
  readonly runtime: 'node' | 'python3' | 'go' | 'java' | 'rustc' | null
  /** Run once in each copy before anything is timed. */
  readonly build: readonly Command[]
  /** A command, or a load on the app. */
  readonly run: Command | LoadSpec
  /** Files it writes in the copy, or null: the time it takes is the result. */
  readonly results: string | null
  /** The project's files that are the benchmark itself: when they change, times are not comparable. */
  isSource(path: string, file: string | null): boolean
}

/** The project's own environment before the machine's. */
const PYTHON =
  'python=python3; for own in .venv venv; do [ -x $own/bin/python ] && python=$own/bin/python && break; done; '

/** Everything a run writes lies here in the copy, away from the project's own names. */
export const OUTPUT = '.shipworthy-bench'

const VITEST_FILE = /\.bench\.[cm]?[jt]sx?$/
const PYTEST_FILE = /(^|\/)(test_[^/]*|[^/]*_test|bench_[^/]*)\.py$/
const PYTEST_BENCHMARK = /\bdef \w+\([^)]*\bbenchmark\b[^)]*\)/
const GO_BENCHMARK = /^func Benchmark\w*\(\w+ \*testing\.B\)/m

/** What must be read before planning. */
export const isWanted = (path: string): boolean =>
  /(^|\/)(package\.json|pom\.xml|Cargo\.toml|go\.mod)$/.test(path) ||
  PYTEST_FILE.test(path) ||
  mayHoldBench(path) ||
  path.endsWith('_test.go')

/** Whether names alone say that there are benchmarks: what can be told without reading anything. */
export const looksLikeBenchmark = (path: string): boolean =>
  VITEST_FILE.test(path) || /(^|\/)benches\/[^/]+\.rs$/.test(path)

export function plansOf(sources: Sources, declared: readonly DeclaredCommand[]): Plan[] {
  return [
    vitest(sources),
    ...scripts(sources),
    pytest(sources),
    ...goModules(sources),
    maven(sources),
    cargo(sources),
    ...declared.map(declaredPlan),
  ].filter(plan => plan !== null)
}

const sh = (script: string, env: Readonly<Record<string, string>> = {}): Command => ({
  file: 'sh',
  args: ['-c', `rm -rf ${OUTPUT}; mkdir -p ${OUTPUT}; ${script}`],
  env: { CI: 'true', ...env },
})

/** Version 5 took `--outputJson` away and reports benchmarks like tests. */
function vitest({ paths, vitest: version }: Sources): Plan | null {
  const files = paths.filter(path => VITEST_FILE.test(path))
  if (version === null || files.length === 0) return null
  const output = `${OUTPUT}/vitest.json`
  const flags =
    Number.parseInt(version, 10) >= 5
      ? `--reporter=json --outputFile=${output}`
      : `--outputJson=${output}`
  return {
    label: 'vitest bench',
    runtime: 'node',
    build: [],
    run: sh(`PATH="$PWD/node_modules/.bin:$PATH" exec vitest bench --run ${flags}`),
    results: output,
    isSource: (path, file) => path === file,
  }
}

function scripts({ paths, text }: Sources): Plan[] {
  return scriptBenches(paths, text).map((bench, nth) => {
    const output = `${OUTPUT}/script-${nth}`
    return {
      label: `${bench.script}${bench.folder === '' ? '' : ` in ${bench.folder}`}`,
      runtime: 'node',
      build: [],
      run: benchScript(bench, output),
      results: `${output}/*.json`,
      isSource: path => bench.entries.includes(path),
    }
  })
}

/** The copy's own sources come first on the path: an editable install leads back to the project. */
function pytest({ paths, text }: Sources): Plan | null {
  const files = paths.filter(path => PYTEST_FILE.test(path))
  const timed = files.filter(path => PYTEST_BENCHMARK.test(text(path) ?? ''))
  if (timed.length === 0) return null
  const output = `${OUTPUT}/pytest.json`
  const list = timed.map(quoted).join(' ')
  return {
    label: 'pytest --benchmark-only',
    runtime: 'python3',
    build: [],
    run: sh(
      `${PYTHON}exec "$python" -m pytest -q -p no:cacheprovider --benchmark-only --benchmark-json=${output} ${list}`,
      { PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: 'src:.' },
    ),
    results: output,
    isSource: (path, file) => path === file,
  }
}

function goModules({ paths, text }: Sources): Plan[] {
  const timed = paths.filter(
    path =>
      path.endsWith('_test.go') &&
      !/(^|\/)(vendor|testdata)\//.test(path) &&
      GO_BENCHMARK.test(text(path) ?? ''),
  )
  const modules = paths
    .filter(path => /(^|\/)go\.mod$/.test(path))
    .map(path => path.slice(0, -'go.mod'.length))
    .sort((a, b) => b.length - a.length)
  const byModule = Map.groupBy(timed, path => modules.find(folder => path.startsWith(folder)))
  return [...byModule].flatMap(([folder, files]) => {
    if (folder === undefined) return []
    const name = /^module\s+(\S+)/m.exec(text(`${folder}go.mod`) ?? '')?.[1] ?? ''
    const inModule = (path: string) => folderOf(path.slice(folder.length))
    const packageOf = (path: string) => [name, inModule(path)].filter(part => part !== '').join('/')
    const folders = [...new Set(files.map(inModule))]
    const packages = folders.map(path => quoted(`./${path}`)).join(' ')
    const output = `${OUTPUT}/go-${folder.replaceAll('/', '-')}.txt`
    const up = folder.replace(/[^/]+\//g, '../')
    const inside = folder === '' ? '' : `cd ${quoted(folder)} && `
    return [
      {
        label: `go test -bench${folder === '' ? '' : ` in ${folder}`}`,
        runtime: 'go',
        build: [sh(`${inside}go test -run '^$' ${packages}`)],
        run: sh(
          `${inside}exec go test -run '^$' -bench . -benchtime 100ms ${packages} > ${up}${output}`,
        ),
        results: output,
        isSource: (path, file) => files.includes(path) && packageOf(path) === file,
      } satisfies Plan,
    ]
  })
}

function maven({ paths, text }: Sources): Plan | null {
  const hasJmh = paths.some(
    path => /(^|\/)pom\.xml$/.test(path) && text(path)?.includes('jmh-core') === true,
  )
  if (!hasJmh || !paths.includes('pom.xml')) return null
  const mvn = paths.includes('mvnw') ? 'sh mvnw' : 'mvn'
  const output = `${OUTPUT}/jmh.json`
  const jar = `"$(find . -name '*benchmarks.jar' -path '*/target/*' | head -n 1)"`
  return {
    label: 'JMH',
    runtime: 'java',
    build: [sh(`exec ${mvn} -q -B -ntp -DskipTests package`)],
    run: sh(`exec java -jar ${jar} -f 1 -rf json -rff ${output}`),
    results: output,
    isSource: (path, file) => {
      const [name = ''] = (file ?? '').split(/\.(?=[^.]*$)/)
      return (
        /\.(java|kt)$/.test(path) && path.replace(/\.\w+$/, '').endsWith(name.replaceAll('.', '/'))
      )
    },
  }
}

/** Only Criterion leaves files to read; its plots would take longer than its measurements. */
function cargo({ paths, text }: Sources): Plan | null {
  const manifest = text('Cargo.toml') ?? ''
  const all = paths.filter(path => /(^|\/)Cargo\.toml$/.test(path)).map(path => text(path) ?? '')
  if (manifest === '' || !all.some(each => /^\s*(codspeed-)?criterion\b/m.test(each))) return null
  return {
    label: 'cargo bench',
    runtime: 'rustc',
    build: [sh('exec cargo bench --benches --no-run')],
    run: sh('rm -rf target/criterion; exec cargo bench --benches -- --noplot'),
    results: 'target/criterion/**/new/sample.json',
    isSource: path => /(^|\/)benches\//.test(path),
  }
}

function declaredPlan({ name, run, results }: DeclaredCommand, nth: number): Plan {
  const output = `${OUTPUT}/command-${nth}.txt`
  const isPrinted = results === '-'
  return {
    label: name,
    runtime: null,
    build: [],
    run:
      results === null
        ? { file: 'sh', args: ['-c', run] }
        : sh(isPrinted ? `(${run}) > ${output}` : run),
    results: isPrinted ? output : results,
    isSource: () => false,
  }
}

export const isLoad = ({ run }: Plan): boolean => 'requests' in run

export const loadPlan = (spec: LoadSpec): Plan => ({
  label: 'load',
  runtime: null,
  build: [],
  run: spec,
  results: null,
  isSource: () => false,
})

/** The version a `package.json` names as its own. */
export function versionIn(manifest: string): string | null {
  try {
    const json: unknown = JSON.parse(manifest)
    const version = isFields(json) ? members(json, 'version') : null
    return typeof version === 'string' ? version : null
  } catch {
    return null
  }
}
