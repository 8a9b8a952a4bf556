/** Do pom.xml and gradle.lockfile give what Maven and Gradle resolve, and own up to what they cannot know? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { direct, fixture, listing, read, readingOf } from './project.mts'

const dependency = (artifact: string, version = '', more = '') =>
  `<dependency><groupId>g</groupId><artifactId>${artifact}</artifactId>${
    version === '' ? '' : `<version>${version}</version>`
  }${more}</dependency>`

const pom = (body: string, artifact = 'app') =>
  `<project xmlns="http://maven.apache.org/POM/4.0.0"><groupId>own</groupId><artifactId>${artifact}</artifactId><version>1.0</version>${body}</project>`

const maven = (body: string, more: Record<string, string> = {}) =>
  readingOf('pom.xml', { 'pom.xml': pom(body), ...more })

const dependencies = (...rows: string[]) => `<dependencies>${rows.join('')}</dependencies>`
const managed = (...rows: string[]) =>
  `<dependencyManagement>${dependencies(...rows)}</dependencyManagement>`

test('properties refer to properties, and to the project', () => {
  const reading = maven(
    `<properties><a>\${b}.\${c}</a><b>1</b><c>2</c></properties>${dependencies(
      dependency('x', `\${a}`),
      dependency('y', `\${project.version}`),
      dependency('z', `\${missing}`),
    )}`,
  )
  assert.deepEqual(listing(reading), ['g:x 1.2 shipped', 'g:y 1.0 shipped', 'g:z  shipped'])
  assert.equal(reading.isPinned, true)
  assert.match(reading.notes.join(' '), /1 of its 3 dependencies get their version elsewhere/)
})

test('a property that refers to itself ends', () => {
  const reading = maven(
    `<properties><a>\${b}</a><b>\${a}</b><c>\${c}\${c}</c></properties>${dependencies(
      dependency('x', `\${a}`),
      dependency('y', `\${c}`),
    )}`,
  )
  assert.deepEqual(listing(reading), ['g:x  shipped', 'g:y  shipped'])
})

test('a range pins nothing, a bracketed version does', () => {
  const reading = maven(dependencies(dependency('x', '[1.0,2.0)'), dependency('y', '[1.5]')))
  assert.deepEqual(listing(reading), ['g:x  shipped', 'g:y 1.5 shipped'])
  assert.equal(reading.isPinned, false)
  assert.equal(maven(dependencies(dependency('x', '1.0-SNAPSHOT'))).isPinned, false)
})

test('a bill of materials in the project manages versions; one elsewhere is owned up to', () => {
  const bill = '<scope>import</scope><type>pom</type>'
  const own = `<dependency><groupId>own</groupId><artifactId>bom</artifactId><version>1.0</version>${bill}</dependency>`
  const body =
    managed(own, dependency('far-bom', '3', bill)) + dependencies(dependency('x'), dependency('y'))
  const reading = maven(body, { 'bom/pom.xml': pom(managed(dependency('x', '4.2')), 'bom') })
  assert.deepEqual(listing(reading), ['g:x 4.2 shipped', 'g:y  shipped'])
})

test('a parent outside the project is named; parents in a circle end', () => {
  const parent = (artifact: string, path = '') =>
    `<parent><groupId>own</groupId><artifactId>${artifact}</artifactId><version>1</version>${path}</parent>`
  const outside = maven(parent('far') + dependencies(dependency('x')))
  assert.match(outside.notes.join(' '), /its parent own:far is not in the project/)
  const circle = {
    'a/pom.xml': pom(parent('b', '<relativePath>../b</relativePath>'), 'a'),
    'b/pom.xml': pom(parent('a', '<relativePath>../a/pom.xml</relativePath>'), 'b'),
  }
  assert.deepEqual(listing(readingOf('a/pom.xml', circle)), [])
})

test('the modules of the project, system files and comments are no packages', () => {
  const own =
    '<dependency><groupId>own</groupId><artifactId>lib</artifactId><version>1</version></dependency>'
  const reading = maven(
    dependencies(
      own,
      `<!-- ${dependency('no', '1')} -->`,
      dependency('s', '1', '<scope>system</scope>'),
    ),
    { 'lib/pom.xml': pom('', 'lib') },
  )
  assert.deepEqual(listing(reading), [])
  assert.deepEqual(reading.notes, [])
})

test('entities, foreign XML and broken XML are sentences', () => {
  const bomb = `<!DOCTYPE p [<!ENTITY a "b">]>${pom('')}`
  assert.match(String(read('pom.xml', { 'pom.xml': bomb })), /entities/)
  assert.match(String(read('pom.xml', { 'pom.xml': '<html/>' })), /no Maven project/)
  assert.match(String(read('pom.xml', { 'pom.xml': '<project>' })), /not well-formed/)
})

test('gradle: configurations tell development apart, builds tell what is direct', () => {
  const files = {
    'gradle.lockfile': `# This is a Gradle generated file for dependency locking.
com.google.guava:guava:33.0.0-jre=compileClasspath,runtimeClasspath
com.google.guava:failureaccess:1.0.2=runtimeClasspath
org.junit.jupiter:junit-jupiter:5.10.0=testCompileClasspath,testRuntimeClasspath
org.projectlombok:lombok:1.18.30=annotationProcessor
empty=signatures
`,
    'build.gradle.kts': 'dependencies { implementation("com.google.guava:guava:33.0.0-jre") }',
    'gradle/libs.versions.toml':
      'junit = { group = "org.junit.jupiter", name = "junit-jupiter", version = "5.10.0" }',
  }
  const reading = readingOf('gradle.lockfile', files)
  assert.deepEqual(listing(reading), [
    'com.google.guava:failureaccess 1.0.2 shipped',
    'com.google.guava:guava 33.0.0-jre shipped',
    'org.junit.jupiter:junit-jupiter 5.10.0 dev',
    'org.projectlombok:lombok 1.18.30 dev',
  ])
  assert.deepEqual(direct(reading), [
    'com.google.guava:guava 33.0.0-jre',
    'org.junit.jupiter:junit-jupiter 5.10.0',
  ])
  assert.deepEqual(
    [...new Set(reading.covers)],
    ['build.gradle', 'build.gradle.kts', 'gradle/libs.versions.toml'],
  )
  assert.match(String(read('gradle.lockfile', { 'gradle.lockfile': 'x' })), /Line 1 is not/)
})

test('gradle: only the class paths of what is no test ship', () => {
  const ships = [
    'runtimeClasspath',
    'compileClasspath',
    'productionRuntimeClasspath',
    'releaseCompileClasspath',
    'java17RuntimeClasspath',
    'jvmRuntimeClasspath',
  ]
  const serves = [
    'testRuntimeClasspath',
    'java17TestCompileClasspath',
    'debugUnitTestRuntimeClasspath',
    'jmhCompileClasspath',
    'annotationProcessor',
    'checkstyle',
    'sonarlintCoreClasspath',
    'kotlinCompilerClasspath',
    'developmentOnly',
  ]
  const lines = [...ships, ...serves].map(name => `g:${name}:1=${name}\n`).join('')
  const { packages } = readingOf('gradle.lockfile', { 'gradle.lockfile': lines })
  const shipped = packages.filter(({ dev }) => !dev).map(({ name }) => name.slice(2))
  assert.deepEqual(shipped, ships.toSorted())
})

test('gradle: a version catalogue names direct artifacts; the builds tell what only tests use', () => {
  const files = fixture('gradle')
  const reading = readingOf('gradle/libs.versions.toml', files)
  assert.deepEqual(listing(reading), [
    'a.b:c 1.0 shipped',
    'com.google.guava:guava 33.0.0-jre shipped',
    'org.junit:api 5.10.0 dev',
    'x:managed  shipped',
    'x:open  shipped',
    'x:ranged  shipped',
  ])
  assert.equal(direct(reading).length, 6)
  assert.match(reading.notes.join(), /what its dependencies bring in/)
  assert.match(String(read('a.versions.toml', { 'a.versions.toml': '[' })), /not valid TOML/)
})
