/** How is this program started by hand? By the development server of its framework, on the port it is told. */

import type { InstrumentedService } from '../../../core/evidence.mts'
import { homeOf } from '../places.mts'
import type { Application } from './applications.mts'
import type { ServiceParts } from './service.mts'

/** The project's own environment when it has one beside the program. */
const FIND =
  'PY=$(ls .venv/bin/python venv/bin/python env/bin/python ../.venv/bin/python ../venv/bin/python 2>/dev/null | head -n 1); test -n "$PY" || PY=python3; exec'

type Start = NonNullable<InstrumentedService['start']>

/** @param told Assignments in front of the interpreter. */
const byPython = (folder: string, args: string, told = ''): Start => ({
  folder,
  command: `${FIND} ${told === '' ? '' : `env ${told} `}"$PY" ${args}`,
  label: `${told === '' ? '' : `${told} `}python ${args}`,
})

export function startOf(parts: ServiceParts): Start | null {
  const [entry] = parts.entries
  if (entry !== undefined) {
    const home = [homeOf(entry.file.path), homeOf(homeOf(entry.file.path).slice(0, -1)), '']
    const folder = home.find(each => parts.paths.has(`${each}manage.py`))
    return folder === undefined
      ? null
      : byPython(folder, 'manage.py runserver --noreload "127.0.0.1:$PORT"')
  }
  return parts.applications.map(each => commandOf(each, parts)).find(each => each !== null) ?? null
}

function commandOf(app: Application, parts: ServiceParts): Start | null {
  const { file, framework } = app
  const folder = rootOf(app, parts)
  const made = servedName(app, parts, folder)
  if (framework === 'flask') {
    const target = moduleIn(folder, file.path)
    const named = isTop(app) ? `:${app.name}` : ''
    if (target === null) return null
    // Its option --app came with Flask 2.2 only.
    return byPython(folder, '-m flask run --port "$PORT"', `FLASK_APP=${target}${named}`)
  }
  return made === null ? null : byPython(folder, `-m uvicorn ${made} --port "$PORT"`)
}

const isTop = ({ name, assigned }: Application) =>
  name !== null && assigned?.indent === '' && /^\w+$/.test(name)

/** Where imports of its file begin: as the project writes them, else above its packages. */
function rootOf({ file }: Application, parts: ServiceParts): string {
  const { from } = parts.importOf(file)
  const own = homeOf(file.path)
  const above = from === null || from === '' || from === '.' ? '' : `${from.replaceAll('.', '/')}/`
  let root = own.endsWith(above) ? own.slice(0, own.length - above.length) : own
  if (above === '' && from !== '')
    while (root !== '' && parts.paths.has(`${root}__init__.py`)) root = homeOf(root.slice(0, -1))
  return root
}

function moduleIn(folder: string, path: string): string | null {
  const stem = path.slice(folder.length).replace(/(\/__init__)?\.py$/, '')
  const module = stem.replaceAll('/', '.')
  return path.startsWith(folder) && /^[\w.]+$/.test(module) ? module : null
}

/** `module:name` of the application, of what its factory is called for, or of the factory itself. */
function servedName(app: Application, parts: ServiceParts, folder: string): string | null {
  const at = (path: string, name: string, more = '') => {
    const module = moduleIn(folder, path)
    return module === null ? null : `${module}:${name}${more}`
  }
  if (isTop(app)) return at(app.file.path, app.name ?? '')
  const factory = factoryOf(app)
  if (factory === null) return null
  const called = new RegExp(`^(\\w+)[ \\t]*(?::[^=\\n]*)?=[ \\t]*(?:\\w+\\.)*${factory}\\(`, 'm')
  const calls = [...parts.texts].flatMap(([path, text]) => {
    const [, name] = called.exec(text) ?? []
    return name === undefined || !path.startsWith(folder) ? [] : [{ path, name }]
  })
  const own = calls.find(({ path }) => path === app.file.path)
  const [made] = own === undefined ? calls.sort((a, b) => a.path.length - b.path.length) : [own]
  return made === undefined ? at(app.file.path, factory, ' --factory') : at(made.path, made.name)
}

/** The function at the top of its file that makes it. */
function factoryOf({ file: { tree }, call }: Application): string | null {
  let found: string | null = null
  for (let node = tree.parentOf(call); node > 0; node = tree.parentOf(node)) {
    if (tree.kindOf(node) === 'class_definition') return null
    if (tree.kindOf(node) === 'function_definition') found = tree.childText(node, 'name')
  }
  return found !== null && /^\w+$/.test(found) ? found : null
}
