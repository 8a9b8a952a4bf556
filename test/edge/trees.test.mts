import assert from 'node:assert/strict'
import { chmodSync, cpSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { UserFault } from '../../scripts/core/fault.mts'
import { commitTree } from '../../scripts/edge/commit-tree.mts'
import { folderTree } from '../../scripts/edge/folder-tree.mts'
import { workTree } from '../../scripts/edge/work-tree.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

const rows = (tree: { entries: readonly { path: string; oid: string }[] }) =>
  tree.entries.map(({ path, oid }) => `${oid} ${path}`)

test('disk, commit and bare folder give equal content equal ids', async t => {
  const repo = testRepo(t)
  const commit = repo.commit({
    'a.py': 'x = 1\n',
    'src/b c.ts': 'let x\n',
    'src/ünï\nline.go': 'package x\n',
  })
  const [disk, stored, folder] = [
    await workTree(repo.dir),
    await commitTree(repo.dir, commit, ''),
    await folderTree(repo.dir),
  ]
  assert.deepEqual(rows(disk), rows(stored))
  assert.deepEqual(rows(disk), rows(folder))
  assert.deepEqual(await stored.read(stored.entries[0] as never), {
    ok: true,
    value: Buffer.from('x = 1\n'),
  })
  stored.close()
})

test('edited, staged, deleted and untracked files are seen as they are on disk', async t => {
  const repo = testRepo(t)
  repo.commit({
    'kept.py': '1',
    'edited.py': '1',
    'deleted.py': '1',
    'staged.py': '1',
    '.gitignore': 'ignored.py\n',
  })
  repo.write({ 'edited.py': '2', 'new.py': '3', 'staged.py': '2', 'ignored.py': '9' })
  repo.git('add', 'staged.py')
  rmSync(join(repo.dir, 'deleted.py'))
  const tree = await workTree(repo.dir)
  assert.deepEqual(
    tree.entries.map(({ path }) => path),
    ['.gitignore', 'edited.py', 'kept.py', 'new.py', 'staged.py'],
  )
  assert.deepEqual(tree.edited, ['deleted.py', 'edited.py', 'staged.py'])
  assert.deepEqual(tree.untracked, ['new.py'])
})

test('a folder inside a repository is read with paths of its own', async t => {
  const repo = testRepo(t)
  const commit = repo.commit({ 'top.py': '1', 'packages/a/x.py': '1', 'packages/a/deep/y.py': '2' })
  const below = await workTree(join(repo.dir, 'packages/a'))
  const stored = await commitTree(join(repo.dir, 'packages/a'), commit, 'packages/a/')
  assert.deepEqual(
    below.entries.map(({ path }) => path),
    ['deep/y.py', 'x.py'],
  )
  assert.deepEqual(rows(below), rows(stored))
})

test('links are counted, never followed: a loop or a way out of the project is no file', async t => {
  const repo = testRepo(t)
  symlinkSync('..', join(repo.dir, 'loop'))
  symlinkSync('/etc/passwd', join(repo.dir, 'out.py'))
  const commit = repo.commit({ 'a.py': '1' })
  for (const tree of [
    await workTree(repo.dir),
    await commitTree(repo.dir, commit, ''),
    await folderTree(repo.dir),
  ]) {
    assert.deepEqual(
      tree.entries.map(({ path }) => path),
      ['a.py'],
    )
    assert.deepEqual(tree.skipped.filter(({ reason }) => reason === 'symbolic link').length, 2)
  }
})

test('submodules are counted, not entered', async t => {
  const [inner, outer] = [testRepo(t), testRepo(t)]
  inner.commit({ 'inner.py': '1' })
  outer.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '--quiet', inner.dir, 'lib')
  const commit = outer.commit({ 'a.py': '1' })
  for (const tree of [await workTree(outer.dir), await commitTree(outer.dir, commit, '')]) {
    assert.deepEqual(
      tree.entries.map(({ path }) => path),
      ['.gitmodules', 'a.py'],
    )
    assert.deepEqual(tree.skipped, [{ path: 'lib', reason: 'submodule' }])
  }
})

test('looking runs nothing of the repository and writes nothing into it', async t => {
  const repo = testRepo(t)
  const witness = join(temporaryFolder(t), 'ran')
  repo.commit({ 'a.py': '1', '.gitattributes': '*.py filter=evil diff=evil\n' })
  const script = join(repo.dir, '.git', 'evil.sh')
  writeFileSync(script, `#!/bin/sh\necho ran >> ${witness}\ncat\n`)
  chmodSync(script, 0o755)
  for (const [key, value] of [
    ['filter.evil.clean', script],
    ['filter.evil.process', script],
    ['diff.evil.textconv', script],
    ['diff.external', script],
    ['core.fsmonitor', script],
    ['core.pager', script],
  ] as const)
    repo.git('config', key, value)
  repo.write({ 'a.py': '2' })
  const index = join(repo.dir, '.git', 'index')
  const { statSync } = await import('node:fs')
  const before = statSync(index).mtimeMs
  const tree = await workTree(repo.dir)
  const { readDiff } = await import('../../scripts/edge/change.mts')
  const { hunks } = await readDiff(repo.dir, repo.git('rev-parse', 'HEAD'), null)
  assert.deepEqual(tree.edited, ['a.py'])
  assert.deepEqual(hunks, [{ path: 'a.py', ranges: [[1, 1]] }])
  assert.equal(existsSync(witness), false)
  assert.equal(statSync(index).mtimeMs, before)
})

test('a copied repository is as clean as the first one', async t => {
  const repo = testRepo(t)
  repo.commit({ 'a.py': 'x = 1\n' })
  const copy = join(temporaryFolder(t), 'copy')
  cpSync(repo.dir, copy, { recursive: true })
  const tree = await workTree(copy)
  assert.deepEqual([tree.edited, tree.untracked], [[], []])
})

test('a folder outside git with more files than a project has is refused in a sentence', async t => {
  const dir = temporaryFolder(t)
  for (const name of ['a', 'b', 'c']) writeFileSync(join(dir, `${name}.py`), 'x = 1\n')
  assert.equal((await folderTree(dir, 3)).entries.length, 3)
  await assert.rejects(folderTree(dir, 2), (error: Error) => {
    assert.ok(error instanceof UserFault)
    assert.match(error.message, /more than 2 files outside git: name a smaller folder/)
    return true
  })
})
