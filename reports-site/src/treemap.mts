/** Where does something lie in the project? Files as areas within their folders, shaded in five steps. */

import { hierarchy, treemap } from 'd3-hierarchy'
import { type Html, html } from './html.mts'

export interface Tile {
  readonly path: string
  /** Becomes the area. */
  readonly size: number
  /** 0–4 from little to much; null is not known and hatched. */
  readonly step: 0 | 1 | 2 | 3 | 4 | null
  /** What the tile says: values with their units. */
  readonly says: string
  readonly link: string | null
}

export interface Folder {
  /** With a slash at the end; '' is the project. */
  readonly path: string
  readonly folders: readonly Folder[]
  readonly tiles: readonly Tile[]
}

export interface MapSize {
  readonly width: number
  readonly height: number
}

export const WIDE_MAP: MapSize = { width: 1152, height: 520 }
export const NARROW_MAP: MapSize = { width: 350, height: 460 }

/** A folder with all that lies below it; a chain of folders that hold nothing but each other is one. */
export function folderOf(tiles: readonly Tile[], path = ''): Folder {
  const inside = Map.groupBy(tiles, tile => {
    const rest = tile.path.slice(path.length)
    return rest.includes('/') ? rest.slice(0, rest.indexOf('/') + 1) : ''
  })
  const own = inside.get('') ?? []
  const names = [...inside.keys()].filter(name => name !== '')
  const [only] = names
  if (own.length === 0 && names.length === 1 && only !== undefined)
    return folderOf(tiles, `${path}${only}`)
  const folders = names.sort().map(name => folderOf(inside.get(name) ?? [], `${path}${name}`))
  return { path, folders, tiles: own }
}

type Node = { readonly folder: Folder } | { readonly tile: Tile }

/** `link` answers where a click on the name of a folder leads; null: nowhere. */
export function drawTreemap(
  folder: Folder,
  label: string,
  { width, height }: MapSize,
  link: (folder: Folder) => string | null,
): Html {
  const root = hierarchy<Node>({ folder }, node => ('tile' in node ? [] : childrenOf(node.folder)))
    .sum(node => ('tile' in node ? node.tile.size : 0))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
  const laid = treemap<Node>()
    .size([width, height])
    .paddingInner(1)
    .paddingOuter(node => (node.depth === 0 ? 0 : 1))
    .paddingTop(node => (node.depth === 1 && 'folder' in node.data ? 18 : node.depth === 0 ? 0 : 1))
    .round(true)(root)
  const boxes = laid.descendants().flatMap(node => {
    const box = { x: node.x0, y: node.y0, width: node.x1 - node.x0, height: node.y1 - node.y0 }
    if (box.width < 2 || box.height < 2) return []
    if ('tile' in node.data) return [drawTile(node.data.tile, box)]
    return node.depth === 1 ? [drawName(node.data.folder, folder, box, link(node.data.folder))] : []
  })
  return html`<svg class="treemap" viewBox="0 0 ${width} ${height}" role="group" aria-label="${label}">${boxes}</svg>`
}

const childrenOf = ({ folders, tiles }: Folder): readonly Node[] => [
  ...folders.map(folder => ({ folder })),
  ...tiles.map(tile => ({ tile })),
]

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function drawName({ path }: Folder, around: Folder, box: Box, link: string | null): Html {
  const name = path.slice(around.path.length)
  const shown = fitting(name, box.width, BOLD)
  const text = html`<text class="folder" aria-hidden="true" x="${box.x + 4}" y="${box.y + 13}">${shown}</text>`
  if (link === null || shown === '') return text
  return html`<a href="${link}"><title>Zoom into ${name}</title>${text}</a>`
}

function drawTile({ path, step, says, link }: Tile, box: Box): Html {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const kind = step === null ? 'unknown' : `step${step}`
  const title = html`<title>${path}: ${says}</title>`
  const area = html`<rect class="${kind}" x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"></rect>`
  const text =
    box.height >= 15 &&
    html`<text class="${step === null ? kind : `on${step}`}" aria-hidden="true" x="${box.x + 4}" y="${box.y + 12}">${fitting(name, box.width)}</text>`
  return link === null
    ? html`<g>${title}${area}${text}</g>`
    : html`<a href="${link}">${title}${area}${text}</a>`
}

/** A character of the small text is about this wide, of the bold names of folders, and of either in a wide font. */
const CHARACTER = 7.2
const BOLD = 8

function fitting(name: string, width: number, character = CHARACTER): string {
  const room = Math.floor((width - 8) / character)
  if (name.length <= room) return name
  return room < 7 ? '' : `${name.slice(0, room - 2)}…`
}
