/** What happens with a project or an argument nobody planned for? A verdict or one clear sentence, never a crash or a hang. */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { openDoor, type Said } from '../support/door.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'
import { junit, lcov, leave, sound, tangled } from './samples.mts'

const ONE = { 'src/a.ts': sound('a') }

/** One sentence on stderr, no stack, nothing on stdout. */
function refused(said: Said, code: number, sentence: RegExp): void {
  assert.equal(said.code, code, said.stderr)
  assert.match(said.stderr, sentence)
  assert.equal(said.stderr.trim().split('\n').length, 1, said.stderr)
  assert.equal(said.stdout, '')
}

const measure = ({ json }: Said, name: string) =>
  json.outcomes
    .flatMap(({ measures }) => measures)
    .find(each => each.name === name && each.subject === '')?.value

const missing = ({ json }: Said, name: string) =>
  json.score.dimensions.flatMap(({ parts }) => parts).find(each => each.measure === name)?.missing

const findings = ({ json }: Said, rule: string) =>
  json.outcomes.flatMap(each => each.findings.filter(finding => finding.rule === rule))

const clone = (from: string, to: string, ...args: string[]) =>
  execFileSync('git', ['clone', '--quiet', ...args, `file://${from}`, to], { stdio: 'ignore' })

describe('kinds of repositories', { concurrency: 2 }, () => {
  test('an object database that is damaged is one sentence that says how to go on', async t => {
    const repo = testRepo(t)
    repo.commit(ONE)
    repo.commit({ 'src/b.ts': sound('b') })
    const tree = repo.git('rev-parse', 'HEAD^{tree}')
    const object = `.git/objects/${tree.slice(0, 2)}/${tree.slice(2)}`
    rmSync(join(repo.dir, object))
    repo.write({ [object]: 'garbage' })
    refused(await openDoor(t).assess(repo.dir), 2, /object database .* damaged .*git fsck/)
  })

  test('a shallow clone cannot be compared, and says how it could', async t => {
    const origin = testRepo(t)
    for (const name of ['a', 'b', 'c']) origin.commit({ [`${name}.ts`]: sound(name) })
    const dir = join(temporaryFolder(t), 'clone')
    clone(origin.dir, dir, '--depth', '1')
    const said = await openDoor(t).assess(dir, ['--gate'])
    assert.equal(said.json.comparison, null)
    assert.match(said.json.comparisonWhy ?? '', /git fetch --unshallow/)
    assert.equal(
      said.json.gate.conditions.find(({ id }) => id === 'new-errors')?.status,
      'insufficient',
    )
    assert.equal(said.code, 1)
  })

  test('a detached head is measured like a branch', async t => {
    const repo = testRepo(t)
    repo.commit(ONE)
    repo.commit({ 'src/b.ts': sound('b') })
    repo.git('checkout', '--quiet', '--detach')
    const { json } = await openDoor(t).assess(repo.dir)
    assert.deepEqual([json.run.branch, json.score.value], [null, 66.67])
    assert.equal(json.comparison?.baseline.chosen, 'the previous commit')
  })

  test('a bare repository is measured at its head', async t => {
    const origin = testRepo(t)
    const commit = origin.commit(ONE)
    const dir = join(temporaryFolder(t), 'bare.git')
    clone(origin.dir, dir, '--bare')
    const said = await openDoor(t).assess(dir)
    assert.deepEqual([said.json.run.commit, said.json.run.isDirty], [commit, false])
    assert.equal(measure(said, 'source-files'), 1)
    assert.equal(missing(said, 'documented-surface'), undefined)
  })

  test('a submodule is counted as left out, not read', async t => {
    const inner = testRepo(t)
    inner.commit({ 'inner.ts': tangled('inner') })
    const repo = testRepo(t)
    repo.commit(ONE)
    repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.dir, 'inner')
    repo.commit({})
    const said = await openDoor(t).assess(repo.dir)
    assert.equal(measure(said, 'source-files'), 1)
    assert.equal(said.json.run.isDirty, false)
  })

  test('links are not followed, not even those that lead in a circle or out of the project', async t => {
    const outside = temporaryFolder(t)
    writeFileSync(join(outside, 'secret.ts'), tangled('secret'))
    const repo = testRepo(t)
    repo.write(ONE)
    symlinkSync('.', join(repo.dir, 'again'))
    symlinkSync('loop.ts', join(repo.dir, 'loop.ts'))
    symlinkSync(join(outside, 'secret.ts'), join(repo.dir, 'out.ts'))
    repo.commit({})
    const door = openDoor(t)
    assert.equal(measure(await door.assess(repo.dir), 'source-files'), 1)
    rmSync(join(repo.dir, '.git'), { recursive: true })
    assert.equal(measure(await door.assess(repo.dir), 'source-files'), 1)
  })

  test('every name a file system allows is a file like others', async t => {
    const names = [
      'with space.ts',
      '-rf.ts',
      'новый/文件.ts',
      'line\nbreak.ts',
      'quote".ts',
      '[x]*?.ts',
    ]
    const repo = testRepo(t)
    repo.commit({ 'a.ts': sound('a') })
    repo.git('checkout', '--quiet', '-b', '-q/odd'.slice(1))
    repo.write(Object.fromEntries(names.map((name, i) => [name, sound(`f${i}`)])))
    const door = openDoor(t)
    const dirty = await door.assess(repo.dir)
    repo.commit({})
    const clean = await door.assess(repo.dir)
    for (const said of [dirty, clean]) assert.equal(measure(said, 'source-files'), 1 + names.length)
    assert.deepEqual(
      [dirty, clean].map(({ json }) => json.run.isDirty),
      [true, false],
    )
    assert.equal(dirty.json.score.value, clean.json.score.value)
  })

  test('a project in a folder of a repository is that folder', async t => {
    const repo = testRepo(t)
    repo.commit({ 'packages/a b/src/a.ts': sound('a'), 'other/b.ts': sound('b') })
    const said = await openDoor(t).assess(join(repo.dir, 'packages/a b'))
    assert.equal(measure(said, 'source-files'), 1)
  })
})

describe('kinds of files', { concurrency: 2 }, () => {
  test('binary content under a source name is a file that was not understood', async t => {
    const repo = testRepo(t)
    repo.commit({ ...ONE, 'src/video.ts': Buffer.from([0x47, 0, 0, 1, 0xff, 0xfe, 0, 0]) })
    const said = await openDoor(t).assess(repo.dir)
    assert.ok([0, 1].includes(measure(said, 'unparsed-files') ?? -1))
    assert.equal(measure(said, 'functions'), 1)
  })

  test('a file of 20 MB is left out and counted', async t => {
    const repo = testRepo(t)
    const line = 'export const x = 1\n'
    repo.commit({ ...ONE, 'src/huge.ts': line.repeat(Math.ceil(20e6 / line.length)) })
    const said = await openDoor(t).assess(repo.dir)
    assert.equal(measure(said, 'source-files'), 1)
    assert.equal(measure(said, 'code-lines'), 3)
  })

  test('Latin-1 Python with its coding cookie is read', async t => {
    const repo = testRepo(t)
    const text =
      '# -*- coding: latin-1 -*-\n"""Gr\xfc\xdfe."""\n\n\ndef gr\xfc\xdfe():\n    """Sagt."""\n    return 1\n'
    repo.commit({ 'a.py': Buffer.from(text, 'latin1'), 'pyproject.toml': '[build-system]\n' })
    const said = await openDoor(t).assess(repo.dir)
    assert.deepEqual(
      ['unparsed-files', 'functions', 'documented-surface'].map(name => measure(said, name)),
      [0, 1, 100],
    )
  })
})

describe('kinds of reports', { concurrency: 2 }, () => {
  const COVERED = lcov({ 'src/a.ts': { hit: [2, 3] } })
  const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "${'a'.repeat(100)}">${Array.from(
    { length: 12 },
    (_, i) => `<!ENTITY b${i} "${`&${i === 0 ? 'a' : `b${i - 1}`};`.repeat(20)}">`,
  ).join('')}]><coverage line-rate="1"><packages>&b11;</packages></coverage>`
  const cases = [
    ['malformed', 'lcov.info', 'SF:\0\u0001 not a report', /lcov\.info/],
    [
      'truncated',
      'coverage.xml',
      '<?xml version="1.0"?><coverage line-rate="0.9"><packages><pac',
      /coverage\.xml/,
    ],
    [
      'of foreign paths',
      'lcov.info',
      lcov({ '/home/eve/other/x.ts': { hit: [1] } }),
      /no file of this project/,
    ],
    ['an entity bomb', 'coverage.xml', bomb, /coverage\.xml/],
    ['empty', 'coverage-final.json', '', /coverage-final\.json/],
  ] as const
  for (const [what, name, text, why] of cases)
    test(`a report that is ${what} gives no number`, async t => {
      const repo = testRepo(t)
      repo.commit({ ...ONE, 'test/a.test.ts': 'a()\n' })
      leave(repo.dir, name, text)
      const said = await openDoor(t).assess(repo.dir)
      assert.equal(measure(said, 'line-coverage'), undefined)
      assert.match(missing(said, 'line-coverage') ?? '', why)
      assert.equal(
        said.json.outcomes.every(({ status }) => status !== 'failed'),
        true,
      )
    })

  test('a bad report beside a good one takes nothing from it', async t => {
    const repo = testRepo(t)
    repo.commit({ ...ONE, 'test/a.test.ts': 'a()\n' })
    leave(repo.dir, 'lcov.info', COVERED)
    leave(repo.dir, 'coverage.xml', bomb)
    const said = await openDoor(t).assess(repo.dir)
    assert.equal(measure(said, 'line-coverage'), 100)
    assert.equal(findings(said, 'unusable-report').length, 1)
  })

  test('100,000 records are read whole', async t => {
    const repo = testRepo(t)
    repo.commit({ ...ONE, 'test/a.test.ts': 'a()\n' })
    const foreign = Array.from(
      { length: 100_000 },
      (_, i) => `SF:lib/f${i}.ts\nDA:1,1\nend_of_record\n`,
    )
    leave(repo.dir, 'lcov.info', foreign.join('') + COVERED)
    leave(repo.dir, 'junit.xml', junit(100_000, 0))
    const said = await openDoor(t).assess(repo.dir)
    assert.deepEqual(
      ['line-coverage', 'passing-tests', 'failing-tests'].map(name => measure(said, name)),
      [100, 100_000, 0],
    )
    assert.match(findings(said, 'unusable-report')[0]?.message ?? '', /100000 of its 100001 files/)
  })
})

describe('policies and arguments', { concurrency: 2 }, () => {
  test('a policy that is not understood is one sentence', async t => {
    const door = openDoor(t)
    const repo = testRepo(t)
    const cases = [
      ['gaet: { score: 10 }', /unknown key "gaet" in the file; did you mean gate\?/],
      ['gate: { scroe: 10 }', /unknown key "scroe" in gate; did you mean score\?/],
      ['gate: { score: high }', /gate\.score must be number/],
      ['levels: { complex-function: eror }', /must be one of error, warn, note, off/],
      ['gate: [', /^shipworthy\.yml, line 2: Flow sequence .* with a \]\n$/],
      [
        `a: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(20)}]`,
        /shipworthy\.yml/,
      ],
    ] as const
    for (const [text, sentence] of cases) {
      repo.commit({ ...ONE, 'shipworthy.yml': `${text}\n` })
      refused(await door.assess(repo.dir), 2, sentence)
    }
  })

  test('an expired and a stale waiver are findings, a living one counts', async t => {
    const repo = testRepo(t)
    const waiver = (rule: string, path: string, expires: string) =>
      `  - { rule: ${rule}, path: '${path}', reason: ${path}, owner: ada, expires: ${expires} }\n`
    // Enough sound code that one fault more or less is seen in the score.
    const rest = Array.from({ length: 60 }, (_, n) => [`src/s${n}.ts`, sound(`s${n}`)] as const)
    repo.commit({
      ...Object.fromEntries(rest),
      'src/a.ts': tangled('a'),
      'src/b.ts': tangled('b'),
      'shipworthy.yml': `waivers:\n${waiver('complex-function', 'src/a.ts', '2999-01-01')}${waiver('complex-function', 'src/b.ts', '2020-01-01')}${waiver('long-function', 'src/a.ts', '2999-01-01')}`,
    })
    const said = await openDoor(t).assess(repo.dir)
    assert.deepEqual(
      findings(said, 'complex-function').map(({ path, waived }) => [path, waived]),
      [
        ['src/a.ts', 'src/a.ts'],
        ['src/b.ts', undefined],
      ],
    )
    assert.match(
      findings(said, 'expired-waiver')[0]?.message ?? '',
      /src\/b\.ts expired on 2020-01-01; ada owns it/,
    )
    assert.match(
      findings(said, 'stale-waiver')[0]?.message ?? '',
      /long-function for src\/a\.ts covers nothing/,
    )
    const { value, unwaived } = said.json.score
    assert.ok(value !== null && unwaived !== null && unwaived < value, `${unwaived} < ${value}`)
  })

  test('words it does not know, and places that are none', async t => {
    const door = openDoor(t)
    const repo = testRepo(t)
    repo.commit(ONE)
    const file = join(repo.dir, 'src/a.ts')
    refused(
      await door.assess(repo.dir, ['--skills', 'refactor-asistant']),
      2,
      /did you mean refactor-assistant\?/,
    )
    refused(
      await door.assess(repo.dir, ['--fail-under', 'x']),
      2,
      /--fail-under x: give a number from 0 to 100/,
    )
    refused(
      await door.assess(repo.dir, ['--baseline', 'no-such-ref']),
      2,
      /git knows no such commit, branch or tag/,
    )
    refused(await door.assess(repo.dir, ['--baseline', '--output=x']), 2, /git knows no such/)
    refused(await door.assess(join(repo.dir, 'nowhere')), 2, /nowhere does not exist/)
    refused(await door.assess(file), 2, /is a file: name the project's folder/)
    refused(
      await door.assess(repo.dir, ['--branch', 'no..name']),
      2,
      /cannot be the name of a branch|no\.\.name/,
    )
    refused(
      await door.call('assess', [repo.dir, '--data', 'a', '--branch', 'b']),
      2,
      /give one of them/,
    )
  })

  test('a machine without git is told so in one sentence', async t => {
    const repo = testRepo(t)
    repo.commit(ONE)
    const said = await openDoor(t).assess(repo.dir, [], { PATH: temporaryFolder(t) })
    refused(said, 2, /^git was not found: install it/)
  })

  test('advisories that are not there are missing, not none', async t => {
    const repo = testRepo(t)
    const lock = {
      lockfileVersion: 3,
      packages: { '': {}, 'node_modules/x': { version: '1.0.0' } },
    }
    repo.commit({ ...ONE, 'package.json': '{}', 'package-lock.json': JSON.stringify(lock) })
    const empty = temporaryFolder(t)
    mkdirSync(join(empty, 'npm'))
    const said = await openDoor(t).assess(repo.dir, ['--advisories', empty])
    assert.match(missing(said, 'vulnerability-weight') ?? '', /holds no readable OSV advisory/)
  })
})
