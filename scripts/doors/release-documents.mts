/** What goes to the people of a release? The report to who decides, the notes to who uses it: written when asked. */

import { resolve } from 'node:path'
import { releaseReport } from '../report/release.mts'
import { releaseNotes } from '../report/release-notes.mts'
import type { Assessed } from './assess.mts'
import type { AssessChoices } from './assess-options.mts'
import { writeWhole } from './write-whole.mts'

type Choices = Pick<AssessChoices, 'releaseReport' | 'releaseNotes'>

export async function writeReleaseDocuments(
  { assessment, evidence, catalogue }: Assessed,
  { releaseReport: report, releaseNotes: notes }: Choices,
): Promise<void> {
  if (report !== undefined)
    await writeWhole(resolve(report), releaseReport(assessment, catalogue, evidence))
  if (notes !== undefined)
    await writeWhole(
      resolve(notes),
      `${releaseNotes(evidence['release-orchestrator'], assessment.run)}\n`,
    )
}
