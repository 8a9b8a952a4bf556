/** What are the project's own metrics now? Commands first, for they may write what others read; what fails says why. */

import type { MetricsEvidence } from '../../core/evidence.mts'
import { UserFault } from '../../core/fault.mts'
import { matchesGlob } from '../../core/findings.mts'
import { lastWords } from '../../core/last-words.mts'
import type { Answer, Executed, Lens } from '../../core/lens.mts'
import type { Metric, Metrics } from '../../core/metrics.mts'
import { modifiedTimes } from '../../core/modified.mts'
import { type Find, numberIn } from './number.mts'

type Row = MetricsEvidence['metrics'][number]

/** An expression that takes time in proportion to the text, whatever it says (RE2). */
interface Expression {
  readonly find: Find
  readonly matches: (line: string) => boolean
}

const LARGEST_FILE = 16 * 1024 * 1024

/** Of its compiled steps: each sign of a text may cost so many of them. */
const LARGEST_EXPRESSION = 300

/** What is kept of a command's output: a number in longer output may be half a number. */
const LONGEST_OUTPUT = 64 * 1024

export async function collectMetrics(lens: Lens, metrics: Metrics): Promise<readonly Row[]> {
  const all = Object.entries(metrics)
  const rows = new Map<string, Row>()
  for (const [name, metric] of all.toSorted(commandsFirst)) {
    const answer = await answerOf(lens, metric, await expressionOf(name, metric))
    rows.set(
      name,
      answer.ok
        ? { name, value: answer.value, why: null, extent: answer.extent ?? 1 }
        : { name, value: null, why: answer.why, extent: 0 },
    )
  }
  return all.map(([name]) => rows.get(name) as Row)
}

type Named = readonly [string, Metric]

const commandsFirst = ([, a]: Named, [, b]: Named) =>
  Number(b.command !== undefined) - Number(a.command !== undefined)

async function answerOf(
  lens: Lens,
  metric: Metric,
  expression: Expression | null,
): Promise<Answer<number> & { readonly extent?: number }> {
  if (metric.files !== undefined && expression !== null)
    return countLines(lens, metric.files, expression.matches)
  const text =
    metric.command === undefined
      ? await textOf(lens, metric.file ?? '')
      : await outputOf(lens, metric.command)
  return text.ok ? numberIn(text.value, metric, expression?.find ?? null) : text
}

async function expressionOf(name: string, { regex }: Metric): Promise<Expression | null> {
  if (regex === undefined) return null
  const { RE2JS } = await import('re2js')
  try {
    const compiled = RE2JS.compile(regex, RE2JS.MULTILINE)
    if (compiled.programSize() > LARGEST_EXPRESSION) throw new Error('it repeats too much')
    const find: Find = text => {
      const matcher = compiled.matcher(text)
      if (!matcher.find()) return null
      return matcher.group(matcher.groupCount() > 0 ? 1 : 0)
    }
    return { find, matches: line => compiled.test(line) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserFault(`shipworthy.yml: metrics.${name}.regex: ${why}`)
  }
}

/** Lines that match, of all files that can be read as text. */
async function countLines(
  lens: Lens,
  globs: readonly string[],
  matches: (line: string) => boolean,
): Promise<Answer<number> & { readonly extent?: number }> {
  const files = (await lens.files()).filter(({ path }) =>
    globs.some(glob => matchesGlob(glob, path)),
  )
  if (files.length === 0)
    return { ok: false, why: `no file of the project matches ${globs.join(', ')}` }
  const texts = { read: 0, unread: 0, lines: 0 }
  for (const { path } of files) {
    const text = await lens.text(path)
    if (text.ok) {
      texts.read += 1
      for (const line of text.value.split(/\r\n|\r|\n/)) if (matches(line)) texts.lines += 1
    } else if (text.why !== BINARY) texts.unread += 1
  }
  if (texts.read === 0) return { ok: false, why: 'none of its files can be read as text' }
  return { ok: true, value: texts.lines, extent: texts.read / (texts.read + texts.unread) }
}

const BINARY = 'binary content'

/** Of the project's files, or on disk what a build wrote: that counts only for the sources it was made of. */
async function textOf(lens: Lens, wanted: string): Promise<Answer<string>> {
  const all = lens.isWorkTree
    ? await lens.find([wanted, literally(wanted)])
    : (await lens.files())
        .filter(({ path }) => path === wanted || matchesGlob(wanted, path))
        .map(({ path }) => ({ path, isTracked: true, modifiedAt: '' }))
  const exact = all.filter(({ path }) => path === wanted)
  const [file, ...others] = exact.length > 0 ? exact : all
  if (file === undefined) return { ok: false, why: `there is no file ${wanted}` }
  if (others.length > 0)
    return { ok: false, why: `${others.length + 1} files match ${wanted}: name one of them` }
  if (file.isTracked) return lens.text(file.path)
  const newer = await newerSource(lens, Date.parse(file.modifiedAt))
  return newer === null
    ? lens.report(file.path, LARGEST_FILE)
    : { ok: false, why: `${file.path} is older than ${newer}` }
}

/** A path may hold signs that mean something in a glob: `app/[id]/size.json`. */
const literally = (path: string) => path.replace(/[[\](){}!?*+@|]/g, '\\$&')

async function newerSource(lens: Lens, writtenAt: number): Promise<string | null> {
  const files = await lens.files()
  const sources = files.filter(({ role }) => role === 'source').map(({ path }) => path)
  const modified = await modifiedTimes(lens, sources)
  return [...modified].find(([, at]) => at > writtenAt)?.[0] ?? null
}

async function outputOf(lens: Lens, command: readonly string[]): Promise<Answer<string>> {
  if (!lens.isWorkTree) return { ok: false, why: 'a command runs only on what is checked out' }
  if (!lens.mayExecute) return { ok: false, why: 'commands run only with --run-tests' }
  const [file = '', ...args] = command
  const said = await lens.execute({ file, args })
  const fault = faultOf(said)
  return fault === null ? { ok: true, value: said.stdout } : { ok: false, why: fault }
}

function faultOf(said: Executed): string | null {
  if (said.isTimedOut) return `its command did not end within ${Math.round(said.seconds)} s`
  if (said.exitCode === null) return `its command could not be run${lastWords(said)}`
  if (said.exitCode !== 0)
    return `its command ended with exit code ${said.exitCode}${lastWords(said)}`
  return said.stdout.length < LONGEST_OUTPUT ? null : 'its command printed more than 64 KiB'
}
