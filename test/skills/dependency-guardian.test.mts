/** Does the guardian gather what ships, weigh what is known, and call nothing clean that it could not ask about? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AdvisoryRow, DependenciesEvidence, PackageRow } from '../../scripts/core/evidence.mts'
import { defaultLevels } from '../../scripts/core/findings.mts'
import type { Advisories, ProjectFile, Role } from '../../scripts/core/lens.mts'
import { NoEvidence } from '../../scripts/core/skill.mts'
import type { Waiver } from '../../scripts/core/waivers.mts'
import { skill } from '../../scripts/skills/dependency-guardian.mts'
import { fixture } from '../formats/lockfiles/project.mts'
import { fakeLens } from './fake-lens.mts'

const settings = {
  ...skill.settings,
  levels: defaultLevels(skill.rules),
  waivers: [] as readonly Waiver[],
}

const pkg = (name: string, version: string, more: Partial<PackageRow> = {}): PackageRow => ({
  ecosystem: 'npm',
  name,
  version,
  direct: false,
  dev: false,
  manifest: 'package-lock.json',
  ...more,
})

const fault = (
  name: string,
  version: string,
  severity: AdvisoryRow['severity'],
  more: Partial<AdvisoryRow> = {},
): AdvisoryRow => ({
  id: `GHSA-${name}`,
  aliases: [`CVE-${name}`],
  ecosystem: 'npm',
  name,
  version,
  severity,
  score: null,
  fixed: '9.9.9',
  summary: 'Bad thing',
  ...more,
})

const evidence = (more: Partial<DependenciesEvidence>): DependenciesEvidence => ({
  packages: [],
  advisories: [],
  source: { kind: 'directory', snapshot: 'abc' },
  unlocked: [],
  faults: [],
  references: [],
  elsewhere: [],
  publications: { status: 'not-asked' },
  ...more,
})

const judged = (more: Partial<DependenciesEvidence>, changed: Partial<typeof settings> = {}) => {
  const {
    measures,
    findings,
    missing = [],
  } = skill.judge(evidence(more), { ...settings, ...changed }, {})
  const value = (name: string) => measures.find(each => each.name === name)
  // What nobody asked for is no gap.
  const gaps = missing.filter(({ status }) => status === undefined)
  return { value, findings, missing, gaps, number: (name: string) => value(name)?.value }
}

const twenty = Array.from({ length: 20 }, (_, index) => pkg(`p${index}`, '1.0.0'))

test('a package weighs once, by its worst fault, and half where only development needs it', () => {
  const packages = [
    ...twenty,
    pkg('a', '1.0.0'),
    pkg('b', '1.0.0', { dev: true }),
    pkg('c', '1.0.0'),
  ]
  const { number } = judged({
    packages: [...packages, pkg('d', '1.0.0'), pkg('e', '1.0.0')],
    advisories: [
      fault('a', '1.0.0', 'critical'),
      fault('a', '1.0.0', 'low', { id: 'GHSA-a2' }),
      fault('b', '1.0.0', 'high'),
      fault('c', '1.0.0', 'unknown'),
      fault('d', '1.0.0', 'low'),
    ],
  })
  assert.equal(number('vulnerable-packages'), 4)
  assert.equal(number('vulnerability-weight'), (100 * (10 + 3.5 + 4 + 1)) / 25)
})

test('severe faults of what ships are errors, all others warnings', () => {
  const { findings } = judged({
    packages: [pkg('a', '1.0.0'), pkg('b', '1.0.0', { dev: true }), pkg('c', '1.0.0')],
    advisories: [
      fault('a', '1.0.0', 'high', { score: 7.2 }),
      fault('b', '1.0.0', 'critical', { fixed: null }),
      fault('c', '1.0.0', 'unknown', { summary: '' }),
    ],
  })
  assert.deepEqual(
    findings.map(({ rule, level, key, message }) => [rule, level, key, message]),
    [
      [
        'vulnerable-package',
        'error',
        'vulnerable-package::npm/a GHSA-a',
        'a 1.0.0: Bad thing (GHSA-a, high, 7.2); fixed in 9.9.9; whether the source reaches it is not known',
      ],
      [
        'weakly-vulnerable-package',
        'warn',
        'weakly-vulnerable-package::npm/b GHSA-b',
        'b 1.0.0 (development only): Bad thing (GHSA-b, critical); no fixed version is known; whether the source reaches it is not known',
      ],
      [
        'weakly-vulnerable-package',
        'warn',
        'weakly-vulnerable-package::npm/c GHSA-c',
        'c 1.0.0: (GHSA-c, severity unknown); fixed in 9.9.9; whether the source reaches it is not known',
      ],
    ],
  )
})

test('a fault in two lock files is one vulnerable package and two findings', () => {
  const { number, findings } = judged({
    packages: [
      pkg('a', '1.0.0'),
      pkg('a', '1.0.0', { manifest: 'sub/package-lock.json', dev: true }),
    ],
    advisories: [fault('a', '1.0.0', 'high')],
  })
  assert.deepEqual([number('packages'), number('vulnerable-packages'), findings.length], [1, 1, 2])
})

test('a waiver may name the CVE; what it covers stays visible and weighs nothing', () => {
  const waiver = { reason: 'not reachable', owner: 'me', expires: '2999-01-01' }
  const packages = [pkg('a', '1.0.0'), pkg('b', '1.0.0')]
  const advisories = [fault('a', '1.0.0', 'high'), fault('b', '1.0.0', 'high')]
  const { number, findings } = judged(
    { packages, advisories },
    { waivers: [{ rule: 'CVE-a', ...waiver }] },
  )
  assert.deepEqual(
    findings.map(({ waived }) => waived),
    ['not reachable', undefined],
  )
  assert.deepEqual([number('vulnerable-packages'), number('vulnerability-weight')], [1, 350])
  const levels = { ...settings.levels, 'vulnerable-package': 'off' as const }
  const off = judged({ packages, advisories }, { levels })
  assert.deepEqual([off.number('vulnerable-packages'), off.findings.length], [0, 0])
})

test('no answer is missing, never none', () => {
  const none = judged({ packages: twenty, source: { kind: 'none', why: 'the network is down' } })
  assert.equal(none.value('vulnerable-packages'), undefined)
  assert.deepEqual(none.gaps, [
    { measure: 'vulnerable-packages', why: 'the network is down' },
    { measure: 'vulnerability-weight', why: 'the network is down' },
    { measure: 'reached-vulnerable-packages', why: 'the network is down' },
  ])
  const unknown = judged({ packages: [pkg('a', '')], unlocked: ['package-lock.json'] })
  assert.match(unknown.gaps.map(({ why }) => why).join(), /No version is known/)
})

test('the extent says how much could be asked: private, unpinned, unread and half-known ones lower it', () => {
  const extent = (more: Partial<DependenciesEvidence>) =>
    judged(more).value('vulnerability-weight')?.extent
  assert.equal(extent({ packages: twenty }), 1)
  assert.equal(
    extent({ packages: [pkg('a', '1.0.0'), pkg('b', 'git+https://x.example/b#1')] }),
    0.5,
  )
  assert.equal(extent({ packages: [pkg('a', '1.0.0'), pkg('b', '')] }), 0.5)
  const unread = [{ path: 'sub/yarn.lock', why: 'It is broken.' }]
  assert.equal(extent({ packages: twenty, faults: unread }), 0.5)
  const partly = [{ path: 'package-lock.json', why: 'Not all is known.' }]
  assert.equal(extent({ packages: twenty, faults: partly }), 0.5)
  assert.equal(extent({ packages: twenty, faults: [{ path: '', why: '3 were left out.' }] }), 1)
})

test('hygiene is the share of direct dependencies that a lock pins in one version', () => {
  const direct = { direct: true }
  const packages = [
    pkg('fine', '1.0.0', direct),
    pkg('twice', '1.0.0', direct),
    pkg('twice', '2.0.0'),
    pkg('deep', '1.0.0'),
    pkg('deep', '2.0.0'),
    pkg('open', '', { ...direct, manifest: 'tool/package.json' }),
    pkg('g:managed', '', { ...direct, manifest: 'pom.xml', ecosystem: 'Maven' }),
    pkg('g:fine', '1', { ...direct, manifest: 'pom.xml', ecosystem: 'Maven' }),
  ]
  const { number, findings } = judged({ packages, unlocked: ['tool/package.json'] })
  assert.equal(number('dependency-hygiene'), 50)
  assert.equal(number('unlocked-manifests'), 1)
  assert.equal(number('duplicate-versions'), (100 * 2) / 3)
  assert.deepEqual(
    findings.map(({ key, message }) => [key, message]),
    [
      [
        'unlocked-manifest:tool/package.json:',
        'Nothing pins the versions that tool/package.json asks for',
      ],
      [
        'duplicate-version:package-lock.json:npm/twice',
        'twice is installed in 2 versions: 1.0.0, 2.0.0',
      ],
    ],
  )
  const waivers = [
    { rule: 'unlocked-manifest', reason: 'a tool', owner: 'me', expires: '2999-01-01' },
    { rule: 'duplicate-version', reason: 'later', owner: 'me', expires: '2999-01-01' },
  ]
  assert.equal(
    judged({ packages, unlocked: ['tool/package.json'] }, { waivers }).number('dependency-hygiene'),
    100,
  )
})

test('a file that gave nothing is a finding; one that gave rows and a note is not', () => {
  const { findings } = judged({
    packages: [pkg('a', '1.0.0')],
    faults: [
      { path: 'package-lock.json', why: 'A note.' },
      { path: 'sub/yarn.lock', why: 'It holds an unresolved merge conflict at line 3.' },
    ],
  })
  assert.deepEqual(
    findings.map(({ rule, path, message }) => [rule, path, message]),
    [['unreadable-lockfile', 'sub/yarn.lock', 'It holds an unresolved merge conflict at line 3.']],
  )
})

test('two versions with one fault in one file have two keys', () => {
  const { findings } = judged({
    packages: [pkg('a', '1.0.0'), pkg('a', '2.0.0')],
    advisories: [fault('a', '1.0.0', 'high'), fault('a', '2.0.0', 'high')],
  })
  assert.equal(new Set(findings.map(({ key }) => key)).size, 2)
})

const answer: Advisories = { status: 'answered', kind: 'directory', snapshot: 's', rows: [] }

async function collected(
  files: Readonly<Record<string, string>>,
  roles: Readonly<Record<string, Role>> = {},
  advisories: Advisories = answer,
) {
  const asked: PackageRow[][] = []
  const list: ProjectFile[] = Object.keys(files).map(path => ({
    path,
    oid: path,
    language: null,
    role: roles[path] ?? 'other',
  }))
  const lens = fakeLens({
    isWorkTree: false,
    files: async () => list,
    text: async path => {
      const text = files[path]
      return text === undefined ? { ok: false, why: 'it is gone' } : { ok: true, value: text }
    },
    licences: async () => new Map(),
    publications: async () => ({ status: 'not-asked' }),
    advisories: async packages => {
      asked.push([...packages])
      return advisories
    },
  })
  return { seen: await skill.collect(lens, settings), asked }
}

const seenOf = async (...given: Parameters<typeof collected>) => {
  const { seen } = await collected(...given)
  assert.ok(!(seen instanceof NoEvidence))
  return seen
}

test('a manifest counts by itself only where no lock covers it', async () => {
  const tool = JSON.stringify({ dependencies: { x: '^1.0.0' } })
  const seen = await seenOf({ ...fixture('npm-v3'), 'tool/package.json': tool })
  assert.deepEqual(seen.unlocked, ['tool/package.json'])
  assert.equal(seen.packages.filter(({ manifest }) => manifest === 'tool/package.json').length, 1)
  assert.equal(
    seen.packages.some(({ manifest }) => manifest === 'package.json'),
    false,
  )
  assert.deepEqual(seen.source, { kind: 'directory', snapshot: 's' })
})

test('manifests of tests, fixtures, examples and vendored code are left out, counted and said', async () => {
  const text = JSON.stringify({ dependencies: { x: '^1.0.0' } })
  const seen = await seenOf(
    {
      'go.mod': 'module m\ngo 1.22\nrequire example.com/a v1.0.0\n',
      'test/fixtures/a/package.json': text,
      'examples/b/package.json': text,
      'benches/e/package.json': text,
      'spec/c/package.json': text,
      'deps/d/package.json': text,
    },
    { 'spec/c/package.json': 'test', 'deps/d/package.json': 'vendored' },
  )
  assert.deepEqual(
    seen.packages.map(({ name }) => name),
    ['example.com/a'],
  )
  assert.match(
    seen.faults.map(({ path, why }) => `${path}${why}`).join(),
    /^4 lock and manifest files/,
  )
})

test('files that requirements include are followed through each other', async () => {
  const seen = await seenOf({
    'requirements.txt': '-r deps/base.txt\n',
    'deps/base.txt': '-r deeper.txt\nidna==3.4\n',
    'deps/deeper.txt': 'six==1.16.0\n',
  })
  assert.deepEqual(
    seen.packages.map(({ name }) => name),
    ['idna', 'six'],
  )
  assert.deepEqual(seen.faults, [])
})

test('all poms of a project are read together', async () => {
  const seen = await seenOf(fixture('maven'))
  assert.equal(seen.packages.length, 4)
  assert.deepEqual(seen.unlocked, [])
})

test('no manifest, or none that asks for anything, is not applicable', async () => {
  for (const files of [{}, { 'README.md': 'x' }, { 'package.json': '{}' }]) {
    const { seen, asked } = await collected(files)
    assert.ok(seen instanceof NoEvidence)
    assert.equal(seen.status, 'not-applicable')
    assert.deepEqual(asked, [])
  }
})

test('an unreadable lock is evidence with a fault, not "nothing here"', async () => {
  const seen = await seenOf({ 'yarn.lock': '<<<<<<< HEAD\n' })
  assert.match(seen.faults.map(({ why }) => why).join(), /merge conflict/)
  const { gaps, findings } = judged(seen)
  assert.equal(gaps.length, 3)
  assert.equal(findings.length, 1)
})

test('advisories that could not be asked for leave the reason in the evidence', async () => {
  const seen = await seenOf(fixture('go'), {}, { status: 'unavailable', why: 'offline' })
  assert.deepEqual(seen.source, { kind: 'none', why: 'offline' })
})

test('the same evidence gives the same bytes', () => {
  const given = { packages: twenty, advisories: [fault('p1', '1.0.0', 'high')] }
  const once = JSON.stringify(skill.judge(evidence(given), settings, {}))
  assert.equal(JSON.stringify(skill.judge(structuredClone(evidence(given)), settings, {})), once)
})

test('a manifest is not asked for a lock where somebody else decides the versions', async () => {
  const unlocked = async (path: string, text: string | object, others = {}) => {
    const content = typeof text === 'string' ? text : JSON.stringify(text)
    return (await seenOf({ [path]: content, ...others })).unlocked.length > 0
  }
  const npm = { name: 'a', version: '1.0.0', dependencies: { x: '^1.0.0' } }
  assert.equal(await unlocked('package.json', npm), true)
  assert.equal(await unlocked('package.json', { ...npm, exports: './a.js' }), false)
  assert.equal(await unlocked('package.json', { ...npm, exports: './a.js', private: true }), true)
  assert.equal(await unlocked('package.json', { ...npm, main: 'a.js' }), false)
  const server = { ...npm, main: 'a.js', scripts: { start: 'node a.js' } }
  assert.equal(await unlocked('package.json', server), true)
  const member = { private: true, dependencies: { x: '^1.0.0', y: 'workspace:*' } }
  assert.equal(await unlocked('package.json', member), false)
  assert.equal(await unlocked('web/package.json', npm, { 'bun.lock': '{}' }), false)
  assert.equal(await unlocked('package.json', npm, { 'web/bun.lock': '{}' }), true)

  const project = '[project]\nname = "a"\ndependencies = ["x>1"]\nlicense = "MIT"\n'
  const backend = '[build-system]\nbuild-backend = "hatchling.build"\n'
  assert.equal(await unlocked('pyproject.toml', project), true)
  assert.equal(await unlocked('pyproject.toml', project + backend), false)
  const unpublished = `${project}classifiers = ["Private :: Do Not Upload"]\n${backend}`
  assert.equal(await unlocked('pyproject.toml', unpublished), true)
  const poetry = '[tool.poetry]\nname = "a"\nlicense = "MIT"\n[tool.poetry.dependencies]\nx = "1"\n'
  assert.equal(await unlocked('pyproject.toml', poetry + backend), false)
  const application = poetry.replace('name', 'package-mode = false\nname') + backend
  assert.equal(await unlocked('pyproject.toml', application), true)
  const library = { 'pyproject.toml': `${project.replace('"x>1"', '')}${backend}` }
  assert.equal(await unlocked('requirements-dev.txt', 'x>1\n', library), false)
  assert.equal(await unlocked('server/requirements.txt', 'x>1\n', library), true)
  assert.equal(await unlocked('requirements/test.txt', 'x>1\n', { 'setup.py': '' }), false)

  const crate = '[package]\nname = "a"\n[dependencies]\nx = "1"\n'
  assert.equal(await unlocked('Cargo.toml', crate, { 'src/lib.rs': '' }), false)
  assert.equal(await unlocked('Cargo.toml', crate, { 'src/lib.rs': '', 'src/main.rs': '' }), true)
  assert.equal(await unlocked('Cargo.toml', crate, { 'src/main.rs': '' }), true)

  const gradle = "dependencies { implementation 'x:y:[1,2)' }\n"
  assert.equal(await unlocked('build.gradle', gradle), true)
  assert.equal(await unlocked('build.gradle', `plugins { id 'java-library' }\n${gradle}`), false)
})

test('without a version to decide, order is not applicable, and weighs nothing', () => {
  const { number, missing } = judged({ packages: [pkg('a', '', { direct: true })] })
  assert.equal(number('dependency-hygiene'), undefined)
  assert.equal(
    missing.find(({ measure }) => measure === 'dependency-hygiene')?.status,
    'not-applicable',
  )
})

test('a version catalogue of exact versions pins the builds below it; one with a range pins none', async () => {
  const builds = {
    'app/build.gradle': 'dependencies { implementation libs.a }',
    'zoo/build.gradle.kts': 'dependencies { implementation(libs.a) }',
  }
  const catalogue = (version: string) => `[libraries]\na = "g:a:${version}"\n`
  const exact = await seenOf({ ...builds, 'gradle/libs.versions.toml': catalogue('1.0') })
  assert.deepEqual([exact.unlocked, exact.packages.length], [[], 1])
  const open = await seenOf({ ...builds, 'gradle/libs.versions.toml': catalogue('1.+') })
  assert.deepEqual(open.unlocked.toSorted(), [
    'app/build.gradle',
    'gradle/libs.versions.toml',
    'zoo/build.gradle.kts',
  ])
})
