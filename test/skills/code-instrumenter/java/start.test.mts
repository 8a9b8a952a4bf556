import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { temporaryFolder } from '../../../support/repo.mts'
import { type Files, plan } from '../plan.mts'
import { gradle, pom, sources } from './sources.mts'

const SCRIPT = gradle(
  "dependencies {\n  implementation 'org.springframework.boot:spring-boot-starter-web'\n}",
)
const BOTH: Files = {
  ...sources(),
  'pom.xml': pom(),
  mvnw: '',
  'build.gradle': SCRIPT,
  gradlew: '',
}

/** What its start calls, where of all tools only one can pack. */
async function calls(t: TestContext, files: Files, working: string): Promise<string[]> {
  const start = (await plan(t, files)).evidence.services[0]?.start
  const root = temporaryFolder(t)
  const place = join(root, start?.folder ?? '')
  const program = (path: string, then: string) => {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `#!/bin/sh\necho "${path}" "$@" "$SERVER_PORT" >> '${root}/calls'\n${then}`)
    chmodSync(file, 0o755)
  }
  for (const tool of ['bin/mvn', 'bin/gradle', ...Object.keys(files).filter(isWrapper)]) {
    const output = join(place, /mvn/.test(tool) ? 'target' : 'build/libs')
    const packs = `mkdir -p '${output}' && echo x > '${output}/app.jar'`
    program(tool, tool === working ? packs : 'exit 1')
  }
  program('bin/java', '')
  mkdirSync(place, { recursive: true })
  const PATH = [join(root, 'bin'), '/usr/bin', '/bin'].join(delimiter)
  spawnSync('sh', ['-c', start?.command ?? ''], { cwd: place, env: { PATH, PORT: '7' } })
  return readFileSync(join(root, 'calls'), 'utf8').replaceAll('bin/', '').trim().split(/ *\n/)
}

const isWrapper = (path: string) => /(mvn|gradle)w$/.test(path)

const WITH_WRAPPER = 'mvnw -B -q -Dmaven.test.skip=true package'
const WITH_MAVEN = 'mvn -B -q -Dmaven.test.skip=true package'

test('a program that Maven and Gradle build is packed by Maven, whose tests are run', async t => {
  assert.deepEqual(await calls(t, BOTH, 'mvnw'), [WITH_WRAPPER, 'java -jar target/app.jar 7'])
})

test('where a wrapper cannot pack it, the installed tool does', async t => {
  assert.deepEqual(await calls(t, BOTH, 'bin/mvn'), [
    WITH_WRAPPER,
    WITH_MAVEN,
    'java -jar target/app.jar 7',
  ])
})

test('where one tool cannot pack it, the other does', async t => {
  assert.deepEqual(await calls(t, BOTH, 'gradlew'), [
    WITH_WRAPPER,
    WITH_MAVEN,
    'gradlew -q :bootJar',
    'java -jar build/libs/app.jar 7',
  ])
})

test('a module is packed from the folder that builds it', async t => {
  const files = {
    'settings.gradle': "include 'app'\n",
    gradlew: '',
    'app/build.gradle': SCRIPT,
    ...sources('app/'),
  }
  assert.deepEqual(await calls(t, files, 'bin/gradle'), [
    'gradlew -q :app:bootJar',
    'gradle -q :app:bootJar',
    'java -jar build/libs/app.jar 7',
  ])
})

test('nothing is started where nothing could pack it', async t => {
  assert.deepEqual(await calls(t, { ...sources(), 'pom.xml': pom() }, ''), [WITH_MAVEN])
})
