/** Which package of the project does a Java import mean? A package is the folder its files lie in. */

import { folderOf } from '../paths.mts'

export class JavaResolver {
  /** Package name → folders, by every ending of the folder's path: where sources begin, no path says. */
  private readonly folders = new Map<string, Set<string>>()
  private readonly files: ReadonlySet<string>

  constructor(paths: readonly string[]) {
    this.files = new Set(paths)
    for (const folder of new Set(paths.map(folderOf))) {
      const words = folder.split('/')
      for (let first = Math.max(0, words.length - DEEPEST); first < words.length; first++) {
        const name = words.slice(first).join('.')
        this.folders.set(name, (this.folders.get(name) ?? new Set()).add(folder))
      }
    }
  }

  /** `a.b.C`, `a.b.*`, `a.b.C.member`: the folders of `a.b` that hold it. */
  resolve(name: string): readonly string[] {
    const words = name.split('.')
    for (let length = words.length - 1; length > 1; length--) {
      const folders = this.folders.get(words.slice(0, length).join('.'))
      if (folders === undefined) continue
      const type = words[length] as string
      if (type === '*') return [...folders]
      return [...folders].filter(folder => this.files.has(`${folder}/${type}.java`))
    }
    return []
  }
}

/** Words of a package name, at most. */
const DEEPEST = 12
