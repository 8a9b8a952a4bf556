/** How are a Python project's tests run so that they leave reports elsewhere? By Django where it has them, else by pytest. */

import type { Command } from '../../core/lens.mts'
import type { Manifests, PlannedRun } from './commands.mts'
import { configOf } from './python-folders.mts'

/** An interpreter and which of `PROBED` it can import. */
export interface Python {
  readonly argv: readonly [string, ...string[]]
  readonly modules: readonly string[]
}

export const PROBED = ['pytest', 'pytest_cov', 'coverage', 'django'] as const

/** What runs the tests of a folder: Django's own command, unless the project says that it uses pytest. */
export const runnerOf = (manifests: Manifests, folder: string): 'django' | 'pytest' =>
  manifests.paths.has(`${folder}manage.py`) && !/pytest/.test(configOf(manifests, folder))
    ? 'django'
    : 'pytest'

/** @param python An interpreter that has the runner of this folder. */
export function pythonRun(
  manifests: Manifests,
  folder: string,
  scratch: string,
  python: Python | null,
): PlannedRun {
  const runner = runnerOf(manifests, folder)
  const name = runner === 'django' ? 'manage.py test' : 'pytest'
  const labelled = (label: string) => (folder === '' ? label : `${label} in ${folder}`)
  if (python === null)
    return {
      ...{ label: labelled(name), commands: [], reports: [] },
      lacks: `install ${runner === 'django' ? 'Django and coverage' : 'pytest and pytest-cov'} where python3 finds them`,
    }
  const config = configOf(manifests, folder)
  const place = { ...reportsIn(scratch, folder), folder, python }
  const { label, ...plan } =
    runner === 'django' ? django(config, place) : pytest(manifests, config, place)
  return { label: labelled(label), ...plan }
}

interface Place {
  readonly folder: string
  readonly python: Python
  /** Absolute paths. */
  readonly json: string
  readonly junit: string
  readonly printed: string
  readonly data: string
  readonly cache: string
}

function reportsIn(scratch: string, folder: string) {
  const stem = `${scratch}/python${folder.replaceAll(/\W/g, '-')}`
  return {
    ...{ json: `${stem}.json`, junit: `${stem}-junit.xml`, printed: `${stem}-tests.txt` },
    ...{ data: `${stem}.coverage`, cache: `${stem}-cache` },
  }
}

function command({ folder, python, data }: Place, ...args: readonly string[]): Command {
  const [file, ...before] = python.argv
  const env = { COVERAGE_FILE: data, PYTHONDONTWRITEBYTECODE: '1' }
  const cwd = folder === '' ? {} : { cwd: folder }
  return { file, args: [...before, ...args], env, ...cwd }
}

const namesSource = (config: string) => /^[ \t]*source(_pkgs)?[ \t]*=/m.test(config)

/** coverage.py around `args`, and what writes its report. */
function covered(config: string, place: Place, args: readonly string[]) {
  const source = namesSource(config) ? [] : ['--source=.']
  return [
    command(place, '-m', 'coverage', 'run', '--branch', ...source, ...args),
    command(place, '-m', 'coverage', 'json', '-q', '-o', place.json),
  ]
}

/** Its report is what it prints. */
function django(config: string, place: Place): PlannedRun {
  const tests = ['manage.py', 'test', '--no-input', '--verbosity=2']
  const isCovered = place.python.modules.includes('coverage')
  const commands = isCovered ? covered(config, place, tests) : [command(place, ...tests)]
  const printed = commands.map((each, at) => (at === 0 ? printing(each, place.printed) : each))
  return isCovered
    ? {
        label: 'coverage run manage.py test',
        commands: printed,
        reports: [place.json, place.printed],
        lacks: null,
      }
    : {
        label: 'manage.py test',
        commands: printed,
        reports: [place.printed],
        lacks: 'install coverage',
      }
}

const printing = (given: Command, to: string): Command => ({
  ...given,
  file: 'sh',
  args: ['-c', 'exec "$@" 2> "$0"', to, given.file, ...given.args],
})

function pytest(manifests: Manifests, config: string, place: Place): PlannedRun {
  const { json, junit, cache } = place
  const has = (module: string) => place.python.modules.includes(module)
  const all = [
    'pytest',
    `--junitxml=${junit}`,
    '-o',
    `cache_dir=${cache}`,
    ...named(manifests, config),
  ]
  if (has('pytest_cov')) {
    const asks = /--cov(?![\w-])/.test(config)
    const cov = asks ? [] : [namesSource(config) ? '--cov' : '--cov=.']
    // Where a project has set up coverage.py, what its own subprocesses measure must combine with ours.
    const hasOwn = /^\[(tool\.coverage\.run|coverage:run|run)\]/m.test(config)
    const flags = [...cov, ...(hasOwn ? [] : ['--cov-branch']), `--cov-report=json:${json}`]
    return {
      label: 'pytest --cov',
      commands: [command(place, '-m', ...all, ...flags)],
      reports: [json, junit],
      lacks: null,
    }
  }
  if (has('coverage'))
    return {
      label: 'coverage run -m pytest',
      commands: covered(config, place, ['-m', ...all]),
      reports: [json, junit],
      lacks: null,
    }
  return {
    label: 'pytest',
    commands: [command(place, '-m', ...all)],
    reports: [junit],
    lacks: 'install pytest-cov',
  }
}

/** pytest looks for `test_*.py` and `*_test.py` alone, unless the project says otherwise. */
function named({ paths }: Manifests, config: string): readonly string[] {
  const isOther = [...paths].some(path => /(^|\/)tests\.py$/.test(path))
  return isOther && !/^[ \t]*python_files[ \t]*=/m.test(config)
    ? ['-o', 'python_files=test_*.py *_test.py tests.py']
    : []
}
