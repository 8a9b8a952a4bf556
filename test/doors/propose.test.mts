import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDoor } from '../support/door.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

const MANIFEST = '{"name":"x","exports":"./src/index.ts"}\n'
const INDEX = "export { kept } from './a.ts'\nimport './b.ts'\n"
const HEAD = '\uFEFF// One.\r\n// Two.\r\n\r\nexport const kept = 1\r\n'
const FILES = {
  'package.json': MANIFEST,
  'src/index.ts': INDEX,
  'src/a.ts': `${HEAD}\r\nexport const gone = 2\r\n`,
  'src/b.ts': 'export const lost = 1\nexport type {}\n',
}

test('proposals are a diff that git takes, and are written only when asked', async t => {
  const repo = testRepo(t)
  repo.commit(FILES)
  chmodSync(join(repo.dir, 'src/a.ts'), 0o755)
  repo.git('add', '-A')
  repo.commit({})
  const door = openDoor(t)
  const text = (path: string) => readFileSync(join(repo.dir, path), 'utf8')
  const { code, stdout, stderr } = await door.call('skills/refactor-assistant', [
    repo.dir,
    '--propose',
  ])
  assert.equal(code, 0)
  assert.match(stderr, /Remove gone of src\/a\.ts[\s\S]*2 proposals found, in 2 files/)
  assert.equal(repo.git('status', '--porcelain'), '')
  execFileSync('git', ['apply', '--check', '-'], {
    cwd: repo.dir,
    input: stdout,
  })
  repo.write({ 'src/b.ts': `${FILES['src/b.ts']}// mine\n` })
  const applied = await door.call('skills/refactor-assistant', [repo.dir, '--apply'])
  assert.match(applied.stderr, /src\/b\.ts is left as it is: it has changes git does not have/)
  assert.equal(text('src/a.ts'), HEAD)
  assert.equal(statSync(join(repo.dir, 'src/a.ts')).mode & 0o777, 0o755)
  assert.equal(text('src/b.ts'), `${FILES['src/b.ts']}// mine\n`)
  assert.equal(repo.git('status', '--porcelain'), 'M src/a.ts\n M src/b.ts')
})

test('without a commit nothing is written', async t => {
  const repo = testRepo(t, join(temporaryFolder(t), 'fresh'))
  repo.write(FILES)
  const { code, stderr } = await openDoor(t).call('skills/refactor-assistant', [
    repo.dir,
    '--apply',
  ])
  assert.equal(code, 2)
  assert.match(stderr, /has no commit that could bring a file back/)
})
