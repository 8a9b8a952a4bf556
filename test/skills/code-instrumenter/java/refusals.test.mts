import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Files, plan } from '../plan.mts'
import { gradle, pom, sources, WEB } from './sources.mts'

const inDoubt: Readonly<Record<string, readonly [Files, RegExp]>> = {
  'dependencies on one line': [
    { 'build.gradle': gradle("dependencies { implementation 'a:b' }") },
    /build\.gradle:7: its dependencies have no lines of their own/,
  ],
  'no dependencies of its own': [
    { 'build.gradle': gradle('repositories {\n}\n') },
    /build\.gradle:1: it has no block of dependencies/,
  ],
  'resources that are filled in': [
    {
      'build.gradle': gradle(
        "processResources {\n  expand(project.properties)\n}\ndependencies {\n  implementation 'a:b'\n}",
      ),
    },
    /build\.gradle:8: it fills in resources/,
  ],
  'braces that do not close': [
    { 'build.gradle': `${gradle('')}dependencies {\n` },
    /build\.gradle:1: its braces are not understood/,
  ],
  'a plugin that another script in Kotlin applies': [
    {
      'settings.gradle.kts': 'include("app")\n',
      'build.gradle.kts':
        'plugins {\n  id("org.springframework.boot") version "3.5.9" apply false\n}\nsubprojects {\n  apply(plugin = "io.spring.dependency-management")\n}\n',
      'app/build.gradle.kts': 'dependencies {\n  implementation("a:b")\n}\n',
      ...sources('app/'),
    },
    /app\/build\.gradle\.kts:1: build\.gradle\.kts hands io\.spring\.dependency-management to it/,
  ],
  'a version from outside': [
    {
      'pom.xml': pom()
        .replace('spring-boot-starter-parent', 'parent')
        .replace(/org\.spring\S+boot(?=<.group.+\n.+>parent<)/, 'our'),
    },
    /pom\.xml:\d+: which Spring Boot it uses is set outside the project/,
  ],
  'two copies of OkHttp': [
    {
      'pom.xml': pom({
        dependencies: `${WEB}\n<dependency><groupId>com.squareup.okhttp3</groupId><artifactId>okhttp</artifactId><version>4.12.0</version></dependency>`,
      }),
    },
    /pom\.xml:\d+: okhttp and the okhttp-jvm/,
  ],
  'settings read from somewhere else': [
    { 'pom.xml': pom(), Dockerfile: 'FROM x\nENV SPRING_CONFIG_LOCATION=/etc/shop\n' },
    /Dockerfile:2: it reads its settings from somewhere else/,
  ],
  'settings the tests would hide': [
    { 'pom.xml': pom(), 'src/test/resources/config/application.properties': '' },
    /src\/test\/resources\/config\/application\.properties:1/,
  ],
  'resources that leave ours out': [
    {
      'pom.xml': pom({
        more: '<build><resources><resource><directory>src/main/res</directory></resource></resources></build>',
      }),
    },
    /pom\.xml:\d+: its resources leave out/,
  ],
}

for (const [name, [files, message]] of Object.entries(inDoubt))
  test(`${name}: refused by the line`, async t => {
    const own = 'app/build.gradle.kts' in files ? {} : sources()
    const { judged, changes } = await plan(t, { ...own, ...files })
    assert.match(judged.findings[0]?.message ?? '', message)
    assert.deepEqual(changes, [])
  })

const theirs: Readonly<Record<string, readonly [Files, string]>> = {
  'Micrometer Tracing': [
    {
      'pom.xml': pom({
        dependencies: `${WEB}<dependency><groupId>io.micrometer</groupId><artifactId>micrometer-tracing-bridge-otel</artifactId></dependency>`,
      }),
    },
    'pom.xml',
  ],
  Sentry: [
    {
      'build.gradle': gradle(
        "dependencies {\n  implementation 'org.springframework.boot:spring-boot-starter-web'\n  implementation 'io.sentry:sentry-spring-boot-starter-jakarta:8.1.0'\n}",
      ),
    },
    'build.gradle',
  ],
  OpenTelemetry: [
    {
      'pom.xml': pom(),
      Dockerfile: 'FROM x\nENV JAVA_TOOL_OPTIONS="-javaagent:/opt/opentelemetry-javaagent.jar"\n',
    },
    'Dockerfile',
  ],
  'New Relic': [
    { 'pom.xml': pom(), 'run.sh': 'java -javaagent:newrelic/newrelic.jar -jar app.jar\n' },
    'run.sh',
  ],
  Datadog: [
    { 'pom.xml': pom(), Dockerfile: 'FROM x\nCMD java -javaagent:/dd-java-agent.jar -jar a.jar\n' },
    'Dockerfile',
  ],
}

for (const [name, [files, path]] of Object.entries(theirs))
  test(`${name} is left alone`, async t => {
    const { changes, judged, evidence } = await plan(t, { ...sources(), ...files })
    assert.deepEqual(changes, [])
    assert.equal(evidence.services[0]?.foreign?.path, path)
    assert.match(judged.proposals?.[0]?.why ?? '', new RegExp(`left alone: ${name}`))
  })
