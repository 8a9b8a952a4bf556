/** Does what is generated for GitLab work? The scripts of every job are run, on a clone of a remote with logins, and what GitLab is told is checked. */

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, type TestContext, test } from 'node:test'
import { marker } from '../../scripts/report/markdown.mts'
import { tangled } from '../assess/samples.mts'
import { plan } from '../skills/cicd-generator/plan.mts'
import { testRepo } from '../support/repo.mts'
import { type JobResult, WITHOUT_SITE } from './machine.mts'
import { type GitLabPlace, openGitLabPlace, runsIn } from './place.mts'
import { PROJECT, plain, TEST } from './project.mts'

async function place(t: TestContext): Promise<GitLabPlace> {
  const { written } = await plan(t, PROJECT, { forge: 'gitlab' })
  const project = testRepo(t)
  project.commit({ ...PROJECT, ...written })
  return openGitLabPlace(t, project, written)
}

/** Each waits for its jobs most of the time, in folders of its own. */
const AT_ONCE = { concurrency: 2 }

const kinds = ({ forge }: GitLabPlace) => forge.told.map(({ what }) => what)

const read = (job: JobResult | undefined, path: string) =>
  readFileSync(join(job?.workspace ?? '', path), 'utf8')

suite('a merge request', AT_ONCE, () => {
  test('gets one note, edited in place, its findings beside the code and the gate as tests', async t => {
    const there = await place(t)
    const worse = { 'src/a.mjs': plain('a') + tangled('b').replaceAll(': number', '') }
    const jobs = await there.merge(3, worse)
    assert.deepEqual([...jobs.keys()], ['shipworthy'])
    const job = jobs.get('shipworthy')
    assert.equal(job?.isGood, false, 'the lines of the change ran in no test, so the gate is red')
    assert.deepEqual(kinds(there), ['POST merge_requests/3/notes'])
    const body = String(there.forge.told[0]?.body.body)
    assert.ok(body.startsWith(marker()))
    assert.match(body, /changed lines? covered/)
    const findings = JSON.parse(read(job, '.shipworthy/out/code-quality.json')) as object[]
    assert.ok(findings.some(each => JSON.stringify(each).includes('src/a.mjs')))
    assert.match(read(job, '.shipworthy/out/gate.xml'), /<failure/)

    await there.merge(3, { 'src/a.mjs': plain('a') + plain('b') })
    assert.deepEqual(kinds(there).slice(1), ['PUT merge_requests/3/notes/1000'])
    assert.deepEqual(runsIn(there.remote), [])
  })

  test('that changes nothing worth a word gets no note', async t => {
    const there = await place(t)
    const pushed = await there.main('push', WITHOUT_SITE)
    assert.ok(pushed.get('pages')?.isGood, pushed.get('pages')?.log)
    const jobs = await there.merge(4, { 'notes.txt': 'hello\n' })
    assert.ok(jobs.get('shipworthy')?.isGood, jobs.get('shipworthy')?.log)
    assert.deepEqual(kinds(there), [])
  })
})

suite('the default branch', AT_ONCE, () => {
  test('is remembered by push and by schedule, published also when the gate is red', async t => {
    const there = await place(t)
    const { project, remote } = there
    const first = await there.main('push')
    assert.deepEqual([...first.keys()], ['shipworthy', 'pages'])
    assert.ok(
      [...first.values()].every(({ isGood }) => isGood),
      first.get('pages')?.log,
    )
    assert.equal(runsIn(remote).length, 1)
    assert.match(read(first.get('pages'), 'public/index.html'), /<html/)
    assert.match(read(first.get('pages'), 'public/badge.svg'), /<svg/)

    project.commit({ 'test/a.test.mjs': TEST.replace('!== 2', '!== 3') })
    project.git('push', '--quiet', 'origin', 'main')
    const weekly = await there.main('schedule', WITHOUT_SITE)
    assert.equal(weekly.get('shipworthy')?.isGood, false, 'a test fails')
    assert.ok(weekly.get('pages')?.isGood, weekly.get('pages')?.log)
    assert.equal(runsIn(remote).length, 2)
    assert.deepEqual(kinds(there), [])
  })

  test('without a token shows the newest run alone, and says so', async t => {
    const there = await place(t)
    const pages = (await there.main('push', { SHIPWORTHY_TOKEN: '' })).get('pages')
    assert.ok(pages?.isGood, pages?.log)
    assert.match(pages.log, /SHIPWORTHY_TOKEN is not set: the site shows this run alone/)
    assert.ok(existsSync(join(pages.workspace, 'public/index.html')))
    assert.deepEqual(runsIn(there.remote), [])
  })
})
