/** What does the code look like? The lens's facts as rows, and the clones among source files and among tests. */

import type { CodeEvidence } from '../../core/evidence.mts'
import type { Lens } from '../../core/lens.mts'
import { modulesOf } from '../../core/modules/read.mts'
import { type NoEvidence, notApplicable } from '../../core/skill.mts'
import { packageFolders } from '../../formats/workspaces.mts'
import { type CloneLimits, duplication } from './clones.mts'
import { modulesEvidence } from './modules.mts'

/** Names what the numbers mean (docs/metrics.md); changes whenever one of them would. */
const DIALECT = 'shipworthy-1'

export async function collectCode(
  lens: Lens,
  limits: CloneLimits,
): Promise<CodeEvidence | NoEvidence> {
  const everything = await lens.facts('source')
  const written = everything.filter(({ facts }) => facts.generated === null)
  if (!written.some(({ file }) => file.role === 'source'))
    return notApplicable('there is no source file in a language that can be read')
  const parsed = new Set(
    written.flatMap(({ file, facts }) => (facts.fault === null ? [file.path] : [])),
  )
  const tokens = (await lens.facts('tokens')).filter(({ file }) => parsed.has(file.path))
  const clonesIn = (role: 'source' | 'test') =>
    duplication(
      tokens
        .filter(({ file }) => file.role === role)
        .map(({ file, facts }) => ({ path: file.path, tokens: facts })),
      limits,
    )
  const source = clonesIn('source')
  const classes = written.flatMap(({ file: { path }, facts }) =>
    (facts.classes ?? []).map(row => ({ path, ...row })),
  )
  const packages = await packageFolders(lens)
  return {
    dialect: DIALECT,
    files: written.map(({ file, facts: { language, lines, code, comments, fault } }) => ({
      path: file.path,
      language,
      role: file.role === 'test' ? 'test' : 'source',
      lines,
      code,
      comments,
      parsed: fault === null,
      fault,
    })),
    functions: written.flatMap(({ file: { path }, facts }) =>
      facts.functions.map(row => ({ path, ...row })),
    ),
    imports: written.flatMap(({ file: { path }, facts }) =>
      facts.imports.map(row => ({ path, ...row })),
    ),
    modules: modulesEvidence(await modulesOf(lens)),
    clones: [...source.clones, ...clonesIn('test').clones],
    duplicatedLines: source.duplicatedLines,
    excluded: excluded(
      await lens.excluded(),
      everything.flatMap(({ facts }) => facts.generated ?? []),
    ),
    ...(classes.length === 0 ? {} : { classes }),
    ...(packages.length === 0 ? {} : { packages }),
  }
}

/** Counts what only the text could tell (a marker, minified lines) with what the path told. */
function excluded(
  byPath: CodeEvidence['excluded'],
  byText: readonly string[],
): CodeEvidence['excluded'] {
  const counts = new Map(byPath.map(({ reason, count }) => [reason, count]))
  for (const reason of byText) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, count }))
}
