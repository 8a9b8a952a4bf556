/** What does each commit change, read as a stream? Lines by file, renames, and what can be told of the added text. */

import { spawn } from 'node:child_process'
import { StringDecoder } from 'node:string_decoder'
import { gitArguments, gitEnvironment } from './git.mts'

export interface PatchedFile {
  readonly path: string
  /** Its path before this commit, when git takes it for renamed. */
  readonly old: string | null
  readonly added: number
  readonly deleted: number
}

/** Handed each file with its added lines, cut at `LONGEST_TEXT`, as soon as it is complete. */
type Take = (commit: string, file: PatchedFile, added: string) => void

/** A line of a patch is never kept longer: nobody reads on in it. */
const LONGEST_LINE = 64 * 1024
const LONGEST_TEXT = 1_000_000

const MARK = '\x01'

/** The patch gives line counts for less work than `--numstat`; files over 5 MB count as binary. */
const LOG = [
  '-c',
  'core.bigFileThreshold=5m',
  'log',
  '--no-walk=unsorted',
  '--stdin',
  '--patch',
  '--unified=0',
  '-M',
  '-l1000',
  '--relative',
  '--diff-merges=off',
  '--no-ext-diff',
  '--no-textconv',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  `--format=${MARK}%H`,
]

/** Git's first complaint when it could not read them all, else null. Merges have no patch, nor have files of the names `without`. */
export async function readPatches(
  root: string,
  commits: readonly string[],
  without: readonly string[],
  take: Take,
): Promise<string | null> {
  const paths = ['.', ...without.map(name => `:(exclude,glob)**/${name}`)]
  const child = spawn('git', [...(await gitArguments(root)), ...LOG, '--', ...paths], {
    env: gitEnvironment() as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const parser = patchParser(take)
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let complaint = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n')
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE)
    for (const line of lines) parser.line(line)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    if (complaint.length < 2000) complaint += chunk.toString('utf8')
  })
  child.stdin.on('error', () => {})
  child.stdin.end(commits.map(id => `${id}\n`).join(''))
  const code = await new Promise<number | null>(done => {
    child.on('error', () => done(null))
    child.on('close', done)
  })
  parser.line(rest)
  parser.end()
  return code === 0 ? null : complaint.split('\n', 1)[0] || 'git log could not be started'
}

/** Counts come from the hunk headers, so no line of a file is ever taken for one of git's. */
function patchParser(take: Take) {
  let commit = ''
  let file: { path: string; old: string | null; added: number; deleted: number } | null = null
  let text: string[] = []
  let size = 0
  let body = 0
  const end = () => {
    if (file !== null) take(commit, file, text.join('\n'))
    file = null
    text = []
    size = 0
  }
  const header = (line: string) => {
    if (line.startsWith(MARK)) {
      end()
      commit = line.slice(1)
    } else if (line.startsWith('diff --git ')) {
      end()
      file = { path: samePath(line.slice(11)), old: null, added: 0, deleted: 0 }
    } else if (file === null) return
    else if (line.startsWith('rename from ')) file.old = unquote(line.slice(12))
    else if (line.startsWith('rename to ')) file.path = unquote(line.slice(10))
    else {
      const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line)
      if (hunk === null) return
      const [deleted, added] = [Number(hunk[1] ?? 1), Number(hunk[2] ?? 1)]
      file.deleted += deleted
      file.added += added
      body = deleted + added
    }
  }
  return {
    end,
    line(line: string) {
      if (body === 0) return header(line)
      if (line.startsWith('\\')) return
      body--
      if (!line.startsWith('+') || size > LONGEST_TEXT) return
      text.push(line.slice(1))
      size += line.length
    },
  }
}

/** `a/path b/path`: only a rename has two names, and says them again. */
const samePath = (pair: string): string => unquote(pair.slice(0, (pair.length - 1) / 2)).slice(2)

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11 }

/** Git quotes paths with control characters, quotes or backslashes as C strings, byte by byte. */
export function unquote(path: string): string {
  if (!path.startsWith('"')) return path
  const pieces = path.slice(1, -1).match(/\\[0-7]{3}|\\.|[^\\]+/gs) ?? []
  return Buffer.concat(
    pieces.map(piece => {
      if (!piece.startsWith('\\')) return Buffer.from(piece)
      const code = piece.slice(1)
      if (code.length === 3) return Buffer.from([Number.parseInt(code, 8)])
      const byte = ESCAPES[code]
      return byte === undefined ? Buffer.from(code) : Buffer.from([byte])
    }),
  ).toString('utf8')
}
