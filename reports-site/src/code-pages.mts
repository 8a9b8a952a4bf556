/** Which files and folders of a project have a page, and where? */

import { heatMap } from './code-map.mts'
import { type FileRow, filesOf, hottest } from './code-rows.mts'
import { fileLink, href } from './links.mts'
import type { Project } from './model.mts'
import { slugsOf } from './slugs.mts'
import type { Folder, Tile } from './treemap.mts'

export interface Code {
  readonly files: readonly FileRow[]
  /** Those with a page, hottest first. */
  readonly hot: readonly FileRow[]
  /** Path → its page under the base. */
  readonly pages: ReadonlyMap<string, string>
  readonly map: { readonly folder: Folder; readonly omitted: number }
  /** Folders that can be zoomed into → their page under the base. */
  readonly zooms: ReadonlyMap<Folder, string>
}

/** Folders with a map of their own, the largest first; the rest are seen in the maps around them. */
const MOST_FOLDERS = 60

export async function codeOf(project: Project): Promise<Code> {
  const files = await filesOf(project.latest.run)
  const hot = hottest(files)
  const slugs = slugsOf(hot.map(({ path }) => path))
  const pages = new Map(
    hot.map(({ path }) => [path, `${project.path}code/file/${slugs.get(path)}/`]),
  )
  const map = heatMap(files, path => linkOf(project, pages, path))
  return { files, hot, pages, map, zooms: zoomsOf(project, map.folder) }
}

export function linkOf(
  { latest }: Project,
  pages: ReadonlyMap<string, string>,
  path: string,
): string | null {
  const page = pages.get(path)
  return page === undefined ? fileLink(latest, path, null) : href(page)
}

function zoomsOf(project: Project, root: Folder): ReadonlyMap<Folder, string> {
  const folders = foldersIn(root)
    .toSorted((a, b) => tilesIn(b).length - tilesIn(a).length || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_FOLDERS)
  const slugs = slugsOf(folders.map(({ path }) => path))
  return new Map(
    folders.map(folder => [folder, `${project.path}code/in/${slugs.get(folder.path)}/`]),
  )
}

/** What can be zoomed into: folders with more than one thing in them. */
function foldersIn({ folders }: Folder): readonly Folder[] {
  return folders.flatMap(each => [
    ...(each.tiles.length + each.folders.length > 1 ? [each] : []),
    ...foldersIn(each),
  ])
}

export const tilesIn = ({ folders, tiles }: Folder): readonly Tile[] => [
  ...tiles,
  ...folders.flatMap(tilesIn),
]
