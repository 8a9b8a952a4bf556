/** What does the head (or the edited work tree) add and rename against a commit? Hunks in head line numbers. */

import type { Answer, Hunk } from '../core/lens.mts'
import { askGit, fields, git } from './git.mts'
import { unquote } from './patch.mts'

export interface Diff {
  readonly hunks: readonly Hunk[]
  /** New path → old path. */
  readonly renames: ReadonlyMap<string, string>
}

/** `to` is a commit, or null for what is on disk (untracked files are added by the caller). */
export async function readDiff(root: string, from: string, to: string | null): Promise<Diff> {
  const range = to === null ? [from] : [from, to]
  const common = ['diff', '--relative', '--no-ext-diff', '--no-textconv', '-M', '-l0', ...range]
  const [names, patch] = await Promise.all([
    git(root, [...common, '--name-status', '-z', '--diff-filter=R', '--', '.']),
    git(root, [
      ...common,
      '--unified=0',
      '--no-color',
      '--src-prefix=a/',
      '--dst-prefix=b/',
      '--',
      '.',
    ]),
  ])
  const renames = new Map<string, string>()
  const listed = fields(names)
  for (let i = 0; i + 2 < listed.length; i += 3)
    renames.set(listed[i + 2] as string, listed[i + 1] as string)
  return { hunks: parseHunks(patch), renames }
}

/** Reads only headers of a `--unified=0` patch. A body line never looks like one: it starts with + or -. */
function parseHunks(patch: string): Hunk[] {
  const hunks: { path: string; ranges: [number, number][] }[] = []
  let isHeader = false
  for (const line of patch.split('\n')) {
    if (line.startsWith('diff --git ')) isHeader = true
    else if (isHeader && line.startsWith('+++ ')) {
      const path = unquote(line.slice(4).replace(/\t$/, ''))
      if (path !== '/dev/null') hunks.push({ path: path.replace(/^b\//, ''), ranges: [] })
    } else if (line.startsWith('@@ ')) {
      isHeader = false
      const match = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line)
      const [first, count] = [Number(match?.[1]), Number(match?.[2] ?? 1)]
      if (match !== null && count > 0) hunks.at(-1)?.ranges.push([first, first + count - 1])
    }
  }
  return hunks.filter(({ ranges }) => ranges.length > 0)
}

/** Paths whose content differs between two commits; a renamed file under its new name. */
export async function readChangedPaths(
  root: string,
  from: string,
  to: string,
): Promise<Answer<readonly string[]>> {
  const options = ['--relative', '--no-ext-diff', '--no-textconv', '-M', '--diff-filter=d']
  const args = ['diff', '--name-only', '-z', ...options, from, to, '--', '.']
  const { exitCode, stdout, stderr } = await askGit(root, args)
  return exitCode === 0
    ? { ok: true, value: fields(stdout.toString('utf8')) }
    : { ok: false, why: `git diff failed: ${stderr.split('\n', 1)[0]}` }
}
