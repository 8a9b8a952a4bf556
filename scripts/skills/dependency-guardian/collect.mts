/** Which packages and references does the project name, and what do others say of them? */

import type { DependenciesEvidence } from '../../core/evidence.mts'
import type { Lens } from '../../core/lens.mts'
import { type NoEvidence, notApplicable } from '../../core/skill.mts'
import { datable } from './ages.mts'
import { importsElsewhere } from './elsewhere.mts'
import { type Gathered, gather } from './gather.mts'
import { licensed } from './licences.mts'
import { NOTHING, namesPackages } from './nothing.mts'
import { referencesOf } from './references.mts'

export async function collectDependencies(
  lens: Lens,
  ignored: readonly string[],
): Promise<DependenciesEvidence | NoEvidence> {
  const gathered = await gather(lens, ignored)
  const references = await referencesOf(lens, ignored)
  if (!namesPackages(gathered))
    return references.length === 0
      ? notApplicable(NOTHING)
      : { ...gathered, ...unasked(NOTHING), references, elsewhere: null }
  const packages = await licensed(lens, gathered.packages)
  const publications = await lens.publications(datable(packages))
  const elsewhere = await importsElsewhere(lens)
  const more = { ...gathered, packages, references, elsewhere, publications }
  return { ...more, ...(await asked(lens, gathered)) }
}

type Answers = Pick<DependenciesEvidence, 'advisories' | 'source' | 'publications'>

const unasked = (why: string): Answers => ({
  advisories: [],
  source: { kind: 'none', why },
  publications: { status: 'not-asked' },
})

async function asked(
  lens: Lens,
  { packages }: Gathered,
): Promise<Pick<Answers, 'advisories' | 'source'>> {
  const advisories = await lens.advisories(packages)
  if (advisories.status === 'unavailable')
    return { advisories: [], source: { kind: 'none', why: advisories.why } }
  const { kind, snapshot, rows } = advisories
  return { advisories: rows, source: { kind, snapshot } }
}
