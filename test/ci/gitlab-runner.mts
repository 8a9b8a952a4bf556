/** What happens when a generated pipeline of GitLab runs? Jobs whose rules agree, in the order of their stages; artifacts go from one to the next. */

import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { parse } from 'yaml'
import { temporaryFolder } from '../support/repo.mts'
import {
  checkOut,
  type JobResult,
  type MachineOptions,
  openMachine,
  shell,
  type Variables,
} from './machine.mts'

interface Job {
  readonly stage: string
  readonly rules: readonly { readonly if: string; readonly when?: string }[]
  readonly variables?: Variables
  readonly before_script?: readonly string[]
  readonly script: readonly string[]
  readonly artifacts?: { readonly paths?: readonly string[] }
}

interface PipelineOptions {
  /** Text of the file with the jobs. */
  readonly file: string
  readonly sha: string
  /** What GitLab sets for this pipeline. */
  readonly variables: Variables
}

export interface GitLabRunner {
  /** The jobs that ran, by name. */
  pipeline(options: PipelineOptions): Promise<ReadonlyMap<string, JobResult>>
}

const STAGES = ['test', 'deploy']

export function openGitLabRunner(
  t: Pick<TestContext, 'after'>,
  { remote, origin }: { readonly remote: string; readonly origin: string },
  options: MachineOptions = {},
): GitLabRunner {
  const home = temporaryFolder(t)
  const machine = openMachine(home, options)
  let jobs = 0

  return {
    async pipeline({ file, sha, variables }) {
      const done = new Map<string, JobResult>()
      const all = Object.entries(parse(file) as Record<string, Job>)
      let isGood = true
      for (const stage of STAGES)
        for (const [name, job] of all.filter(([, each]) => each.stage === stage)) {
          const rule = job.rules.find(each => holds(each.if, variables))
          if (rule === undefined || (!isGood && rule.when !== 'always')) continue
          const earlier = [...done].map(([of, { workspace }]) => ({
            workspace,
            paths: parse(file)[of]?.artifacts?.paths ?? [],
          }))
          const result = await run(job, sha, variables, earlier)
          done.set(name, result)
          isGood &&= result.isGood
        }
      return done
    },
  }

  async function run(
    job: Job,
    sha: string,
    variables: Variables,
    earlier: readonly { readonly workspace: string; readonly paths: readonly string[] }[],
  ): Promise<JobResult> {
    const folder = join(home, `job-${++jobs}`)
    const [workspace, temporary] = [join(folder, 'work'), join(folder, 'tmp')]
    mkdirSync(temporary, { recursive: true })
    const base: Variables = {
      ...machine.environment(folder, temporary),
      ...{ GITLAB_CI: 'true', CI_PROJECT_DIR: workspace, CI_COMMIT_SHA: sha },
      ...variables,
    }
    await checkOut({ remote, origin, ref: sha }, workspace, base)
    for (const { workspace: from, paths } of earlier)
      for (const path of paths.filter(each => existsSync(join(from, each))))
        cpSync(join(from, path), join(workspace, path), { recursive: true })
    const own = Object.entries(job.variables ?? {}).map(([name, value]) => [
      name,
      String(value).replaceAll('$CI_PROJECT_DIR', workspace),
    ])
    const bin = join(folder, 'bin')
    mkdirSync(bin)
    // A job has a container to itself; here these two folders of it are the job's own.
    const script = [...(job.before_script ?? []), ...job.script]
      .join('\n')
      .replaceAll('/opt/tool', join(folder, 'tool'))
      .replaceAll('/usr/local/bin', bin)
    const env = { ...base, PATH: `${bin}:${base.PATH}`, ...Object.fromEntries(own) }
    const { code, text } = await shell(script, workspace, env)
    const seen = new Set(Object.keys(env))
    return { isGood: code === 0, log: text, summary: '', temporary, workspace, seen }
  }
}

/** `$A == $B` and `$A == "text"`: no other rule is generated. */
function holds(rule: string, variables: Variables): boolean {
  const [, left = '', right = ''] = /^\$(\w+) == (\$\w+|"\w+")$/.exec(rule) ?? []
  if (left === '') throw new Error(`the runner does not know the rule ${rule}`)
  const wanted = right.startsWith('$') ? variables[right.slice(1)] : right.slice(1, -1)
  return variables[left] !== undefined && variables[left] === wanted
}
