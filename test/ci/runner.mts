/** What happens when a generated workflow runs? Its `run:` steps are executed in order; the few actions it uses are played. */

import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
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

interface Step {
  readonly name?: string
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Variables
  readonly env?: Variables
  readonly 'working-directory'?: string
}

interface JobOptions {
  readonly workflow: string
  readonly job: string
  /** What is checked out unless a step names another commit. */
  readonly sha: string
  readonly event: object
  readonly variables?: Variables
  /** Name of the last step to run; default: all of them. */
  readonly until?: string
  /** Values of `${{ … }}`. */
  readonly context?: Variables
}

export interface Runner {
  /** Folders of uploaded artifacts, by name: jobs of one run share them. */
  readonly artifacts: string
  job(options: JobOptions): Promise<JobResult>
}

/** @param remote The bare repository that stands for the forge's; `origin`: its address for the jobs. */
export function openRunner(
  t: Pick<TestContext, 'after'>,
  { remote, origin }: { readonly remote: string; readonly origin: string },
  options: MachineOptions = {},
): Runner {
  const home = temporaryFolder(t)
  const artifacts = join(home, 'artifacts')
  mkdirSync(artifacts)
  const machine = openMachine(home, options)
  let jobs = 0

  return { artifacts, job }

  async function job(options: JobOptions): Promise<JobResult> {
    const folder = join(home, `job-${++jobs}`)
    const [workspace, temporary] = [join(folder, 'work'), join(folder, 'tmp')]
    mkdirSync(temporary, { recursive: true })
    const event = join(folder, 'event.json')
    const summary = join(folder, 'summary.md')
    writeFileSync(event, JSON.stringify(options.event))
    writeFileSync(summary, '')
    const base = {
      ...machine.environment(folder, temporary),
      ...{ GITHUB_ACTIONS: 'true', RUNNER_TEMP: temporary, GITHUB_WORKSPACE: workspace },
      ...{ GITHUB_EVENT_PATH: event, GITHUB_STEP_SUMMARY: summary, GITHUB_REPOSITORY: 'o/r' },
      ...options.variables,
    }
    const context = {
      ...{ 'github.run_id': '5', 'github.run_attempt': '1', 'runner.temp': temporary },
      ...options.context,
    }
    const fill = (text: string) =>
      text.replace(/\$\{\{ *(.*?) *\}\}/g, (_, name: string) => {
        const value = context[name as keyof typeof context]
        if (value === undefined) throw new Error(`the runner does not know ${name}`)
        return value
      })
    const filled = (values: Variables = {}) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(String(value))]))
    const seen = new Set<string>()
    let [isGood, log] = [true, '']
    const { steps } = parse(options.workflow).jobs[options.job] as { steps: readonly Step[] }
    for (const step of steps) {
      if (!isGood && step.if === undefined) continue
      const env = filled(step.env)
      for (const name of Object.keys(env)) seen.add(name)
      if (step.run === undefined) {
        await play(step.uses ?? '', filled(step.with))
        continue
      }
      if (/\$\{\{/.test(step.run)) throw new Error(`an expression inside a script: ${step.run}`)
      const cwd = join(workspace, step['working-directory'] ?? '')
      const said = await shell(step.run, cwd, { ...base, ...env })
      log += said.text
      isGood &&= said.code === 0
      if (step.name === options.until) break
    }
    return { isGood, log, summary: readFileSync(summary, 'utf8'), temporary, workspace, seen }

    async function play(uses: string, given: Variables) {
      if (uses.startsWith('actions/checkout@'))
        await checkOut({ remote, origin, ref: given.ref ?? options.sha }, workspace, base)
      else if (uses.startsWith('actions/upload-artifact@')) {
        const [from, to] = [given.path ?? '', join(artifacts, given.name ?? '')]
        if (!existsSync(from)) return
        const isFile = statSync(from).isFile()
        cpSync(from, isFile ? join(to, from.replace(/.*\//, '')) : to, { recursive: true })
      } else if (uses.startsWith('actions/download-artifact@'))
        for (const name of readdirSync(artifacts).filter(name =>
          name.startsWith('shipworthy-history'),
        ))
          cpSync(join(artifacts, name), given.path ?? '', { recursive: true })
    }
  }
}
