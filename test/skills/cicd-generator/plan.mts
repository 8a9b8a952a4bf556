/** What would be generated for these files? Collected through a lens over them, written into a repository. */

import type { TestContext } from 'node:test'
import type { Forge } from '../../../scripts/core/model.mts'
import type { PipelineEvidence } from '../../../scripts/core/pipelines.mts'
import { prepare } from '../../../scripts/edge/edits/prepare.mts'
import { blobId } from '../../../scripts/edge/work-tree.mts'
import { languageOf, roleOf } from '../../../scripts/languages/classify.mts'
import type { PipelineSettings } from '../../../scripts/skills/cicd-generator/view.mts'
import { skill } from '../../../scripts/skills/cicd-generator.mts'
import { type TestRepo, testRepo } from '../../support/repo.mts'
import { fakeLens, project } from '../fake-lens.mts'

export type Files = Readonly<Record<string, string>>

interface Around {
  readonly forge?: Forge['kind']
  readonly prefix?: string
  readonly settings?: Partial<PipelineSettings>
}

export function evidenceOf(files: Files, { forge, prefix = '' }: Around = {}) {
  const rows = Object.entries(files).map(([path, text]) => ({
    path,
    oid: blobId(Buffer.from(text)),
    language: languageOf(path),
    role: roleOf(path),
  }))
  const place = forge === undefined ? null : { url: `https://${forge}.com/o/r`, kind: forge }
  const lens = fakeLens({
    project: { ...project, forge: place },
    files: async () => rows,
    text: async path => ({ ok: true, value: files[path] ?? '' }),
    place: async () => ({ prefix, defaultBranch: 'main' }),
  })
  return skill.collect(lens, settingsOf({})) as Promise<PipelineEvidence>
}

const settingsOf = (wishes: Partial<PipelineSettings>) =>
  ({ ...skill.settings, ...wishes, levels: { 'no-pipeline': 'note' }, waivers: [] }) as const

export interface Plan {
  readonly evidence: PipelineEvidence
  readonly judged: ReturnType<typeof skill.judge>
  /** The files with everything generated, committed nowhere. */
  readonly repo: TestRepo
  /** Generated texts by path. */
  readonly written: Files
}

export async function plan(t: TestContext, files: Files, around: Around = {}): Promise<Plan> {
  const repo = testRepo(t)
  repo.write(files)
  const evidence = await evidenceOf(files, around)
  const judged = skill.judge(evidence, settingsOf(around.settings ?? {}), {})
  const edits = (judged.proposals ?? []).flatMap(({ edits }) => edits ?? [])
  const changes = await prepare(repo.dir, edits)
  const written = Object.fromEntries(changes.map(({ path, after }) => [path, after.toString()]))
  repo.write(written)
  return { evidence, judged, repo, written }
}
