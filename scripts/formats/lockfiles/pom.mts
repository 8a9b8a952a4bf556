/** What does one pom.xml say of itself, before parents and properties are brought in? */

import { readXml } from '../xml.mts'

export interface PomDependency {
  readonly groupId: string
  readonly artifactId: string
  readonly version: string
  readonly scope: string
  readonly type: string
}

interface PomParent {
  readonly groupId: string
  readonly artifactId: string
  readonly version: string
  /** Null when not written: Maven then looks at ../pom.xml. */
  readonly relativePath: string | null
}

export interface Pom {
  readonly groupId: string
  readonly artifactId: string
  readonly version: string
  readonly parent: PomParent | null
  readonly properties: ReadonlyMap<string, string>
  readonly managed: readonly PomDependency[]
  readonly dependencies: readonly PomDependency[]
  /** Folders (or pom files) that are built with it, as written. */
  readonly modules: readonly string[]
}

/** Profiles and plugins are other elements and stay out: neither is part of every build. */
const SECTIONS: Readonly<Record<string, 'self' | 'parent' | 'property' | 'managed' | 'declared'>> =
  {
    project: 'self',
    'project/parent': 'parent',
    'project/properties': 'property',
    'project/dependencyManagement/dependencies/dependency': 'managed',
    'project/dependencies/dependency': 'declared',
  }

/** The POM, or a sentence on why the text is none. */
export function readPom(text: string): Pom | string {
  const stack: string[] = []
  let pieces: string[] = []
  const fields = { self: new Map(), parent: new Map(), property: new Map() } as Readonly<
    Record<'self' | 'parent' | 'property', Map<string, string>>
  >
  const rows = { managed: [] as Map<string, string>[], declared: [] as Map<string, string>[] }
  const modules: string[] = []
  const fault = readXml(
    text,
    {
      open(name) {
        stack.push(name.slice(name.indexOf(':') + 1))
        pieces = []
        const section = SECTIONS[stack.join('/')]
        if (section === 'managed' || section === 'declared') rows[section].push(new Map())
      },
      text: piece => void pieces.push(piece),
      close() {
        const name = stack.pop() ?? ''
        const section = SECTIONS[stack.join('/')]
        const table =
          section === 'managed' || section === 'declared'
            ? rows[section].at(-1)
            : section && fields[section]
        table?.set(name, pieces.join('').trim())
        if (name === 'module' && stack.join('/') === 'project/modules')
          modules.push(pieces.join('').trim())
        pieces = []
      },
    },
    { size: 8 * 1024 * 1024, depth: 100, attributes: 64, attributeSize: 64 * 1024 },
  )
  if (fault !== null) return `It ${fault}.`
  if (!fields.self.has('artifactId'))
    return 'It is XML, but no Maven project: it has no artifactId.'
  const { self, parent } = fields
  return {
    groupId: self.get('groupId') ?? parent.get('groupId') ?? '',
    artifactId: self.get('artifactId') ?? '',
    version: self.get('version') ?? parent.get('version') ?? '',
    parent: parent.has('artifactId') ? parentOf(parent) : null,
    properties: fields.property,
    managed: rows.managed.map(dependencyOf),
    dependencies: rows.declared.map(dependencyOf),
    modules,
  }
}

const parentOf = (fields: ReadonlyMap<string, string>): PomParent => ({
  groupId: fields.get('groupId') ?? '',
  artifactId: fields.get('artifactId') ?? '',
  version: fields.get('version') ?? '',
  relativePath: fields.get('relativePath') ?? null,
})

const dependencyOf = (fields: ReadonlyMap<string, string>): PomDependency => ({
  groupId: fields.get('groupId') ?? '',
  artifactId: fields.get('artifactId') ?? '',
  version: fields.get('version') ?? '',
  scope: fields.get('scope') ?? '',
  type: fields.get('type') ?? 'jar',
})
