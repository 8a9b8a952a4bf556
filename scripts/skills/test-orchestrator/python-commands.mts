/** How are a Python project's tests run so that they leave reports elsewhere? pytest-cov, else coverage.py, else pytest alone. */

import type { Manifests, PlannedRun } from './commands.mts'

/** An interpreter and which of the three it can import. */
export interface Python {
  readonly argv: readonly [string, ...string[]]
  readonly modules: readonly string[]
}

export const PROBED = ['pytest', 'pytest_cov', 'coverage'] as const

const TESTS = /(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/
const CONFIGS = ['pyproject.toml', 'setup.cfg', 'tox.ini', 'pytest.ini', '.coveragerc']

export function pythonRun(
  { paths, text }: Manifests,
  scratch: string,
  python: Python | null,
): PlannedRun | null {
  if (![...paths].some(path => TESTS.test(path))) return null
  const has = (module: string) => python?.modules.includes(module) === true
  if (python === null || !has('pytest'))
    return {
      label: 'pytest',
      commands: [],
      reports: [],
      lacks: 'install pytest and pytest-cov where python3 finds them',
    }
  const [file, ...before] = python.argv
  const [json, data] = [`${scratch}/python.json`, `${scratch}/python.coverage`]
  const junit = `${scratch}/python-junit.xml`
  const env = { COVERAGE_FILE: data, PYTHONDONTWRITEBYTECODE: '1' }
  const run = (...args: string[]) => ({ file, args: [...before, '-m', ...args], env })
  const pytest = ['pytest', `--junitxml=${junit}`, '-o', `cache_dir=${scratch}/pytest-cache`]
  const configs = CONFIGS.map(path => text(path) ?? '')
  const namesSource = configs.some(config => /^[ \t]*source(_pkgs)?[ \t]*=/m.test(config))
  if (has('pytest_cov')) {
    const asks = configs.some(config => /--cov(?![\w-])/.test(config))
    const cov = asks ? [] : [namesSource ? '--cov' : '--cov=.']
    // Where a project has set up coverage.py, what its own subprocesses measure must combine with ours.
    const hasOwn = configs.some(config =>
      /^\[(tool\.coverage\.run|coverage:run|run)\]/m.test(config),
    )
    const flags = [...cov, ...(hasOwn ? [] : ['--cov-branch']), `--cov-report=json:${json}`]
    return {
      label: 'pytest --cov',
      commands: [run(...pytest, ...flags)],
      reports: [json, junit],
      lacks: null,
    }
  }
  if (has('coverage')) {
    const source = namesSource ? [] : ['--source=.']
    return {
      label: 'coverage run -m pytest',
      commands: [
        run('coverage', 'run', '--branch', ...source, '-m', ...pytest),
        run('coverage', 'json', '-q', '-o', json),
      ],
      reports: [json, junit],
      lacks: null,
    }
  }
  return {
    label: 'pytest',
    commands: [run(...pytest)],
    reports: [junit],
    lacks: 'install pytest-cov',
  }
}
