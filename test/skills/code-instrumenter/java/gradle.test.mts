import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readScript } from '../../../../scripts/skills/code-instrumenter/java/gradle-blocks.mts'
import { type Files, plan } from '../plan.mts'
import { gradle, sources } from './sources.mts'

const scripts: Readonly<
  Record<string, { readonly files: Files; readonly wanted: string; readonly in: string }>
> = {
  'in Groovy, with managed versions': {
    in: 'build.gradle',
    files: {
      'build.gradle': gradle(
        "dependencies {\n    implementation 'org.springframework.boot:spring-boot-starter-web' // }\n}",
      ),
    },
    wanted: gradle(
      "dependencyManagement {\n    imports {\n        mavenBom 'io.opentelemetry.instrumentation:opentelemetry-instrumentation-bom:2.31.1'\n    }\n}\n\ndependencies {\n    implementation 'org.springframework.boot:spring-boot-starter-web' // }\n    implementation 'io.opentelemetry.instrumentation:opentelemetry-spring-boot-starter'\n}",
    ),
  },
  'in Groovy, behind other imports': {
    in: 'build.gradle',
    files: {
      'build.gradle': gradle(
        "dependencyManagement {\n  imports {\n    mavenBom 'a:b:1'\n  }\n}\ndependencies {\n  implementation 'org.springframework.boot:spring-boot-starter-web'\n}",
      ),
    },
    wanted: gradle(
      "dependencyManagement {\n  imports {\n    mavenBom 'a:b:1'\n    mavenBom 'io.opentelemetry.instrumentation:opentelemetry-instrumentation-bom:2.31.1'\n  }\n}\ndependencies {\n  implementation 'org.springframework.boot:spring-boot-starter-web'\n  implementation 'io.opentelemetry.instrumentation:opentelemetry-spring-boot-starter'\n}",
    ),
  },
  'in Kotlin, as a platform, versions in a catalogue': {
    in: 'build.gradle.kts',
    files: {
      'gradle/libs.versions.toml':
        '[versions]\nboot = "3.5.9"\n[libraries]\nweb-starter = { module = "org.springframework.boot:spring-boot-starter-web" }\n[plugins]\nspring-boot = { id = "org.springframework.boot", version.ref = "boot" }\n',
      'build.gradle.kts':
        'plugins {\n\tjava\n\talias(libs.plugins.spring.boot)\n}\ndependencies {\n\timplementation(libs.web.starter)\n}\n',
    },
    wanted:
      'plugins {\n\tjava\n\talias(libs.plugins.spring.boot)\n}\ndependencies {\n\timplementation(libs.web.starter)\n\timplementation(platform("io.opentelemetry.instrumentation:opentelemetry-instrumentation-bom:2.31.1"))\n\timplementation("io.opentelemetry.instrumentation:opentelemetry-spring-boot-starter")\n}\n',
  },
}

for (const [name, { files, wanted, in: path }] of Object.entries(scripts))
  test(`a Gradle build gets the starter ${name}`, async t => {
    const { after } = await plan(t, { ...sources(), ...files })
    assert.equal(after(path), wanted)
  })

const hidden: Readonly<Record<string, readonly [string, isKotlin: boolean]>> = {
  'a line comment': ['// dependencies {\na {\n}\n', false],
  'comments in a comment': ['/* /* } */ { */\na {\n}\n', true],
  'a text': [`x = "a } \${b("}")} {"\na {\n}\n`, false],
  'a text of several lines': ["x = '''\n}\n'''\na {\n}\n", false],
  'a pattern': ['x = y.replaceAll(/[{]/, "")\na {\n}\n', false],
  'a letter': ["val x = '{'\na {\n}\n", true],
}

for (const [name, [text, isKotlin]] of Object.entries(hidden))
  test(`braces in ${name} are no blocks of a build script`, () => {
    const named = readScript(text, isKotlin)?.blocks.map(block => block.name)
    assert.deepEqual(named, ['a'])
  })
