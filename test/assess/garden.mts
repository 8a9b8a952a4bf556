/** In what does the table of planted faults grow? The sources of commander, one route, documents, a history, a lock, a workflow and reports: no rule finds more in it than the table says. */

import { cpSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { SkillId } from '../../scripts/core/evidence.mts'
import type { Finding, Outcome } from '../../scripts/core/model.mts'
import type { Policy } from '../../scripts/core/policy.mts'
import type { Needed } from '../../scripts/core/skill.mts'
import { auditWaivers } from '../../scripts/core/waiver-audit.mts'
import { catalogueOf } from '../../scripts/doors/catalogue.mts'
import { openProject } from '../../scripts/doors/open-project.mts'
import { runSkills } from '../../scripts/doors/run-skills.mts'
import { skills } from '../../scripts/doors/skills.mts'
import { LOOKING } from '../support/looking.mts'
import { type TestRepo, temporaryFolder, testRepo } from '../support/repo.mts'
import { advisory, type Files, junit, lcov, npmLock } from './samples.mts'

const COMMANDER = join(import.meta.dirname, '../../node_modules/commander/lib')
const COMMANDERS = ['argument', 'command', 'error', 'help', 'option', 'suggestSimilar']
export const SOURCES = [...COMMANDERS, 'serve'].map(name => `lib/${name}.js`)
const REPORTS = ['lcov.info', 'junit.xml', 'bench.json']
const HASH = '0123456789abcdef0123456789abcdef01234567'

/** What all skills say, and what they saw. */
export interface Look {
  readonly outcomes: readonly Outcome[]
  readonly evidence: Needed<SkillId>
  readonly policy: Policy
}

export interface Garden {
  readonly repo: TestRepo
  readonly advisories: string
  read(path: string): string
  /** Adds to the end of a file: no line that was there moves. */
  append(path: string, text: string): void
  /** Writes the report of coverage anew: nine lines of ten ran, of `unrun` none. */
  cover(unrun?: string): void
  look(): Promise<Look>
  /** As it was before anything was planted. */
  restore(): void
}

export const WORKFLOW = `on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@${HASH}
`

/** A lock with more said of one of its packages, or with one package more. */
export function lockWith(place: string, entry: object): Files {
  const versions = { express: '5.1.0', once: '1.4.0', wrappy: '1.0.2' }
  const files = npmLock(versions, {
    exports: { '.': './lib/command.js', './serve': './lib/serve.js' },
  })
  const lock = JSON.parse(String(files['package-lock.json']))
  lock.packages[place] = { ...lock.packages[place], ...entry }
  return { ...files, 'package-lock.json': JSON.stringify(lock) }
}

/** Which licence is denied, and how long a benchmark may take. */
export const POLICY = `skills:
  dependency-guardian: { licences: { deny: [GPL-3.0-only] } }
  performance-profiler: { budgets: [{ benchmark: parse, atMost: 0.02 }] }
`

const SERVE = `import express from 'express'

const app = express()

// REQ-1
function commands(request, response) {
  response.send(['help'])
}

app.get('/commands', commands)
`

const TEST = `import '../lib/command.js'
import '../lib/serve.js'
// REQ-1
`

const README = `# Commander

Reads what people write on the command line.

## Installation

    npm install commander

## Usage

    import { Command } from 'commander'

## Licence

MIT
`

const REQUIREMENTS = `# Requirements

- REQ-1: Whoever asks for the commands is told all of them.
`

const OPENAPI = `openapi: 3.1.0
info: { title: Commands, version: 1.0.0 }
paths:
  /commands:
    get: { responses: { '200': { description: All commands } } }
`

/** What hyperfine writes of one command. */
export const timed = (seconds: number): string =>
  JSON.stringify({ results: [{ command: 'parse', times: [seconds, seconds, seconds] }] })

/** Nothing is asked of the network, and no test of it waits for another. */
export function openGarden(t: TestContext): Garden {
  let repo = testRepo(t)
  const at = (path: string) => join(repo.dir, path)
  cpSync(COMMANDER, at('lib'), { recursive: true })
  repo.commit({
    ...lockWith('', {}),
    '.github/workflows/test.yml': WORKFLOW,
    'lib/serve.js': SERVE,
    'test/command.test.js': TEST,
    'README.md': README,
    'docs/requirements.md': REQUIREMENTS,
    'openapi.yaml': OPENAPI,
    '.gitignore': `${REPORTS.join('\n')}\n`,
    'shipworthy.yml': POLICY,
  })
  repo.git('tag', 'v1.0.0')
  const advisories = temporaryFolder(t)
  const read = (path: string) => readFileSync(at(path), 'utf8')
  const cover = (unrun = '') => writeFileSync(at('lcov.info'), coverageOf(read, unrun))
  const restore = () => {
    // A day passes with each commit: the next one is made as if it were the first again.
    repo = testRepo(t, repo.dir)
    repo.git('reset', '--quiet', '--hard', 'v1.0.0')
    repo.git('clean', '--quiet', '-fdx')
    for (const name of readdirSync(advisories)) rmSync(join(advisories, name))
    writeFileSync(join(advisories, 'other.json'), advisory('somebody-else'))
    writeFileSync(at('junit.xml'), junit(3, 0))
    writeFileSync(at('bench.json'), timed(0.01))
    cover()
  }
  restore()
  return {
    ...{ advisories, read, cover, restore },
    get repo() {
      return repo
    },
    append: (path, text) => writeFileSync(at(path), read(path) + text),
    look: () => lookAt(repo.dir, advisories),
  }
}

/** Lines of a source that hold code: those the tests ran, and one in ten that they did not. */
export function coverableLines(text: string): {
  readonly hit: number[]
  readonly missed: number[]
} {
  const code = text.split('\n').flatMap((line, i) => (/^\s+\w/.test(line) ? [i + 1] : []))
  const ran = (line: number) => line % 10 !== 0
  return { hit: code.filter(ran), missed: code.filter(line => !ran(line)) }
}

function coverageOf(read: (path: string) => string, unrun: string): string {
  const entries = SOURCES.map(path => {
    const { hit, missed } = coverableLines(read(path))
    return [path, path === unrun ? { missed: [...hit, ...missed] } : { hit, missed }] as const
  })
  return lcov(Object.fromEntries(entries))
}

export const STARTED_AT = '2026-02-01T00:00:00.000Z'

async function lookAt(dir: string, advisories: string): Promise<Look> {
  // Reports count only while they are newer than the sources.
  const soon = new Date(Date.now() + 5_000)
  for (const report of REPORTS)
    try {
      utimesSync(join(dir, report), soon, soon)
    } catch {}
  const open = await openProject(dir, {
    ...LOOKING,
    ...{ jobs: 1, baseline: 'none', advisories },
  })
  try {
    const { policy } = open
    const run = { policy, startedAt: STARTED_AT, timeoutSeconds: 60 }
    const { outcomes, evidence } = await runSkills(skills, open.lens, run)
    const audit = auditWaivers(
      policy,
      { outcomes, conditions: [], catalogue: catalogueOf(open.skills) },
      STARTED_AT,
    )
    return { outcomes: audit === null ? outcomes : [...outcomes, audit], evidence, policy }
  } finally {
    await open.close()
  }
}

/** Numbers by measure; the load of this machine is nobody's fault. */
export const numbersIn = ({ outcomes }: Pick<Look, 'outcomes'>): ReadonlyMap<string, number> =>
  new Map(
    outcomes
      .flatMap(({ measures }) => measures)
      .filter(({ name }) => name !== 'load-average')
      .map(({ name, subject, value }) => [subject === '' ? name : `${name} ${subject}`, value]),
  )

export const findingsIn = ({ outcomes }: Pick<Look, 'outcomes'>): readonly Finding[] =>
  outcomes
    .filter(({ skill }) => skill !== 'environment-profiler')
    .flatMap(({ findings }) => findings)
