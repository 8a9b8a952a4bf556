/** Where is a file relative to another? Paths of a project: forward slashes, no leading one. */

/** '' for the project's own folder. */
export const folderOf = (path: string) =>
  path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''

export const basenameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** Null when it leads out of the project. */
export function joined(folder: string, relative: string): string | null {
  const parts: string[] = []
  for (const part of `${folder}/${relative}`.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}

/** Files of this name in the folder or below it. */
export function below(folder: string, basename: string, paths: readonly string[]): string[] {
  const start = folder === '' ? '' : `${folder}/`
  return paths.filter(path => path.startsWith(start) && basenameOf(path) === basename)
}
