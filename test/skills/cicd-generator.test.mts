/** Do generated pipelines say what a careful person would have written, and do the linters of that craft agree? */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { parse } from 'yaml'
import { toolVersion } from '../../scripts/edge/places.mts'
import { PINS } from '../../scripts/skills/cicd-generator/pins.mts'
import { openDoor } from '../support/door.mts'
import { program, skipWithout } from '../support/tools.mts'
import { evidenceOf, type Files, plan } from './cicd-generator/plan.mts'

const root = join(import.meta.dirname, '../..')
const CHANGE = '.github/workflows/shipworthy.yml'
const REPORT = '.github/workflows/shipworthy-report.yml'
const HISTORY = '.github/workflows/shipworthy-history.yml'

const COMPOSE =
  'services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_USER: app\n      POSTGRES_DB: $DB\n  cache: { image: "redis:7" }\n  web: { image: "acme/web:1" }\n'

/** What GitHub would put a secret in the place of. */
const EXPRESSION = `$\{{ secrets.A }}`

const projects: Readonly<Record<string, Files>> = {
  npm: {
    'package.json': '{"engines":{"node":">=20"},"scripts":{"test":"jest"}}',
    'package-lock.json': '{}',
    'a.test.js': '',
  },
  'pnpm with Postgres and Redis': {
    'package.json': '{"packageManager":"pnpm@10.0.0"}',
    'pnpm-lock.yaml': '',
    'docker-compose.yml': COMPOSE,
  },
  'pip with an extra': {
    'pyproject.toml':
      '[build-system]\nrequires = ["hatchling"]\n[project]\nname = "x"\nrequires-python = ">=3.10"\n[project.optional-dependencies]\ntest = ["pytest"]\nplots = ["matplotlib"]\n',
    'requirements.txt': 'flask',
    'requirements/dev.txt': 'pytest',
  },
  uv: {
    'pyproject.toml':
      '[project]\nname = "x"\n[dependency-groups]\ntests = ["pytest"]\ndocs = ["mkdocs"]\n',
    'uv.lock': '',
    '.python-version': '3.12',
  },
  Go: { 'go.mod': 'module x', 'go.sum': '', 'a_test.go': 'package x' },
  Maven: {
    'pom.xml': '<project><properties><java.version>25</java.version></properties></project>',
  },
  'two projects in one repository': {
    'backend/pyproject.toml': '[project]\nname = "b"\n',
    'backend/poetry.lock': '',
    'web/package.json': '{}',
    'web/yarn.lock': '',
  },
  'nothing we know': { 'main.rs': 'fn main() {}', 'Cargo.toml': '' },
}

const settings = {
  prepare: ['make db'],
  env: ['DATABASE_URL=postgres://app@localhost/x'],
  bench: true,
  secrets: ['SLACK_WEBHOOK_URL', 'ALERTS_KEY'],
  issues: true,
}

suite('GitHub Actions', { skip: skipWithout('actionlint', 'zizmor') }, () => {
  for (const [name, files] of Object.entries(projects))
    test(name, async t => {
      const { repo, written } = await plan(t, files, { settings })
      assert.deepEqual(Object.keys(written), [CHANGE, REPORT, HISTORY])
      assert.deepEqual(auditsOf(repo.dir), ['adhoc-packages'])
    })

  for (const from of ['acme/shipworthy@v1', './tools/shipworthy'])
    test(`from ${from}`, async t => {
      const { repo } = await plan(t, projects.npm as Files, { settings: { from } })
      assert.deepEqual(auditsOf(repo.dir), [])
    })
})

/** What zizmor says of workflows that actionlint has nothing to say about. One version of Shipworthy, or the package manager a project names, is on purpose. */
function auditsOf(dir: string, looked: readonly string[] = ['.']): string[] {
  const linted = spawnSync(program('actionlint') ?? '', ['-shellcheck=', '-pyflakes='], {
    cwd: dir,
    encoding: 'utf8',
  })
  assert.equal(linted.stdout + linted.stderr, '')
  const said = spawnSync(
    program('zizmor') ?? '',
    ['--offline', '--no-progress', '--quiet', '--format', 'json', ...looked],
    { cwd: dir, encoding: 'utf8' },
  )
  const found = (JSON.parse(said.stdout) as { ident: string; ignored: boolean }[]).filter(
    ({ ignored }) => !ignored,
  )
  const idents = [...new Set(found.map(({ ident }) => ident))]
  assert.deepEqual(
    idents.filter(ident => ident !== 'adhoc-packages'),
    [],
  )
  return idents
}

test('every action is pinned to a commit of the one list, here as in what is generated', async t => {
  const { written } = await plan(t, projects.npm as Files)
  const ours = globSync(['.github/workflows/*.yml', 'action.yml'], { cwd: root })
  const texts = [
    ...Object.values(written),
    ...ours.map(path => readFileSync(join(root, path), 'utf8')),
  ]
  const used = texts.flatMap(text => [...text.matchAll(/uses: (.*)/g)].map(([, uses]) => uses))
  assert.ok(used.length > 15)
  const pins = new Set<string>(Object.values(PINS))
  assert.deepEqual(
    used.filter(uses => !pins.has(uses ?? '')),
    [],
  )
  for (const pin of pins) assert.match(pin, /^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
})

test('the job that sees a fork may only read; the one that may write executes nothing of it', async t => {
  const { written } = await plan(t, projects.npm as Files)
  const [change, report] = [CHANGE, REPORT].map(path => parse(written[path] ?? ''))
  assert.deepEqual(Object.keys(change.on), ['pull_request'])
  assert.deepEqual([change.permissions, change.jobs.assess.permissions], [{}, { contents: 'read' }])
  assert.doesNotMatch(written[CHANGE] ?? '', /secrets\.|github\.token/)
  const steps = report.jobs.report.steps as { uses?: string; run?: string; with?: object }[]
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout'))
  assert.deepEqual(
    checkouts.map(each => each.with),
    [{ 'fetch-depth': 0, 'persist-credentials': false }],
  )
  const runs = steps.map(({ run = '' }) => run).join('\n')
  assert.doesNotMatch(runs, /\$\{\{|npm (ci|install)(?! --prefix)|--run-tests|--bench|git checkout/)
})

test('what the tests need is installed the way the project is', async () => {
  const installs = async (files: Files) =>
    (await evidenceOf(files)).parts.flatMap(({ toolchains }) =>
      toolchains.flatMap(each => each.install),
    )
  assert.deepEqual(await installs(projects.npm as Files), ['npm ci'])
  assert.deepEqual(await installs(projects.uv as Files), [
    'uv sync --frozen --all-extras --group tests',
    ".venv/bin/python -c 'import pytest, coverage' 2> /dev/null || uv pip install pytest pytest-cov",
  ])
  const workspace = { 'pyproject.toml': '[tool.uv.workspace]\nmembers = ["a"]\n', 'uv.lock': '' }
  assert.equal((await installs(workspace))[0], 'uv sync --frozen --all-extras --all-packages')
  const pip = await installs(projects['pip with an extra'] as Files)
  assert.deepEqual(
    pip
      .filter(line => line.includes(' -r ') || line.includes(' -e '))
      .map(line => line.split('--quiet ')[1]),
    ['-r requirements.txt', '-r requirements/dev.txt', "-e '.[test]'"],
  )
})

test('a Java build gets the release it names, and no older one than builds still run on', async () => {
  const release = async (files: Files) => (await evidenceOf(files)).parts[0]?.toolchains[0]?.version
  const pom = (version: string) => ({ 'pom.xml': `<java.version>${version}</java.version>` })
  assert.equal(await release(projects.Maven as Files), '25')
  assert.equal(await release(pom('17')), '17')
  assert.equal(await release(pom('1.8')), '17')
  assert.equal(await release(pom('18')), '21')
  assert.equal(await release({ 'pom.xml': '<project/>' }), '21')
  assert.equal(await release({ 'build.gradle.kts': 'kotlin { jvmToolchain(17) }' }), '17')
  assert.equal(await release({ 'build.gradle': "java { sourceCompatibility = '17' }" }), '17')
})

test('servers come from compose files, with what their images need to start', async t => {
  const { evidence, written, judged } = await plan(
    t,
    projects['pnpm with Postgres and Redis'] as Files,
  )
  assert.deepEqual(
    evidence.services.map(({ image }) => image),
    ['postgres:16', 'redis:7'],
  )
  const { services } = parse(written[CHANGE] ?? '').jobs.assess
  assert.deepEqual(services.postgres.env, { POSTGRES_PASSWORD: 'postgres', POSTGRES_USER: 'app' })
  assert.match(
    judged.proposals?.[1]?.why ?? '',
    /postgres at localhost:5432, redis at localhost:6379/,
  )
})

test('tests that start their containers themselves get none from compose files beside them', async () => {
  const images = async (more: Files) =>
    (await evidenceOf({ 'docker-compose.yml': COMPOSE, ...more })).services.map(each => each.image)
  const pom = (artifact: string) => ({
    'pom.xml': '<project/>',
    'app/pom.xml': `<dependency><artifactId>${artifact}</artifactId></dependency>`,
  })
  assert.deepEqual(await images(pom('spring-boot-starter')), ['postgres:16', 'redis:7'])
  assert.deepEqual(await images(pom('testcontainers-mysql')), [])
  const ci = {
    '.github/workflows/ci.yml': 'jobs:\n  a:\n    services: { db: { image: "mysql:9" } }\n',
  }
  assert.deepEqual(await images({ ...pom('spring-boot-docker-compose'), ...ci }), ['mysql:9'])
})

test('a service that a profile leaves off by default is not one the tests need', async () => {
  const profiled = COMPOSE.replace(
    'image: postgres:16',
    'image: postgres:16\n    profiles: [store]',
  )
  const { services } = await evidenceOf({ 'compose.yaml': profiled })
  assert.deepEqual(
    services.map(({ image }) => image),
    ['redis:7'],
  )
})

test('each project of a repository has a job, a comment and an artifact of its own', async t => {
  const { written } = await plan(t, projects['two projects in one repository'] as Files)
  const { jobs } = parse(written[CHANGE] ?? '')
  assert.deepEqual(Object.keys(jobs), ['assess-backend', 'assess-web'])
  assert.match(written[REPORT] ?? '', /comment 'backend' --artifact 'shipworthy-backend'/)
  assert.match(written[HISTORY] ?? '', /needs: \[assess-backend, assess-web\]/)
})

test('a lock of examples that Go passes by is no lock of the module', async t => {
  const files = { 'go.mod': 'module x', '_examples/rest/go.mod': '', '_examples/rest/go.sum': '' }
  const { written } = await plan(t, files)
  assert.match(written[CHANGE] ?? '', /cache: false/)
})

test('names and values that YAML, a shell or an expression would obey get nowhere', async t => {
  const hostile = {
    '$(touch x)/package.json': '{}',
    'a b/pyproject.toml': '',
    'docker-compose.yml': `services:\n  a:\n    image: "postgres:16\\n    run: evil"\n  b:\n    image: redis:7\n    environment: { REDIS_X: "${EXPRESSION}", "a: b": c }\n`,
    'go.mod': '',
  }
  const { evidence, written, judged } = await plan(t, hostile)
  assert.deepEqual(
    evidence.parts.map(({ folder }) => folder),
    [''],
  )
  assert.deepEqual(
    evidence.services.map(({ image, env }) => [image, env]),
    [['redis:7', []]],
  )
  assert.doesNotMatch(Object.values(written).join(''), /secrets\./)
  assert.equal(judged.findings.length, 0)
  for (const [wish, said] of [
    [{ from: '$(x)' }, /from is/],
    [{ branch: 'a b' }, /branch is/],
    [{ secrets: ['https://hooks.example.org/1'] }, /no name of a secret/],
    [{ env: ['A B=1'] }, /NAME=value/],
    [{ env: [`A=${EXPRESSION}`] }, /without expressions/],
    [{ prepare: [EXPRESSION] }, /without expressions/],
    [{ prepare: ['a\nb'] }, /one line of shell/],
  ] as const) {
    const { written, judged } = await plan(t, { 'go.mod': '' }, { settings: wish })
    assert.deepEqual(written, {})
    assert.match(judged.proposals?.[0]?.why ?? '', said)
  }
})

test('what is ours is written again, what is not is left alone', async t => {
  const files = projects.npm as Files
  const { written } = await plan(t, files)
  const old = { ...files, ...written, [CHANGE]: `${written[CHANGE]?.split('\n')[0]}\nold: yes\n` }
  assert.deepEqual(Object.keys((await plan(t, old)).written), [CHANGE])
  const theirs = { ...files, [REPORT]: 'name: mine\n' }
  const second = await plan(t, theirs)
  assert.deepEqual(Object.keys(second.written), [CHANGE, HISTORY])
  assert.match(
    second.judged.proposals?.at(-1)?.why ?? '',
    /shipworthy-report\.yml is left as it is/,
  )
})

test('tests that nothing runs are a note; any service counts, and below the root nobody can tell', async t => {
  const rules = async (files: Files, prefix = '') =>
    (await plan(t, files, { prefix })).judged.findings.map(({ message }) => message)
  const files = projects.npm as Files
  assert.deepEqual(await rules(files), ['The project has 1 files of tests, and no CI pipeline'])
  for (const path of [
    '.circleci/config.yml',
    'Jenkinsfile',
    '.gitlab-ci.yml',
    'ci/azure-pipelines.yml',
  ])
    assert.deepEqual(await rules({ ...files, [path]: '' }), [])
  assert.deepEqual(await rules(files, 'packages/a/'), [])
  assert.deepEqual(await rules({ 'package.json': '{}' }), [])
})

test('the workflows of this repository are what is generated for it', async t => {
  const { code, stdout } = await openDoor(t).call('skills/cicd-generator', [root, '--check'])
  assert.equal(code, 0, stdout)
})

test(
  'linters have nothing to say about the workflows and the action of this repository',
  {
    skip: skipWithout('actionlint', 'zizmor'),
  },
  () => assert.deepEqual(auditsOf(root, ['.github', 'action.yml']), []),
)

const GITLAB = { forge: 'gitlab' } as const

suite('GitLab CI', () => {
  for (const [name, files] of Object.entries(projects).slice(1, 3))
    test(name, async t => {
      const { repo } = await plan(t, files, { ...GITLAB, settings })
      repo.commit({})
      const bin = join(root, 'node_modules/.bin/gitlab-ci-local')
      const args = ['--list']
      const said = spawnSync(bin, args, { cwd: repo.dir, encoding: 'utf8' })
      assert.match(said.stderr, /json schema validated/)
      assert.equal(said.status, 0)
    })

  test('somebody’s own pipeline keeps its file and is told the line to add', async t => {
    const mine = { ...projects.npm, '.gitlab-ci.yml': 'test: { script: [make] }\n' }
    const { written, judged } = await plan(t, mine, GITLAB)
    assert.deepEqual(Object.keys(written), ['.gitlab/shipworthy.yml'])
    assert.match(
      judged.proposals?.at(-1)?.why ?? '',
      /include: \[\{ local: \.gitlab\/shipworthy\.yml \}\]/,
    )
  })
})

test('the whole of it, read as prose', async t => {
  const around = { settings: { from: 'acme/shipworthy@v1' } }
  const github = await plan(t, projects['pip with an extra'] as Files, around)
  const gitlab = await plan(t, projects['pip with an extra'] as Files, { ...around, ...GITLAB })
  const texts = { ...github.written, ...gitlab.written }
  for (const [path, text] of Object.entries(texts))
    t.assert.fileSnapshot(
      text.replaceAll(toolVersion, 'VERSION'),
      join(import.meta.dirname, 'cicd-generator/golden', path.slice(1).replaceAll('/', '-')),
      {
        serializers: [String],
      },
    )
})
