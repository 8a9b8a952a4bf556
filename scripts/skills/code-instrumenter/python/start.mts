/** How is this program started by hand? By the development server of its framework, on the port it is told. */

import type { InstrumentedService } from '../../../core/evidence.mts'
import type { ServiceParts } from './service.mts'
import { folderOf } from './source.mts'

/** The project's own environment when it has one beside the program. */
const PYTHON =
  'PY=$(ls .venv/bin/python venv/bin/python env/bin/python ../.venv/bin/python ../venv/bin/python 2>/dev/null | head -n 1); test -n "$PY" || PY=python3; exec "$PY"'

export function startOf(parts: ServiceParts): InstrumentedService['start'] {
  const [entry] = parts.entries
  if (entry !== undefined) {
    const home = [folderOf(entry.file.path), folderOf(folderOf(entry.file.path).slice(0, -1)), '']
    const folder = home.find(each => parts.paths.has(`${each}manage.py`))
    return folder === undefined
      ? null
      : { folder, command: `${PYTHON} manage.py runserver --noreload "127.0.0.1:$PORT"` }
  }
  for (const { file, framework, name, assigned } of parts.applications) {
    const { from } = parts.importOf(file)
    const own = folderOf(file.path)
    // A relative import says that it lies in a package, and not in which.
    if (from === null || from === '.') continue
    const above = from === '' ? '' : `${from.replaceAll('.', '/')}/`
    if (!own.endsWith(above)) continue
    const folder = own.slice(0, own.length - above.length)
    const stem = file.path.slice(folder.length).replace(/(\/__init__)?\.py$/, '')
    const module = stem.replaceAll('/', '.')
    const isTop = name !== null && assigned?.indent === '' && /^\w+$/.test(name)
    if (!/^[\w.]+$/.test(module)) continue
    if (framework === 'flask')
      return {
        folder,
        command: `${PYTHON} -m flask --app ${module}${isTop ? `:${name}` : ''} run --port "$PORT"`,
      }
    if (isTop) return { folder, command: `${PYTHON} -m uvicorn ${module}:${name} --port "$PORT"` }
  }
  return null
}
