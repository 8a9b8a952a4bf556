/** Which commands install the packages that edits of manifests added, and bring the locks up to date that pipelines install by? */

import { baseOf, folderOf, foldersUp } from '../../core/paths.mts'

const LOCKED: readonly (readonly [manifest: string, lock: string, command: string])[] = [
  ['package.json', 'pnpm-lock.yaml', 'pnpm install'],
  ['package.json', 'yarn.lock', 'yarn install'],
  ['package.json', 'bun.lock', 'bun install'],
  ['package.json', 'bun.lockb', 'bun install'],
  ['package.json', 'package-lock.json', 'npm install'],
  ['pyproject.toml', 'uv.lock', 'uv sync'],
  ['pyproject.toml', 'poetry.lock', 'poetry lock && poetry install'],
  ['pyproject.toml', 'pdm.lock', 'pdm install'],
  ['Pipfile', 'Pipfile.lock', 'pipenv install'],
]

/** `edited` and `paths` are relative to the project; each command is to be run in its root. */
export function installsOf(
  edited: readonly string[],
  paths: ReadonlySet<string>,
): readonly string[] {
  return [...new Set(edited.flatMap(path => installOf(path, paths) ?? []))]
}

function installOf(path: string, paths: ReadonlySet<string>): string | null {
  const name = baseOf(path)
  for (const folder of foldersUp(folderOf(path)))
    for (const [manifest, lock, command] of LOCKED)
      if (manifest === name && paths.has(folder === '' ? lock : `${folder}/${lock}`))
        return inside(folder, command)
  if (/requirements.*\.(txt|in)$/.test(path)) return `pip install -r ${path}`
  if (name === 'package.json') return inside(folderOf(path), 'npm install')
  return name === 'pyproject.toml' ? inside(folderOf(path), 'pip install --editable .') : null
}

/** Whether it writes a lock; pip only installs. */
export const isLocked = (install: string) => !install.includes('pip install')

const inside = (folder: string, command: string) =>
  folder === '' ? command : `(cd ${folder} && ${command})`
