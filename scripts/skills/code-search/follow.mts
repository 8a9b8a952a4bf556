/** How far does a change go? Followed by types in JavaScript and TypeScript, by names elsewhere; what was followed before is kept. */

import { createHash } from 'node:crypto'
import type { ImpactEvidence } from '../../core/impact.mts'
import type { Lens } from '../../core/lens.mts'
import { modulesOf } from '../../core/modules/read.mts'
import { endpointsBehind } from './endpoints.mts'
import { Links } from './links.mts'
import { type ChosenProgram, programAround } from './program.mts'
import { reachOf } from './reach.mts'
import { Users } from './users.mts'

type Changed = ImpactEvidence['changed']
type Followed = Pick<
  ImpactEvidence,
  'reached' | 'modules' | 'tests' | 'isCut' | 'endpoints' | 'untyped'
>

/** The same change of the same tree reaches the same. */
export async function follow(lens: Lens, changed: Changed): Promise<Followed> {
  const hash = createHash('sha256').update(JSON.stringify(changed))
  for (const { path, oid, role } of await lens.files()) hash.update(`\n${path}\0${oid}\0${role}`)
  const question = {
    id: 'impact',
    code: ['core', 'languages', 'skills/code-search'],
    inputs: hash.digest('hex'),
  }
  return lens.kept(question, () => followed(lens, changed))
}

async function followed(
  lens: Lens,
  changed: Changed,
): Promise<{ answer: Followed; isLasting: boolean }> {
  const links = await Links.of(lens)
  const program = await programAround(lens, await modulesOf(lens), changed)
  const uses = program === null ? null : lens.scriptUses(program)
  try {
    const typed = program === null || uses === null ? null : { texts: program.texts, uses }
    const reach = await reachOf(await Users.of(lens, links, typed), links, changed)
    const endpoints = await endpointsBehind(lens, changed, reach.reached)
    const fault = uses?.fault() ?? null
    const untyped = fault ?? (program === null ? null : partly(program))
    return { answer: { ...reach, endpoints, untyped }, isLasting: fault === null }
  } finally {
    await uses?.close()
  }
}

const partly = ({ leftOut }: ChosenProgram): string | null =>
  leftOut === 0
    ? null
    : `the types of ${leftOut} more modules that lead to the change were not read: they are too large together`
