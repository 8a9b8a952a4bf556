/** What was promised, and what of it does the code name? Requirements with their traces, operations, routes. */

import type { Mention, SpecEvidence } from '../../core/evidence.mts'
import type { Lens, ProjectFile } from '../../core/lens.mts'
import { type NoEvidence, notApplicable } from '../../core/skill.mts'
import type { Requirement } from '../../formats/requirements/read.mts'
import { joinRoutes } from '../../languages/routes.mts'
import { readApis } from './apis.mts'
import {
  apiDocuments,
  type RequirementDocument,
  requirementDocuments,
  type SpecSettings,
} from './documents.mts'
import { findMentions } from './mentions.mts'
import { type Named, Names } from './names.mts'

export async function collectSpec(
  lens: Lens,
  settings: SpecSettings,
): Promise<SpecEvidence | NoEvidence> {
  const files = await lens.files()
  const documents = await requirementDocuments(lens, files, settings)
  const promised = await apiDocuments(lens, files, settings)
  if (documents.length + promised.length === 0) return notApplicable(NOTHING)
  const rows = await lens.facts('source')
  const sources = rows.filter(({ file }) => file.role === 'source')
  const { routes, openEnds } = joinRoutes(
    sources.map(({ file, facts }) => ({ path: file.path, facts })),
  )
  const names = new Names(files, rows, routes)
  const requirements = await traced(lens, files, documents, names, settings)
  if (requirements.length + promised.length === 0) return notApplicable(NOTHING)
  return {
    requirements,
    ...(await readApis(lens, promised)),
    routes,
    openEnds,
    files: sources.length,
    unparsed: sources.filter(({ facts }) => facts.fault !== null).length,
  }
}

type Mentioned = SpecEvidence['requirements'][number]['by']

const NOTHING = 'there is neither a requirement document nor an OpenAPI document'

interface Asked extends Requirement {
  readonly path: string
  readonly named: readonly Named[]
}

async function traced(
  lens: Lens,
  files: readonly ProjectFile[],
  documents: readonly RequirementDocument[],
  names: Names,
  { ids: idWords }: SpecSettings,
): Promise<SpecEvidence['requirements']> {
  const asked = defining(documents).map(
    (requirement): Asked => ({
      ...requirement,
      named: requirement.names.flatMap(name => names.find(name)),
    }),
  )
  const ids = new Set(asked.flatMap(({ id }) => (id === null ? [] : [id])))
  const words = new Set(asked.flatMap(({ named }) => named.flatMap(({ word }) => word ?? [])))
  const mentions = await findMentions(lens, files, ids, words, idWords)
  const owners = Map.groupBy(
    asked.filter(({ id }) => id !== null),
    ({ id }) => id,
  )
  const rows = asked.map(({ id, text, path, line, isOpen, named }) => {
    const byId = {
      code: mentions.code.get(id ?? '') ?? [],
      tests: mentions.tests.get(id ?? '') ?? [],
    }
    const isById = byId.code.length + byId.tests.length > 0
    const { code, tests } = isById ? byId : byName(named, mentions.words)
    const by: Mentioned = code.length + tests.length === 0 ? null : isById ? 'id' : 'name'
    const isAmbiguous = id !== null && (owners.get(id)?.length ?? 0) > 1
    return { path, line, id, text, isOpen, isAmbiguous, by, code, tests }
  })
  // Ids in a document of another name are requirements where somebody traces them; else they may be anything.
  const counted = new Set([
    ...documents.filter(({ isEvident }) => isEvident).map(({ path }) => path),
    ...rows.filter(({ by }) => by === 'id').map(({ path }) => path),
  ])
  return rows.filter(({ path }) => counted.has(path))
}

function byName(
  named: readonly Named[],
  words: ReadonlyMap<string, readonly Mention[]>,
): { readonly code: readonly Mention[]; readonly tests: readonly Mention[] } {
  const code = named.filter(({ isTest }) => !isTest)
  const tests = named.filter(({ isTest }) => isTest).map(({ mention }) => mention)
  const calls = code.flatMap(({ word }) => (word === null ? [] : (words.get(word) ?? [])))
  return {
    code: unique(code.map(({ mention }) => mention)),
    tests: unique([...tests, ...calls]),
  }
}

const unique = (mentions: readonly Mention[]) =>
  [...new Map(mentions.map(each => [`${each.path}:${each.line}`, each])).values()].slice(0, 10)

const RANKS: readonly Requirement['form'][] = ['heading', 'item', 'row']

/** What has a chapter somewhere is only referred to by lists and tables elsewhere, and what has words by tables. */
function defining(
  documents: readonly RequirementDocument[],
): readonly (Requirement & { readonly path: string })[] {
  const all = documents.flatMap(({ path, requirements }) =>
    requirements.map(requirement => ({ ...requirement, path })),
  )
  const best = new Map<string | null, number>()
  for (const { id, form } of all)
    best.set(id, Math.min(RANKS.indexOf(form), best.get(id) ?? RANKS.length))
  return all.filter(({ id, form }) => id === null || RANKS.indexOf(form) === best.get(id))
}
