/** Which file does a command start, and where in the command could a flag for it go? Scripts, Procfiles, Dockerfiles, nodemon.json. */

import type { Command } from './manifest.mts'
import { MODULE } from './module.mts'

/** A place where a file of the project is started. */
export interface Start {
  readonly command: Command
  /** File of the project, as far as its name could be followed from what is built to what is written. */
  readonly entry: string
  readonly runner: string
  /** Offset in the command's file in front of the name of the started file; null where no flag would reach Node.js. */
  readonly flagAt: number | null
  /** Whether the words of the command are a JSON list. */
  readonly isList: boolean
  readonly isTraced: boolean
}

/** Programs that run a file with Node.js, and take its flags in front of the file's name. */
const RUNNER =
  /(?<=^|[\s"'`;&|(=[,/\\])(nodemon|node|tsx|ts-node-dev|tsnd|ts-node-esm|ts-node|babel-node|swc-node|fastify start|pm2-runtime|pm2(?:-runtime)? start|forever(?: start)?)(?=["',\\]*\s|["',\\]*$)/g

/** What hands its flags on to Node.js as they are, or preloads what it is given with one of its own. */
const TAKES_FLAG = /^(node|nodemon|tsx|fastify start)$/

const SEGMENT_END = /&&|\|\||[;|&\n\r]/

/** A word, with the quotes and commas of the file around it left out. */
const WORD = /[^\s"'`,\\[\]]+/g

export function startsIn(command: Command, entryOf: (name: string) => string | null): Start[] {
  const { raw, at } = command
  return [...raw.matchAll(RUNNER)].flatMap((found): Start[] => {
    const [, runner = ''] = found
    const from = found.index + found[0].length
    const length = raw.slice(from).search(SEGMENT_END)
    const segment = length === -1 ? raw.slice(from) : raw.slice(from, from + length)
    const started = startedIn(segment, entryOf)
    if (started === null) return []
    const before = segment.slice(0, started.index)
    const quote = /["'\\]*$/.exec(before)?.[0].length ?? 0
    return [
      {
        command,
        entry: started.entry,
        runner,
        flagAt: TAKES_FLAG.test(runner) ? at + from + started.index - quote : null,
        isList: /^["']\s*,/.test(segment),
        isTraced: before.includes(MODULE),
      },
    ]
  })
}

/** The first word that names a file of the project. */
function startedIn(segment: string, entryOf: (name: string) => string | null) {
  for (const { 0: word, index } of segment.matchAll(WORD)) {
    // Another program of the same command takes over: it is found by itself.
    if (isRunner(word)) return null
    const entry = word.startsWith('-') ? null : entryOf(word)
    if (entry !== null) return { entry, index }
  }
  return null
}

const isRunner = (word: string) =>
  /^(nodemon|node|tsx|ts-node|ts-node-dev|tsnd|babel-node)$/.test(word)

/** Commands in files beside a package.json. */
export function commandsIn(path: string, text: string): Command[] {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const wanted = /^Procfile/.test(name)
    ? /^[ \t]*\w+:[ \t]*(.+)$/gm
    : /Dockerfile/.test(name)
      ? /^[ \t]*(?:CMD|ENTRYPOINT)[ \t]+((?:.*\\\r?\n)*.*)$/gim
      : name === 'nodemon.json'
        ? /"(?:exec|start)"\s*:\s*"((?:[^"\\]|\\.)*)"/g
        : /^ecosystem\.config\./.test(name)
          ? /["']?script["']?\s*:\s*["'`]([^"'`\n]+)/g
          : null
  if (wanted === null) return []
  let line = 1
  let counted = 0
  return [...text.matchAll(wanted)].map(found => {
    const raw = found[1] ?? ''
    const at = found.index + found[0].indexOf(raw)
    line += text.slice(counted, at).split(/\r\n|\r|\n/).length - 1
    counted = at
    const isScript = name.startsWith('ecosystem')
    // A script of pm2 is a file, or a command.
    return { path, line, at: isScript ? at - 3 : at, raw: isScript ? `pm2 start ${raw}` : raw }
  })
}

const BUILT = /^(?:\.?\/)?(dist|build|out|lib|output|compiled|\.build|release)\//

/** Files a name in a command may stand for: itself, with an ending, in a folder, or what it was compiled from. */
export function candidatesOf(folder: string, name: string): string[] {
  const path = name.replace(/^\.\//, '').replace(/\/$/, '')
  if (path === '' || path.startsWith('/') || path.includes('..')) return []
  const bare = path.replace(/\.([cm]?)js$/, '')
  const kind = /\.([cm])js$/.exec(path)?.[1] ?? ''
  const written = (each: string) => [`${each}.${kind}ts`, `${each}.tsx`, `${each}.${kind}js`]
  const direct = [path, ...['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map(ext => `${path}.${ext}`)]
  const inside = path === '.' ? [] : [`${path}/index.js`, `${path}/index.ts`]
  const source = BUILT.test(path) ? bare.replace(BUILT, '') : null
  const nested = source === null ? null : /^((?:apps|packages|libs)\/[^/]+)\/(.+)$/.exec(source)
  const compiled =
    source === null
      ? []
      : [
          ...(nested === null ? [] : written(`${nested[1]}/src/${nested[2]}`)),
          ...written(`src/${source}`),
          ...written(source),
          ...written(`src/${source}/index`),
        ]
  return [...compiled, ...direct, ...inside].map(each => folder + each)
}
