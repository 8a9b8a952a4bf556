/** Where does a Django project make its application? In wsgi.py and asgi.py; in manage.py only when it has neither. */

import { callsIn, indentOf, type PythonFile, statementOf } from './source.mts'

export interface DjangoEntry {
  readonly file: PythonFile
  readonly line: number
  /** Start of the line before which tracing begins: settings are named above it, the application is made on it. */
  readonly at: number
  readonly indent: string
  readonly isAsgi: boolean
  readonly isTraced: boolean
  /** Why nothing may be written there. */
  readonly why: string | null
}

const SERVERS = /(^|\.)get_([aw]sgi)_application$/
const MANAGE = /(^|\.)execute_from_command_line$/

export function djangoEntries(files: readonly PythonFile[], module: string): DjangoEntry[] {
  const served = files.flatMap(file => entriesIn(file, SERVERS, module))
  const isServed = (path: string) => served.some(entry => isBelow(path, entry.file.path))
  const managed = files
    .flatMap(file => entriesIn(file, MANAGE, module))
    .filter(({ file }) => /(^|\/)manage\.py$/.test(file.path) && !isServed(file.path))
  return [...served, ...managed]
}

/** Whether a file lies below the folder of manage.py. */
const isBelow = (manage: string, path: string) => path.startsWith(manage.replace(/[^/]*$/, ''))

function entriesIn(file: PythonFile, wanted: RegExp, module: string): DjangoEntry[] {
  const { tree } = file
  const [found] = callsIn(file).filter(({ callee }) => wanted.test(callee))
  if (found === undefined) return []
  const statement = statementOf(tree, found.node)
  const [start, end] = [tree.startOf(statement), tree.endOf(statement)]
  const indent = indentOf(tree, start, firstLineEnd(tree.text, start, end))
  const isConfigurations = file.modules.some(({ name }) => name.startsWith('configurations'))
  const why = isConfigurations
    ? 'django-configurations builds its settings inside this call, so tracing has to begin after configurations.setup()'
    : indent === null
      ? 'the statement shares its line with another'
      : null
  return [
    {
      file,
      line: tree.lineOf(statement),
      at: start - (indent?.length ?? 0),
      indent: indent ?? '',
      isAsgi: found.callee.includes('asgi'),
      isTraced: [...file.origins.values()].some(origin => origin.endsWith(module)),
      why,
    },
  ]
}

/** A statement of several lines may go on: only what stands before its first one matters. */
const firstLineEnd = (text: string, start: number, end: number) => {
  const broken = text.slice(start, end).search(/[\r\n]/)
  return broken === -1 ? end : start + broken
}
