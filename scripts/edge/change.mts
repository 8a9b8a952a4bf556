/** What does the head (or the edited work tree) add, remove and rename against a commit? */

import type { Answer, Hunk } from '../core/lens.mts'
import { askGit, fields, git } from './git.mts'
import { unquote } from './patch.mts'

export interface Diff {
  readonly hunks: readonly Hunk[]
  /** In lines and paths of the commit it is compared with. */
  readonly removed: readonly Hunk[]
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
  return { ...parseHunks(patch), renames }
}

/** Reads only headers of a `--unified=0` patch. A body line never looks like one: it starts with + or -. */
function parseHunks(patch: string): Pick<Diff, 'hunks' | 'removed'> {
  const sides = { '---': [] as Draft[], '+++': [] as Draft[] }
  let isHeader = false
  for (const line of patch.split('\n')) {
    const mark = line.slice(0, 3)
    if (line.startsWith('diff --git ')) isHeader = true
    else if (isHeader && (mark === '---' || mark === '+++')) {
      const path = unquote(line.slice(4).replace(/\t$/, ''))
      sides[mark].push({ path: path === '/dev/null' ? '' : path.slice(2), ranges: [] })
    } else if (line.startsWith('@@ ')) {
      isHeader = false
      const match = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line)
      if (match === null) continue
      addRange(sides['---'].at(-1), match[1], match[2])
      addRange(sides['+++'].at(-1), match[3], match[4])
    }
  }
  const isThere = ({ path, ranges }: Draft) => path !== '' && ranges.length > 0
  return { hunks: sides['+++'].filter(isThere), removed: sides['---'].filter(isThere) }
}

interface Draft {
  readonly path: string
  readonly ranges: [number, number][]
}

function addRange(draft: Draft | undefined, first: string | undefined, count = '1'): void {
  const [from, lines] = [Number(first), Number(count)]
  if (lines > 0) draft?.ranges.push([from, from + lines - 1])
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
