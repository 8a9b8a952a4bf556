/** Does a job's own assessment come to stand on its change, on GitHub and on GitLab, once and no more than once? */

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { marker } from '../../scripts/report/markdown.mts'
import { sound, tangled } from '../assess/samples.mts'
import { openDoor } from '../support/door.mts'
import { openForge, TOKEN } from '../support/forge.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

async function job(t: TestContext) {
  const [door, forge, repo] = [openDoor(t), await openForge(t), testRepo(t)]
  repo.commit({ 'src/a.ts': sound('a') })
  repo.git('checkout', '--quiet', '-b', 'topic')
  const head = repo.commit({ 'src/b.ts': tangled('b') })
  const { stdout } = await door.assess(repo.dir, ['--no-gate'])
  const folder = temporaryFolder(t)
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const assessment = file('assessment.json', stdout)
  const comment = (
    variables: Readonly<Record<string, string>>,
    project = repo.dir,
    of: string | null = assessment,
  ) => door.call('comment', [project, ...(of === null ? [] : ['--assessment', of])], variables)
  const gitlab = { CI_API_V4_URL: forge.url, CI_PROJECT_ID: '7', CI_MERGE_REQUEST_IID: '4' }
  const github = {
    ...{ GITHUB_API_URL: forge.url, GITHUB_REPOSITORY: 'o/r', GITHUB_TOKEN: TOKEN },
    GITHUB_EVENT_PATH: file(
      'event.json',
      JSON.stringify({ pull_request: { number: 4, head: { sha: head }, base: { ref: 'main' } } }),
    ),
  }
  return { forge, comment, gitlab, github, file }
}

const kinds = ({ told }: { told: readonly { what: string }[] }) => told.map(({ what }) => what)

test('a merge request gets one note, edited in place', async t => {
  const { forge, comment, gitlab } = await job(t)
  const without = await comment(gitlab)
  assert.equal(without.code, 0)
  assert.match(without.stderr, /could not be shown: SHIPWORTHY_TOKEN is not set/)
  const variables = { ...gitlab, SHIPWORTHY_TOKEN: TOKEN }
  assert.equal((await comment(variables)).stderr, 'The note is in place.\n')
  assert.equal((await comment(variables)).code, 0)
  assert.deepEqual(kinds(forge), ['POST merge_requests/4/notes'])
  const [note] = forge.comments
  if (note !== undefined) note.body = `${note.body.split('\n')[0]}\nold`
  await comment(variables)
  assert.deepEqual(kinds(forge).slice(1), ['PUT merge_requests/4/notes/1000'])
  assert.equal((await comment({ ...variables, SHIPWORTHY_TOKEN: 'wrong' })).code, 0)
})

test('a pull request whose own job may write gets comment, check and findings', async t => {
  const { forge, comment, github } = await job(t)
  assert.equal((await comment(github)).code, 0)
  assert.deepEqual(kinds(forge), [
    'POST issues/4/comments',
    'POST check-runs',
    'POST code-scanning/sarifs',
  ])
  // On the second page, behind a hundred others.
  const filler = {
    id: 1,
    body: 'x',
    user: { type: 'User', login: 'a' },
    author_association: 'NONE',
  }
  forge.comments.unshift(...Array(100).fill(filler))
  await comment(github)
  assert.equal(forge.comments.length, 101)
  const part = await comment(github, 'packages/a', undefined)
  assert.equal(part.code, 0)
  assert.ok(forge.comments.at(-1)?.body.startsWith(`${marker('packages/a')}\n**\`packages/a\`**`))
})

test('what cannot be done is one sentence', async t => {
  const { comment, github, file } = await job(t)
  for (const [variables, of, said] of [
    [{}, undefined, /There is no change to comment on/],
    [{}, null, /There is no change to comment on/],
    [github, null, /--assessment names what `assess --json` printed/],
    [{ ...github, GITHUB_TOKEN: '' }, undefined, /GITHUB_TOKEN is not set/],
    [github, file('a.json', '{"schema":"1.0"}'), /is not what `assess --json` prints/],
    [github, '/nowhere', /there is no such file/],
  ] as const) {
    const { code, stderr } = await comment(variables, '.', of)
    assert.equal(code, 2)
    assert.match(stderr, said)
    assert.equal(stderr.trim().split('\n').length, 1)
  }
})
