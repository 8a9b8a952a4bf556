/** Where do generated pipelines run in tests? A project, its bare remote behind a login, a forge that checks what it is told, and jobs. */

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { parse } from 'yaml'
import { type Forge, openForge, TOKEN } from '../support/forge.mts'
import { openGitServer } from '../support/git-server.mts'
import { type TestRepo, temporaryFolder } from '../support/repo.mts'
import { zip } from '../support/zip.mts'
import { type GitLabRunner, openGitLabRunner } from './gitlab-runner.mts'
import type { JobResult, MachineOptions, Variables } from './machine.mts'
import { openRunner, type Runner } from './runner.mts'

type Cleaner = Pick<TestContext, 'after'>
/** Its default branch is `main`, checked out, everything generated committed. */
export type Project = Pick<TestRepo, 'dir' | 'git' | 'commit'>
type Texts = Readonly<Record<string, string>>

/** What a job's own login may do at GitLab: read. */
const READER = 'gitlab-ci-token:of-the-job'

async function openRemote(t: Cleaner, project: Project) {
  const root = temporaryFolder(t)
  const remote = join(root, 'o/r.git')
  mkdirSync(remote, { recursive: true })
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote])
  project.git('remote', 'add', 'origin', remote)
  project.git('push', '--quiet', '--tags', 'origin', 'main')
  const writers = [`x-access-token:${TOKEN}`, `shipworthy:${TOKEN}`]
  const server = await openGitServer(t, root, { readers: [READER], writers })
  return { remote, url: `${server}/o/r` }
}

/** Commits on a branch of its own, and on no other. */
function onBranch(project: Project, branch: string, files: Texts): string {
  project.git('checkout', '--quiet', '-B', branch, 'main')
  return project.commit(files)
}

/** Runs in the history that the remote has. */
export function runsIn(remote: string): readonly string[] {
  const { stdout } = spawnSync(
    'git',
    ['-C', remote, 'ls-tree', '-r', '--name-only', 'quality', 'runs/'],
    { encoding: 'utf8' },
  )
  return stdout.split('\n').filter(path => path !== '')
}

export interface GitHubPlace {
  readonly project: Project
  readonly remote: string
  readonly runner: Runner
  readonly forge: Forge
  /** A commit on a branch of its own, sent as the head of pull request `number`. */
  propose(number: number, files: Texts, branch?: string): string
  /** Its jobs, one for each project of the repository. */
  change(head: string): Promise<JobResult>
  report(head: string, branch?: string): Promise<JobResult>
  /** Hands the artifacts of the change's jobs to the forge; `bytes` in their place when given. */
  upload(bytes?: Buffer, size?: number): void
  /** What the workflow of the default branch does: its first job, and its second one when asked. */
  remembering(event?: object): Promise<{
    readonly assessed: JobResult
    /** @param until Name of the last step. */
    remember(until?: string): Promise<JobResult>
  }>
}

/** @param workflows Texts of the three, in the order of their names: history, report, change. */
export async function openGitHubPlace(
  t: Cleaner,
  project: Project,
  written: Texts,
  options: MachineOptions = {},
): Promise<GitHubPlace> {
  const workflow = (name: string) => written[`.github/workflows/shipworthy${name}.yml`] ?? ''
  const { remote, url } = await openRemote(t, project)
  const runner = openRunner(t, { remote, origin: `${url}.git` }, options)
  const forge = await openForge(t)
  const variables = {
    ...{ GITHUB_API_URL: forge.url, SHIPWORTHY_OSV_URL: forge.url },
    ...options.variables,
  }
  return {
    ...{ project, remote, runner, forge },
    propose: (number, files, branch = 'topic') => {
      const head = onBranch(project, branch, files)
      project.git('push', '--quiet', '--force', 'origin', `HEAD:refs/pull/${number}/head`)
      forge.pulls = [{ number, head: { sha: head }, base: { ref: 'main' } }]
      return head
    },
    change: head =>
      everyJob(workflow(''), job =>
        runner.job({
          ...{ workflow: workflow(''), job, sha: head, event: { pull_request: {} } },
          variables: { ...variables, GITHUB_BASE_REF: 'main' },
          context: { 'github.event.pull_request.head.sha': head },
        }),
      ),
    report: (head, branch = 'topic') =>
      runner.job({
        ...{ workflow: workflow('-report'), job: 'report', sha: 'main', variables },
        event: {
          workflow_run: {
            ...{ id: 5, html_url: 'https://github.com/o/r/actions/runs/5', head_sha: head },
            ...{ head_branch: branch, head_repository: { owner: { login: 'fork' } } },
          },
        },
        context: { 'github.event.workflow_run.head_sha': head, 'github.token': TOKEN },
      }),
    upload: (bytes, size) => {
      const honest = (name: string) =>
        zip({ 'assessment.json': readFileSync(join(runner.artifacts, name, 'assessment.json')) })
      const names = readdirSync(runner.artifacts).filter(name => !name.includes('history'))
      for (const name of bytes === undefined ? names : ['shipworthy'])
        forge.artifacts.set(name, {
          bytes: bytes ?? honest(name),
          ...(size === undefined ? {} : { size }),
        })
    },
    remembering: async (event = {}) => {
      const sha = project.git('rev-parse', 'main')
      const common = { workflow: workflow('-history'), sha, event, variables }
      const assessed = await everyJob(common.workflow, job => runner.job({ ...common, job }))
      const context = {
        'github.token': TOKEN,
        'steps.pages.outputs.base_path': '/r',
        'steps.pages.outputs.origin': 'https://o.github.io',
      }
      return {
        assessed,
        remember: until =>
          runner.job({
            ...{ ...common, job: 'remember', context },
            ...(until === undefined ? {} : { until }),
          }),
      }
    },
  }
}

/** Those that assess, one after the other; what any of them said and saw. */
async function everyJob(
  workflow: string,
  run: (job: string) => Promise<JobResult>,
): Promise<JobResult> {
  const names = Object.keys(parse(workflow).jobs).filter(name => name.startsWith('assess'))
  const results: JobResult[] = []
  for (const name of names) results.push(await run(name))
  return results.reduce(together)
}

/** The second's folders. */
export const together = (one: JobResult, other: JobResult): JobResult => ({
  ...other,
  isGood: one.isGood && other.isGood,
  log: one.log + other.log,
  summary: one.summary + other.summary,
  seen: new Set([...one.seen, ...other.seen]),
})

export interface GitLabPlace {
  readonly project: Project
  readonly remote: string
  readonly forge: Forge
  /** The pipeline of merge request `iid`, whose branch gets these files. */
  merge(iid: number, files: Texts): ReturnType<GitLabRunner['pipeline']>
  /** The pipeline of the default branch as it is. */
  main(source: 'push' | 'schedule', more?: Variables): ReturnType<GitLabRunner['pipeline']>
}

export async function openGitLabPlace(
  t: Cleaner,
  project: Project,
  written: Texts,
  options: MachineOptions = {},
): Promise<GitLabPlace> {
  const file = written['.gitlab/shipworthy.yml'] ?? ''
  const { remote, url } = await openRemote(t, project)
  const origin = `${url.replace('://', `://${READER}@`)}.git`
  const runner = openGitLabRunner(t, { remote, origin }, options)
  const forge = await openForge(t)
  const common = {
    ...{ CI_API_V4_URL: forge.url, SHIPWORTHY_OSV_URL: forge.url, CI_PROJECT_ID: '7' },
    ...{ CI_PROJECT_URL: url, CI_DEFAULT_BRANCH: 'main', CI_PAGES_URL: 'https://o.gitlab.io/r' },
    ...options.variables,
  }
  return {
    ...{ project, remote, forge },
    merge: (iid, files) => {
      const sha = onBranch(project, 'topic', files)
      project.git('push', '--quiet', '--force', 'origin', 'topic')
      const variables = {
        ...{ ...common, SHIPWORTHY_TOKEN: TOKEN, CI_PIPELINE_SOURCE: 'merge_request_event' },
        ...{ CI_MERGE_REQUEST_IID: String(iid), CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' },
      }
      return runner.pipeline({ file, sha, variables })
    },
    main: (source, more = {}) => {
      const sha = project.git('rev-parse', 'main')
      const variables = { ...common, CI_PIPELINE_SOURCE: source, CI_COMMIT_BRANCH: 'main' }
      const told = { ...variables, SHIPWORTHY_TOKEN: TOKEN, ...more }
      return runner.pipeline({ file, sha, variables: told })
    },
  }
}
