import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import {
  type PlannedRun,
  testCommands,
} from '../../../scripts/skills/test-orchestrator/commands.mts'
import { temporaryFolder } from '../../support/repo.mts'

function plan(texts: Record<string, string>, tools = {}): PlannedRun[] {
  const all = {
    scratch: '/s',
    hasGo: true,
    hasMaven: true,
    hasGradle: true,
    pythons: new Map(),
    ...tools,
  }
  return testCommands(
    { paths: new Set(Object.keys(texts)), text: path => texts[path] ?? null },
    all,
  )
}

function script(test: string, rest: object = {}, others: Record<string, string> = {}) {
  const manifest = JSON.stringify({ scripts: { test, ...others }, ...rest })
  const [run] = plan({ 'package.json': manifest })
  return {
    ...run,
    text: run?.commands[0]?.args.at(-1)?.replace(/^PATH=.*?export PATH; /, '') ?? '',
  }
}

const with_ = (...names: string[]) => ({
  devDependencies: Object.fromEntries(names.map(name => [name, '1'])),
})

test('vitest: never watching, LCOV and results outside the project, the provider it has', () => {
  const { text, reports, lacks } = script(
    'vitest --dir unit',
    with_('vitest', '@vitest/coverage-istanbul'),
  )
  assert.equal(
    text,
    "vitest run --reporter=default --reporter=json --outputFile.json='/s/node-vitest.json' --coverage.enabled --coverage.provider=istanbul --coverage.reporter=lcovonly --coverage.reportOnFailure --coverage.reportsDirectory='/s/node' --dir unit",
  )
  assert.deepEqual([reports, lacks], [['/s/node/lcov.info', '/s/node-vitest.json'], null])
  const bare = script('vitest run', with_('vitest'))
  assert.match(bare.lacks ?? '', /add @vitest\/coverage-v8/)
  assert.doesNotMatch(bare.text, /--coverage/)
})

test('jest and react-scripts', () => {
  const flags =
    "--coverage --coverageReporters=lcovonly --coverageDirectory='/s/node' --json --outputFile='/s/node-jest.json'"
  assert.equal(script('TZ=UTC jest --ci').text, `TZ=UTC jest ${flags} --ci`)
  assert.equal(script('react-scripts test').text, `react-scripts test ${flags}`)
  const direct = 'node --experimental-vm-modules node_modules/jest/bin/jest.js -i'
  assert.match(script(direct).text, /bin\/jest\.js --coverage .* -i$/)
  assert.match(script('ts-jest').lacks ?? '', /calls none of/)
})

test('node --test, plain, with its own reporter, through tsx and inside c8', () => {
  const { text, reports } = script('node --test --test-reporter=dot test/*.js && echo done')
  assert.equal(
    text,
    "node --experimental-test-coverage --test-reporter=lcov --test-reporter-destination='/s/node-lcov.info' --test-reporter=junit --test-reporter-destination='/s/node-junit.xml' --test-reporter=spec --test-reporter-destination=stdout --test test/*.js && echo done",
  )
  assert.deepEqual(reports, ['/s/node-lcov.info', '/s/node-junit.xml'])
  assert.match(script('tsx --test').text, /^tsx --experimental-test-coverage/)
  const wrapped = script('c8 node --test').text
  assert.match(
    wrapped,
    /^c8 --reporter=lcovonly --reports-dir='\/s\/node' node --test-reporter=junit/,
  )
  assert.doesNotMatch(wrapped, /experimental/)
  assert.match(script('node build.js && node --test-only x').lacks ?? '', /calls none of/)
})

test('mocha: with its wrapper, with c8 among its packages, or results alone', () => {
  const flags = "--reporter xunit --reporter-option output='/s/node-junit.xml'"
  assert.match(
    script('nyc mocha').text,
    new RegExp(`^nyc --reporter=lcovonly --report-dir='/s/node' .* mocha ${flags}$`),
  )
  assert.equal(
    script('mocha', with_('c8')).text,
    `c8 --reporter=lcovonly --reports-dir='/s/node' mocha ${flags}`,
  )
  assert.match(script('mocha').lacks ?? '', /add c8/)
})

test('scripts that call scripts are followed, pretest is kept, and loops end', () => {
  const others = { unit: 'jest', lint: 'eslint .', pretest: 'npm run lint' }
  assert.match(
    script('npm run lint && yarn unit', {}, others).text,
    /^\(\(eslint \.\)\) && \(\(eslint \.\) && \(jest --coverage/,
  )
  assert.ok(script('npm run test').text.length < 200)
})

test('a package.json without tests plans nothing', () => {
  for (const text of [
    '{}',
    'broken',
    '[]',
    '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1"}}',
  ])
    assert.deepEqual(plan({ 'package.json': text }), [])
})

test('pytest-cov, else coverage.py, else pytest alone, else what to install', () => {
  const python = (...modules: string[]) => ({
    pythons: new Map([['', { argv: ['uv', 'run', 'python'] as const, modules }]]),
  })
  const files = { 'tests/test_a.py': '' }
  const argsOf = (tools: object, texts: Record<string, string> = files) =>
    plan(texts, tools)[0]?.commands.map(({ file, args }) => [file, ...args].join(' ')) ?? []
  const [cov] = argsOf(python('pytest', 'pytest_cov', 'coverage'))
  assert.match(
    cov ?? '',
    /^uv run python -m pytest --junitxml=\/s\/python-junit.xml .*--cov=\. --cov-branch --cov-report=json:\/s\/python\.json$/,
  )
  const configured = { ...files, 'pyproject.toml': '[tool.coverage.run]\nsource = ["shop"]\n' }
  assert.match(argsOf(python('pytest', 'pytest_cov'), configured)[0] ?? '', / --cov --cov-report=/)
  const asked = { ...files, 'pytest.ini': '[pytest]\naddopts = --cov=shop\n' }
  assert.doesNotMatch(argsOf(python('pytest', 'pytest_cov'), asked)[0] ?? '', / --cov(=\.)? /)
  const [run, json] = argsOf(python('pytest', 'coverage'))
  assert.match(run ?? '', /-m coverage run --branch --source=\. -m pytest/)
  assert.match(json ?? '', /-m coverage json -q -o \/s\/python\.json$/)
  assert.match(plan(files, python('pytest'))[0]?.lacks ?? '', /install pytest-cov/)
  const [none] = plan(files)
  assert.deepEqual([none?.commands, /install pytest/.test(none?.lacks ?? '')], [[], true])
  assert.deepEqual(plan({ 'setup.py': '' }), [])
  const [small] = argsOf(python('pytest'), { 'tests.py': '' })
  assert.match(small ?? '', /-o python_files=test_\*\.py \*_test\.py tests\.py$/)
})

test('Django runs its own tests, unless the project says that it uses pytest', () => {
  const python = (...modules: string[]) => ({
    pythons: new Map([['', { argv: ['python3'] as const, modules }]]),
  })
  const files = { 'manage.py': '', 'shop/tests.py': '' }
  const [covered] = plan(files, python('django', 'pytest', 'coverage'))
  assert.deepEqual(
    covered?.commands.map(({ args }) => args.join(' ')),
    [
      '-c exec "$@" 2> "$0" /s/python-tests.txt python3 -m coverage run --branch --source=. manage.py test --no-input --verbosity=2',
      '-m coverage json -q -o /s/python.json',
    ],
  )
  assert.deepEqual(covered?.reports, ['/s/python.json', '/s/python-tests.txt'])
  assert.equal(plan(files, python('django'))[0]?.lacks, 'install coverage')
  assert.match(plan(files)[0]?.lacks ?? '', /^install Django and coverage/)
  const configured = { ...files, 'setup.cfg': '[tool:pytest]\nDJANGO_SETTINGS_MODULE = shop\n' }
  assert.equal(plan(configured, python('django', 'pytest'))[0]?.label, 'pytest')
})

test('tests of Python start at the root, or in the projects below it that have all of them', () => {
  const labels = (texts: Record<string, string>) => plan(texts).map(({ label }) => label)
  const apart = {
    'pyproject.toml': '[tool.uv.workspace]\n',
    'backend/pyproject.toml': '[project]\n',
    'backend/tests/test_a.py': '',
    'web/package.json': '{}',
  }
  assert.deepEqual(labels(apart), ['pytest in backend/'])
  assert.deepEqual(
    labels({ ...apart, 'services/mail/setup.py': '', 'services/mail/test_b.py': '' }),
    ['pytest in backend/', 'pytest in services/mail/'],
  )
  assert.deepEqual(labels({ ...apart, 'tests/test_c.py': '' }), ['pytest'])
  assert.deepEqual(labels({ ...apart, 'pyproject.toml': '[tool.pytest.ini_options]\n' }), [
    'pytest',
  ])
  const inner = plan(apart, {
    pythons: new Map([['backend/', { argv: ['../.venv/bin/python'], modules: ['pytest'] }]]),
  })
  assert.equal(inner[0]?.commands[0]?.cwd, 'backend/')
})

test('Go: one run for each module that has tests of its own', () => {
  const texts = {
    'go.mod': '',
    'a_test.go': '',
    'tools/go.mod': '',
    'tools/x.go': '',
    'svc/go.mod': '',
    'svc/b/b_test.go': '',
    'vendor/v/v_test.go': '',
  }
  const runs = plan(texts)
  assert.deepEqual(
    runs.map(({ label }) => label),
    ['go test ./...', 'go test ./... in svc/'],
  )
  assert.equal(runs[1]?.commands[0]?.cwd, 'svc/')
  assert.equal(runs[1]?.commands[0]?.args.at(-1), '-coverpkg=./...')
  const many = Array.from({ length: 51 }, (_, nth) => [`p${nth}/a_test.go`, ''])
  const large = plan({ 'go.mod': '', ...Object.fromEntries(many) })
  assert.equal(large[0]?.commands[0]?.args.includes('-coverpkg=./...'), false)
  assert.deepEqual(runs[0]?.reports, ['/s/go-0.out', '/s/go-0.json'])
  assert.equal(plan(texts, { hasGo: false })[0]?.lacks, 'install Go')
})

test('Maven: JaCoCo only where a pom has it, the wrapper before the program', () => {
  const jacoco = {
    'pom.xml': '<modules/>',
    'a/pom.xml': '<artifactId>jacoco-maven-plugin</artifactId>',
  }
  const [run] = plan(jacoco)
  assert.deepEqual(run?.commands[0]?.args.slice(-2), [
    'test',
    'org.jacoco:jacoco-maven-plugin:report',
  ])
  assert.ok(run?.commands[0]?.args.includes('-Dmaven.test.failure.ignore=true'))
  assert.match(plan({ 'pom.xml': '' })[0]?.lacks ?? '', /add jacoco-maven-plugin/)
  const [wrapped] = plan({ 'pom.xml': '', mvnw: '' }, { hasMaven: false })
  assert.equal(wrapped?.commands[0]?.args[0], 'mvnw')
  assert.equal(plan({ 'pom.xml': '' }, { hasMaven: false })[0]?.lacks, 'install Maven')
})

for (const [works, said] of [
  [true, ['mvnw --version', 'mvnw -B']],
  [false, ['mvnw --version', 'mvn -B']],
] as const)
  test(`a wrapper that ${works ? 'works' : 'cannot get its Maven'}: ${said[1]}`, t => {
    const folder = temporaryFolder(t)
    const log = (name: string, more: string) => {
      writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $1" >> calls\n${more}\n`)
      chmodSync(join(folder, name), 0o755)
    }
    log('mvnw', works ? '' : 'exit 1')
    log('mvn', '')
    const command = plan({ 'pom.xml': '', mvnw: '' })[0]?.commands[0]
    const PATH = [folder, process.env.PATH].join(delimiter)
    spawnSync(command?.file ?? '', command?.args ?? [], { cwd: folder, env: { PATH } })
    assert.deepEqual(readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n'), said)
  })

test('Gradle: the wrapper before the program, JaCoCo where a build applies it, nothing left in the project', () => {
  const argsOf = (run?: PlannedRun) => run?.commands[0]?.args.slice(5).join(' ') ?? ''
  const [bare] = plan({ 'build.gradle': "plugins { id 'java' }" })
  assert.equal(
    argsOf(bare),
    'gradle --init-script /s/init.gradle --project-cache-dir=/s/gradle --no-daemon --console=plain --continue test',
  )
  assert.equal(bare?.lacks, 'apply the jacoco plugin')
  const [wrapped] = plan(
    {
      'settings.gradle.kts': '',
      'app/build.gradle.kts': 'plugins { java; jacoco }',
      gradlew: '',
    },
    { hasGradle: false },
  )
  assert.match(argsOf(wrapped), /^sh gradlew .* test jacocoTestReport$/)
  assert.equal(wrapped?.lacks, null)
  assert.equal(plan({ 'build.gradle': '' }, { hasGradle: false })[0]?.lacks, 'install Gradle')
  const both = plan({ 'pom.xml': '', 'build.gradle': '' })
  assert.deepEqual(
    both.map(({ label }) => label),
    ['mvn test'],
  )
})
