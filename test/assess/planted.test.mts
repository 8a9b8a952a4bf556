/** Does a fault planted into real code move the measure it belongs to, and no other? And does undoing it restore everything? */

import assert from 'node:assert/strict'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { type Door, openDoor, type Said } from '../support/door.mts'
import { type TestRepo, temporaryFolder, testRepo } from '../support/repo.mts'
import { advisory, lcov, leave, npmLock } from './samples.mts'

const SOURCES = ['argument', 'command', 'error', 'help', 'option', 'suggestSimilar'].map(
  name => `lib/${name}.js`,
)

interface Garden {
  readonly repo: TestRepo
  readonly door: Door
  readonly advisories: string
  look(): Promise<Said>
}

/** The sources of commander (4,000 lines of JavaScript), with a lock, a test and a report of which lines ran. */
function garden(t: TestContext): Garden {
  const repo = testRepo(t)
  cpSync(join(import.meta.dirname, '../../node_modules/commander/lib'), join(repo.dir, 'lib'), {
    recursive: true,
  })
  repo.commit({
    ...npmLock(
      { 'left-pad': '1.3.0', once: '1.4.0', wrappy: '1.0.2' },
      { exports: { './*': './lib/*.js' } },
    ),
    'test/command.test.js': "import '../lib/command.js'\n",
    '.gitignore': 'lcov.info\n',
  })
  const advisories = temporaryFolder(t)
  writeFileSync(join(advisories, 'other.json'), advisory('somebody-else'))
  report(repo, SOURCES)
  const door = openDoor(t)
  return { repo, door, advisories, look: () => door.assess(repo.dir, ['--advisories', advisories]) }
}

/** Every line that holds code; of ten, nine ran. */
function report({ dir }: TestRepo, paths: readonly string[]): void {
  const entries = paths.map(path => {
    const lines = readFileSync(join(dir, path), 'utf8').split('\n')
    const code = lines.flatMap((line, i) => (/^\s+\w/.test(line) ? [i + 1] : []))
    const ran = (line: number) => line % 10 !== 0
    return [path, { hit: code.filter(ran), missed: code.filter(line => !ran(line)) }] as const
  })
  leave(dir, 'lcov.info', lcov(Object.fromEntries(entries)))
}

const parts = ({ json }: Said) =>
  new Map(
    json.score.dimensions.flatMap(dimension =>
      dimension.parts.map(
        ({ measure, value, score, evidence, status }) =>
          [measure, JSON.stringify({ value, score, evidence, status })] as const,
      ),
    ),
  )

const moved = (before: Said, after: Said) => {
  const old = parts(before)
  return [...parts(after)].flatMap(([name, text]) => (old.get(name) === text ? [] : [name]))
}

/** What a reader sees of the project, without times and the machine's mood. */
const whole = ({ json }: Said) => ({
  score: json.score,
  gate: json.gate,
  findings: json.outcomes
    .filter(({ skill }) => skill !== 'environment-profiler')
    .flatMap(({ findings }) => findings),
})

interface Plant {
  readonly name: string
  readonly moves: readonly string[]
  readonly plant: (garden: Garden) => void
  readonly undo: (garden: Garden) => void
}

const restore = ({ repo }: Garden) => {
  repo.git('checkout', '--quiet', '--', '.')
  repo.git('clean', '--quiet', '-fd')
  report(repo, SOURCES)
}

/** Statements outside of functions: what is said of functions cannot change. */
const table = (name: string) =>
  `const ${name} = [\n${Array.from({ length: 20 }, (_, i) => `  { code: ${i}, text: 'entry ${i}', isFinal: ${i % 2 === 0} },\n`).join('')}]\n`

const plants: readonly Plant[] = [
  {
    // A clone is a finding too: density moves with it.
    name: 'a clone',
    moves: ['duplicated-lines', 'fault-density'],
    plant: ({ repo }) => {
      repo.write({ 'lib/one.js': table('rows'), 'lib/two.js': table('rows') })
      report(repo, SOURCES)
    },
    undo: restore,
  },
  {
    name: 'a vulnerable package',
    moves: ['vulnerability-weight'],
    plant: ({ advisories }) =>
      writeFileSync(join(advisories, 'once.json'), advisory('once', 'HIGH')),
    undo: ({ advisories }) => rmSync(join(advisories, 'once.json')),
  },
  {
    name: 'tests and their report deleted',
    moves: ['line-coverage'],
    plant: ({ repo: { dir } }) => {
      rmSync(join(dir, 'test'), { recursive: true })
      rmSync(join(dir, 'lcov.info'))
    },
    undo: restore,
  },
  {
    name: 'the coverage of the best covered file lost',
    moves: ['line-coverage'],
    plant: ({ repo }) => report(repo, SOURCES.slice(1)),
    undo: restore,
  },
  {
    name: 'one doc comment deleted',
    moves: ['documented-surface'],
    plant: ({ repo }) => {
      const file = join(repo.dir, 'lib/argument.js')
      const text = readFileSync(file, 'utf8')
      writeFileSync(file, text.replace(/\/\*\*(?=\s+\* Make argument required)/, '/*'))
      report(repo, SOURCES)
    },
    undo: restore,
  },
]

describe('in the sources of commander', { concurrency: 2 }, () => {
  for (const { name, moves, plant, undo } of plants)
    test(`${name} moves only ${moves.join(' and ')}`, async t => {
      const place = garden(t)
      const before = await place.look()
      assert.equal(before.json.score.evidence, 1, before.stderr)
      plant(place)
      const during = await place.look()
      assert.deepEqual(moved(before, during), moves)
      const [then, now] = [before, during].map(({ json }) => json.score.bounds[0]) as [
        number,
        number,
      ]
      assert.ok(now < then, `the score can be as low as ${now}, before ${then}`)
      undo(place)
      assert.deepEqual(whole(await place.look()), whole(before))
    })
})
