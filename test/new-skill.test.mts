import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { accessSync, constants, cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { withEntry, withEvidence } from '../scripts/doors/scaffold.mts'
import { temporaryFolder } from './support/repo.mts'

const root = join(import.meta.dirname, '..')

const COPIED = [
  'scripts',
  'templates',
  'test/skills',
  'package.json',
  'tsconfig.json',
  'biome.json',
]

function checkout(t: TestContext): string {
  const dir = temporaryFolder(t)
  for (const path of COPIED) cpSync(join(root, path), join(dir, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'))
  return dir
}

function run(dir: string, program: string, ...args: string[]) {
  const env = { ...process.env }
  // A test run inside a test run would report to the outer one.
  delete env.NODE_TEST_CONTEXT
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: dir, encoding: 'utf8', env })
  return { status, stdout, stderr }
}

const scaffold = (dir: string, name: string) =>
  run(dir, process.execPath, 'scripts/new-skill.mts', name)

const tool = (name: string) => join(root, 'node_modules', '.bin', name)

const made = (id: string) => [
  `scripts/skills/${id}.mts`,
  `test/skills/${id}.test.mts`,
  `test/skills/golden/${id}.json`,
  'scripts/core/evidence.mts',
  'scripts/doors/skills.mts',
]

test('a scaffolded skill compiles, is tidy, passes its test and is registered', t => {
  const dir = checkout(t)
  const ids = ['licence-checker', 'a-nameaslongastheycanbeallowe']
  for (const id of ids) {
    const { status, stdout, stderr } = scaffold(dir, id)
    assert.deepEqual([status, stderr], [0, ''])
    assert.deepEqual(stdout.split('\n\n')[0]?.split('\n'), made(id))
    accessSync(join(dir, `scripts/skills/${id}.mts`), constants.X_OK)
  }
  const pages = [...new Set(ids.flatMap(made))]
  const errors = run(dir, tool('tsc')).stdout.split('\n')
  assert.deepEqual(
    errors.filter(line => ids.some(id => line.includes(id)) || line.startsWith('scripts/core/')),
    [],
  )
  const tidy = run(dir, tool('biome'), 'check', '--error-on-warnings', ...pages)
  assert.equal(tidy.status, 0, tidy.stdout + tidy.stderr)
  const tests = run(dir, process.execPath, '--test', ...ids.map(id => `test/skills/${id}.test.mts`))
  assert.match(tests.stdout, /pass 4\n/)
  assert.match(tests.stdout, /fail 0\n/)
  const registry = readFileSync(join(dir, 'scripts/doors/skills.mts'), 'utf8')
  assert.match(registry, /^ {2}licenceChecker,$/m)
  assert.match(registry, /^ {2}aNameaslongastheycanbeallowe,$/m)
})

test('names that exist or are none are refused in one sentence, nothing is written', t => {
  const dir = checkout(t)
  writeFileSync(join(dir, 'test/skills/half-made.test.mts'), 'mine')
  const evidence = readFileSync(join(dir, 'scripts/core/evidence.mts'), 'utf8')
  const reasons = [
    ['doc-generator', /already/],
    ['half-made', /^test\/skills\/half-made\.test\.mts exists already/],
    ['Licence', /two words or more/],
    ['licence', /two words or more/],
    ['../escape', /two words or more/],
    ['a-name-longer-than-the-limit-is', /at most 29/],
  ] as const
  for (const [name, reason] of reasons) {
    const { status, stdout, stderr } = scaffold(dir, name)
    assert.equal(status, 2, name)
    assert.equal(stdout, '')
    assert.match(stderr, reason)
    assert.equal(stderr.trimEnd().split('\n').length, 1)
  }
  assert.equal(readFileSync(join(dir, 'test/skills/half-made.test.mts'), 'utf8'), 'mine')
  assert.equal(readFileSync(join(dir, 'scripts/core/evidence.mts'), 'utf8'), evidence)
})

const registry = `import type { Skill } from '../core/skill.mts'
import { skill as docGenerator } from '../skills/doc-generator.mts'
import { skill as testOrchestrator } from '../skills/test-orchestrator.mts'

export const skills: readonly Skill[] = [
  docGenerator,
  testOrchestrator,
]
`

const namesIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, name]) => name)

for (const [id, place] of [
  ['a-first', 0],
  ['licence-checker', 1],
  ['zoo-keeper', 2],
] as const)
  test(`${id} takes place ${place} in both lists of the registry`, () => {
    const text = withEntry(registry, id)
    const imports = namesIn(text, /skill as \w+ \} from '..\/skills\/(.+)\.mts'/g)
    assert.deepEqual(imports, ['doc-generator', 'test-orchestrator'].toSpliced(place, 0, id))
    assert.equal(namesIn(text, /^ {2}(\w+),$/gm).length, 3)
    assert.equal(text.split('\n').length, registry.split('\n').length + 2)
  })

test('a page without its landmarks is an error, not a broken page', () => {
  assert.throws(() => withEntry('export const skills = []', 'a'), /registry|holds no/)
  assert.throws(() => withEvidence('export interface EvidenceOf {}', '', 'a'), /holds no/)
})
