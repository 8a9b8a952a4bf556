import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { todoLines } from '../../scripts/core/todos.mts'
import { openCache } from '../../scripts/edge/cache.mts'
import { readCommits, readCommitsSince } from '../../scripts/edge/commits.mts'
import { readLastChanges } from '../../scripts/edge/last-changes.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

const NOW = '2026-02-01T00:00:00Z'

const halfYearTo = (commit: string) => ({ commit, until: NOW, days: 183, key: 'key' })

test('commits come newest first, with numbers, and old paths under their name of today', async t => {
  const repo = testRepo(t)
  const body = 'a\nb\nc\nd\ne\nf\n'
  repo.commit({ 'first.py': body }, 'one')
  repo.git('mv', 'first.py', 'second.py')
  repo.commit({}, 'two')
  repo.git('mv', 'second.py', 'third.py')
  const head = repo.commit({ 'third.py': `${body}g\n` }, 'three')
  const answer = await readCommits(repo.dir, halfYearTo(head))
  assert.ok(answer.ok)
  assert.deepEqual(
    answer.value.map(({ subject, files }) => [subject, files]),
    [
      ['three', [{ path: 'third.py', added: 1, deleted: 0 }]],
      ['two', [{ path: 'third.py', added: 0, deleted: 0 }]],
      ['one', [{ path: 'third.py', added: 6, deleted: 0 }]],
    ],
  )
})

test('what a program wrote into a lock file is no part of a commit, whether git was spared it or not', async t => {
  const repo = testRepo(t)
  const commit = repo.commit({ 'a.py': '1\n', 'package-lock.json': '{}\n', 'web/yarn.lock': 'x\n' })
  for (const lockfiles of [[], ['package-lock.json', 'yarn.lock']]) {
    const answer = await readCommits(repo.dir, { ...halfYearTo(commit), lockfiles })
    assert.ok(answer.ok)
    assert.deepEqual(
      answer.value.map(({ files }) => files),
      [[{ path: 'a.py', added: 1, deleted: 0 }]],
    )
  }
})

test('authors are pseudonyms: equal within a project, unrelated between projects, never the address', async t => {
  const repo = testRepo(t)
  const head = repo.commit({ a: '1' })
  const [one, same, other] = await Promise.all(
    ['p', 'p', 'q'].map(key => readCommits(repo.dir, { ...halfYearTo(head), key })),
  )
  const author = (answer: typeof one) => (answer?.ok ? answer.value[0]?.author : undefined)
  assert.match(author(one) ?? '', /^[0-9a-f]{16}$/)
  assert.equal(author(one), author(same))
  assert.notEqual(author(one), author(other))
})

test('a subject that imitates our separators forges no commit', async t => {
  const repo = testRepo(t)
  const fake = 'f'.repeat(40)
  repo.commit({ a: '1' }, 'honest')
  const head = repo.commit({ a: '2' }, `evil \x01${fake}`)
  const answer = await readCommits(repo.dir, halfYearTo(head))
  assert.ok(answer.ok)
  assert.equal(answer.value.length, 2)
  assert.ok(answer.value.every(({ id }) => id !== fake))
})

test('only the asked days count, back from the given moment', async t => {
  const repo = testRepo(t)
  for (let day = 0; day < 10; day++) repo.commit({ a: String(day) })
  const until = '2026-01-10T12:00:00Z'
  const window = { ...halfYearTo(repo.git('rev-parse', 'HEAD')), until, days: 4 }
  const answer = await readCommits(repo.dir, window)
  assert.ok(answer.ok)
  assert.equal(answer.value.length, 4)
})

test('a shallow clone is an answer with the command to run', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1' })
  const head = repo.commit({ a: '2' })
  const clone = join(temporaryFolder(t), 'clone')
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${repo.dir}`, clone], {
    stdio: 'ignore',
  })
  const answer = await readCommits(clone, halfYearTo(head))
  assert.ok(!answer.ok)
  assert.match(answer.why, /shallow.*git fetch --unshallow/)
})

test('commits since a tag', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1' })
  repo.git('tag', 'v1')
  const head = repo.commit({ a: '2' }, 'later')
  const answer = await readCommitsSince(repo.dir, 'v1', head)
  assert.ok(answer.ok)
  assert.deepEqual(
    answer.value.map(({ subject }) => subject),
    ['later'],
  )
})

test('a log is read once for a commit, and never taken for that of another question', async t => {
  const repo = testRepo(t)
  repo.commit({ 'a/one.py': '1' })
  const head = repo.commit({ 'a/one.py': '2', b: '1' })
  const cache = await openCache(temporaryFolder(t))
  t.after(() => cache.close())
  const ask = (dir = repo.dir, days = 183, key = 'key') =>
    readCommits(dir, { ...halfYearTo(head), days, key }, cache)
  const first = await ask()
  const written = t.mock.method(cache, 'write')
  assert.deepEqual(await ask(), first)
  assert.equal(written.mock.callCount(), 0)
  for (const other of [ask(join(repo.dir, 'a')), ask(repo.dir, 0), ask(repo.dir, 183, 'other')])
    assert.notDeepEqual(await other, first)
})

const authorsOf = async (dir: string, head: string) => {
  const answer = await readCommits(dir, halfYearTo(head))
  return answer.ok ? answer.value.map(({ author, isBot }) => [author, isBot] as const) : []
}

test('a new commit, a rewritten one and a pruned one: only what was never seen is read', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1\n' }, 'one')
  const before = repo.commit({ a: '1\n2\n' }, 'two')
  const cache = await openCache(temporaryFolder(t))
  t.after(() => cache.close())
  const ask = (head: string) => readCommits(repo.dir, halfYearTo(head), cache)
  await ask(before)
  const written = t.mock.method(cache, 'write')
  const rowsWritten = () =>
    written.mock.calls.reduce((sum, call) => sum + [...(call.arguments[0] ?? [])].length, 0)
  repo.git('commit', '--quiet', '--amend', '-m', 'two, rewritten')
  repo.git('reflog', 'expire', '--expire=now', '--all')
  repo.git('gc', '--quiet', '--prune=now')
  const head = repo.commit({ b: '1\n' }, 'three')
  const answer = await ask(head)
  assert.ok(answer.ok)
  assert.equal(rowsWritten(), 2)
  assert.deepEqual(
    answer.value.map(({ subject, files }) => [subject, files]),
    [
      ['three', [{ path: 'b', added: 1, deleted: 0 }]],
      ['two, rewritten', [{ path: 'a', added: 1, deleted: 0 }]],
      ['one', [{ path: 'a', added: 1, deleted: 0 }]],
    ],
  )
})

test('.mailmap joins the addresses of one person, and bots are named as such', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1' })
  const as = (name: string, email: string) => {
    repo.write({ a: email })
    repo.git('add', '-A')
    repo.git('-c', `user.name=${name}`, '-c', `user.email=${email}`, 'commit', '-qm', 'x')
  }
  as('Ada', 'ada@old.example')
  as('renovate[bot]', '29139614+renovate[bot]@users.noreply.github.com')
  as('Abbot', 'abbot@example.org')
  const head = repo.git('rev-parse', 'HEAD')
  const [abbot, renovate, old, ada] = await authorsOf(repo.dir, head)
  assert.deepEqual([abbot?.[1], renovate?.[1], old?.[1]], [false, true, false])
  assert.notEqual(old?.[0], ada?.[0])
  repo.write({ '.mailmap': 'Ada <ada@example.org> <ada@old.example>\n' })
  const joined = await authorsOf(repo.dir, head)
  assert.equal(joined[2]?.[0], joined[3]?.[0])
})

test('odd names, binary files, mode changes and lines that look like headers', async t => {
  const repo = testRepo(t)
  const odd = 'a "b"\t\u00fc \\ c.txt'
  repo.commit({
    [odd]: 'x\n',
    'blob.bin': new Uint8Array([0, 1, 2]),
    empty: '',
    'run.sh': 'ls\n',
    link: 'to be replaced\n',
    'sql.txt': '-- a/x\n++ b/y\ndiff --git a/x b/x\n@@ -1 +1 @@\n',
  })
  repo.git('mv', odd, 'plain.txt')
  repo.git('update-index', '--chmod=+x', 'run.sh')
  repo.write({ 'sql.txt': 'none' })
  rmSync(join(repo.dir, 'link'))
  symlinkSync('run.sh', join(repo.dir, 'link'))
  repo.git('add', 'sql.txt', 'link')
  repo.git('commit', '-qm', 'rename')
  const answer = await readCommits(repo.dir, halfYearTo(repo.git('rev-parse', 'HEAD')))
  assert.ok(answer.ok)
  assert.deepEqual(
    answer.value.map(({ files }) => files),
    [
      [
        { path: 'link', added: 1, deleted: 1 },
        { path: 'plain.txt', added: 0, deleted: 0 },
        { path: 'run.sh', added: 0, deleted: 0 },
        { path: 'sql.txt', added: 1, deleted: 4 },
      ],
      [
        { path: 'plain.txt', added: 1, deleted: 0 },
        { path: 'blob.bin', added: 0, deleted: 0 },
        { path: 'empty', added: 0, deleted: 0 },
        { path: 'link', added: 1, deleted: 0 },
        { path: 'run.sh', added: 1, deleted: 0 },
        { path: 'sql.txt', added: 4, deleted: 0 },
      ],
    ],
  )
})

test('a signature is seen and never verified', async t => {
  const repo = testRepo(t)
  const plain = repo.commit({ a: '1' })
  const signature =
    'gpgsig -----BEGIN PGP SIGNATURE-----\n \n nonsense\n -----END PGP SIGNATURE-----'
  const tree = repo.git('rev-parse', 'HEAD^{tree}')
  const person = 'Ada <ada@example.org> 1767355200 +0000'
  const object = `tree ${tree}\nparent ${plain}\nauthor ${person}\ncommitter ${person}\n${signature}\n\ngpgsig is a word\n`
  const head = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], {
    cwd: repo.dir,
    input: object,
    encoding: 'utf8',
  }).trim()
  const answer = await readCommits(repo.dir, halfYearTo(head))
  assert.ok(answer.ok)
  assert.deepEqual(
    answer.value.map(({ isSigned }) => isSigned),
    [true, false],
  )
})

test('the secret of a commit is known by kind; neither it nor an author reaches the cache', async t => {
  const repo = testRepo(t)
  const token = ['ghp_zQWBuTSOoRi4A9spHcVY5ncns', 'DkxkJ0mLq17'].join('')
  repo.commit({ 'deploy.py': `x = 1\nTOKEN = "${token}"\n`, 'yarn.lock': token })
  repo.git('mv', 'deploy.py', 'ship.py')
  const head = repo.commit({ 'ship.py': 'x = 1\n' })
  const folder = temporaryFolder(t)
  const cache = await openCache(folder)
  const answer = await readCommits(repo.dir, halfYearTo(head), cache)
  cache.close()
  assert.ok(answer.ok)
  assert.deepEqual(
    answer.value.map(({ secrets }) => secrets),
    [[], [{ path: 'deploy.py', kind: 'GitHub token' }]],
  )
  const kept = readdirSync(folder).map(name => readFileSync(join(folder, name), 'latin1'))
  for (const word of [token, 'ada@', 'Ada', ...answer.value.map(({ author }) => author)])
    assert.ok(kept.every(text => !text.includes(word)))
})

test('what comes after a release: no merges, and the footers of the messages', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1' })
  repo.git('tag', 'v1')
  repo.commit({ a: '2' }, 'fix: one\n\nwhy\n\nBREAKING CHANGE: the key\nturns left\nRefs: #1')
  repo.git('checkout', '-qb', 'side')
  repo.commit({ b: '2' }, 'two')
  repo.git('checkout', '-q', 'main')
  repo.git('merge', '-q', '--no-ff', '-m', 'Merge side', 'side')
  const answer = await readCommitsSince(repo.dir, 'v1', repo.git('rev-parse', 'HEAD'))
  assert.ok(answer.ok)
  assert.deepEqual(
    answer.value.map(({ subject, breaking }) => [subject, breaking]),
    [
      ['two', null],
      ['fix: one', 'the key turns left'],
    ],
  )
})

test('the last changes are looked for no further back than asked', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1', b: '1', c: '1' })
  const mass = repo.commit({ b: '2' })
  const head = repo.commit({ c: '2', d: '1' })
  const cache = await openCache(temporaryFolder(t))
  t.after(() => cache.close())
  const days = async (enough: number, names = ['a', 'b', 'c', 'new'], out: string[] = []) => {
    const asked = { paths: new Set(names), enough, except: new Set(out) }
    const answer = await readLastChanges(repo.dir, head, asked, cache)
    return answer.ok ? answer.value.map(at => at.slice(8, 10)) : answer.why
  }
  assert.deepEqual(await days(2), ['03', '02'])
  assert.deepEqual(await days(2), ['03', '02'])
  assert.deepEqual(await days(9), ['03', '02', '01'])
  assert.deepEqual(await days(9, ['d']), ['03'])
  assert.deepEqual(await days(9, ['b']), ['02'])
  assert.deepEqual(await days(9, ['b'], [mass]), ['01'])
})

test('lines that say what is to be done are known by their text, under their path of today', async t => {
  const repo = testRepo(t)
  repo.commit({ 'old.py': '# TODO: one\nx = 1\ny = 2\nz = 3\n', 'yarn.lock': '# TODO: two\n' })
  repo.git('mv', 'old.py', 'new.py')
  const head = repo.commit({})
  const answer = await readCommits(repo.dir, halfYearTo(head))
  assert.ok(answer.ok)
  const [{ key } = assert.fail()] = todoLines('   #  TODO: one')
  assert.deepEqual(
    answer.value.map(({ todos }) => todos),
    [undefined, [{ path: 'new.py', key }]],
  )
})
