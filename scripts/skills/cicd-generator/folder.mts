/** What lies in a folder that may be a project of its own? */

/** A folder of the project whose manifests were read beforehand. */
export interface Folder {
  /** '' or with a trailing slash. */
  readonly at: string
  has(name: string): boolean
  /** Names right in it or in a folder below that match. */
  names(pattern: RegExp): readonly string[]
  /** '' when there is no such file. */
  text(name: string): string
}

/** The first of these files that is there, from the root of the repository. */
export const firstOf = (folder: Folder, names: readonly string[]): string | null => {
  const name = names.find(each => folder.has(each))
  return name === undefined ? null : folder.at + name
}
