/** Which files does setup write itself, and what becomes of those a person has edited since? */

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Edit, Written } from '../../core/model.mts'
import { lastWritten } from '../../edge/edits/apply.mts'
import type { Change } from '../../edge/edits/prepare.mts'
import { carried } from '../../edge/edits/restore.mts'
import { blobId } from '../../edge/work-tree.mts'
import type { Standing } from './gate.mts'

export const POLICY_FILE = 'shipworthy.yml'
export const COMPOSE_FILE = 'compose.shipworthy.yml'

/** Where a project that scores lower wants to go. */
const TARGET = 80
const LEAST_EVIDENCE = 0.5

/** What holds today, rounded down: the gate passes, and what is lost later is seen. */
export function policyWords({ score, floor, evidence }: Standing, hasCompose: boolean): Written {
  const held = Math.floor(floor ?? 0)
  const view = {
    ...{ hasScore: score !== null, value: score, score: held, target: TARGET },
    ...{ isBelow: held < TARGET, isOpen: floor !== score, hasCompose },
    evidence: Math.min(LEAST_EVIDENCE, Math.floor(evidence * 100) / 100),
  }
  return { template: 'setup/policy', view }
}

export const policyFile = (words: Written): Edit => ({
  path: POLICY_FILE,
  oid: null,
  splices: [{ at: 0, ...words }],
})

/** Jaeger beside the program, in a file of its own. */
export async function composeFile(root: string): Promise<Edit> {
  const path = join(root, COMPOSE_FILE)
  const now = existsSync(path) ? await readFile(path) : null
  const removes = now?.toString('utf8').length ?? 0
  const splice = { at: 0, removes, template: 'setup/compose', view: {} }
  return {
    path: COMPOSE_FILE,
    oid: now === null ? null : blobId(now),
    splices: [splice],
  }
}

interface Kept {
  readonly changes: readonly Change[]
  /** Why a file stays as it is. */
  readonly left: readonly string[]
}

/** New files as they come; one that is there is brought up to date under what a person changed in it, or left. */
export async function keepingEdits(root: string, changes: readonly Change[]): Promise<Kept> {
  const written = await lastWritten(root)
  const results = changes.map(change => merged(change, written.get(change.path)?.own))
  return {
    changes: results.filter(result => typeof result !== 'string'),
    left: results.filter(result => typeof result === 'string').filter(why => why !== ''),
  }
}

function merged(change: Change, own: Buffer | undefined): Change | string {
  const { path, before, after } = change
  if (before === null) return change
  const why = `${path} differs from what would be written today, and holds edits or comes from elsewhere: delete it to have it written anew`
  const next = own === undefined ? null : carried(own, before, after)
  if (next === null) return why
  return next.equals(before) ? '' : { ...change, after: next }
}
