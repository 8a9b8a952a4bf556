/** What does a hole in a path stand for? The one literal of that name: in its file, else in the project. */

import type { RoutedFile } from './resolve.mts'

const HOLE = /\$\{([^{}]*)\}/g

export class Constants {
  private readonly files: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** Null where two files disagree. */
  private readonly everywhere = new Map<string, string | null>()

  constructor(files: readonly RoutedFile[]) {
    this.files = new Map(files.map(({ path, routing }) => [path, routing.constants]))
    for (const { routing } of files)
      for (const [name, value] of Object.entries(routing.constants)) {
        const known = this.everywhere.get(name)
        this.everywhere.set(name, known === undefined || known === value ? value : null)
      }
  }

  /** The path with every hole filled that can be. */
  filled(file: string, path: string): string {
    if (!path.includes('$')) return path
    const own = this.files.get(file) ?? {}
    return path.replace(HOLE, (hole, name: string) => {
      const last = name.slice(name.lastIndexOf('.') + 1).trim()
      if (Object.hasOwn(own, last)) return own[last] as string
      return this.everywhere.get(last) ?? hole
    })
  }
}
