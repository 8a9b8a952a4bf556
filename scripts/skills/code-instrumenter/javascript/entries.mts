/** Which files does a program start with, and what would have to be written so that they load the tracing module first? */

import type { ModuleGraph } from '../../../core/modules/graph.mts'
import { candidatesOf, type Start, startsIn } from './commands.mts'
import type { Command, Manifest } from './manifest.mts'

export interface Entry {
  readonly path: string
  readonly starts: readonly Start[]
  /** Files that make applications and are loaded when it starts. */
  readonly reached: readonly string[]
}

export interface EntryParts {
  readonly manifest: Manifest
  readonly graph: ModuleGraph
  /** Files that make applications. */
  readonly applications: readonly string[]
  /** Commands besides the package's scripts. */
  readonly commands: readonly Command[]
  readonly texts: ReadonlyMap<string, string>
  readonly isTest: (path: string) => boolean
}

/** Names of scripts that run a program to be asked. */
const RUNS = /^(start|serve|dev|watch|debug|prod|preview|local|web|api|app)/i

export function entriesOf(parts: EntryParts): Entry[] {
  const { manifest, graph, applications } = parts
  const { paths } = graph.project
  const entryOf = (name: string) => fileFor(manifest, paths, name)
  const starts = [...manifest.scripts, ...parts.commands].flatMap(command =>
    startsIn(command, name => entryOf(name)),
  )
  const nest = nestEntry(parts)
  const told = [
    ...(nest === null ? [] : [nest]),
    ...manifest.starts.flatMap(name => entryOf(name) ?? []),
  ]
  const named = [...starts.map(({ entry }) => entry), ...told]
  const following = importsFollowed(parts)
  const entry = (path: string): Entry => {
    const loaded = following(path)
    return {
      path,
      starts: starts.filter(each => each.entry === path),
      reached: applications.filter(each => loaded.has(each)),
    }
  }
  const reaching = [...new Set(named)].map(entry).filter(({ reached }) => reached.length > 0)
  const isTool = ({ path, starts }: Entry) =>
    !told.includes(path) && starts.every(({ command }) => !RUNS.test(command.name ?? 'start'))
  const running = new Set(reaching.flatMap(each => (isTool(each) ? [] : each.reached)))
  // A tool beside the server loads what that is made of, and serves nothing.
  const found = reaching.filter(
    each => !isTool(each) || each.reached.some(path => !running.has(path)),
  )
  const served = new Set(found.flatMap(({ reached }) => reached))
  const left = applications.filter(each => !served.has(each))
  const others = left.length === 0 ? [] : listening(parts).map(entry)
  const all = [
    ...found,
    ...others.filter(({ reached }) => reached.some(each => left.includes(each))),
  ]
  // A file that another entry loads is started by that one, unless a command starts it, too.
  return all.filter(
    ({ path, starts }) =>
      starts.length > 0 ||
      !all.some(other => other.path !== path && following(other.path).has(path)),
  )
}

/** Of what is built only the source counts; of a folder its own `main`. */
export function fileFor(
  manifest: Manifest,
  paths: ReadonlySet<string>,
  name: string,
): string | null {
  const names = name === '.' ? manifest.starts.slice(0, 1) : [name]
  const candidates = names.flatMap(each => candidatesOf(manifest.folder, each))
  return candidates.find(path => paths.has(path) && !/\.(json|ya?ml|md)$/.test(path)) ?? null
}

/** What `nest start` compiles and runs. */
function nestEntry({ manifest, graph }: EntryParts): string | null {
  const isNest = manifest.scripts.some(({ raw }) => /\bnest start\b/.test(raw))
  const text = graph.project.texts.get(`${manifest.folder}nest-cli.json`) ?? ''
  const said = (key: string) => new RegExp(`"${key}"\\s*:\\s*"([\\w./-]+)"`).exec(text)?.[1]
  const path = `${manifest.folder}${said('sourceRoot') ?? 'src'}/${said('entryFile') ?? 'main'}.ts`
  return isNest && graph.project.paths.has(path) ? path : null
}

/** Files nobody loads that open a port. */
function listening({ manifest, graph, texts, isTest }: EntryParts): string[] {
  const loaded = new Set(graph.links.filter(({ from }) => !isTest(from)).map(({ to }) => to))
  return [...texts].flatMap(([path, text]) =>
    path.startsWith(manifest.folder) && !loaded.has(path) && /\blisten\s*\(/.test(text)
      ? [path]
      : [],
  )
}

/** Everything that is loaded when a file starts, itself included. */
function importsFollowed({ graph, texts }: EntryParts): (path: string) => ReadonlySet<string> {
  const links = Map.groupBy(
    graph.links.filter(({ when }) => when !== 'type'),
    ({ from }) => from,
  )
  const known = new Map<string, ReadonlySet<string>>()
  return path => {
    const before = known.get(path)
    if (before !== undefined) return before
    const seen = new Set([path])
    for (const at of seen) {
      for (const { to } of links.get(at) ?? []) seen.add(to)
      // Programs without an ending are no measured files: what they load is read here.
      if (!graph.byPath.has(at)) for (const to of loadedBy(at)) seen.add(to)
    }
    known.set(path, seen)
    return seen
  }

  function loadedBy(path: string): string[] {
    const loads = /(?:require\s*\(|from|import)\s*["'](\.[^"'\n]*)["']/g
    return [...(texts.get(path) ?? '').matchAll(loads)].flatMap(
      ([, name = '']) => graph.scripts.resolve(path, name) ?? [],
    )
  }
}
