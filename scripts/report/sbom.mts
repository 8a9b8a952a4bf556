/** What does the release carry, for machines? A CycloneDX 1.6 bill of materials; the same content gives the same bytes. */

import { createHash } from 'node:crypto'
import type { DependenciesEvidence, PackageRow } from '../core/evidence.mts'
import type { Project } from '../core/model.mts'
import { compareText } from '../core/order.mts'
import { purlOf } from './purl.mts'

type Carrier = Pick<Project, 'slug' | 'commit' | 'committedAt' | 'isDirty' | 'release'>

/** Development packages are in it with scope `excluded`. What a lock does not tell (what a package brings in) is left out, not empty. */
export function sbom(
  project: Carrier,
  { packages }: Pick<DependenciesEvidence, 'packages'>,
  toolVersion: string,
): string {
  const components = componentsOf(packages)
  const root = `project:${project.slug}`
  const content = {
    metadata: {
      // A dirty tree is of no time but now, and a bill of materials must not change with the clock.
      ...(project.commit === null || project.isDirty ? {} : { timestamp: project.committedAt }),
      tools: { components: [{ type: 'application', name: 'shipworthy', version: toolVersion }] },
      component: {
        type: 'application',
        'bom-ref': root,
        name: project.slug,
        version: project.release ?? project.commit ?? '0',
      },
    },
    components: [...components.values()],
    dependencies: [
      { ref: root, dependsOn: refsOf(packages.filter(({ direct }) => direct)) },
      ...dependenciesOf(packages),
    ],
  }
  const head = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`,
    version: 1,
  }
  return `${JSON.stringify({ ...head, ...content }, null, 2)}\n`
}

const refOf = (row: PackageRow) => purlOf(row) ?? `${row.ecosystem}/${row.name} ${row.version}`

const refsOf = (rows: readonly PackageRow[]) => [...new Set(rows.map(refOf))].sort()

/** Each package version once, whatever number of locks names it. */
function componentsOf(packages: readonly PackageRow[]) {
  const groups = Map.groupBy(packages, refOf)
  const refs = [...groups.keys()].sort()
  return new Map(refs.map(ref => [ref, componentOf(ref, groups.get(ref) as PackageRow[])]))
}

function componentOf(ref: string, rows: readonly PackageRow[]) {
  const [row] = rows as [PackageRow]
  const cut = row.name.lastIndexOf(row.ecosystem === 'Maven' ? ':' : '/')
  const licence = rows.find(each => each.licence !== undefined)?.licence
  const purl = purlOf(row)
  return {
    type: 'library',
    'bom-ref': ref,
    ...(cut < 0 ? {} : { group: row.name.slice(0, cut) }),
    name: row.name.slice(cut + 1),
    ...(row.version === '' ? {} : { version: row.version }),
    scope: rows.every(({ dev }) => dev) ? 'excluded' : 'required',
    ...(licence === undefined ? {} : { licenses: [{ expression: licence }] }),
    ...(purl === null ? {} : { purl }),
  }
}

/** `requires` names rows of the same lock; the same package of two locks brings in what either says. */
function dependenciesOf(packages: readonly PackageRow[]) {
  const brought = new Map<string, Set<string>>()
  const keyOf = ({ manifest, name, version }: PackageRow) => `${manifest} ${name} ${version}`
  const rows = new Map(packages.map(row => [keyOf(row), row]))
  for (const row of packages) {
    if (row.requires === undefined) continue
    const known = brought.get(refOf(row)) ?? new Set<string>()
    for (const key of row.requires) {
      const other = rows.get(`${row.manifest} ${key}`)
      if (other !== undefined) known.add(refOf(other))
    }
    brought.set(refOf(row), known)
  }
  return [...brought]
    .sort(([a], [b]) => compareText(a, b))
    .map(([ref, refs]) => ({ ref, dependsOn: [...refs].sort() }))
}

/** Version 8 of RFC 9562: made of a hash. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16)
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ]
  return parts.join('-')
}
