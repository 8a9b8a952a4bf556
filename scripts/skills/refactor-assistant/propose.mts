/** Which of the faults can be put right without changing what the code does? Proposals for JavaScript and TypeScript. */

import type { CodeEvidence } from '../../core/evidence.mts'
import type { Lens } from '../../core/lens.mts'
import type { Proposal } from '../../core/model.mts'
import { enteredFrom } from '../../core/modules/entered.mts'
import { isScript, type ModuleGraph } from '../../core/modules/graph.mts'
import { modulesOf } from '../../core/modules/read.mts'
import { earlyReturns } from './codemods/early-return.mts'
import { type Surroundings, shared } from './codemods/same-function.mts'
import { type Script, script } from './codemods/syntax.mts'
import { withoutExport } from './codemods/unused-export.mts'

type Read = (path: string) => Promise<Script | null>

/** Removals first: what is gone need not be improved. */
export async function proposalsFor(lens: Lens, evidence: CodeEvidence): Promise<Proposal[]> {
  const graph = await modulesOf(lens)
  const files = new Map((await lens.files()).map(file => [file.path, file]))
  const kept = new Map<string, Promise<Script | null>>()
  const read: Read = path => {
    const known = kept.get(path) ?? open(path)
    kept.set(path, known)
    return known
  }
  const open = async (path: string) => {
    const file = files.get(path)
    const isEditable = file?.role === 'source' && isScript(file.language)
    const text = isEditable ? await lens.text(path) : null
    return text?.ok && file !== undefined ? script(path, file.oid, text.value) : null
  }
  return [
    ...(await removals(evidence, graph, read)),
    ...(await joins(evidence, graph, read)),
    ...(await guards(evidence, read)),
  ]
}

/** Where others may import any file, nobody here knows what they use. */
async function removals(
  { modules }: CodeEvidence,
  { scripts }: ModuleGraph,
  read: Read,
): Promise<Proposal[]> {
  const proposals: Proposal[] = []
  for (const { path, name } of modules.usage?.unusedExports ?? []) {
    if (scripts.packageOf(path)?.isOpen === true) continue
    const found = await read(path)
    const proposal = found === null ? null : withoutExport(found, name)
    if (proposal !== null) proposals.push(proposal)
  }
  return proposals
}

/** Only where a function nests at all: the rest of the file need not be read. */
async function guards({ functions }: CodeEvidence, read: Read): Promise<Proposal[]> {
  const nested = functions.filter(({ nesting, lines }) => nesting >= 2 && lines > 8)
  const proposals: Proposal[] = []
  for (const path of new Set(nested.map(each => each.path))) {
    const found = await read(path)
    if (found !== null) proposals.push(...earlyReturns(found))
  }
  return proposals
}

/** Functions that agree in name and numbers are looked at; each is joined to the first that will do. */
async function joins(
  { functions }: CodeEvidence,
  graph: ModuleGraph,
  read: Read,
): Promise<Proposal[]> {
  const top = functions.filter(({ name, lines }) => /^[\w$]+$/.test(name) && lines >= 4)
  const alike = Map.groupBy(top, each =>
    [each.name, each.cyclomatic, each.cognitive, each.parameters].join(' '),
  )
  const around = surroundings(graph)
  const proposals: Proposal[] = []
  for (const rows of alike.values()) {
    const paths = [...new Set(rows.map(({ path }) => path))]
    if (paths.length < 2) continue
    const joined = new Set<string>()
    for (const [from, to] of pairs(paths)) {
      if (joined.has(from) || joined.has(to) || !isOnePackage(graph, from, to)) continue
      const [original, copy] = [await read(from), await read(to)]
      const name = rows[0]?.name ?? ''
      const proposal =
        original === null || copy === null ? null : shared(original, copy, name, around)
      if (proposal === null) continue
      joined.add(to)
      proposals.push(proposal)
    }
  }
  return proposals
}

const pairs = (paths: readonly string[]): [string, string][] =>
  paths.flatMap(from => paths.filter(to => to !== from).map((to): [string, string] => [from, to]))

const isOnePackage = ({ scripts }: ModuleGraph, one: string, other: string): boolean => {
  const found = scripts.packageOf(one)
  return found !== null && found === scripts.packageOf(other)
}

function surroundings(graph: ModuleGraph): Surroundings {
  const { entries } = enteredFrom(graph)
  const byFrom = Map.groupBy(graph.links, ({ from }) => from)
  return {
    resolve: (from, specifier) => graph.scripts.resolve(from, specifier),
    isPublic: path => entries.has(path),
    reaches: (from, to) => {
      const reached = new Set([from])
      for (const path of reached)
        for (const link of byFrom.get(path) ?? []) if (link.when !== 'type') reached.add(link.to)
      return reached.has(to)
    },
  }
}
