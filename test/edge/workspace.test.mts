/** Is a copy to run benchmarks in the state it should be, and is the project left as it was? */

import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Workspace } from '../../scripts/core/lens.mts'
import { commitTree } from '../../scripts/edge/commit-tree.mts'
import { folderTree } from '../../scripts/edge/folder-tree.mts'
import { removeScratch } from '../../scripts/edge/scratch.mts'
import { workTree } from '../../scripts/edge/work-tree.mts'
import { openWorkspace } from '../../scripts/edge/workspace.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

after(() => removeScratch())

async function opened(
  source: Omit<Parameters<typeof openWorkspace>[0], 'paths'>,
): Promise<Workspace> {
  const made = await openWorkspace({ paths: [], ...source })
  if (!made.ok) assert.fail(made.why)
  return made.value
}

const read = ({ folder }: Workspace, path: string) => readFileSync(join(folder, path), 'utf8')

test('a commit and the work tree stand side by side, and git is none the wiser', async t => {
  const repo = testRepo(t)
  repo.commit({ 'a.txt': 'old\n', 'gone.txt': 'x\n', 'sub/b.txt': 'b\n' })
  const commit = repo.git('rev-parse', 'HEAD').trim()
  const root = realpathSync(repo.dir)
  writeFileSync(join(root, 'a.txt'), 'new\n')
  writeFileSync(join(root, 'fresh.txt'), 'fresh\n')
  rmSync(join(root, 'gone.txt'))
  const before = [repo.git('status', '--porcelain'), readdirSync(join(root, '.git')).sort()]
  const common = { root, prefix: '', commit, seconds: 60 }
  const base = await opened({
    ...common,
    tree: await commitTree(root, commit, ''),
    isWorkTree: false,
  })
  const head = await opened({ ...common, tree: await workTree(root), isWorkTree: true })
  assert.deepEqual([read(base, 'a.txt'), read(head, 'a.txt')], ['old\n', 'new\n'])
  assert.deepEqual(
    [existsSync(join(base.folder, 'gone.txt')), existsSync(join(head.folder, 'gone.txt'))],
    [true, false],
  )
  assert.equal(read(head, 'fresh.txt'), 'fresh\n')
  assert.equal(read(base, 'sub/b.txt'), 'b\n')
  assert.deepEqual(
    [repo.git('status', '--porcelain'), readdirSync(join(root, '.git')).sort()],
    before,
  )
  const said = await head.execute({ file: 'sh', args: ['-c', 'cat a.txt; echo made > out.json'] })
  assert.deepEqual([said.exitCode, said.stdout], [0, 'new\n'])
  assert.deepEqual(
    (await head.find(['*.json'])).map(({ path }) => path),
    ['out.json'],
  )
  assert.ok(!existsSync(join(root, 'out.json')))
  assert.ok(head.secondsLeft() > 0 && head.secondsLeft() < 60)
})

test('installed packages come along, and a workspace package leads to the copy', async t => {
  const repo = testRepo(t)
  repo.commit({
    'package.json': '{}\n',
    '.gitignore': 'node_modules\n',
    'packages/p/index.js': '1\n',
  })
  const root = realpathSync(repo.dir)
  mkdirSync(join(root, 'node_modules/.vite'), { recursive: true })
  mkdirSync(join(root, 'node_modules/left'))
  writeFileSync(join(root, 'node_modules/left/index.js'), 'left\n')
  symlinkSync('../packages/p', join(root, 'node_modules/p'))
  const commit = repo.git('rev-parse', 'HEAD').trim()
  const tree = await workTree(root)
  const head = await opened({ root, prefix: '', commit, tree, isWorkTree: true, seconds: 60 })
  assert.equal(read(head, 'node_modules/left/index.js'), 'left\n')
  assert.equal(
    realpathSync(join(head.folder, 'node_modules/p')),
    realpathSync(join(head.folder, 'packages/p')),
  )
  assert.ok(!existsSync(join(head.folder, 'node_modules/.vite')))
})

test('a folder without git is copied; a commit git does not know is a sentence', async t => {
  const root = realpathSync(temporaryFolder(t))
  writeFileSync(join(root, 'a.txt'), 'a\n')
  const tree = await folderTree(root)
  const copy = await opened({
    root,
    prefix: null,
    commit: null,
    tree,
    isWorkTree: true,
    seconds: 9,
  })
  assert.equal(read(copy, 'a.txt'), 'a\n')
  const repo = testRepo(t)
  repo.commit({ 'a.txt': 'a\n' })
  const unknown = { root: realpathSync(repo.dir), prefix: '', commit: 'f'.repeat(40), tree }
  const made = await openWorkspace({ paths: [], ...unknown, isWorkTree: false, seconds: 9 })
  assert.ok(!made.ok && /could not be made \(git read-tree failed/.test(made.why))
})
