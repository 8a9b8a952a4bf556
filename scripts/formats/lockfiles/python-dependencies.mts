/** Which requirements does a Python manifest (pyproject.toml, Pipfile) declare, and for whom? */

import { folderOf, joined } from '../../core/paths.mts'
import { type Fields, fields, isFields, list, text, texts } from '../../core/untyped.mts'
import { parseTomlTable } from '../parse.mts'
import { canonicalName } from '../versions/names.mts'

interface Requirement {
  /** PEP 503 normal form. */
  readonly name: string
  readonly dev: boolean
}

export interface Requirements {
  readonly declared: readonly Requirement[]
  /** Groups that are for development: everything but the project's dependencies and its extras. */
  readonly developmentGroups: ReadonlySet<string>
}

const NONE: Requirements = { declared: [], developmentGroups: new Set() }

/** Name of a PEP 508 requirement: `Flask[async] >= 3; python_version > "3"` gives `flask`. */
export function requirementName(requirement: string): string {
  const name = /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)/.exec(requirement)?.[1] ?? ''
  return canonicalName('PyPI', name)
}

export const pyprojectBeside = (path: string) => joined(folderOf(path), 'pyproject.toml') ?? ''

/** PEP 621 and 735 first, then the tables that Poetry, PDM and uv used before those. */
export function pyprojectRequirements(toml: string | null): Requirements {
  const parsed = toml === null ? 'missing' : parseTomlTable(toml)
  if (typeof parsed === 'string') return NONE
  const project = fields(parsed.fields.project)
  const { poetry, pdm, uv } = fields(parsed.fields.tool)
  const groups = {
    ...listsOf(parsed.fields['dependency-groups']),
    ...listsOf(fields(pdm)['dev-dependencies']),
    dev: [
      ...texts(fields(parsed.fields['dependency-groups']).dev),
      ...texts(fields(fields(pdm)['dev-dependencies']).dev),
      ...texts(fields(uv)['dev-dependencies']),
    ],
  }
  const runtime = [
    ...texts(project.dependencies),
    ...Object.values(listsOf(project['optional-dependencies'])).flat(),
    ...namesIn(fields(poetry).dependencies),
  ]
  const poetryGroups = Object.entries(fields(fields(poetry).group))
  const development = [
    ...Object.values(groups).flat(),
    ...namesIn(fields(poetry)['dev-dependencies']),
    ...poetryGroups.flatMap(([, group]) => namesIn(fields(group).dependencies)),
  ]
  return {
    declared: merged(runtime, development),
    developmentGroups: new Set([...Object.keys(groups), ...poetryGroups.map(([name]) => name)]),
  }
}

export function pipfileRequirements(toml: string | null): Requirements {
  const parsed = toml === null ? 'missing' : parseTomlTable(toml)
  if (typeof parsed === 'string') return NONE
  const { packages, 'dev-packages': development } = parsed.fields
  return { declared: merged(namesIn(packages), namesIn(development)), developmentGroups: new Set() }
}

function merged(runtime: readonly string[], development: readonly string[]): Requirement[] {
  const shipped = new Set(runtime.map(requirementName))
  const others = new Set(development.map(requirementName))
  return [
    ...[...shipped].map(name => ({ name, dev: false })),
    ...[...others].filter(name => !shipped.has(name)).map(name => ({ name, dev: true })),
  ].filter(({ name }) => name !== '')
}

/** Poetry and Pipenv write a table; `python` in it is the interpreter, and folders are the project's. */
function namesIn(table: unknown): readonly string[] {
  return Object.entries(fields(table))
    .filter(([name, spec]) => name !== 'python' && !isFolder(spec))
    .map(([name]) => name)
}

const isFolder = (spec: unknown): boolean =>
  isFields(spec) ? text(spec.path) !== '' : list(spec).some(isFolder)

function listsOf(table: unknown): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(fields(table) as Fields).map(([name, value]) => [name, texts(value)]),
  )
}
