/** Is a map true: areas as sizes, every file once, names that cannot break it, and folders one can walk into? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawTreemap, type Folder, folderOf, type Tile } from '../../reports-site/src/treemap.mts'
import { parse } from './built-site.mts'

const tile = (path: string, size: number): Tile => ({
  path,
  size,
  step: 2,
  says: `${size} lines`,
  link: null,
})
const size = { width: 1000, height: 500 }
const draw = (folder: Folder, link: (each: Folder) => string | null = () => null) =>
  parse(drawTreemap(folder, 'Map', size, link).markup)

test('a chain of folders that hold nothing but each other is one folder', () => {
  const root = folderOf([
    tile('src/main/java/a/X.java', 1),
    tile('src/main/java/b/Y.java', 1),
    tile('README', 1),
  ])
  assert.deepEqual(
    root.folders.map(({ path }) => path),
    ['src/main/java/'],
  )
  assert.deepEqual(
    root.folders[0]?.folders.map(({ path }) => path),
    ['src/main/java/a/', 'src/main/java/b/'],
  )
  assert.equal(folderOf([tile('src/a/X', 1), tile('src/a/Y', 1)]).path, 'src/a/')
})

test('areas are as sizes, and nothing leaves the frame', () => {
  const rects = [
    ...draw(folderOf([tile('a', 300), tile('b', 100), tile('c', 100)])).querySelectorAll('rect'),
  ]
  const box = (each: (typeof rects)[number], name: string) => Number(each.getAttribute(name))
  const areas = rects.map(each => box(each, 'width') * box(each, 'height'))
  assert.ok(Math.abs((areas[0] ?? 0) / (areas[1] ?? 1) - 3) < 0.05, `${areas}`)
  for (const each of rects) {
    assert.ok(box(each, 'x') + box(each, 'width') <= size.width)
    assert.ok(box(each, 'y') + box(each, 'height') <= size.height)
  }
})

test('a name of 500 characters or of markup is cut and escaped, and said whole in the title', () => {
  const evil = `${'long-'.repeat(100)}"><script>alert(1)</script>`
  const page = draw(folderOf([tile(`x/${evil}`, 10), tile('x/b', 1), tile('y', 1)]))
  assert.equal(page.querySelectorAll('script').length, 0)
  const titles = [...page.querySelectorAll('title')].map(each => each.textContent ?? '')
  assert.ok(
    titles.some(text => text.startsWith(`x/${evil}`)),
    titles.join(' | '),
  )
  for (const text of page.querySelectorAll('text')) assert.ok((text.textContent ?? '').length < 160)
})

test('the name of a folder is a link where it leads somewhere', () => {
  const root = folderOf([tile('a/x', 5), tile('a/y', 5), tile('b/z', 5), tile('b/w', 5)])
  const page = draw(root, ({ path }) => (path === 'a/' ? '/code/in/a/' : null))
  const links = [...page.querySelectorAll('a')].map(each => each.getAttribute('href'))
  assert.deepEqual(links, ['/code/in/a/'])
  assert.equal(page.querySelector('a > title')?.textContent, 'Zoom into a/')
})

test('no file and files without size make an empty map, not a broken one', () => {
  for (const tiles of [[], [tile('a', 0)]]) {
    const page = draw(folderOf(tiles))
    assert.equal(page.querySelectorAll('rect').length, 0)
    assert.doesNotMatch(page.toString(), /NaN|undefined/)
  }
})
