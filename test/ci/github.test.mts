/** Does what is generated work? Every script of the workflows is run, on a clone of a bare remote, and the forge's side is checked. */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, type TestContext, test } from 'node:test'
import { marker } from '../../scripts/report/markdown.mts'
import { sound, tangled } from '../assess/samples.mts'
import { plan } from '../skills/cicd-generator/plan.mts'
import { openDoor } from '../support/door.mts'
import { type Forge, openForge, TOKEN } from '../support/forge.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'
import { zip } from '../support/zip.mts'
import { type JobResult, openRunner, type Runner } from './runner.mts'

const TEST =
  "import { test } from 'node:test'\nimport { a } from '../src/a.mjs'\ntest('a', () => { if (a(1) !== 2) throw new Error('no') })\n"

const plain = (name: string) => sound(name).replaceAll(': number', '')

const PROJECT = {
  'package.json': '{"name":"x","scripts":{"test":"node --test"}}\n',
  'package-lock.json': '{"name":"x","lockfileVersion":3,"packages":{"":{"name":"x"}}}\n',
  'src/a.mjs': plain('a'),
  'test/a.test.mjs': TEST,
  '.gitignore': 'node_modules\n',
}

interface Place {
  readonly project: ReturnType<typeof testRepo>
  readonly remote: string
  readonly runner: Runner
  readonly forge: Forge
  readonly workflows: { readonly change: string; readonly report: string; readonly history: string }
  /** A commit on a branch of its own, sent as the head of pull request `number`. */
  propose(number: number, files: Readonly<Record<string, string>>, branch?: string): string
  change(head: string): Promise<JobResult>
  report(head: string, branch?: string): Promise<JobResult>
  /** Hands the artifact of the change's job to the forge, as it is or made worse. */
  upload(bytes?: Buffer, size?: number): void
}

async function place(t: TestContext): Promise<Place> {
  const { written } = await plan(t, PROJECT)
  const [change = '', report = '', history = ''] = Object.values(written)
  const project = testRepo(t)
  project.commit({ ...PROJECT, ...written })
  const remote = join(temporaryFolder(t), 'remote.git')
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote])
  project.git('remote', 'add', 'origin', remote)
  project.git('push', '--quiet', 'origin', 'main')
  const [runner, forge] = [openRunner(t, remote), await openForge(t)]
  const variables = { GITHUB_API_URL: forge.url, SHIPWORTHY_OSV_URL: forge.url }
  return {
    ...{ project, remote, runner, forge, workflows: { change, report, history } },
    propose: (number, files, branch = 'topic') => {
      project.git('checkout', '--quiet', '-B', branch, 'main')
      const head = project.commit(files)
      project.git('push', '--quiet', '--force', 'origin', `HEAD:refs/pull/${number}/head`)
      forge.pulls = [{ number, head: { sha: head }, base: { ref: 'main' } }]
      return head
    },
    change: head =>
      runner.job({
        ...{ workflow: change, job: 'assess', sha: head, event: { pull_request: {} } },
        variables: { ...variables, GITHUB_BASE_REF: 'main' },
        context: { 'github.event.pull_request.head.sha': head },
      }),
    report: (head, branch = 'topic') =>
      runner.job({
        ...{ workflow: report, job: 'report', sha: 'main', variables },
        event: {
          workflow_run: {
            ...{ id: 5, html_url: 'https://github.com/o/r/actions/runs/5', head_sha: head },
            ...{ head_branch: branch, head_repository: { owner: { login: 'fork' } } },
          },
        },
        context: { 'github.event.workflow_run.head_sha': head, 'github.token': TOKEN },
      }),
    upload: (bytes, size) => {
      const file = join(runner.artifacts, 'shipworthy/assessment.json')
      const honest = () => zip({ 'assessment.json': readFileSync(file) })
      forge.artifacts.set('shipworthy', {
        bytes: bytes ?? honest(),
        ...(size === undefined ? {} : { size }),
      })
    },
  }
}

const kinds = ({ told }: Forge) => told.map(({ what }) => what)
const bodyOf = ({ comments }: Forge) => comments.at(-1)?.body ?? ''

const forged = (commit: string, more: object = {}) =>
  JSON.stringify({ schema: '1.0', run: { commit }, score: { value: 100 }, outcomes: [], ...more })

/** The step after which the history is in the branch. */
const REMEMBER = 'Add the runs to the branch quality'

/** What the workflow of the default branch does: its first job, and its second one when asked. */
const pushed = async ({ workflows, runner, project }: Place) => {
  const sha = project.git('rev-parse', 'main')
  const common = { workflow: workflows.history, sha, event: {} }
  const assessed = await runner.job({ ...common, job: 'assess' })
  const context = {
    'github.token': TOKEN,
    'steps.pages.outputs.base_path': '/r',
    'steps.pages.outputs.origin': 'https://o.github.io',
  }
  return {
    assessed,
    remember: (until?: string) =>
      runner.job({
        ...common,
        job: 'remember',
        context,
        ...(until === undefined ? {} : { until }),
      }),
  }
}

suite('a pull request', () => {
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
    const { assessed, remember } = await pushed(there)
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

suite('the default branch', () => {
  test('is remembered and published, also when the gate is red', async t => {
    const there = await place(t)
    there.project.git('checkout', '--quiet', 'main')
    there.project.commit({ 'test/a.test.mjs': TEST.replace('!== 2', '!== 3') })
    there.project.git('push', '--quiet', 'origin', 'main')
    const { assessed, remember } = await pushed(there)
    assert.ok(!assessed.isGood, 'a test fails')
    assert.deepEqual([...assessed.seen], ['SHIPWORTHY_CACHE'])
    const remembered = await remember()
    assert.ok(remembered.isGood, remembered.log)
    assert.equal(runsIn(there.remote).length, 1)
    assert.match(readFileSync(join(remembered.temporary, 'site/index.html'), 'utf8'), /<html/)
    assert.equal(globSync(join(there.runner.artifacts, '**/*.sarif')).length, 1)
  })

  test('two at once lose nothing', async t => {
    const there = await place(t)
    const first = await pushed(there)
    const second = await pushed(there)
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

const runsIn = (remote: string) =>
  execFileSync('git', ['-C', remote, 'ls-tree', '-r', '--name-only', 'quality', 'runs/'], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter(path => path !== '')
