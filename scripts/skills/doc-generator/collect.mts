/** What is there to explain, and where is it explained? The symbols others may use, and the pages about them. */

import type { DocsEvidence } from '../../core/evidence.mts'
import type { Lens } from '../../core/lens.mts'
import { modulesOf } from '../../core/modules/read.mts'
import { NoEvidence } from '../../core/skill.mts'
import { installedBy } from '../../formats/installed.mts'
import { programs } from '../../formats/programs.mts'
import { packageFolders } from '../../formats/workspaces.mts'
import { whyNoSurface } from './no-surface.mts'
import { pagesEvidence } from './pages.mts'
import { publicSymbols } from './public-symbols.mts'
import { READ, surface } from './surface.mts'

export async function collectDocs(
  lens: Lens,
  settings: Parameters<typeof surface>[1],
): Promise<DocsEvidence | NoEvidence> {
  const sources = (await lens.facts('source')).filter(({ file }) => file.role === 'source')
  const rows = sources.filter(({ facts }) => READ.includes(facts.language))
  const packages = await packageFolders(lens)
  const unparsed = rows.filter(({ facts }) => facts.fault !== null).length
  const evidence: DocsEvidence = {
    ...publicSymbols(rows, await modulesOf(lens), {
      isInstalled: await installedBy(lens),
      isInProgram: await programs(lens),
    }),
    staleParameters: rows.flatMap(({ file: { path }, facts }) =>
      facts.staleParameters.map(row => ({ ...row, path })),
    ),
    ...(await pagesEvidence(lens)),
    unparsed: unparsed + sources.length - rows.length,
    files: sources.length,
    ...(packages.length === 0 ? {} : { packages }),
  }
  if (surface(evidence, settings).length > 0) return evidence
  const noSurface = whyNoSurface(sources.length, rows)
  if (evidence.links.pages > 0) return { ...evidence, noSurface }
  return new NoEvidence(noSurface.status, noSurface.why)
}
