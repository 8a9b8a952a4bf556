/** How is a Python project installed with what its tests need? By its lock, else by requirements, extras and groups that speak of tests. */

import type { Toolchain } from '../../core/pipelines.mts'
import { fields } from '../../core/untyped.mts'
import { parseTomlTable } from '../../formats/parse.mts'
import { type Folder, firstOf } from './folder.mts'

const MANIFESTS = ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt', 'Pipfile']

/** Names under which projects keep what only tests and development need. */
const WORDS = '(tests?|testing|dev|develop|development|ci)'
const FOR_TESTS = new RegExp(`^${WORDS}$`, 'i')
const REQUIREMENTS = new RegExp(
  `^(requirements|requirements[-_./]${WORDS}|${WORDS}[-_]requirements)\\.txt$`,
  'i',
)

export function pythonToolchain(folder: Folder): Toolchain | null {
  const hasTests = folder.names(/(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/).length > 0
  const manifest = firstOf(folder, MANIFESTS)
  if (!hasTests && manifest === null) return null
  if (manifest === null && folder.has('package.json')) return null
  const parsed = parseTomlTable(folder.text('pyproject.toml'))
  const project = typeof parsed === 'string' ? {} : parsed.fields
  const namesVersion = fields(project.project)['requires-python'] !== undefined
  const [manager, lock, install] = managerOf(folder, project)
  return {
    tool: 'python',
    manager,
    versionFile: firstOf(folder, ['.python-version', ...(namesVersion ? ['pyproject.toml'] : [])]),
    version: '3.x',
    lock,
    install,
  }
}

type Table = Readonly<Record<string, unknown>>

/** Where Shipworthy looks for the interpreter first; ignored by git, so that it is not taken for the project's own. */
const IGNORED = "printf '*\\n' > .venv/.gitignore"

/** Only where the project measures no coverage itself: it may have set up coverage.py in a way that pytest-cov upsets. */
const unlessCovered = (install: string) =>
  `.venv/bin/python -c 'import pytest, coverage' 2> /dev/null || ${install} pytest pytest-cov`

function managerOf(
  folder: Folder,
  project: Table,
): readonly [manager: string, lock: string | null, install: readonly string[]] {
  const lock = (name: string) => firstOf(folder, [name])
  const groups = Object.keys(fields(project['dependency-groups'])).filter(isForTests)
  const uv = lock('uv.lock')
  if (uv !== null) {
    const isWorkspace = fields(fields(project.tool).uv).workspace !== undefined
    const flags = `${isWorkspace ? ' --all-packages' : ''}${groups.map(name => ` --group ${name}`).join('')}`
    return ['uv', uv, [`uv sync --frozen --all-extras${flags}`, unlessCovered('uv pip install')]]
  }
  const others = [
    [
      'poetry',
      'poetry.lock',
      'POETRY_VIRTUALENVS_IN_PROJECT=true poetry install --all-extras --no-interaction',
    ],
    ['pdm', 'pdm.lock', 'pdm install --frozen-lockfile -G :all'],
    ['pipenv', 'Pipfile.lock', 'PIPENV_VENV_IN_PROJECT=1 pipenv sync --dev'],
  ] as const
  for (const [manager, name, command] of others)
    if (lock(name) !== null) {
      const get = `python -m pip install --quiet ${manager}`
      return [manager, lock(name), [get, command, IGNORED, unlessCovered(PIP)]]
    }
  const files = folder.names(REQUIREMENTS)
  const newest = 'python -m pip install --quiet --upgrade pip'
  const rows = [newest, 'python -m venv .venv', IGNORED, ...files.map(file => `${PIP} -r ${file}`)]
  const isPackage = project['build-system'] !== undefined || folder.has('setup.py')
  const extras = Object.keys(fields(fields(project.project)['optional-dependencies'])).filter(
    isForTests,
  )
  const wanted = extras.length === 0 ? '' : `[${extras.join(',')}]`
  if (isPackage || project.project !== undefined) rows.push(`${PIP} -e '.${wanted}'`)
  if (groups.length > 0) rows.push(`${PIP}${groups.map(name => ` --group ${name}`).join('')}`)
  const cached = files[0] ?? (folder.has('pyproject.toml') ? 'pyproject.toml' : null)
  return ['pip', cached === null ? null : folder.at + cached, [...rows, unlessCovered(PIP)]]
}

/** Of the machine's interpreter, brought up to date: groups are younger than many a pip. */
const PIP = 'python -m pip --python .venv/bin/python install --quiet'

const isForTests = (name: string) => FOR_TESTS.test(name)
