/** Does what is generated work? Every script of the workflows is run, on a clone of a bare remote, and the forge's side is checked. */

import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { suite, type TestContext, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { marker } from '../../scripts/report/markdown.mts'
import type { PipelineSettings } from '../../scripts/skills/cicd-generator/view.mts'
import { advisory, npmLock, tangled } from '../assess/samples.mts'
import { plan } from '../skills/cicd-generator/plan.mts'
import { openDoor } from '../support/door.mts'
import type { Forge } from '../support/forge.mts'
import { testRepo } from '../support/repo.mts'
import { zip } from '../support/zip.mts'
import { type GitHubPlace, openGitHubPlace, runsIn } from './place.mts'
import { PROJECT, plain, TEST, TWO } from './project.mts'

async function place(
  t: TestContext,
  settings: Partial<PipelineSettings> = {},
  more: Readonly<Record<string, string>> = {},
  variables: Readonly<Record<string, string>> = {},
  base: Readonly<Record<string, string>> = PROJECT,
): Promise<GitHubPlace> {
  const files = { ...base, ...more }
  const { written } = await plan(t, files, { settings })
  const project = testRepo(t)
  project.commit({ ...files, ...written })
  return openGitHubPlace(t, project, written, { variables })
}

const kinds = ({ told }: Forge) => told.map(({ what }) => what)
const bodyOf = ({ comments }: Forge) => comments.at(-1)?.body ?? ''

const unpacked = (sarif: unknown) => gunzipSync(Buffer.from(String(sarif), 'base64')).toString()

const forged = (commit: string, more: object = {}) =>
  JSON.stringify({ schema: '1.0', run: { commit }, score: { value: 100 }, outcomes: [], ...more })

/** Each waits for its jobs most of the time, in folders of its own. */
const AT_ONCE = { concurrency: 2 }

/** The step after which the history is in the branch. */
const REMEMBER = 'Add the runs to the branch quality'

suite('a pull request', AT_ONCE, () => {
  test('gets a comment, a check and findings; again without a change, nothing is sent twice', async t => {
    const { propose, change, report, upload, forge, runner } = await place(t)
    const head = propose(3, { 'src/a.mjs': plain('a') + tangled('b').replaceAll(': number', '') })
    const job = await change(head)
    assert.ok(!job.isGood, 'the lines of the change ran in no test, so the gate is red')
    assert.match(job.summary, /new finding/)
    assert.deepEqual([...job.seen], ['SHIPWORTHY_CACHE'])
    assert.ok(existsSync(join(runner.artifacts, 'shipworthy/assessment.json')))
    upload()

    const said = await report(head)
    assert.ok(said.isGood, said.log)
    assert.deepEqual(kinds(forge), [
      'POST issues/3/comments',
      'POST check-runs',
      'POST code-scanning/sarifs',
    ])
    assert.ok(bodyOf(forge).startsWith(marker()))
    assert.match(bodyOf(forge), /changed lines? covered/)
    assert.match(bodyOf(forge), /was reported by the pull request's own job and is not verified/)
    assert.match(bodyOf(forge), /\[History\]\(https:\/\/o\.github\.io\/r\/\)/)
    assert.deepEqual(
      [forge.told[1]?.body.conclusion, forge.told[1]?.body.head_sha],
      ['failure', head],
    )

    await report(head)
    assert.deepEqual(kinds(forge).slice(3), ['POST check-runs', 'POST code-scanning/sarifs'])
    const better = propose(3, { 'src/a.mjs': plain('a') + plain('b') })
    await report(better)
    assert.equal(kinds(forge)[5], 'PATCH issues/comments/1000')
    assert.equal(forge.comments.length, 1)
  })

  test('that changes nothing worth a word gets a green check and no comment', async t => {
    const there = await place(t)
    const { propose, change, report, upload, forge } = there
    const { assessed, remember } = await there.remembering()
    assert.ok(assessed.isGood && (await remember(REMEMBER)).isGood, assessed.log)
    const head = propose(4, { 'notes.txt': 'hello\n' })
    const job = await change(head)
    assert.ok(job.isGood, job.log)
    upload()
    await report(head)
    assert.deepEqual(kinds(forge), ['POST check-runs', 'POST code-scanning/sarifs'])
    assert.equal(forge.told[0]?.body.conclusion, 'success')
  })

  test('of a fork cannot lift its score, its gate or the reviewer’s page', async t => {
    const { propose, report, upload, forge, project } = await place(t)
    const title = '<script>alert(1)</script> [x](javascript:alert(1)) @everyone'
    const head = propose(5, {
      'src/b.mjs': tangled('b').replaceAll(': number', ''),
      'shipworthy.yml': 'gate: { score: 0, evidence: 0 }\nlevels: { complex-function: off }\n',
      'package.json': '{"name":"x","scripts":{"test":"touch /tmp/executed"}}\n',
    })
    // A comment with our first line, by somebody who may not write here.
    forge.comments.push({
      ...{ id: 9, body: `${marker()}\nmine`, user: { type: 'User', login: 'eve' } },
      author_association: 'CONTRIBUTOR',
    })
    const lie = {
      skill: 'test-orchestrator',
      status: 'judged',
      measures: [
        { name: 'line-coverage', subject: '', value: 400 },
        { name: 'line-coverage', subject: title, value: 100 },
        { name: 'passing-tests', subject: '', value: 7 },
        { name: 'constructor', subject: '', value: 1 },
      ],
      findings: [
        { rule: 'failing-test', level: 'error', key: title, path: title, line: 1, message: title },
      ],
      missing: [],
    }
    const code = { skill: 'refactor-assistant', status: 'judged', measures: [], findings: [] }
    upload(zip({ 'assessment.json': forged(head, { outcomes: [lie, code] }) }))
    const said = await report(head)
    assert.ok(said.isGood, said.log)
    const body = bodyOf(forge)
    assert.doesNotMatch(body, /100 \/ 100|<script|\]\(javascript|@everyone\b(?!`)/)
    assert.match(body, /cognitive complexity/i)
    assert.match(body, /This change edits shipworthy\.yml/)
    assert.equal(forge.comments[0]?.body, `${marker()}\nmine`)
    assert.equal(forge.comments.length, 2)
    assert.equal(existsSync('/tmp/executed'), false)
    assert.equal(existsSync(join(said.workspace, 'src/b.mjs')), false)
    assert.equal(project.git('status', '--porcelain'), '')
  })

  test('whose forge refuses fails no run: the words stand in the summary', async t => {
    const { propose, report, forge } = await place(t)
    const head = propose(6, { 'src/b.mjs': tangled('b').replaceAll(': number', '') })
    forge.refuses.set('POST issues', 403).set('POST check-runs', 403).set('POST code-scanning', 404)
    const said = await report(head)
    assert.ok(said.isGood, said.log)
    assert.match(said.log, /The comment could not be shown: it answered 403/)
    assert.match(said.summary, /cognitive complexity/i)
  })

  test('of a repository of several projects gets a comment for each, and history knows them apart', async t => {
    const there = await place(t, {}, {}, {}, TWO)
    const { propose, change, report, upload, forge, remote } = there
    const { assessed, remember } = await there.remembering()
    const remembered = await remember(REMEMBER)
    assert.ok(assessed.isGood && remembered.isGood, assessed.log + remembered.log)
    const projects = runsIn(remote).map(path => path.split('/')[1])
    assert.equal(new Set(projects).size, 2, projects.join())

    const worse = plain('a') + tangled('b').replaceAll(': number', '')
    const head = propose(8, { 'front/src/a.mjs': worse })
    await change(head)
    upload()
    const said = await report(head)
    assert.ok(said.isGood, said.log)
    assert.equal(forge.comments.length, 1, 'nothing is new in the other one')
    assert.match(bodyOf(forge), /\*\*`front`\*\*/)
    const lists = forge.told.flatMap(({ body }) => ('sarif' in body ? [unpacked(body.sarif)] : []))
    assert.match(lists.join(), /"front\/src\/a\.mjs"/)
    assert.equal(kinds(forge).filter(kind => kind === 'POST check-runs').length, 2)
  })

  test('that has moved on, or whose head was not fetched, is left alone', async t => {
    const { propose, report, forge, project } = await place(t)
    const head = propose(7, { 'notes.txt': 'one\n' })
    forge.pulls = [{ number: 7, head: { sha: '1'.repeat(40) }, base: { ref: 'main' } }]
    assert.match((await report(head)).log, /closed or has moved on/)
    const door = openDoor(t)
    const said = await door.call('comment', [project.dir])
    assert.equal(said.code, 2)
    assert.deepEqual(kinds(forge), [])
  })
})

suite('the default branch', AT_ONCE, () => {
  test('is remembered and published, also when the gate is red', async t => {
    const there = await place(t)
    there.project.git('checkout', '--quiet', 'main')
    there.project.commit({ 'test/a.test.mjs': TEST.replace('!== 2', '!== 3') })
    there.project.git('push', '--quiet', 'origin', 'main')
    const { assessed, remember } = await there.remembering()
    assert.ok(!assessed.isGood, 'a test fails')
    assert.deepEqual([...assessed.seen], ['SHIPWORTHY_CACHE'])
    const remembered = await remember()
    assert.ok(remembered.isGood, remembered.log)
    assert.equal(runsIn(there.remote).length, 1)
    assert.match(readFileSync(join(remembered.temporary, 'site/index.html'), 'utf8'), /<html/)
    assert.equal(globSync(join(there.runner.artifacts, '**/*.sarif')).length, 1)
  })

  test('every week, nothing changed: an advisory published since is found, told as an issue, remembered', async t => {
    const { published, url } = await osv(t)
    const alerts = 'alerts:\n  channels: [{ to: github-issue, kinds: [advisory] }]\n'
    const lock = String(npmLock({ left: '1.0.0' })['package-lock.json'])
    const manifest =
      '{"name":"x","scripts":{"test":"node --test"},"dependencies":{"left":"1.0.0"}}\n'
    const there = await place(
      t,
      { issues: true },
      { 'shipworthy.yml': alerts, 'package.json': manifest, 'package-lock.json': lock },
      { SHIPWORTHY_OSV_URL: url },
    )
    const pushed = await there.remembering()
    assert.ok(pushed.assessed.isGood, pushed.assessed.log)
    const first = await pushed.remember(REMEMBER)
    assert.ok(first.isGood, first.log)
    assert.deepEqual(kinds(there.forge), [])

    published.push('left')
    const weekly = await there.remembering({ schedule: '17 3 * * 1' })
    assert.match(weekly.assessed.log, /left 1\.0\.0/)
    const second = await weekly.remember(REMEMBER)
    assert.ok(second.isGood, second.log)
    assert.deepEqual(kinds(there.forge), ['POST issues'])
    assert.match(String(there.forge.told[0]?.body.body), /GHSA-left/)
    assert.equal(runsIn(there.remote).length, 2)
  })

  test('two at once lose nothing', async t => {
    const there = await place(t)
    const first = await there.remembering()
    const second = await there.remembering()
    writeFileSync(join(there.runner.artifacts, 'note'), '')
    const done = await Promise.all([first.remember(REMEMBER), second.remember(REMEMBER)])
    assert.deepEqual(
      done.map(({ isGood }) => isGood),
      [true, true],
      done.map(({ log }) => log).join(),
    )
    assert.equal(runsIn(there.remote).length, 2)
  })
})

/** Answers as OSV's API does, of advisories that can be published later. */
async function osv(t: TestContext) {
  const published: string[] = []
  const known = () => published.map(name => JSON.parse(advisory(name)))
  const server = createServer(async (asked, reply) => {
    let body = ''
    for await (const chunk of asked) body += chunk
    const id = /^\/v1\/vulns\/(.+)$/.exec(asked.url ?? '')?.[1]
    const { queries = [] } = body === '' ? {} : JSON.parse(body)
    const results = queries.map((query: { package: { name: string } }) => ({
      vulns: known().filter(each => each.id === `GHSA-${query.package.name}`),
    }))
    reply.end(JSON.stringify(id === undefined ? { results } : known().find(each => each.id === id)))
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  t.after(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { published, url }
}
