/**
 * Do our numbers tell where the next bugs will be fixed, and better than counting lines would? `node test/field/validity.mts CLONE…`
 * measures each clone as it was a year before its last commit, looks which files the fixes of that year touched, and
 * writes the tables of docs/validity.md; the text after them is a person's and stays.
 */

import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { CodeEvidence, HistoryEvidence } from '../../scripts/core/evidence.mts'
import { cost } from './cost.mts'
import { door, git, home, measuredWith, type Place } from './shipworthy.mts'

const YEAR_SECONDS = 365 * 86_400
/** Fewer fixes say nothing about a ranking. */
const FEWEST_FIXES = 20
const FIX = /\b(fix(e[sd])?|bug|regression|defect|hotfix)\b/i
const MEANING = '## What this means'

/** Higher is more suspect. */
const PREDICTORS = {
  'lines of code': ({ code }: File) => code,
  'cognitive complexity': ({ cognitive }: File) => cognitive,
  'revisions of six months': ({ revisions }: File) => revisions,
  'hotspot (revisions × complexity)': ({ revisions, cognitive }: File) => revisions * cognitive,
} as const

type Predictor = keyof typeof PREDICTORS

interface File {
  readonly path: string
  readonly code: number
  readonly cognitive: number
  readonly revisions: number
  /** Fixing commits of the following year that touched it. */
  readonly fixes: number
}

interface Study {
  readonly name: string
  readonly files: number
  readonly fixes: number
  /** Spearman's rank correlation with the number of fixes. */
  readonly correlation: Readonly<Record<Predictor, number>>
  /** Share of the fixes that lie in the most suspect files which together hold a fifth of the code. */
  readonly caught: Readonly<Record<Predictor, number>>
}

const studies: Study[] = []
for (const clone of new Set(process.argv.slice(2))) {
  process.stderr.write(`${basename(clone)}\n`)
  const study = await studyOf(resolve(clone))
  if (study !== null) studies.push(study)
}
const target = join(home, 'docs/validity.md')
const before = existsSync(target) ? readFileSync(target, 'utf8') : MEANING
writeFileSync(target, page() + before.slice(before.indexOf(MEANING)))

async function studyOf(clone: string): Promise<Study | null> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shipworthy-validity-')))
  try {
    const head = Number(git(clone, 'log', '-1', '--format=%ct'))
    const then = git(
      clone,
      'rev-list',
      '-1',
      '--first-parent',
      `--before=${head - YEAR_SECONDS}`,
      'HEAD',
    )
    if (then === '') return null
    const dir = join(folder, 'then')
    git(clone, 'clone', '--quiet', '--shared', '--no-checkout', clone, dir)
    git(dir, 'checkout', '--quiet', '--detach', then)
    const fixes = fixesOf(clone, then)
    const files = await filesOf(dir, { cache: join(folder, 'cache'), temporary: folder }, fixes)
    const total = sum(files, ({ fixes }) => fixes)
    if (total < FEWEST_FIXES) return null
    const by = <T,>(of: (value: (file: File) => number) => T) =>
      Object.fromEntries(
        Object.entries(PREDICTORS).map(([name, value]) => [name, of(value)]),
      ) as Record<Predictor, T>
    return {
      name: basename(clone),
      files: files.length,
      fixes: total,
      correlation: by(value =>
        spearman(
          files.map(value),
          files.map(file => file.fixes),
        ),
      ),
      caught: by(value => caught(files, value) / total),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Path as it was then → fixing commits since that touched it; a rename keeps the older name. */
function fixesOf(clone: string, then: string): ReadonlyMap<string, number> {
  const log = git(
    clone,
    'log',
    '--no-merges',
    '--find-renames',
    '--name-status',
    '--reverse',
    '--format=%x01%s',
    `${then}..HEAD`,
  )
  const old = new Map<string, string>()
  const counts = new Map<string, number>()
  for (const commit of log.split('\x01').slice(1)) {
    const [subject = '', ...lines] = commit.split('\n')
    for (const line of lines) {
      const [status = '', from = '', to] = line.split('\t')
      if (from === '') continue
      const name = old.get(from) ?? from
      if (status.startsWith('R') && to !== undefined) old.set(to, name)
      if (FIX.test(subject)) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  return counts
}

async function filesOf(
  dir: string,
  place: Place,
  fixes: ReadonlyMap<string, number>,
): Promise<File[]> {
  const evidenceOf = async <T,>(skill: string): Promise<T> =>
    JSON.parse((await cost(door(`skills/${skill}`, [dir, '--evidence'], place))).stdout)
  const code = await evidenceOf<CodeEvidence>('refactor-assistant')
  const history = await evidenceOf<HistoryEvidence>('git-workflow-assistant')
  const revisions = new Map(history.files.map(file => [file.path, file.revisions]))
  const functions = Map.groupBy(code.functions, ({ path }) => path)
  return code.files
    .filter(({ role, code }) => role === 'source' && code > 0)
    .map(({ path, code }) => ({
      path,
      code,
      cognitive: sum(functions.get(path) ?? [], ({ cognitive }) => cognitive),
      revisions: revisions.get(path) ?? 0,
      fixes: fixes.get(path) ?? 0,
    }))
}

/** Fixes in the files a reader gets through who reads a fifth of the code, the most suspect first; the last file in part. */
function caught(files: readonly File[], value: (file: File) => number): number {
  let left = sum(files, ({ code }) => code) / 5
  let found = 0
  for (const { code, fixes } of files.toSorted((a, b) => value(b) - value(a) || a.code - b.code)) {
    const share = Math.min(1, left / code)
    found += fixes * share
    left -= code
    if (left <= 0) break
  }
  return found
}

/** Pearson's correlation of the ranks, ties sharing their mean rank. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)]
  const middle = (a.length + 1) / 2
  const product = (p: readonly number[], q: readonly number[]) =>
    p.reduce((total, each, i) => total + (each - middle) * ((q[i] ?? 0) - middle), 0)
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y))
}

function ranks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  return values.map(value => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1)
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}

function page(): string {
  const names = Object.keys(PREDICTORS) as Predictor[]
  const table = (
    title: string,
    part: 'correlation' | 'caught',
    show: (value: number) => string,
  ) => {
    const all = (name: Predictor) => studies.map(study => study[part][name])
    const rows = studies.map(study => [
      ...[study.name, String(study.files), String(study.fixes)],
      ...names.map(name => show(study[part][name])),
    ])
    const middle = ['**median**', '', '', ...names.map(name => `**${show(median(all(name)))}**`)]
    const won = ['more than lines of code', '', '', ...names.map(name => isBetter(part, name))]
    return `## ${title}\n\n${[['project', 'files', 'fixes', ...names], Array(names.length + 3).fill('---'), ...rows, middle, won].map(cells => `| ${cells.join(' | ')} |`).join('\n')}\n`
  }
  return `# What the numbers predict, and what they do not

${measuredWith()}

Each project is measured as it was a year before its last commit; then we look which source files the commits of that
year touched whose subject speaks of a fix. Projects with fewer than ${FEWEST_FIXES} such touches are left out.
\`node test/field/validity.mts CLONE…\` writes the tables.

${table('Rank correlation with the number of fixes', 'correlation', value => value.toFixed(2))}
${table('Fixes found by reading a fifth of the code', 'caught', value => `${Math.round(value * 100)} %`)}
`
}

function isBetter(part: 'correlation' | 'caught', name: Predictor): string {
  const wins = studies.filter(study => study[part][name] > study[part]['lines of code']).length
  return name === 'lines of code' ? '' : `${wins} of ${studies.length}`
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}
