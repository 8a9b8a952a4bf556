/** What is measured? Clones that are at hand, else sources from the registries; always a copy, since the bench commits to it. */

import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { execa } from 'execa'
import { git } from './shipworthy.mts'

export interface BenchProject {
  readonly name: string
  readonly dir: string
  readonly peer: 'javascript' | 'python'
  /** Source files of the language, relative to the folder. */
  readonly sources: readonly string[]
  readonly lines: number
}

const EXTENSIONS = { javascript: /\.[cm]?[jt]sx?$/, python: /\.py$/ }

/** A clone with its tags, on a branch of its own. */
export async function copyOf(
  clone: string,
  folder: string,
  peer: BenchProject['peer'],
): Promise<BenchProject> {
  const dir = join(folder, basename(clone))
  await execa('git', ['clone', '--quiet', '--no-local', clone, dir])
  return measured(dir, basename(clone), peer)
}

/** Sources as published: hand-written files, but no history before the one commit made of them. */
export async function published(peer: BenchProject['peer'], folder: string): Promise<BenchProject> {
  const box = join(folder, `published-${peer}`)
  await mkdir(box, { recursive: true })
  const name = peer === 'python' ? 'django-5.2' : 'three-0.180.0'
  const fetched =
    peer === 'python'
      ? ['pip', 'download', '--quiet', '--no-deps', '--no-binary', ':all:', 'django==5.2']
      : ['npm', 'pack', '--silent', 'three@0.180.0']
  const [file = '', ...args] = fetched
  await execa(file, args, { cwd: box })
  const [archive = ''] = await readdir(box)
  await execa('tar', ['--extract', '--no-same-owner', '--file', archive], { cwd: box })
  const unpacked = (await readdir(box)).find(entry => entry !== archive) ?? ''
  const dir = join(folder, name)
  await rename(join(box, unpacked), dir).catch(() => cp(join(box, unpacked), dir))
  // What bundlers made of the sources beside it.
  await rm(join(dir, 'build'), { recursive: true, force: true })
  git(dir, 'init', '--quiet', '--initial-branch=main')
  git(dir, 'add', '--all')
  git(dir, 'commit', '--quiet', '--message', 'As published')
  return measured(dir, name, peer)
}

async function measured(
  dir: string,
  name: string,
  peer: BenchProject['peer'],
): Promise<BenchProject> {
  const tracked = git(dir, 'ls-files', '-z').split('\0')
  const sources = tracked.filter(path => EXTENSIONS[peer].test(path))
  const { stdout } = await execa('wc', ['--lines', '--files0-from=-'], {
    cwd: dir,
    input: sources.join('\0'),
  })
  return {
    name,
    dir,
    peer,
    sources,
    lines: Number.parseInt(stdout.trim().split('\n').at(-1) ?? '', 10),
  }
}
