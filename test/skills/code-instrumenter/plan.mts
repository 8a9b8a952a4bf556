/** What would the skill write into these files? Collected through a lens over them, prepared in a folder. */

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import type { InstrumentationEvidence } from '../../../scripts/core/evidence.mts'
import type { Lens } from '../../../scripts/core/lens.mts'
import { NoEvidence } from '../../../scripts/core/skill.mts'
import { type Change, prepare } from '../../../scripts/edge/edits/prepare.mts'
import { decode } from '../../../scripts/edge/text.mts'
import { blobId } from '../../../scripts/edge/work-tree.mts'
import { languageOf, roleOf } from '../../../scripts/languages/classify.mts'
import { readFacts } from '../../../scripts/languages/index.mts'
import { skill } from '../../../scripts/skills/code-instrumenter.mts'
import { temporaryFolder } from '../../support/repo.mts'
import { fakeLens } from '../fake-lens.mts'

export type Files = Readonly<Record<string, string | Uint8Array>>

const settings = {
  levels: { 'dark-application': 'note' },
  waivers: [],
} as const

const textOf = (content: Uint8Array) => {
  const text = decode(content)
  return text.ok ? text.value : ''
}

export async function evidenceOf(files: Files): Promise<InstrumentationEvidence | NoEvidence> {
  const bytes = new Map(Object.entries(files).map(([path, each]) => [path, Buffer.from(each)]))
  const rows = [...bytes].map(([path, content]) => ({
    path,
    oid: blobId(content),
    language: languageOf(path),
    role:
      languageOf(path) !== null && roleOf(path) === 'other' ? ('source' as const) : roleOf(path),
  }))
  const source = rows.filter(({ language }) => language !== null)
  const lens = fakeLens({
    files: async () => rows,
    text: async path => decode(bytes.get(path) ?? Buffer.alloc(0)),
    facts: (async () =>
      Promise.all(
        source.map(async file => ({
          file,
          facts: (
            await readFacts(
              file.path,
              textOf(bytes.get(file.path) ?? Buffer.alloc(0)),
              file.language as NonNullable<typeof file.language>,
            )
          ).source,
        })),
      )) as unknown as Lens['facts'],
  })
  return skill.collect(lens, settings)
}

export interface Plan {
  readonly root: string
  readonly evidence: InstrumentationEvidence
  readonly changes: readonly Change[]
  readonly judged: ReturnType<typeof skill.judge>
  /** Text of a file afterwards. */
  after(path: string): string
}

export async function plan(t: TestContext, files: Files): Promise<Plan> {
  const root = temporaryFolder(t)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  const evidence = await evidenceOf(files)
  if (evidence instanceof NoEvidence) throw new Error(evidence.why)
  const judged = skill.judge(evidence, settings, {})
  const changes = await prepare(
    root,
    (judged.proposals ?? []).flatMap(({ edits }) => edits ?? []),
  )
  const after = (path: string) => {
    const change = changes.find(each => each.path === path)
    const content = change?.after ?? files[path]
    return content === undefined ? '' : Buffer.from(content).toString('latin1')
  }
  return { root, evidence, changes, judged, after }
}

/** What a run of the skill over its own work says: that nothing is left to do, and every endpoint is traced. */
export async function nothingIsLeft(t: TestContext, files: Files): Promise<void> {
  const first = await plan(t, files)
  assert.ok(first.changes.length > 1)
  const made = first.changes.map(({ path, after }) => [path, after])
  const again = await plan(t, { ...files, ...Object.fromEntries(made) })
  assert.deepEqual(again.changes, [])
  assert.deepEqual(again.judged.findings, [])
  assert.equal(again.judged.measures.find(({ name }) => name === 'traced-endpoints')?.value, 100)
}
