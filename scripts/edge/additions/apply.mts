/** How are edits carried out so that they can be taken back? Backup first, each file in one step, and whatever a person wrote since stays. */

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, realpath, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, sep } from 'node:path'
import { UserFault } from '../../core/fault.mts'
import { type Fields, fields, list, parseJson, text } from '../../formats/parse.mts'
import type { Change } from './prepare.mts'
import { carried, restored } from './restore.mts'

/** Beside the files it speaks of, and invisible to git. */
const HOME = '.shipworthy'
const STEPS = `${HOME}/undo`

interface Kept {
  readonly path: string
  /** SHA-256; null where there was no file. */
  readonly before: string | null
  readonly after: string
  readonly mode: number
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Writes all changes; an earlier run that was cut off in the middle has to be taken back first. */
export async function apply(root: string, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  for (const { path } of changes) await mustBeInside(root, path)
  await keep(root, changes)
  for (const { path, after, mode } of changes) await write(join(root, path), after, mode)
}

/** Takes back one apply, or all of them; returns the paths that changed. */
export async function undo(root: string, isOnlyLast = false): Promise<readonly string[]> {
  const steps = (await stepsOf(root)).toReversed().slice(0, isOnlyLast ? 1 : undefined)
  const done: string[] = []
  for (const step of steps) done.push(...(await undoStep(root, step)))
  if ((await stepsOf(root)).length === 0) await forget(root)
  return [...new Set(done)]
}

/** Whether an apply began and did not finish: some of its files are as before, none was edited since. */
export async function isInterrupted(root: string): Promise<boolean> {
  const last = (await stepsOf(root)).at(-1)
  if (last === undefined) return false
  const kept = await keptIn(root, last)
  const states = await Promise.all(
    kept.map(async each => {
      const now = await hashAt(join(root, each.path))
      return now === each.after ? 'after' : now === each.before ? 'before' : 'edited'
    }),
  )
  return states.includes('before') && !states.includes('edited')
}

export interface LastWritten {
  readonly wrote: Buffer
  /** The same without what a person had edited in it by then: what our next text is compared with. */
  readonly own: Buffer
}

/** For every path that an undo would take back. */
export async function lastWritten(root: string): Promise<ReadonlyMap<string, LastWritten>> {
  const written = new Map<string, LastWritten>()
  for (const step of await stepsOf(root))
    for (const [index, { path, before, after }] of (await keptIn(root, step)).entries()) {
      const saved = (name: string) => readFile(join(root, STEPS, step, `${index}.${name}`))
      const wrote = intact(path, await saved('after'), after)
      const was = before === null ? null : intact(path, await saved('before'), before)
      const earlier = written.get(path)?.own
      const own = was === null || earlier === undefined ? null : carried(was, earlier, wrote)
      written.set(path, { wrote, own: own ?? wrote })
    }
  return written
}

async function keep(root: string, changes: readonly Change[]): Promise<void> {
  const steps = await stepsOf(root)
  const name = String(Number(steps.at(-1) ?? '0') + 1).padStart(4, '0')
  const [draft, final] = [join(root, STEPS, `${name}.draft`), join(root, STEPS, name)]
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  await write(join(root, HOME, '.gitignore'), Buffer.from('*\n'), 0o644)
  for (const [index, { before, after }] of changes.entries()) {
    if (before !== null) await write(join(draft, `${index}.before`), before, 0o600)
    await write(join(draft, `${index}.after`), after, 0o600)
  }
  const files = changes.map(
    ({ path, before, after, mode }): Kept => ({
      path,
      before: before === null ? null : hash(before),
      after: hash(after),
      mode,
    }),
  )
  const manifest = JSON.stringify({ version: 1, files }, null, 2)
  await write(join(draft, 'manifest.json'), Buffer.from(manifest), 0o600)
  await rename(draft, final)
}

async function undoStep(root: string, step: string): Promise<string[]> {
  const kept = await keptIn(root, step)
  const wanted = await Promise.all(
    kept.map(async ({ path, before, after, mode }, index) => {
      await mustBeInside(root, path)
      const saved = (name: string) => readFile(join(root, STEPS, step, `${index}.${name}`))
      const now = await bytesAt(join(root, path))
      const was = before === null ? null : intact(path, await saved('before'), before)
      const wrote = intact(path, await saved('after'), after)
      return { path, mode, now, to: restored(path, { now, was, wrote }) }
    }),
  )
  const changed = wanted.filter(({ now, to }) =>
    now === null ? to !== null : to === null || !now.equals(to),
  )
  for (const { path, to, mode } of changed)
    if (to === null) await removed(root, path)
    else await write(join(root, path), to, mode)
  await rm(join(root, STEPS, step), { recursive: true })
  return changed.map(({ path }) => path)
}

/** With the folders that held nothing else: git does not know them. */
async function removed(root: string, path: string): Promise<void> {
  await rm(join(root, path))
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder))
    if (
      !(await rmdir(join(root, folder)).then(
        () => true,
        () => false,
      ))
    )
      return
}

function intact(path: string, bytes: Buffer, expected: string): Buffer {
  if (hash(bytes) === expected) return bytes
  throw new UserFault(`the backup of ${path} in ${STEPS} is damaged: restore it from git`)
}

/** Numbers of the applies that can be taken back, oldest first; drafts were never begun. */
async function stepsOf(root: string): Promise<string[]> {
  const names = await readdir(join(root, STEPS)).catch(() => [])
  return names.filter(name => /^\d{4}$/.test(name)).sort()
}

async function keptIn(root: string, step: string): Promise<Kept[]> {
  const read = await readFile(join(root, STEPS, step, 'manifest.json'), 'utf8').catch(() => '')
  const parsed = parseJson(read)
  const rows = typeof parsed === 'string' ? [] : list(parsed.fields.files)
  const kept = rows.map(row => keptOf(fields(row)))
  if (kept.length === 0)
    throw new UserFault(`${STEPS}/${step}/manifest.json cannot be read: restore the files from git`)
  return kept
}

const keptOf = ({ path, before, after, mode }: Fields): Kept => ({
  path: text(path),
  before: before === null ? null : text(before),
  after: text(after),
  mode: typeof mode === 'number' ? mode & 0o777 : 0o644,
})

/** The whole file or the old one, whatever happens in between. */
async function write(file: string, bytes: Uint8Array, mode: number): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}.shipworthy`)
  await mkdir(dirname(file), { recursive: true })
  const handle = await open(draft, 'w', mode)
  try {
    await handle.writeFile(bytes)
    await handle.chmod(mode)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}

/** A path from a manifest or a link in the tree must not lead out of the project, nor what is still to be made of it. */
async function mustBeInside(root: string, path: string): Promise<void> {
  const steps = path.split('/')
  let folder: string | null = null
  for (let at = dirname(join(root, path)); folder === null && at.startsWith(root); at = dirname(at))
    folder = await realpath(at).catch(() => null)
  const isPlain = path !== '' && !steps.includes('..') && !isAbsolute(path)
  if (isPlain && folder !== null && `${folder}${sep}`.startsWith(`${root}${sep}`)) return
  throw new UserFault(
    `${path || 'a path of the backup'} does not lie in the project: nothing was written`,
  )
}

async function forget(root: string): Promise<void> {
  if (!existsSync(join(root, STEPS))) return
  await rm(join(root, STEPS), { recursive: true })
  await rm(join(root, HOME, '.gitignore'), { force: true })
  await rmdir(join(root, HOME)).catch(() => {})
}

const bytesAt = (file: string): Promise<Buffer | null> => readFile(file).catch(() => null)

async function hashAt(file: string): Promise<string | null> {
  const bytes = await bytesAt(file)
  return bytes === null ? null : hash(bytes)
}
