/** What does a folder without git hold? All files but those in the usual vendor and build folders. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { abreast } from '../core/abreast.mts'
import { UserFault } from '../core/fault.mts'
import { byPath } from '../core/order.mts'
import type { Tree } from './tree.mts'
import { blobId, digest, readInside } from './work-tree.mts'

/** Folders no project means when it says "our files". */
const VENDOR_FOLDERS: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  'bower_components',
  'vendor',
  '.venv',
  'venv',
  '.tox',
  '.nox',
  '__pycache__',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.gradle',
  'target',
  'dist',
  'build',
  'out',
  '.next',
  '.nuxt',
  '.astro',
  'coverage',
  '.idea',
  '.vscode',
  '.cache',
  '.shipworthy',
])

const MOST_FILES = 200_000

/** @param most files; with more the folder is none of a project, and the user is told. */
export async function folderTree(root: string, most: number = MOST_FILES): Promise<Tree> {
  const { paths, skipped } = await walk(root, most)
  const entries = await abreast(paths, async path => {
    const content = await readInside(root, path)
    return content.ok
      ? { path, oid: blobId(content.value), bytes: content.value.length }
      : { path, oid: 'unread', bytes: null }
  })
  entries.sort(byPath)
  return {
    entries,
    skipped,
    id: digest(entries),
    edited: [],
    untracked: [],
    read: entry => readInside(root, entry.path),
    close: () => {},
  }
}

async function walk(
  root: string,
  most: number,
): Promise<{ paths: string[]; skipped: Tree['skipped'] }> {
  const skipped: Tree['skipped'][number][] = []
  const paths: string[] = []
  const folders = ['']
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const item of await list(join(root, folder))) {
      const path = folder === '' ? item.name : `${folder}/${item.name}`
      if (item.isSymbolicLink()) skipped.push({ path, reason: 'symbolic link' })
      else if (item.isDirectory() && VENDOR_FOLDERS.has(item.name))
        skipped.push({ path, reason: 'vendor or build folder' })
      else if (item.isDirectory()) folders.push(path)
      else if (item.isFile()) paths.push(path)
    }
    if (paths.length > most)
      throw new UserFault(
        `${root} holds more than ${most} files outside git: name a smaller folder, or run git init there`,
      )
  }
  return { paths, skipped }
}

async function list(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
