/** What is this package called, which Node.js does it ask for, and does somebody else trace it? As the files around it say. */

import type { InstrumentedService } from '../../../core/evidence.mts'
import type { Lens } from '../../../core/lens.mts'
import { lineAt } from '../places.mts'
import type { Manifest } from './manifest.mts'
import { FOREIGN, FOREIGN_COMMAND } from './packages.mts'
import { nodeRange, type Pinned } from './versions.mts'

/** As its manifest, its folder or its repository is called. */
export function nameOf({ name, folder }: Manifest, { forge, slug }: Lens['project']): string {
  const home = forge?.url.split('/').at(-1) ?? slug.replace(/-[0-9a-f]{8}$/, '')
  const said = name ?? folder.split('/').filter(Boolean).at(-1) ?? home
  return (
    said
      .replace(/^@/, '')
      .replace(/[^\w.-]+/g, '-')
      .slice(0, 80) || 'service'
  )
}

export function foreignIn(
  importers: readonly {
    readonly path: string
    readonly modules: readonly { source: string; line: number }[]
  }[],
  commands: readonly { readonly path: string; readonly text: string; readonly line: number }[],
): InstrumentedService['foreign'] {
  for (const { path, modules } of importers)
    for (const { source, line } of modules) {
      const known = FOREIGN.find(([pattern]) => pattern.test(source))
      if (known !== undefined) return { name: known[1], path, line }
    }
  for (const { path, text, line } of commands) {
    const found = FOREIGN_COMMAND.exec(text)
    if (found !== null)
      return { name: found[1] ?? '', path, line: line - 1 + lineAt(text, found.index) }
  }
  return null
}

/** Versions of Node.js that the package, a version file or an image asks for. */
export function nodesOf(
  { engine, path }: Manifest,
  files: readonly { readonly path: string; readonly text: string }[],
): Pinned[] {
  const named = engine === null ? [] : [{ path, line: engine.line, version: engine.range }]
  return [
    ...named,
    ...files.flatMap(({ path, text }): Pinned[] => {
      if (/\.(nvmrc|node-version)$/.test(path)) {
        const version = nodeRange(text)
        return version === null ? [] : [{ path, line: 1, version }]
      }
      if (!/Dockerfile/.test(path)) return []
      return [
        ...text.matchAll(/^FROM\s+(?:--\S+\s+)?(?:\S+\/)?node:(\d+(?:\.\d+){0,2})/gm),
      ].flatMap(found => {
        const version = nodeRange(found[1] ?? '')
        return version === null ? [] : [{ path, line: lineAt(text, found.index), version }]
      })
    }),
  ]
}
