/** What does a package.json ask for and start, and where does it take another dependency? */

import { type Node, parseTree } from 'jsonc-parser'
import type { Splice } from '../../../core/model.mts'
import { parseJson } from '../../../formats/parse.mts'
import { lineOf as lineAt, lineStarts } from '../../../languages/text.mts'
import { homeOf } from '../places.mts'

const TEMPLATE = 'instrumentation/javascript/dependency'

/** A text somebody starts the program with; `at` is where `raw` begins in its file. */
export interface Command {
  readonly path: string
  readonly line: number
  readonly at: number
  /** As written in the file, escapes and all. */
  readonly raw: string
  /** Of a script. */
  readonly name?: string
}

export interface Manifest {
  readonly path: string
  readonly oid: string
  /** '' or with a slash at the end. */
  readonly folder: string
  readonly name: string | null
  readonly isModule: boolean
  /** Dependencies that are there when the program runs. */
  readonly declared: ReadonlyMap<string, { readonly version: string; readonly line: number }>
  /** Those that build and test it. */
  readonly tools: ReadonlySet<string>
  readonly engine: { readonly range: string; readonly line: number } | null
  /** `main` and `bin`. */
  readonly starts: readonly string[]
  readonly scripts: readonly (Command & { readonly name: string })[]
  readonly dependencies: Node | null
  readonly text: string
}

/** Null where it is no JSON object. */
export function readManifest(path: string, oid: string, text: string): Manifest | null {
  if (typeof parseJson(text) === 'string') return null
  const tree = parseTree(text)
  if (tree?.type !== 'object') return null
  const starts = lineStarts(text)
  const lineOf = ({ offset }: Node) => lineAt(starts, offset)
  const value = (name: string) => memberNamed(tree, name)
  const said = (name: string) => textOf(value(name))
  const engines = value('engines')
  const engine = engines === null ? null : memberNamed(engines, 'node')
  const volta = value('volta')
  const pinned = volta === null ? null : memberNamed(volta, 'node')
  const wanted = pinned ?? engine
  const range = textOf(wanted)
  const dependencies = value('dependencies')
  const bin = value('bin')
  return {
    path,
    oid,
    text,
    folder: homeOf(path),
    name: said('name'),
    isModule: said('type') === 'module',
    declared: new Map(
      pairsOf(dependencies).map(({ key, value: each }) => [
        key,
        { version: textOf(each) ?? '', line: lineOf(each) },
      ]),
    ),
    tools: new Set(pairsOf(value('devDependencies')).map(({ key }) => key)),
    engine: wanted === null || range === null ? null : { range, line: lineOf(wanted) },
    starts: [said('main'), textOf(bin), ...pairsOf(bin).map(each => textOf(each.value))].filter(
      each => each !== null,
    ),
    scripts: pairsOf(value('scripts')).flatMap(({ key, value: each }) =>
      each.type === 'string'
        ? [
            {
              name: key,
              path,
              line: lineOf(each),
              at: each.offset + 1,
              raw: text.slice(each.offset + 1, each.offset + each.length - 1),
            },
          ]
        : [],
    ),
    dependencies: dependencies?.type === 'object' ? dependencies : null,
  }
}

interface Pair {
  readonly key: string
  readonly node: Node
  readonly value: Node
}

function pairsOf(node: Node | null): Pair[] {
  if (node?.type !== 'object') return []
  return (node.children ?? []).flatMap(each => {
    const [key, value] = each.children ?? []
    return typeof key?.value === 'string' && value !== undefined
      ? [{ key: key.value, node: each, value }]
      : []
  })
}

/** As JSON reads it: of two members with one name the last. */
const memberNamed = (node: Node, name: string): Node | null =>
  pairsOf(node).findLast(({ key }) => key === name)?.value ?? null

const textOf = (node: Node | null): string | null =>
  node?.type === 'string' ? String(node.value) : null

/** Each where npm would sort it; behind the last one where that is no order. */
export function withDependencies(
  manifest: Manifest,
  wanted: Readonly<Record<string, string>>,
): readonly Splice[] | { readonly why: string } {
  const pairs = pairsOf(manifest.dependencies)
  const [first] = pairs
  const missing = Object.entries(wanted)
    .filter(([name]) => !manifest.declared.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  if (missing.length === 0) return []
  if (first === undefined) return { why: `${manifest.path} has no dependencies to add to` }
  const before = manifest.text.slice((manifest.dependencies?.offset ?? 0) + 1, first.node.offset)
  const gap = before.replaceAll('\r\n', '\n')
  const isSorted = pairs.every(
    ({ key }, index) => index === 0 || (pairs[index - 1]?.key ?? '') < key,
  )
  return missing.map(([name, version]) => {
    const next = isSorted ? pairs.find(({ key }) => key > name) : undefined
    const last = pairs.at(-1) ?? first
    return {
      at: next?.node.offset ?? last.node.offset + last.node.length,
      template: TEMPLATE,
      view: { name, version, gap: gap === '' ? ' ' : gap, isLast: next === undefined },
    }
  })
}
