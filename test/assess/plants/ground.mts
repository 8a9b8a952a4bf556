/** Do planted faults show in a project of another language, they alone, and go again? Tried in a copy of it. */

import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withNeeds } from '../../../scripts/core/graph.mts'
import { openProject } from '../../../scripts/doors/open-project.mts'
import { runSkills } from '../../../scripts/doors/run-skills.mts'
import { skills } from '../../../scripts/doors/skills.mts'
import { codeLinesIn } from '../../../scripts/skills/refactor-assistant/shares.mts'
import { LOOKING } from '../../support/looking.mts'
import { type Look, numbersIn, STARTED_AT } from '../garden.mts'
import { more, moved, placesIn, unlike } from './compare.mts'
import {
  type Ground,
  type LanguagePlant,
  languagePlants,
  type PlantedLanguage,
} from './languages.mts'
import type { Numbers, Was } from './plant.mts'

const ASKED = ['refactor-assistant', 'doc-generator', 'test-orchestrator']

/** What was planted, and how what was seen differs from what was predicted: nothing, where all is well. */
export interface Tried {
  readonly rule: string
  readonly differences: readonly string[]
}

/** @param dir A copy in a repository of its own, all of it committed. */
export async function plantIn(dir: string, language: PlantedLanguage): Promise<readonly Tried[]> {
  const calm = await lookAt(dir)
  const [first, second] = placesFor(calm, dir, language)
  if (first === undefined || second === undefined) return []
  const ground: Ground = { dir, language, first, second, evidence: calm.evidence }
  const tried: Tried[] = []
  const removal = calm.tests.length === 0 ? [] : [withoutTests(calm)]
  for (const plant of [...languagePlants(ground), ...removal])
    tried.push(await one(dir, calm, plant))
  return tried
}

async function one(dir: string, calm: Seen, plant: LanguagePlant): Promise<Tried> {
  const { rule, files, at, moves } = plant
  const before = new Map(
    Object.keys(files).map(path => [
      path,
      existsSync(join(dir, path)) ? readFileSync(join(dir, path)) : null,
    ]),
  )
  put(dir, files)
  const now = await lookAt(dir)
  put(dir, Object.fromEntries(before))
  const after = await lookAt(dir)
  const numbers = whole(calm)
  const code = calm.evidence['refactor-assistant'] ?? assert.fail()
  const was: Was = name => {
    if (name === 'lines in functions')
      return codeLinesIn(code.functions.filter(({ path }) => !calm.tests.includes(path)))
    if (name === 'modules') return code.modules.cycles?.modules ?? 0
    return numbers.get(name) ?? Number.NaN
  }
  const [found, gone] = [more(placesIn(calm), placesIn(now)), more(placesIn(now), placesIn(calm))]
  const wanted = `${rule} ${at}`.trim()
  const seen = moved(numbers, whole(now))
  const predicted = unlike(numbers, moves(was))
  return {
    rule,
    differences: [
      ...found.filter(each => each !== wanted).map(each => `also found: ${each}`),
      ...(found.includes(wanted) ? [] : [`not found: ${wanted}`]),
      ...gone.map(each => `no longer found: ${each}`),
      ...different(predicted, seen),
      ...(same(calm, after) ? [] : ['undoing it left something behind']),
    ],
  }
}

const different = (predicted: Numbers, seen: Numbers): readonly string[] =>
  [...new Set([...Object.keys(predicted), ...Object.keys(seen)])]
    .filter(name => predicted[name] !== seen[name])
    .map(
      name => `${name}: ${seen[name] ?? 'unchanged'} instead of ${predicted[name] ?? 'unchanged'}`,
    )

const same = (one: Look, other: Look): boolean =>
  JSON.stringify([placesIn(one), [...numbersIn(one)]]) ===
  JSON.stringify([placesIn(other), [...numbersIn(other)]])

/** Packages of a monorepo have numbers of their own. */
const whole = (look: Look): ReadonlyMap<string, number> =>
  new Map([...numbersIn(look)].filter(([name]) => !name.includes(' ')))

const withoutTests = ({ tests }: Seen): LanguagePlant => ({
  rule: 'no-tests',
  files: Object.fromEntries(tests.map(path => [path, null])),
  at: '',
  moves: () => ({
    ...{ 'line-coverage': 0, 'test-files': 0, 'test-code-lines': 0, 'unreached-files': null },
  }),
})

function placesFor(
  { evidence, tests }: Seen,
  dir: string,
  language: PlantedLanguage,
): readonly string[] {
  const files = evidence['refactor-assistant']?.files ?? []
  return files
    .filter(
      each =>
        each.language === language && each.parsed && each.lines > 20 && !tests.includes(each.path),
    )
    .map(({ path }) => path)
    .filter(path => !/(^|\/)_/.test(path) && readFileSync(join(dir, path), 'utf8').endsWith('\n'))
    .filter(path => !/__all__|@Generated/.test(readFileSync(join(dir, path), 'utf8')))
}

function put(dir: string, files: Readonly<Record<string, string | Uint8Array | null>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(dir, path)
    if (text === null) rmSync(file, { force: true })
    else {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
  }
}

/** Also the paths of its tests. */
interface Seen extends Look {
  readonly tests: readonly string[]
}

async function lookAt(dir: string): Promise<Seen> {
  const open = await openProject(dir, {
    ...LOOKING,
    ...{ timeoutSeconds: 120, baseline: 'none', warn: () => undefined },
  })
  try {
    const { policy } = open
    const chosen = withNeeds(
      skills.filter(({ id }) => ASKED.includes(id)),
      skills,
    )
    const run = { policy, startedAt: STARTED_AT, timeoutSeconds: 120 }
    const { outcomes, evidence } = await runSkills(chosen, open.lens, run)
    const files = await open.lens.files()
    const tests = files.filter(({ role }) => role === 'test').map(({ path }) => path)
    const asked = outcomes.filter(({ skill }) => ASKED.includes(skill))
    return { outcomes: asked, evidence, policy, tests }
  } finally {
    await open.close()
  }
}
