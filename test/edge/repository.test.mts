import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { forgeOf, openRepository, slugOf } from '../../scripts/edge/repository.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

test('a path that is no project is one sentence', async t => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'file'), '')
  await assert.rejects(openRepository(join(folder, 'nowhere')), {
    name: 'UserFault',
    message: /nowhere does not exist: name the folder/,
  })
  await assert.rejects(openRepository(join(folder, 'file')), {
    name: 'UserFault',
    message: /is a file/,
  })
})

test('an empty repository, a bare one, a broken one', async t => {
  assert.equal((await openRepository(testRepo(t).dir)).git?.commit, null)
  const bare = temporaryFolder(t)
  const repo = testRepo(t)
  repo.git('init', '--quiet', '--bare', bare)
  await assert.rejects(openRepository(bare), /bare repository without a commit/)
  const broken = temporaryFolder(t)
  writeFileSync(join(broken, '.git'), 'garbage')
  await assert.rejects(openRepository(broken), {
    name: 'UserFault',
    message: /git cannot read the repository/,
  })
})

test('the forge is the origin without credentials, port or .git', () => {
  const url = (origin: string) => forgeOf(origin)?.url ?? null
  assert.equal(url('https://user:token@github.com/owner/name.git'), 'https://github.com/owner/name')
  assert.equal(
    url('git@gitlab.example.org:group/sub/name.git'),
    'https://gitlab.example.org/group/sub/name',
  )
  assert.equal(url('ssh://git@host:2222/owner/name'), 'https://host/owner/name')
  assert.equal(url('/srv/git/name.git'), null)
  assert.equal(url('../name'), null)
})

test('the name in the history: policy, else origin, else folder and root commit', async t => {
  const repo = testRepo(t, join(temporaryFolder(t), 'My Project'))
  const root = repo.commit({ a: '1' })
  const open = () => openRepository(repo.dir)
  assert.equal(await slugOf(await open(), undefined), `my-project-${root.slice(0, 8)}`)
  repo.git('remote', 'add', 'origin', 'https://token@github.com/Owner/Name.git')
  assert.equal(await slugOf(await open(), undefined), 'github.com-owner-name')
  assert.equal(await slugOf(await open(), '../../etc'), 'etc')
})
