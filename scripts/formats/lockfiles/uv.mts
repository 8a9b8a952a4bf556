/** Which packages does uv install from uv.lock? It names the workspace's own members itself. */

import { folderOf, joined } from '../../core/paths.mts'
import { fields, tables, text, texts } from '../../core/untyped.mts'
import { reachable } from './graph.mts'
import { addressOf, byName, type LockedPackage, lockedPackages } from './python-locks.mts'
import { type Entry, type Format, type Named, reading } from './reading.mts'

export const uv: Format = {
  ecosystem: 'PyPI',
  basename: /^uv\.lock$/,
  wants: () => [],
  read({ path, text }) {
    const packages = lockedPackages(text)
    if (typeof packages === 'string') return packages
    const follow = follower(packages)
    const members = packages.filter(locked => folderOfMember(locked) !== null)
    const runtime = members.flatMap(locked => [
      ...follow(locked.entry.dependencies),
      ...Object.values(fields(locked.entry['optional-dependencies'])).flatMap(follow),
    ])
    const development = members.flatMap(locked =>
      Object.values(fields(locked.entry['dev-dependencies'])).flatMap(follow),
    )
    const direct = new Set([...runtime, ...development].map(({ locked }) => locked))
    const reached = reachable(runtime, ({ locked, extra }) =>
      follow(
        extra === ''
          ? locked.entry.dependencies
          : fields(locked.entry['optional-dependencies'])[extra],
      ),
    )
    const shipped = new Set([...reached].map(({ locked }) => locked))
    const entries = packages.flatMap((locked): Entry[] => {
      if (folderOfMember(locked) !== null) return []
      const extras = Object.values(fields(locked.entry['optional-dependencies']))
      const requires = [locked.entry.dependencies, ...extras]
        .flatMap(follow)
        .filter(node => folderOfMember(node.locked) === null)
        .map(node => identity(node.locked))
      const dev = !shipped.has(locked)
      return [{ ...identity(locked), direct: direct.has(locked), dev, requires }]
    })
    const covers = members.flatMap(
      member => joined(folderOf(path), `${folderOfMember(member)}/pyproject.toml`) ?? [],
    )
    return reading('PyPI', path, entries, { covers })
  },
}

/** A member or a folder installed in place; null for everything that comes from elsewhere. */
function folderOfMember({ entry }: LockedPackage): string | null {
  const { editable, virtual, directory } = fields(entry.source)
  return [editable, virtual, directory].find(value => typeof value === 'string') ?? null
}

const identity = (locked: LockedPackage): Named => ({
  name: locked.name,
  version: addressOf(fields(locked.entry.source)) || archive(locked) || locked.version,
})

const archive = ({ entry }: LockedPackage) => {
  const path = text(fields(entry.source).path)
  return path === '' ? '' : `file:${path}`
}

/** A package, or one of its extras: `anyio[trio]` brings in more than anyio does. */
interface Node {
  readonly locked: LockedPackage
  readonly extra: string
}

/** Follows a list of pointers; one carries a version only where the lock holds several of that name. */
function follower(packages: readonly LockedPackage[]): (pointers: unknown) => readonly Node[] {
  const named = byName(packages)
  const nodes = new Map<LockedPackage, Map<string, Node>>()
  const nodeOf = (locked: LockedPackage, extra: string): Node => {
    const known = nodes.get(locked) ?? new Map<string, Node>()
    const node = known.get(extra) ?? { locked, extra }
    nodes.set(locked, known.set(extra, node))
    return node
  }
  return pointers =>
    tables(pointers).flatMap(({ name, version, extra }) =>
      (named.get(text(name)) ?? [])
        .filter(locked => version === undefined || locked.version === version)
        .flatMap(locked => ['', ...texts(extra)].map(each => nodeOf(locked, each))),
    )
}
