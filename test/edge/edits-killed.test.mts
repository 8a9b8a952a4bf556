import assert from 'node:assert/strict'
import {
  chmodSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import disk, { type FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { apply, undo, unfinished } from '../../scripts/edge/edits/apply.mts'
import { stepsOf } from '../../scripts/edge/edits/backup.mts'
import type { Change } from '../../scripts/edge/edits/prepare.mts'
import { temporaryFolder } from '../support/repo.mts'

const CHANGES = ['mkdir', 'open', 'chmod', 'rename', 'rm', 'rmdir'] as const

/**
 * Lets work run until it is about to change the disk for the n-th time, and never go on: what is on the disk is what kill -9 leaves.
 * A write is cut in its middle, and of a folder the first file is gone. Returns whether it came to its end before.
 */
async function isDone(n: number, work: () => Promise<unknown>): Promise<boolean> {
  const real = { ...disk }
  let left = n
  let killed = () => {}
  const death = new Promise<false>(done => {
    killed = () => done(false)
  })
  const dies = async (half: () => Promise<unknown>) => {
    left -= 1
    if (left > 0) return
    if (left === 0) await half()
    killed()
    await new Promise(() => {})
  }
  for (const name of CHANGES)
    Object.assign(disk, {
      [name]: async (...args: never[]) => {
        await dies(async () => {
          if (name === 'rm') await withoutFirst(real.rm, String(args[0]))
        })
        const result = await (real[name] as (...args: never[]) => Promise<unknown>)(...args)
        return name === 'open' ? torn(result as FileHandle) : result
      },
    })
  const torn = (handle: FileHandle) =>
    Object.assign(handle, {
      writeFile: async (bytes: Buffer) => {
        await dies(async () => {
          await handle.write(bytes.subarray(0, bytes.length / 2))
          await handle.close()
        })
        await handle.write(bytes)
      },
    })
  syncBuiltinESMExports()
  try {
    return await Promise.race([work().then(() => true), death])
  } finally {
    Object.assign(disk, real)
    syncBuiltinESMExports()
  }
}

async function withoutFirst(rm: typeof disk.rm, path: string): Promise<void> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  const first = isFolder ? readdirSync(path).find(name => name.includes('.')) : undefined
  if (first !== undefined) await rm(join(path, first))
}

/** Every file and folder, with modes and contents. */
function stateOf(root: string): Record<string, string> {
  const paths = globSync('{.,}**/{.,}*', { cwd: root }).filter(path => path !== '.')
  return Object.fromEntries(
    [...new Set(paths)].map(path => {
      const stat = statSync(join(root, path))
      const content = stat.isFile() ? readFileSync(join(root, path), 'latin1') : ''
      return [path, `${stat.mode.toString(8)} ${content}`]
    }),
  )
}

const lines = (...more: string[]) =>
  [...more, ...Array.from({ length: 9 }, (_, index) => `line ${index}`), ''].join('\r\n')

const changes: readonly Change[] = [
  {
    path: 'bin/app.txt',
    before: Buffer.from(lines()),
    after: Buffer.from(lines('ours')),
    mode: 0o755,
  },
  {
    path: 'new/deep/module.txt',
    before: null,
    after: Buffer.from('ours\n'),
    mode: 0o644,
  },
  {
    path: 'list.txt',
    before: Buffer.from('a\n'),
    after: Buffer.from('a\nours\n'),
    mode: 0o644,
  },
]

function project(t: TestContext) {
  const root = join(temporaryFolder(t), 'project')
  const fresh = () => {
    rmSync(root, { recursive: true, force: true })
    mkdirSync(join(root, 'bin'), { recursive: true })
    writeFileSync(join(root, 'bin/app.txt'), lines())
    writeFileSync(join(root, 'list.txt'), 'a\n')
    chmodSync(join(root, 'bin/app.txt'), 0o755)
    return stateOf(root)
  }
  const write = (isOnTrial = false) => apply(root, changes, { by: 'test', isOnTrial })
  const takeBack = async () => undo(root, await stepsOf(root))
  return { root, fresh, write, takeBack }
}

/** Tries every place where a run may be killed; returns how many there are. */
async function everywhere(
  work: () => Promise<unknown>,
  before: () => Promise<unknown>,
  after: (place: number) => Promise<void>,
): Promise<number> {
  for (let place = 1; place < 1000; place++) {
    await before()
    const wasDone = await isDone(place, work)
    await after(place)
    if (wasDone) return place - 1
  }
  throw new Error('it has no end')
}

test('an apply that is killed anywhere is taken back byte for byte', async t => {
  const { root, fresh, write, takeBack } = project(t)
  const untouched = fresh()
  const places = await everywhere(
    write,
    async () => fresh(),
    async place => {
      await takeBack()
      assert.deepEqual(stateOf(root), untouched, `killed before change ${place}`)
    },
  )
  assert.ok(places > 30, `${places} places`)
})

test('an apply that is killed anywhere can be begun anew', async t => {
  const { root, fresh, write, takeBack } = project(t)
  fresh()
  await write()
  const whole = stateOf(root)
  fresh()
  await everywhere(
    write,
    async () => fresh(),
    async place => {
      await undo(root, await unfinished(root))
      if ((await stepsOf(root)).length === 0) await write()
      assert.deepEqual(stateOf(root), whole, `killed before change ${place}`)
      await takeBack()
    },
  )
})

test('an undo that is killed anywhere is finished by the next one, under what a person wrote', async t => {
  const { root, fresh, write, takeBack } = project(t)
  fresh()
  const edited = (text: string) => text.replace('line 8', 'theirs')
  writeFileSync(join(root, 'bin/app.txt'), edited(lines()))
  const wanted = stateOf(root)
  const places = await everywhere(
    takeBack,
    async () => {
      fresh()
      await write()
      writeFileSync(join(root, 'bin/app.txt'), edited(lines('ours')))
    },
    async place => {
      await takeBack()
      assert.deepEqual(stateOf(root), wanted, `killed before change ${place}`)
    },
  )
  assert.ok(places > 15, `${places} places`)
})

test('what was written to be tried is unfinished until it is', async t => {
  const { root, fresh, write } = project(t)
  const untouched = fresh()
  await write(true)
  assert.equal((await unfinished(root)).length, 1)
  await undo(root, await unfinished(root))
  assert.deepEqual(stateOf(root), untouched)
})
