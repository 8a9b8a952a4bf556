/** In which folders does Python's test runner start? At the root, unless only projects below it have tests. */

import type { Manifests } from './commands.mts'

/** `tests.py` is Django's own name, and that of small programs. */
const PYTHON_TESTS = /(^|\/)(test_[^/]*|[^/]*_test|conftest|tests)\.py$/

export const PYTHON_CONFIGS = [
  'pyproject.toml',
  'setup.cfg',
  'tox.ini',
  'pytest.ini',
  '.coveragerc',
]

const PROJECTS = /^((?:[^/]+\/){0,2})(?:pyproject\.toml|setup\.py|manage\.py)$/
const ASIDE = /(^|\/)(tests?|fixtures?|examples?|docs|vendor|\.venv|venv)\//
const PYTEST = /^\[(tool\.pytest[\w.]*|tool:pytest|pytest)\]/m

/** '' or paths with a slash at their end; none where there are no tests. */
export function pythonFolders(manifests: Manifests): readonly string[] {
  const tests = [...manifests.paths].filter(path => PYTHON_TESTS.test(path))
  if (tests.length === 0) return []
  if (PYTEST.test(configOf(manifests, ''))) return ['']
  const below = [...manifests.paths]
    .map(path => PROJECTS.exec(path)?.[1] ?? '')
    .filter(folder => folder !== '' && !ASIDE.test(folder))
  const outermost = [...new Set(below)].filter(
    (folder, _, all) => !all.some(other => other !== folder && folder.startsWith(other)),
  )
  const home = (test: string) => outermost.find(folder => test.startsWith(folder)) ?? ''
  const homes = new Set(tests.map(home))
  return homes.has('') ? [''] : [...homes].sort()
}

/** Everything that configures pytest or coverage.py in a folder. */
export const configOf = ({ text }: Manifests, folder: string): string =>
  PYTHON_CONFIGS.map(name => text(folder + name) ?? '').join('\n')
