/** What did each apply write, and what was there before? Kept beside the project's files, invisible to git. */

import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UserFault } from '../../core/fault.mts'
import { type Fields, fields, list, text } from '../../core/untyped.mts'
import { parseJson } from '../../formats/parse.mts'
import { write } from './files.mts'
import type { Change } from './prepare.mts'

const HOME = '.shipworthy'
const STEPS = `${HOME}/undo`

/** In a step's folder while what it wrote has not been tried. */
const TRIAL = 'on-trial'

/** One apply: it is taken back as a whole. */
export interface Step {
  readonly name: string
  /** The skill that proposed it, or setup. */
  readonly by: string
  readonly files: readonly Kept[]
  readonly isOnTrial: boolean
}

interface Kept {
  readonly path: string
  /** SHA-256; null where there was no file. */
  readonly before: string | null
  readonly after: string
  readonly mode: number
}

export interface Saved {
  readonly was: Buffer | null
  readonly wrote: Buffer
}

export const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** There as a whole or not at all. */
export async function keep(
  root: string,
  changes: readonly Change[],
  { by, isOnTrial }: Pick<Step, 'by' | 'isOnTrial'>,
): Promise<Step> {
  const last = (await namesIn(root)).at(-1)
  const name = String(Number(last ?? '0') + 1).padStart(4, '0')
  const draft = join(root, STEPS, `${name}.draft`)
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  await write(join(root, HOME, '.gitignore'), Buffer.from('*\n'), 0o644)
  for (const [index, { before, after }] of changes.entries()) {
    if (before !== null) await write(join(draft, `${index}.before`), before, 0o600)
    await write(join(draft, `${index}.after`), after, 0o600)
  }
  if (isOnTrial) await write(join(draft, TRIAL), Buffer.alloc(0), 0o600)
  const files = changes.map(
    ({ path, before, after, mode }): Kept => ({
      path,
      before: before === null ? null : hash(before),
      after: hash(after),
      mode,
    }),
  )
  const manifest = JSON.stringify({ version: 1, by, files }, null, 2)
  await write(join(draft, 'manifest.json'), Buffer.from(manifest), 0o600)
  await rename(draft, join(root, STEPS, name))
  return { name, by, files, isOnTrial }
}

/** Oldest first; `by` of whom, of all when absent. */
export async function stepsOf(root: string, by?: string): Promise<readonly Step[]> {
  const steps = await Promise.all((await namesIn(root)).map(name => stepIn(root, name)))
  return steps.filter(step => by === undefined || step.by === by)
}

/** A draft was never begun, and what is dropped is done with. */
async function namesIn(root: string): Promise<string[]> {
  const names = await readdir(join(root, STEPS)).catch(() => [])
  return names.filter(name => /^\d{4}$/.test(name)).sort()
}

export async function savedIn(root: string, { name, files }: Step, index: number): Promise<Saved> {
  const { path = '', before = null, after = '' } = files[index] ?? {}
  const saved = async (ending: string, expected: string) => {
    const bytes = await readFile(join(root, STEPS, name, `${index}.${ending}`)).catch(() => null)
    if (bytes !== null && hash(bytes) === expected) return bytes
    throw new UserFault(`the backup of ${path} in ${STEPS} is damaged: restore it from git`)
  }
  return {
    was: before === null ? null : await saved('before', before),
    wrote: await saved('after', after),
  }
}

/** What it wrote has been tried, and stays. */
export const pass = (root: string, { name }: Step): Promise<void> =>
  rm(join(root, STEPS, name, TRIAL), { force: true })

/** In one step, so that a run killed here leaves no half of a backup; with the last one goes all the rest. */
export async function drop(root: string, { name }: Step): Promise<void> {
  const gone = join(root, STEPS, `${name}.gone`)
  await rm(gone, { recursive: true, force: true })
  await rename(join(root, STEPS, name), gone)
  await rm(gone, { recursive: true, force: true })
}

/** Nothing of the backup stays once there is no step left. */
export async function forgetEmpty(root: string): Promise<void> {
  if ((await namesIn(root)).length > 0) return
  await rm(join(root, STEPS), { recursive: true, force: true })
  const names = await readdir(join(root, HOME)).catch(() => [])
  if (names.every(name => name.includes('.gitignore')))
    for (const name of names) await rm(join(root, HOME, name))
  await rmdir(join(root, HOME)).catch(() => {})
}

async function stepIn(root: string, name: string): Promise<Step> {
  const folder = join(root, STEPS, name)
  const read = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => '')
  const parsed = parseJson(read)
  const row = typeof parsed === 'string' ? {} : parsed.fields
  const files = list(row.files).map(each => keptOf(fields(each)))
  if (files.length === 0)
    throw new UserFault(`${STEPS}/${name}/manifest.json cannot be read: restore the files from git`)
  const isOnTrial = (await readdir(folder)).includes(TRIAL)
  return { name, by: text(row.by), files, isOnTrial }
}

const keptOf = ({ path, before, after, mode }: Fields): Kept => ({
  path: text(path),
  before: before === null ? null : text(before),
  after: text(after),
  mode: typeof mode === 'number' ? mode & 0o777 : 0o644,
})
