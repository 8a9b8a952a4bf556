/** What happens when the project's own tests run? Only when allowed; what goes wrong is said, never counted as zero. */

import type { TestsEvidence } from '../../core/evidence.mts'
import { lastWords } from '../../core/last-words.mts'
import type { Command, Executed, Lens } from '../../core/lens.mts'
import { sum } from '../../core/sum.mts'
import { type Manifests, manifestPaths, type PlannedRun, testCommands } from './commands.mts'
import { NO_COMMAND } from './faults.mts'
import { PROBED, type Python, runnerOf } from './python-commands.mts'
import { pythonFolders } from './python-folders.mts'

export interface TestRun {
  readonly ran: TestsEvidence['ran']
  /** Report files outside the project, and the folder in which their tool ran. */
  readonly reports: readonly {
    readonly path: string
    readonly at: string
    readonly shown: string
  }[]
  readonly troubles: TestsEvidence['unusable']
}

export async function runTests(lens: Lens, command: readonly string[] | null): Promise<TestRun> {
  const runs = await planRuns(lens, command)
  const reports: TestRun['reports'][number][] = []
  const troubles: TestsEvidence['unusable'][number][] = []
  const ended: { label: string; exitCode: number; seconds: number }[] = []
  if (runs.length === 0)
    troubles.push({
      report: NO_COMMAND,
      why: 'no test command was recognised: set skills.test-orchestrator.command in shipworthy.yml',
    })
  for (const run of runs) {
    const each = await runOne(lens, run, why => troubles.push({ report: run.label, why }))
    ended.push({ label: run.label, ...each })
    const at = run.commands[0]?.cwd ?? ''
    if (run.commands.length > 0)
      reports.push(...run.reports.map(path => ({ path, at, shown: run.label })))
  }
  return { ran: ended.length === 0 ? null : together(ended), reports, troubles }
}

const together = (
  ended: readonly { label: string; exitCode: number; seconds: number }[],
): NonNullable<TestRun['ran']> => ({
  command: ended.map(({ label }) => label).join('; '),
  exitCode: ended.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0,
  seconds: sum(ended, ({ seconds }) => seconds),
})

/** What `runTests` would run. */
export async function planRuns(
  lens: Lens,
  command: readonly string[] | null,
): Promise<PlannedRun[]> {
  const [file, ...args] = command ?? []
  if (file !== undefined)
    return [
      { label: [file, ...args].join(' '), commands: [{ file, args }], reports: [], lacks: null },
    ]
  const paths = new Set((await lens.files()).map(({ path }) => path))
  const texts = new Map<string, string>()
  for (const path of manifestPaths(paths)) {
    const text = await lens.text(path)
    if (text.ok) texts.set(path, text.value)
  }
  const [scratch, go, maven, gradle] = await Promise.all([
    lens.scratch(),
    lens.which(['go']),
    lens.which(['mvn']),
    lens.which(['gradle']),
  ])
  const has = { hasGo: go !== null, hasMaven: maven !== null, hasGradle: gradle !== null }
  const manifests = { paths, text: (path: string) => texts.get(path) ?? null }
  const pythons = new Map<string, Python>()
  for (const folder of pythonFolders(manifests)) {
    const python = await findPython(lens, manifests, folder)
    if (python !== null) pythons.set(folder, python)
  }
  return testCommands(manifests, { scratch, ...has, pythons })
}

/** The first interpreter that has the folder's runner: its own environment, the project's, the machine's. */
async function findPython(
  lens: Lens,
  manifests: Manifests,
  folder: string,
): Promise<Python | null> {
  const { paths } = manifests
  const up = '../'.repeat(folder.split('/').length - 1)
  const homes = [...new Set(['', up])]
  const tries: [string, ...string[]][] = homes.flatMap(home => [
    [`${home}.venv/bin/python`],
    [`${home}venv/bin/python`],
  ])
  if (paths.has('uv.lock')) tries.push(['uv', 'run', '--no-sync', 'python'])
  if (paths.has('poetry.lock')) tries.push(['poetry', 'run', 'python'])
  tries.push(['python3'], ['python'])
  const names = PROBED.map(name => `'${name}'`).join(', ')
  const probe = `import importlib.util as u; print(*(m for m in (${names}) if u.find_spec(m)))`
  const runner = runnerOf(manifests, folder)
  const cwd = folder === '' ? {} : { cwd: folder }
  for (const argv of tries) {
    const [file, ...args] = argv
    const said = await tryCommand(lens, { file, args: [...args, '-c', probe], ...cwd })
    const modules = said.exitCode === 0 ? said.stdout.trim().split(/\s+/) : []
    if (modules.includes(runner)) return { argv, modules }
  }
  return null
}

/** The shell's own exit codes for a command that was stopped and for one that could not be started. */
const [STOPPED, NOT_STARTED] = [124, 127]

/** Runs what was planned; the exit code is that of its first command, the tests. */
async function runOne(
  lens: Lens,
  run: PlannedRun,
  complain: (why: string) => void,
): Promise<{ exitCode: number; seconds: number }> {
  const codes: number[] = []
  let seconds = 0
  for (const command of run.commands) {
    const said = await tryCommand(lens, command)
    seconds += said.seconds
    if (said.isTimedOut)
      complain(`it did not end within ${Math.round(said.seconds)} s and was stopped`)
    else if (said.exitCode === null) complain(`it could not be run${lastWords(said)}`)
    else if (said.exitCode > 0 && codes.length > 0)
      complain(`its report could not be made${lastWords(said)}`)
    codes.push(said.exitCode ?? (said.isTimedOut ? STOPPED : NOT_STARTED))
    if (said.exitCode === null) break
  }
  if (run.lacks !== null) complain(`it gives no coverage: ${run.lacks}`)
  return { exitCode: codes[0] ?? NOT_STARTED, seconds }
}

async function tryCommand(lens: Lens, command: Command): Promise<Executed> {
  try {
    return await lens.execute(command)
  } catch (error) {
    const stderr = error instanceof Error ? error.message : String(error)
    return { exitCode: null, isTimedOut: false, stdout: '', stderr, seconds: 0 }
  }
}
