/**
 * Are Gradle scripts still scripts after the edit? node test/field/instrument-gradle.mts FOLDER
 * Every project in FOLDER is copied and changed; the compilers of Groovy and Kotlin, which Maven fetches, read its scripts before and after. No
 * Gradle runs: whether it resolves what was added is not asked. Needs Java 17 and Maven.
 */

import {
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { door, must } from './instrument-common.mts'

const COMPILERS = [
  ['org.apache.groovy', 'groovy', '4.0.28'],
  ['org.jetbrains.kotlin', 'kotlin-compiler-embeddable', '1.9.25'],
].map(
  ([group, name, version]) =>
    `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`,
)

const FETCH = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'

const folder = resolve(process.argv[2] ?? '.')
const work = mkdtempSync(join(tmpdir(), 'shipworthy-gradle-'))
try {
  writeFileSync(
    join(work, 'pom.xml'),
    `<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId><version>1</version><dependencies>${COMPILERS.join('')}</dependencies></project>`,
  )
  must('mvn', ['-B', '-q', '-ntp', FETCH, '-DoutputDirectory=lib'], work)
  for (const name of readdirSync(folder))
    for (const row of rowsOf(name)) console.log(`| ${name} | ${row.join(' | ')} |`)
} finally {
  rmSync(work, { recursive: true })
}

/** One for each script that was changed, or that cannot be read. */
function rowsOf(name: string): string[][] {
  const copy = join(work, name)
  cpSync(join(folder, name), copy, { recursive: true })
  const scripts = globSync('**/build.gradle{,.kts}', { cwd: copy })
  if (scripts.length === 0) return []
  const before = read(copy, scripts)
  must(process.execPath, [door, copy, '--offline', '--apply'], copy)
  const after = read(copy, scripts)
  if (existsSync(join(copy, '.shipworthy'))) must(process.execPath, [door, copy, '--undo'], copy)
  return scripts.flatMap((path, index) => {
    const [was, is] = [before[index] ?? '', after[index] ?? '']
    return was === is && was.startsWith('valid') ? [] : [[path, was, is]]
  })
}

function read(copy: string, scripts: readonly string[]): string[] {
  const parser = join(import.meta.dirname, 'GradleScripts.java')
  const said = must('java', ['-cp', join(work, 'lib/*'), parser, ...scripts], copy)
  return said.split('\n').map(line => line.split('\t').slice(1).join(', '))
}
