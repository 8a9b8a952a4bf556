import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { UserFault } from '../../scripts/core/fault.mts'
import {
  apply as applyBy,
  takeBack,
  undo as undoSteps,
  unfinished,
} from '../../scripts/edge/edits/apply.mts'
import { stepsOf } from '../../scripts/edge/edits/backup.mts'
import { type Change, prepare } from '../../scripts/edge/edits/prepare.mts'
import { blobId } from '../../scripts/edge/work-tree.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

const by = { by: 'test', isOnTrial: false }
const apply = (root: string, changes: readonly Change[]) => applyBy(root, changes, by)
const undo = async (root: string) => undoSteps(root, await stepsOf(root))

const TEXT = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n'

const change = (path: string, before: string | null, after: string): Change => ({
  path,
  before: before === null ? null : Buffer.from(before),
  after: Buffer.from(after),
  mode: 0o644,
})

/** A folder with one changed and one new file. */
async function applied(t: TestContext) {
  const root = temporaryFolder(t)
  const file = join(root, 'a.txt')
  writeFileSync(file, TEXT)
  await apply(root, [
    change('a.txt', TEXT, TEXT.replace('two\n', 'two\nours\n')),
    change('new.txt', null, 'ours\n'),
  ])
  return { root, file, fresh: join(root, 'new.txt') }
}

test('what was applied is taken back byte for byte, and no trace is left', async t => {
  const { root, file, fresh } = await applied(t)
  assert.match(readFileSync(file, 'utf8'), /two\nours\n/)
  await undo(root)
  assert.equal(readFileSync(file, 'utf8'), TEXT)
  assert.ok(!existsSync(fresh) && !existsSync(join(root, '.shipworthy')))
  assert.deepEqual(await takeBack(root, []), { taken: [], left: [] })
})

test('what a person wrote elsewhere in the file stays', async t => {
  const { root, file } = await applied(t)
  writeFileSync(file, readFileSync(file, 'utf8').replace('nine', 'theirs'))
  await undo(root)
  assert.equal(readFileSync(file, 'utf8'), TEXT.replace('nine', 'theirs'))
})

const stops: Readonly<Record<string, readonly [RegExp, (file: string, fresh: string) => void]>> = {
  'an edit on the same lines': [
    /a\.txt was edited in the lines/,
    file => writeFileSync(file, readFileSync(file, 'utf8').replace('ours', 'theirs')),
  ],
  'an edit of a file we made': [
    /new\.txt was edited since/,
    (_, fresh) => writeFileSync(fresh, 'theirs\n'),
  ],
  'a file that is gone': [/a\.txt was deleted since/, file => unlinkSync(file)],
}

for (const [name, [sentence, edit]] of Object.entries(stops))
  test(`${name} stops the undo before anything is written`, async t => {
    const { root, file, fresh } = await applied(t)
    edit(file, fresh)
    const states = () =>
      [file, fresh].map(each => (existsSync(each) ? readFileSync(each, 'utf8') : null))
    const before = states()
    await assert.rejects(undo(root), sentence)
    assert.deepEqual(states(), before)
  })

test('a file that cannot be written takes the others back, in one sentence', async t => {
  const root = temporaryFolder(t)
  const file = join(root, 'a.txt')
  writeFileSync(file, TEXT)
  const changes = [
    change('a.txt', TEXT, TEXT.replace('two\n', 'two\nours\n')),
    change('new.txt', null, 'ours\n'),
    change('taken/b.txt', null, 'ours\n'),
  ]
  writeFileSync(join(root, 'taken'), 'a file where a folder is to be\n')
  await assert.rejects(
    apply(root, changes),
    (error: unknown) => error instanceof UserFault && /^nothing was written: /.test(error.message),
  )
  assert.equal(readFileSync(file, 'utf8'), TEXT)
  assert.deepEqual(readdirSync(root).sort(), ['a.txt', 'taken'])
})

test('a run that was cut off is known, and taken back without a question', async t => {
  const { root, file, fresh } = await applied(t)
  assert.deepEqual(await unfinished(root), [])
  writeFileSync(file, TEXT)
  assert.equal((await unfinished(root)).length, 1)
  await undo(root)
  assert.ok(!existsSync(fresh))
})

test('several applies are taken back together, the newest first', async t => {
  const { root, file } = await applied(t)
  const now = readFileSync(file, 'utf8')
  await apply(root, [change('a.txt', now, `${now}more\n`)])
  await undo(root)
  assert.equal(readFileSync(file, 'utf8'), TEXT)
})

test('what a person has edited stays with all below it; everything else is taken back', async t => {
  const { root, file, fresh } = await applied(t)
  await apply(root, [change('b.txt', null, 'ours\n')])
  await apply(root, [change('new.txt', 'ours\n', 'newer\n')])
  await apply(root, [change('c.txt', null, 'ours\n')])
  const now = readFileSync(file, 'utf8')
  writeFileSync(fresh, 'theirs\n')
  assert.deepEqual(await takeBack(root, await stepsOf(root)), {
    taken: ['c.txt', 'b.txt'],
    left: [
      'new.txt was edited in the lines to take back: remove them by hand, then run --undo again',
      'new.txt was written again later; left as a whole: a.txt, new.txt',
    ],
  })
  assert.deepEqual(readdirSync(root).sort(), ['.shipworthy', 'a.txt', 'new.txt'])
  assert.equal(readFileSync(file, 'utf8'), now)
  assert.equal(readFileSync(fresh, 'utf8'), 'theirs\n')
})

test('the mode of a file stays, and git sees nothing of the backup', async t => {
  const repo = testRepo(t)
  repo.commit({ 'run.txt': TEXT })
  const file = join(repo.dir, 'run.txt')
  chmodSync(file, 0o755)
  await apply(repo.dir, [{ ...change('run.txt', TEXT, `${TEXT}x\n`), mode: 0o755 }])
  assert.equal(statSync(file).mode & 0o777, 0o755)
  assert.ok(!repo.git('status', '--porcelain').includes('.shipworthy'))
})

test('no path leads out of the project', async t => {
  const root = temporaryFolder(t)
  const outside = temporaryFolder(t)
  symlinkSync(outside, join(root, 'link'))
  await assert.rejects(
    apply(root, [change('link/a.txt', null, 'x')]),
    /does not lie in the project/,
  )
  await assert.rejects(apply(root, [change('../a.txt', null, 'x')]), /does not lie in the project/)
})

test('a damaged backup is never written back', async t => {
  const { root, file } = await applied(t)
  writeFileSync(join(root, '.shipworthy/undo/0001/0.before'), 'other')
  await assert.rejects(undo(root), /backup of a\.txt .* is damaged/)
  assert.match(readFileSync(file, 'utf8'), /ours/)
})

const template = 'instrumentation/python/call'
const splice = (at: number) => ({
  at,
  template,
  view: { target: 'app', indent: '', isOpen: false },
})

test('a file that changed since it was looked at is not touched', async t => {
  const root = temporaryFolder(t)
  writeFileSync(join(root, 'a.py'), 'x = 2\n')
  const oid = blobId(Buffer.from('x = 1\n'))
  const edit = { path: 'a.py', oid, splices: [splice(0)] }
  await assert.rejects(prepare(root, [edit]), /a\.py changed while it was looked at/)
  await assert.rejects(prepare(root, [{ ...edit, oid: null }]), /changed while/)
})

test('an edit that would break a file is refused', async t => {
  const root = temporaryFolder(t)
  const bytes = Buffer.from('x = (1 +\n  2)\n')
  writeFileSync(join(root, 'a.py'), bytes)
  const edit = { path: 'a.py', oid: blobId(bytes), splices: [splice(9)] }
  await assert.rejects(prepare(root, [edit]), /would break it/)
})

test('every byte outside the splice stays, whatever the encoding', async t => {
  const root = temporaryFolder(t)
  const head = Buffer.from([0x23, 0xe9, 0x0d, 0x0a])
  writeFileSync(join(root, 'a.py'), Buffer.concat([head, Buffer.from('x = 1\r\n')]))
  const oid = blobId(readFileSync(join(root, 'a.py')))
  const [made] = await prepare(root, [{ path: 'a.py', oid, splices: [splice(4)] }])
  assert.ok(made?.after.equals(Buffer.concat([head, Buffer.from('trace_app(app)\r\nx = 1\r\n')])))
})
