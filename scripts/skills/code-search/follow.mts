/** How far does a change go? Followed by types in JavaScript and TypeScript, by names elsewhere; what was followed before is kept. */

import { createHash } from 'node:crypto'
import type { ImpactEvidence } from '../../core/impact.mts'
import type { Lens } from '../../core/lens.mts'
import { modulesOf } from '../../core/modules/read.mts'
import { endpointsBehind } from './endpoints.mts'
import { importersOf } from './importers.mts'
import { Links } from './links.mts'
import { inOrder } from './order.mts'
import { type ChosenProgram, isTyped, programAround } from './program.mts'
import { reachOf } from './reach.mts'
import { Users } from './users.mts'

type Changed = ImpactEvidence['changed']
type Followed = Omit<ImpactEvidence, 'since' | 'changed' | 'unfollowed'>
type Uses = Pick<
  ImpactEvidence,
  'hasUses' | 'reached' | 'endpoints' | 'tests' | 'untyped' | 'isCut'
>

/** The same change of the same tree reaches the same. */
export async function follow(lens: Lens, changed: Changed): Promise<Followed> {
  const { mayLookUpTypes, change } = lens
  const edited = new Set(change?.hunks.map(({ path }) => path))
  const asked = JSON.stringify([changed, mayLookUpTypes, [...edited].sort()])
  const hash = createHash('sha256').update(asked)
  for (const { path, oid, role } of await lens.files()) hash.update(`\n${path}\0${oid}\0${role}`)
  const question = {
    id: 'impact',
    code: ['core', 'languages', 'skills/code-search'],
    inputs: hash.digest('hex'),
  }
  return lens.kept(question, () => followed(lens, changed, edited))
}

/** `edited` are the files of the change: what its author tests it with is run first. */
async function followed(
  lens: Lens,
  changed: Changed,
  edited: ReadonlySet<string>,
): Promise<{ answer: Followed; isLasting: boolean }> {
  const links = await Links.of(lens)
  const { uses, isLasting } = await usesOf(lens, links, changed)
  const importers = importersOf(
    links,
    changed.map(({ path }) => path),
  )
  const roles = new Map((await lens.files()).map(({ path, role }) => [path, role]))
  const isUsing = new Set(uses.tests.map(({ path }) => path))
  const byModule = importers
    .filter(({ path }) => roles.get(path) === 'test' && !isUsing.has(path))
    .map(importer => ({ ...importer, isByName: false, isByModule: true }))
  const modules = importers
    .filter(({ path }) => roles.get(path) === 'source')
    .map(({ path, distance }) => ({ path, distance }))
  const tests = [...uses.tests.toSorted(inOrder), ...byModule.toSorted(inOrder)].toSorted(
    (a, b) => Number(edited.has(b.path)) - Number(edited.has(a.path)),
  )
  return { answer: { ...uses, modules, tests }, isLasting }
}

const UNASKED: Uses = {
  hasUses: false,
  reached: [],
  endpoints: [],
  tests: [],
  untyped: null,
  isCut: false,
}

async function usesOf(
  lens: Lens,
  links: Links,
  changed: Changed,
): Promise<{ uses: Uses; isLasting: boolean }> {
  const graph = await modulesOf(lens)
  if (!lens.mayLookUpTypes && changed.some(({ path }) => isTyped(graph, path)))
    return { uses: UNASKED, isLasting: true }
  const program = await programAround(lens, graph, changed)
  const lookup = program === null ? null : lens.scriptUses(program)
  try {
    const typed =
      program === null || lookup === null ? null : { texts: program.texts, uses: lookup }
    const reach = await reachOf(await Users.of(lens, links, typed), changed)
    const endpoints = await endpointsBehind(lens, changed, reach.reached)
    const fault = lookup?.fault() ?? null
    const untyped = fault ?? (program === null ? null : partly(program))
    return { uses: { hasUses: true, ...reach, endpoints, untyped }, isLasting: fault === null }
  } finally {
    await lookup?.close()
  }
}

const partly = ({ leftOut }: ChosenProgram): string | null =>
  leftOut === 0
    ? null
    : `the types of ${leftOut} more modules that lead to the change were not read: they are too large together`
