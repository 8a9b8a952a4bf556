/** Which Python files of a project does its package install? */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { installedFiles } from '../../scripts/formats/installed.mts'

/** Those of the paths that are installed; a manifest is written as `path` → text. */
function installed(files: readonly string[], manifests: Readonly<Record<string, string>>) {
  const paths = new Set([...files, ...Object.keys(manifests)])
  const isInstalled = installedFiles(paths, path => manifests[path] ?? '')
  return files.filter(isInstalled)
}

const BUILT = '[build-system]\nrequires = []\n'
const NAMED = `${BUILT}[project]\nname = "ship"\n`

suite('installed Python files', () => {
  test('a flat project installs its packages, not what lies beside them', () => {
    const files = [
      'ship/__init__.py',
      'ship/parts/sail.py',
      'studies/wind.py',
      'tools/__init__.py',
      'tools/new.py',
    ]
    const manifests = { 'pyproject.toml': NAMED }
    assert.deepEqual(installed(files, manifests), ['ship/__init__.py', 'ship/parts/sail.py'])
    assert.deepEqual(installed(files, { 'setup.py': 'setup()' }), files.slice(0, 2))
    assert.deepEqual(installed([...files, 'ship.py', 'wind.py'], manifests), [
      ...files.slice(0, 2),
      'ship.py',
    ])
  })

  test('a `src` folder is all that is installed', () => {
    const files = ['src/ship/__init__.py', 'src/hold.py', 'dev/__init__.py', 'dev/new.py', 'new.py']
    assert.deepEqual(
      installed(files, { 'setup.cfg': '[metadata]\nname = ship' }),
      files.slice(0, 2),
    )
  })

  test('what the packaging names is installed, wherever it lies', () => {
    const files = ['lib/ship/__init__.py', 'tools/__init__.py', 'sail.py', 'ship/__init__.py']
    const table: Readonly<Record<string, readonly string[]>> = {
      '[tool.setuptools.packages.find]\nwhere = ["lib"]': ['lib/ship/__init__.py'],
      '[tool.setuptools.package-dir]\n"" = "lib"': ['lib/ship/__init__.py'],
      '[tool.setuptools]\npackages = ["tools"]\npy-modules = ["sail"]': [
        'tools/__init__.py',
        'sail.py',
      ],
      '[tool.hatch.build.targets.wheel]\npackages = ["lib/ship"]': ['lib/ship/__init__.py'],
      '[tool.poetry]\npackages = [{ include = "ship", from = "lib" }]': ['lib/ship/__init__.py'],
      '[tool.flit.module]\nname = "tools"': ['tools/__init__.py'],
      '[tool.maturin]\npython-source = "lib"': ['lib/ship/__init__.py'],
      '[tool.uv.build-backend]\nmodule-root = ""\nmodule-name = "ship"': ['ship/__init__.py'],
      '[tool.pdm.build]\nincludes = ["ship/", "docs"]': ['ship/__init__.py'],
    }
    for (const [tool, expected] of Object.entries(table))
      assert.deepEqual(installed(files, { 'pyproject.toml': NAMED + tool }), expected, tool)
    const setup = 'setup(packages=find_packages(where="lib"), py_modules=["sail"])'
    assert.deepEqual(installed(files, { 'setup.py': setup }), ['lib/ship/__init__.py', 'sail.py'])
    const cfg = '[options]\npackage_dir =\n    = lib\n'
    assert.deepEqual(installed(files, { 'setup.cfg': cfg }), ['lib/ship/__init__.py'])
  })

  test('an application installs nothing: no packaging, settings of tools alone, a server in an image', () => {
    const files = ['ship/__init__.py', 'tools/new.py']
    assert.deepEqual(installed(files, {}), [])
    for (const application of [
      '[tool.ruff]\nline-length = 100',
      '[project]\nname = "ship"',
      `${NAMED}[tool.poetry]\npackage-mode = false`,
      `${NAMED}[tool.uv]\npackage = false`,
    ])
      assert.deepEqual(installed(files, { 'pyproject.toml': application }), [], application)
    const served = { 'pyproject.toml': `${NAMED}dependencies = [\n  "uvicorn>=0.30",\n]` }
    assert.deepEqual(installed(files, served), ['ship/__init__.py'])
    assert.deepEqual(installed(files, { ...served, Dockerfile: '' }), [])
    const asked = '[project]\nname = "ship"\n[tool.uv]\npackage = true'
    assert.deepEqual(installed(files, { 'pyproject.toml': asked }), ['ship/__init__.py'])
  })

  test('in doubt all but what lies beside counts', () => {
    const files = ['ship/__init__.py', 'tools/new.py']
    const loose = ['ship.py', 'wind/sail.py', 'tools/new.py', 'setup.py']
    assert.deepEqual(installed(loose, { 'pyproject.toml': NAMED }), ['ship.py', 'wind/sail.py'])
    assert.deepEqual(installed(['tools/new.py'], { 'pyproject.toml': NAMED }), ['tools/new.py'])
    const gone = `${NAMED}[tool.flit.module]\nname = "gone"`
    assert.deepEqual(installed(files, { 'pyproject.toml': gone }), ['ship/__init__.py'])
  })

  test('each project of a repository has its own', () => {
    const files = [
      'a/ship/__init__.py',
      'a/studies/x.py',
      'b/src/hold/__init__.py',
      'b/x.py',
      'c/x.py',
    ]
    const manifests = { 'a/pyproject.toml': NAMED, 'b/pyproject.toml': NAMED }
    assert.deepEqual(installed(files, manifests), ['a/ship/__init__.py', 'b/src/hold/__init__.py'])
  })
})
