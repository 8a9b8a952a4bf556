/** How are this project's tests run so that they leave reports, without editing the project? Pure: manifests in, commands out. */

import type { Command } from '../../core/lens.mts'
import { folderOf } from '../../core/paths.mts'
import { javaRun } from './java-commands.mts'
import { nodeRun } from './node-commands.mts'
import { type Python, pythonRun } from './python-commands.mts'
import { PYTHON_CONFIGS, pythonFolders } from './python-folders.mts'

export interface Manifests {
  /** Every path of the project. */
  readonly paths: ReadonlySet<string>
  /** Text of a manifest that was read beforehand, else null. */
  text(path: string): string | null
}

export interface Tools {
  /** A folder outside the project where reports may be written. */
  readonly scratch: string
  readonly hasGo: boolean
  readonly hasMaven: boolean
  readonly hasGradle: boolean
  /** By the folder in which its tests start: an interpreter that has their runner. */
  readonly pythons: ReadonlyMap<string, Python>
}

export interface PlannedRun {
  /** How people know it. */
  readonly label: string
  /** Run in order; the first one's exit code is the tests'. None when the tools are not there. */
  readonly commands: readonly Command[]
  /** Absolute paths it should leave; reports it leaves in the project are found there. */
  readonly reports: readonly string[]
  /** What would be needed for coverage, when this run cannot give it. */
  readonly lacks: string | null
}

/** Manifests whose text decides: what to read before planning. */
export function manifestPaths(paths: Iterable<string>): string[] {
  const configs = new Set(PYTHON_CONFIGS)
  const builds = /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$/
  const isConfig = (path: string) => {
    const folders = path.split('/')
    return folders.length <= 3 && configs.has(folders.at(-1) ?? '')
  }
  return [...paths].filter(path => path === 'package.json' || isConfig(path) || builds.test(path))
}

export function testCommands(manifests: Manifests, tools: Tools): PlannedRun[] {
  const runs = [
    nodeRun(manifests, tools.scratch),
    ...pythonFolders(manifests).map(folder =>
      pythonRun(manifests, folder, tools.scratch, tools.pythons.get(folder) ?? null),
    ),
    javaRun(manifests, tools),
  ]
  return [...runs.filter(run => run !== null), ...goRuns(manifests, tools)]
}

/** Each package's tests write a profile of all packages, which Go puts one behind the other. */
const MOST_PROFILES = 2500

/** Whether tests are also seen to run other packages than their own: else a helper of theirs looks untested. */
function isSmall(paths: readonly string[]): boolean {
  const folders = (ending: string) =>
    new Set(paths.filter(path => path.endsWith(ending)).map(folderOf)).size
  return folders('_test.go') * folders('.go') <= MOST_PROFILES
}

/** One run for each module that has tests; `vendor` and `testdata` belong to other modules. */
function goRuns({ paths }: Manifests, { scratch, hasGo }: Tools): PlannedRun[] {
  const all = [...paths].filter(path => !/(^|\/)(vendor|testdata|node_modules)\//.test(path))
  const modules = all
    .filter(path => /(^|\/)go\.mod$/.test(path))
    .map(path => path.slice(0, -'go.mod'.length))
  const deepest = [...modules].sort((a, b) => b.length - a.length)
  const tested = new Set(
    all
      .filter(path => path.endsWith('_test.go'))
      .map(path => deepest.find(folder => path.startsWith(folder))),
  )
  return modules
    .filter(folder => tested.has(folder))
    .map((folder, nth) => {
      const [profile, results] = [`${scratch}/go-${nth}.out`, `${scratch}/go-${nth}.json`]
      const script =
        'profile=$1 results=$2; shift 2; exec go test -json -coverprofile="$profile" "$@" ./... > "$results"'
      const own = all.filter(path => deepest.find(each => path.startsWith(each)) === folder)
      const across = isSmall(own) ? ['-coverpkg=./...'] : []
      const args = ['-c', script, 'sh', profile, results, ...across]
      const command = { file: 'sh', args, cwd: folder }
      return {
        label: folder === '' ? 'go test ./...' : `go test ./... in ${folder}`,
        commands: hasGo ? [command] : [],
        reports: [profile, results],
        lacks: hasGo ? null : 'install Go',
      }
    })
}
