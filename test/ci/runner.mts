/** What happens when a generated workflow runs? Its `run:` steps are executed in order; the few actions it uses are played. */

import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { parse } from 'yaml'
import { COMPILED } from '../support/door.mts'
import { temporaryFolder } from '../support/repo.mts'

interface Step {
  readonly name?: string
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly 'working-directory'?: string
}

export interface JobOptions {
  readonly workflow: string
  readonly job: string
  /** What is checked out unless a step names another commit. */
  readonly sha: string
  readonly event: object
  readonly variables?: Readonly<Record<string, string>>
  /** Name of the last step to run; default: all of them. */
  readonly until?: string
  /** Values of `${{ … }}`. */
  readonly context?: Readonly<Record<string, string>>
}

export interface JobResult {
  readonly isGood: boolean
  readonly log: string
  readonly summary: string
  readonly temporary: string
  readonly workspace: string
  /** Every variable that any step saw. */
  readonly seen: ReadonlySet<string>
}

export interface Runner {
  /** Folders of uploaded artifacts, by name: jobs of one run share them. */
  readonly artifacts: string
  job(options: JobOptions): Promise<JobResult>
}

const checkoutOfOurs = join(import.meta.dirname, '../..')

/** @param remote The bare repository that stands for the forge's. */
export function openRunner(t: TestContext, remote: string): Runner {
  const home = temporaryFolder(t)
  const [artifacts, bin] = [join(home, 'artifacts'), join(home, 'bin')]
  for (const folder of [artifacts, bin]) mkdirSync(folder)
  // What the registry would give for `npm install --prefix DIR shipworthy@VERSION`.
  const entry = 'node_modules/shipworthy/dist/scripts'
  writeFileSync(
    join(bin, 'npm'),
    `#!/bin/sh\n[ "$2" = --prefix ] || exit 0\nmkdir -p "$3/${entry}"\necho "await import('${checkoutOfOurs}/scripts/shipworthy.mts')" > "$3/${entry}/shipworthy.mjs"\n`,
    { mode: 0o755 },
  )
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
      ...{ PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter) },
      ...{ HOME: folder, CI: 'true', GITHUB_ACTIONS: 'true', NO_COLOR: '1', LANG: 'C.UTF-8' },
      ...{ RUNNER_TEMP: temporary, GITHUB_WORKSPACE: workspace, TMPDIR: temporary },
      ...{ GITHUB_EVENT_PATH: event, GITHUB_STEP_SUMMARY: summary, GITHUB_REPOSITORY: 'o/r' },
      ...{ NODE_COMPILE_CACHE: COMPILED, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
      ...{ GIT_AUTHOR_NAME: 'ci', GIT_AUTHOR_EMAIL: 'ci@example.org' },
      ...{ GIT_COMMITTER_NAME: 'ci', GIT_COMMITTER_EMAIL: 'ci@example.org' },
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
    const seen = new Set<string>()
    let [isGood, log] = [true, '']
    const { steps } = parse(options.workflow).jobs[options.job] as { steps: readonly Step[] }
    for (const step of steps) {
      if (!isGood && step.if === undefined) continue
      const env = Object.fromEntries(
        Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)]),
      )
      for (const name of Object.keys(env)) seen.add(name)
      const given = Object.fromEntries(
        Object.entries(step.with ?? {}).map(([name, value]) => [name, fill(String(value))]),
      )
      if (step.run === undefined) {
        await play(step.uses ?? '', given)
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

    async function play(uses: string, given: Readonly<Record<string, string>>) {
      if (uses.startsWith('actions/checkout@')) {
        await must(`git clone --quiet '${remote}' '${workspace}'`, folder, base)
        const ref = given.ref ?? options.sha
        await must(
          `git fetch --quiet origin '${ref}' && git checkout --quiet '${ref}'`,
          workspace,
          base,
        )
      } else if (uses.startsWith('actions/upload-artifact@')) {
        const [from, to] = [given.path ?? '', join(artifacts, given.name ?? '')]
        const target =
          existsSync(from) && readdirSafe(from) === null ? join(to, from.replace(/.*\//, '')) : to
        if (existsSync(from)) cpSync(from, target, { recursive: true })
      } else if (uses.startsWith('actions/download-artifact@'))
        for (const name of readdirSync(artifacts).filter(name =>
          name.startsWith('shipworthy-history'),
        ))
          cpSync(join(artifacts, name), given.path ?? '', { recursive: true })
    }
  }
}

function readdirSafe(path: string): readonly string[] | null {
  try {
    return readdirSync(path)
  } catch {
    return null
  }
}

async function must(script: string, cwd: string, env: Readonly<Record<string, string>>) {
  const { code, text } = await shell(script, cwd, env)
  if (code !== 0) throw new Error(`${script}: ${text}`)
}

/** As the runner does: bash that stops at the first failure. */
function shell(script: string, cwd: string, env: Readonly<Record<string, string>>) {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    env,
  })
  let text = `$ ${script}\n`
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
    })
  return new Promise<{ code: number | null; text: string }>((done, failed) => {
    child.on('error', failed)
    child.on('close', code => done({ code, text }))
  })
}
