/**
 * What does Shipworthy say about real projects, and is it right? `npm run field -- FOLDER…` assesses each of them twice
 * and writes docs/field.md: numbers, then the loudest findings beside what a person found when looking at the code.
 * The person's parts are test/field/judged.json, where a finding nobody has looked at is missing, and the last section
 * of the page, which stays as it is.
 */

import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Finding } from '../../scripts/core/model.mts'
import type { Assessment } from '../../scripts/core/verdict.mts'
import { markdownText } from '../../scripts/report/escape.mts'
import { type Cost, cost } from './cost.mts'
import { assessment, bytesIn, home, machine, measuredWith } from './shipworthy.mts'

const LOUDEST = 3
const LESSONS = '## Where our definitions are wrong'
const LEVELS = ['error', 'warn', 'note']

interface Verdict {
  readonly isTrue: boolean
  readonly why: string
}

interface Visit {
  readonly name: string
  readonly told: Assessment
  readonly cold: Cost
  readonly warm: Cost
  /** Bytes in the history after the first run, and what the second one added. */
  readonly bytes: readonly [number, number]
}

/** By project, then by the finding's key. */
const judged = JSON.parse(readFileSync(join(import.meta.dirname, 'judged.json'), 'utf8')) as Record<
  string,
  Record<string, Verdict>
>

const folders = process.argv.slice(2)
if (folders.length === 0) throw new Error('Name the folders of the projects to assess.')
const visits: Visit[] = []
for (const folder of folders) {
  process.stderr.write(`${folder}\n`)
  visits.push(await visit(resolve(folder)))
}
const target = join(home, 'docs/field.md')
writeFileSync(target, page(visits) + lessons(target))

async function visit(project: string): Promise<Visit> {
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'shipworthy-field-')))
  try {
    const data = join(temporary, 'data')
    const command = assessment(project, data, { cache: join(temporary, 'cache'), temporary })
    const cold = await cost(command)
    const first = await bytesIn(data)
    const warm = await cost(command)
    return {
      name: basename(project),
      told: JSON.parse(warm.stdout),
      cold,
      warm,
      bytes: [first, (await bytesIn(data)) - first],
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** What people wrote under the page's last heading. */
function lessons(path: string): string {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const start = text.indexOf(LESSONS)
  return start < 0 ? `\n${LESSONS}\n` : `\n${text.slice(start)}`
}

/** Of each rule the finding with the greatest number in its message; the worst levels and the most frequent rules first. */
function loudest({ outcomes }: Assessment): readonly (Finding & { readonly count: number })[] {
  const size = ({ message }: Finding) => Number(/(?<= )\d+/.exec(message)?.[0] ?? 0)
  const rules = Map.groupBy(
    outcomes.flatMap(({ findings }) => findings),
    ({ rule }) => rule,
  )
  return [...rules.values()]
    .map(all => {
      const [first] = all.toSorted((a, b) => size(b) - size(a))
      return { ...(first as Finding), count: all.length }
    })
    .sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || b.count - a.count)
    .slice(0, LOUDEST)
}

function page(all: readonly Visit[]): string {
  const rows = all.map(({ name, told, cold, warm, bytes }) => {
    const { run, score } = told
    const [low, high] = score.bounds
    return line(
      name,
      run.commit === null ? 'no git' : `${run.commit.slice(0, 10)}${run.isDirty ? ', dirty' : ''}`,
      measure(told, 'source-files'),
      measure(told, 'code-lines'),
      score.value === null ? 'none' : score.value.toFixed(2),
      `${Math.round(score.evidence * 100)} %`,
      `${low.toFixed(1)}–${high.toFixed(1)}`,
      seconds(cold),
      seconds(warm),
      Math.max(cold.peak, warm.peak).toFixed(0),
      bytes.map(each => (each / 1000).toFixed(1)).join(', then '),
    )
  })
  return `# Real projects

${measuredWith()}

${machine()}; without network, without running tests. \`npm run field -- FOLDER…\` writes this page.

${line('project', 'commit', 'source files', 'code lines', 'score', 'evidence', 'bounds', 'cold: s (CPU s)', 'warm: s (CPU s)', 'peak MB', 'KB of history')}
${line(...Array.from({ length: 11 }, () => '---'))}
${rows.join('\n')}

## The loudest findings, checked by hand

Of the worst and most frequent rules the finding with the greatest number. *True* means: whoever knows the project
would say so too. What is wrong here is wrong in our definition until it is changed.

${line('project', 'rule (how many)', 'where', 'says', 'true?', 'why')}
${line(...Array.from({ length: 6 }, () => '---'))}
${all.flatMap(({ name, told }) => loudest(told).map(found => findingRow(name, found))).join('\n')}
`
}

function findingRow(name: string, found: Finding & { readonly count: number }): string {
  const verdict = judged[name]?.[found.key]
  return line(
    name,
    `${found.rule} (${found.count})`,
    markdownText(`${found.path ?? ''}${found.line === null ? '' : `:${found.line}`}`),
    markdownText(found.message),
    verdict === undefined ? 'not looked at' : verdict.isTrue ? 'true' : 'false',
    verdict?.why ?? '',
  )
}

function measure({ outcomes }: Assessment, name: string): string {
  const found = outcomes
    .flatMap(({ measures }) => measures)
    .find(each => each.name === name && each.subject === '')
  return found === undefined ? '' : String(found.value)
}

function seconds({ wall, cpu }: Cost): string {
  return `${wall.toFixed(1)} (${cpu.toFixed(1)})`
}

function line(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
