/** Which packages does Pipenv install from Pipfile.lock? */

import { folderOf, joined } from '../../core/paths.mts'
import { type Fields, fields, isFields, text } from '../../core/untyped.mts'
import { parseJson } from '../parse.mts'
import { canonicalName } from '../versions/names.mts'
import { pipfileRequirements } from './python-dependencies.mts'
import { type Entry, type Format, isArchive, reading } from './reading.mts'

const manifestOf = (path: string) => joined(folderOf(path), 'Pipfile') ?? ''

export const pipenv: Format = {
  ecosystem: 'PyPI',
  basename: /^Pipfile\.lock$/,
  wants: ({ path }) => [manifestOf(path)],
  read(source) {
    const parsed = parseJson(source.text)
    if (typeof parsed === 'string') return parsed
    const lock = parsed.fields
    if (!isFields(lock.default) && !isFields(lock.develop))
      return 'It is JSON, but has neither "default" nor "develop": is it a Pipenv lock file?'
    const { declared } = pipfileRequirements(source.neighbour(manifestOf(source.path)))
    const direct = new Set(declared.map(({ name }) => name))
    // Every table but `_meta` is a category; all but `default` are opted into by name.
    const entries = Object.entries(lock).flatMap(([category, packages]) =>
      category === '_meta'
        ? []
        : Object.entries(fields(packages)).flatMap(([name, value]): Entry[] => {
            const version = versionOf(fields(value))
            const dev = category !== 'default'
            const isDirect = direct.has(canonicalName('PyPI', name))
            return version === null ? [] : [{ name, version, direct: isDirect, dev }]
          }),
    )
    return reading('PyPI', source.path, entries, { covers: [manifestOf(source.path)] })
  },
}

function versionOf(entry: Fields): string | null {
  const path = text(entry.path)
  if (path !== '') return isArchive(path) ? `file:${path}` : null
  if (text(entry.file) !== '') return text(entry.file)
  if (text(entry.git) !== '') return `git+${text(entry.git)}#${text(entry.ref)}`
  return text(entry.version).replace(/^===?/, '')
}
