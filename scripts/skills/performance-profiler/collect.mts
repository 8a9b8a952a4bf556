/** What is known of this project's speed? Results that lie there; with `--bench` its benchmarks, in turns with the baseline's. */

import { createHash } from 'node:crypto'
import { type PerformanceEvidence, titleOf } from '../../core/benchmark.mts'
import { lastWords } from '../../core/last-words.mts'
import type { Answer, Lens, ProjectFile, Workspace } from '../../core/lens.mts'
import { type NoEvidence, notApplicable, unavailable } from '../../core/skill.mts'
import { loadSpec } from './load-requests.mts'
import type { Measured } from './measure.mts'
import { isWanted, loadPlan, looksLikeBenchmark, type Plan, plansOf, versionIn } from './plans.mts'
import { findResults } from './results.mts'
import {
  budgetsOf,
  commandsOf,
  type PerformanceSettings,
  resultGlobs,
  ruleOf,
} from './settings.mts'

export async function collectPerformance(
  lens: Lens,
  settings: PerformanceSettings,
): Promise<PerformanceEvidence | NoEvidence> {
  const [declared, budgets] = [commandsOf(settings), budgetsOf(settings)]
  if (lens.mayBench || lens.load !== null) return run(lens, settings)
  if (!lens.isWorkTree)
    return unavailable('benchmark results lie on disk: a commit without a work tree has none')
  const found = await findResults(lens, resultGlobs(settings))
  if (found.benchmarks.length > 0 || found.unusable.length > 0)
    return {
      ...found,
      operations: [],
      traces: null,
      isBenchmarked: true,
      gate: null,
      why: 'results that lie in the project are of one state of it: --bench runs two in turns',
    }
  const hasBenchmarks =
    declared.length > 0 ||
    budgets.length > 0 ||
    (await lens.files()).some(({ path }) => looksLikeBenchmark(path))
  return hasBenchmarks
    ? unavailable('benchmarks exist and were not run: add --bench')
    : notApplicable('there are no benchmark results; --bench looks for benchmarks and runs them')
}

async function run(
  lens: Lens,
  settings: PerformanceSettings,
): Promise<PerformanceEvidence | NoEvidence> {
  const plans = await findPlans(lens, settings)
  if (plans.length === 0)
    return notApplicable('no benchmark was found, and shipworthy.yml names none')
  const head = await prepared(lens, settings)
  if (!head.ok) return unavailable(head.why)
  const baseline = lens.change?.baseline ?? null
  const base = baseline === null ? null : await prepared(baseline, settings)
  const ready = base?.ok === true ? base.value : null
  const { measure } = await import('./measure.mts')
  const calibration = await lens.calibrate()
  const measured = await measure({ head: head.value, base: ready }, plans, ruleOf(settings))
  const why =
    base === null
      ? 'this is a first run: there is no baseline to run against'
      : base.ok
        ? null
        : base.why
  const traced = head.value.traced(settings.apdexMs)
  const { operations = [], ...traces } = traced ?? {}
  return {
    benchmarks: await withSources(lens, plans, measured),
    operations,
    traces: traced === null ? null : (traces as PerformanceEvidence['traces']),
    isBenchmarked: true,
    reports: plans.map(({ label }) => label),
    unusable: measured.unusable,
    broken: measured.broken,
    calibration,
    ...(await containerOf(lens)),
    gate:
      ready === null || baseline === null ? null : await gateOf(lens, baseline, plans, measured),
    why,
  }
}

/** A limit holds benchmarks back besides, and that was not measured. */
async function containerOf(lens: Lens): Promise<Pick<PerformanceEvidence, 'container'>> {
  const { isContainer, cpu } = await lens.machine()
  if (!isContainer) return {}
  if (cpu.limit === null) return { container: await lens.containerOverhead() }
  const why = `it has a limit of ${cpu.limit} processors, and what that costs is not measured`
  return { container: { ok: false, why } }
}

/** `--load` alone is about the app; with `--bench` the project's benchmarks run, too. */
export async function findPlans(lens: Lens, settings: PerformanceSettings): Promise<Plan[]> {
  const spec = await loadSpec(lens, settings.load)
  const load = spec === null ? [] : [loadPlan(spec)]
  if (!lens.mayBench) return load
  const paths = (await lens.files()).map(({ path }) => path)
  const texts = new Map<string, string>()
  for (const path of paths.filter(isWanted)) {
    const text = await lens.text(path)
    if (text.ok) texts.set(path, text.value)
  }
  const manifest = await lens.report('node_modules/vitest/package.json')
  const vitest = manifest.ok ? versionIn(manifest.value) : null
  const sources = { paths, text: (path: string) => texts.get(path) ?? null, vitest }
  return [...plansOf(sources, commandsOf(settings)), ...load]
}

/** A fresh copy in which the project's own build command has run. */
export async function prepared(
  lens: Lens,
  { build }: PerformanceSettings,
): Promise<Answer<Workspace>> {
  const made = await lens.workspace()
  if (!made.ok || build === null) return made
  const said = await made.value.execute({ file: 'sh', args: ['-c', build] })
  if (said.exitCode === 0) return made
  return { ok: false, why: `the build command failed${lastWords(said)}` }
}

/** A benchmark whose own source changed measures something else: it leaves the pairs. */
async function gateOf(
  lens: Lens,
  baseline: Lens,
  plans: readonly Plan[],
  measured: Measured,
): Promise<NonNullable<PerformanceEvidence['gate']>> {
  const [before, after] = await Promise.all([baseline.files(), lens.files()])
  const titles = new Map(measured.origins)
  const isChanged = (title: string) => {
    const origin = titles.get(title)
    if (origin === undefined) return false
    const [plan, file] = [plans[origin.plan] as Plan, origin.file]
    return sourceOf(before, plan, file) !== sourceOf(after, plan, file)
  }
  const changed = measured.pairs.filter(({ title }) => isChanged(title))
  const why = 'the source of the benchmark itself changed'
  return {
    pairs: measured.pairs.filter(pair => !changed.includes(pair)),
    notComparable: [...measured.notComparable, ...changed.map(({ title }) => ({ title, why }))],
    notes: [...measured.notes, ...packageNotes(before, after)],
    operations: measured.operations,
  }
}

async function withSources(lens: Lens, plans: readonly Plan[], measured: Measured) {
  const files = await lens.files()
  const origins = new Map(measured.origins)
  const { runtimes } = await lens.machine()
  return measured.benchmarks.map(row => {
    const origin = origins.get(titleOf(row))
    if (origin === undefined) return row
    const plan = plans[origin.plan] as Plan
    const text = sourceOf(files, plan, origin.file)
    const source = text ? createHash('sha256').update(text).digest('hex').slice(0, 16) : null
    const known = runtimes.find(({ name }) => name === plan.runtime)
    const runtime = known === undefined ? null : `${known.name} ${known.version}`
    return { ...row, source, runtime: row.runtime ?? runtime }
  })
}

const sourceOf = (files: readonly ProjectFile[], plan: Plan, file: string | null) =>
  files
    .filter(({ path }) => plan.isSource(path, file))
    .map(({ path, oid }) => `${path} ${oid}`)
    .join('\n')

/** Both sides run with the packages that are installed: a change of them is not what is measured. */
function packageNotes(before: readonly ProjectFile[], after: readonly ProjectFile[]): string[] {
  const locks = (files: readonly ProjectFile[]) =>
    files
      .filter(({ role }) => role === 'lockfile')
      .map(({ path, oid }) => `${path} ${oid}`)
      .join()
  return locks(before) === locks(after)
    ? []
    : ['The lockfile differs from the baseline: both sides ran with the packages installed here.']
}
