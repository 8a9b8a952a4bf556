/** What does each package.json say of its modules? What others import, what is run, what `#names` stand for. */

import { folderOf } from '../paths.mts'
import { type Fields, fields, textOf } from '../untyped.mts'
import { jsonFields, leaves } from './json.mts'

export interface Manifest {
  readonly path: string
  readonly folder: string
  readonly name: string | null
  /** Never published: what says which files are is changed by a build. */
  readonly isPrivate: boolean
  /** Something is started, and nothing says that others install it. */
  readonly isStarted: boolean
  /** Published, and nothing says which of its files others may import: any of them. */
  readonly isOpen: boolean
  /** `.` or `./x` → files as written, in the order of the conditions; empty where it names none. */
  readonly exports: ReadonlyMap<string, readonly string[]>
  readonly bins: readonly string[]
  /** `#x` → what it stands for. */
  readonly imports: ReadonlyMap<string, readonly string[]>
  /** Commands, and whatever else may name a file. */
  readonly mentions: readonly string[]
  readonly dependencies: ReadonlySet<string>
}

const MAIN = [
  'source',
  'main',
  'module',
  'jsnext:main',
  'browser',
  'react-native',
  'types',
  'typings',
]

const OF_LIBRARIES = ['exports', 'module', 'types', 'typings', 'files', 'bin', 'publishConfig']

/** Null where the text is no JSON. */
export function manifestOf(path: string, text: string): Manifest | null {
  const manifest = jsonFields(text)
  if (manifest === null) return null
  const name = textOf(manifest.name)
  const isMeantForOthers = OF_LIBRARIES.some(key => manifest[key] !== undefined)
  return {
    path,
    folder: folderOf(path),
    name,
    isPrivate:
      manifest.private === true &&
      manifest.files === undefined &&
      manifest.publishConfig === undefined,
    isStarted: textOf(fields(manifest.scripts).start) !== null && !isMeantForOthers,
    isOpen: manifest.private !== true && isMeantForOthers && manifest.exports === undefined,
    exports: exportsOf(manifest),
    bins: leaves(manifest.bin),
    imports: new Map(
      Object.entries(fields(manifest.imports)).map(([key, value]) => [key, leaves(value)]),
    ),
    mentions: Object.entries(manifest)
      .filter(([key]) => !NO_MENTION.test(key))
      .flatMap(([, value]) => leaves(value)),
    dependencies: new Set(
      DEPENDENCIES.flatMap(key => Object.keys(fields(manifest[key]))).filter(each => each !== name),
    ),
  }
}

const DEPENDENCIES = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']
const NO_MENTION = /ependencies|^(name|version|description|keywords|license|author|files|exports)$/

function exportsOf(manifest: Fields): Map<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const add = (key: string, value: unknown) => {
    const targets = leaves(value)
    if (targets.length > 0) found.set(key, [...(found.get(key) ?? []), ...targets])
  }
  const { exports } = manifest
  const keys = Object.keys(fields(exports))
  if (keys.some(key => key.startsWith('.')))
    for (const [key, value] of Object.entries(fields(exports))) add(key, value)
  else add('.', exports)
  for (const key of MAIN) add('.', typeof manifest[key] === 'string' ? manifest[key] : undefined)
  return found
}

/** What a key of `exports` or `imports` gives for a name, `*` filled in; the longest pattern wins. */
export function matched(
  table: ReadonlyMap<string, readonly string[]>,
  name: string,
): readonly string[] {
  const exact = table.get(name)
  if (exact !== undefined) return exact
  const patterns = [...table.keys()]
    .filter(key => key.includes('*'))
    .sort((a, b) => b.indexOf('*') - a.indexOf('*'))
  for (const pattern of patterns) {
    const [before = '', after = ''] = pattern.split('*')
    if (name.length < before.length + after.length) continue
    if (!name.startsWith(before) || !name.endsWith(after)) continue
    const filling = name.slice(before.length, name.length - after.length)
    return (table.get(pattern) ?? []).map(target => target.replaceAll('*', filling))
  }
  return []
}
