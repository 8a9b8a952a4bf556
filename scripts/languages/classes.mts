/** Does a class hold together? Methods that share a field or call each other are one part; how many parts has it? */

import type { ClassFacts, FunctionFacts } from '../core/facts.mts'

/** A method with a body; a constructor is none, for it touches what all others use. */
export interface MethodDraft {
  readonly name: string
  /** Fields and methods of its own object that it mentions, inherited ones included. */
  readonly uses: ReadonlySet<string>
}

export interface ClassDraft {
  readonly name: string
  readonly line: number
  readonly endLine: number
  readonly methods: readonly MethodDraft[]
}

/** Adds what the functions inside say; a class without methods has nothing to hold together. */
export function classFacts(
  drafts: readonly ClassDraft[],
  functions: readonly FunctionFacts[],
  codeIn: (first: number, last: number) => number,
): readonly ClassFacts[] {
  const complexityUpTo = running(functions)
  return drafts
    .filter(({ methods }) => methods.length > 0)
    .map(({ name, line, endLine, methods }) => ({
      name,
      line,
      endLine,
      lines: codeIn(line, endLine),
      methods: methods.length,
      complexity: complexityUpTo(endLine) - complexityUpTo(line - 1),
      parts: partsOf(methods),
    }))
}

/** Cyclomatic complexity of the functions that begin on this line or before it. */
function running(functions: readonly FunctionFacts[]): (line: number) => number {
  const sums: number[] = [0]
  for (const { line, cyclomatic } of functions) sums[line] = (sums[line] ?? 0) + cyclomatic
  for (let line = 1; line < sums.length; line++)
    sums[line] = (sums[line] ?? 0) + (sums[line - 1] ?? 0)
  return line => sums[Math.min(line, sums.length - 1)] ?? 0
}

/**
 * LCOM4 of Hitz and Montazeri (1995): connected components of methods by shared fields and calls, those of a single
 * method and those of nothing but accessors left out. A method that neither mentions its object nor is called by another belongs to no part.
 */
function partsOf(methods: readonly MethodDraft[]): number {
  const names = new Set(methods.map(({ name }) => name))
  const group = new Map<string, string>()
  const rootOf = (member: string): string => {
    let root = member
    for (let up = group.get(root); up !== undefined && up !== root; up = group.get(root)) root = up
    group.set(member, root)
    return root
  }
  const isCalled = new Set<string>()
  for (const { name, uses } of methods)
    for (const used of uses) {
      if (used === name) continue
      if (names.has(used)) isCalled.add(used)
      group.set(rootOf(name), rootOf(used))
    }
  const tied = methods.filter(
    ({ name, uses }) => isCalled.has(name) || [...uses].some(used => used !== name),
  )
  return [...Map.groupBy(tied, ({ name }) => rootOf(name)).values()].filter(isPart).length
}

/** Accessors, each of which mentions one member, are no responsibility of their own. */
const isPart = (methods: readonly MethodDraft[]) =>
  new Set(methods.map(({ name }) => name)).size > 1 &&
  methods.some(({ name, uses }) => [...uses].filter(used => used !== name).length > 1)
