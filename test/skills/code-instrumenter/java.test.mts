import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { NoEvidence } from '../../../scripts/core/skill.mts'
import { apply, undo } from '../../../scripts/edge/edits/apply.mts'
import { readPom } from '../../../scripts/formats/lockfiles/pom.mts'
import { readScript } from '../../../scripts/skills/code-instrumenter/java/gradle-blocks.mts'
import { evidenceOf, type Files, plan } from './plan.mts'

const APP = `package shop;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
@SpringBootApplication
public class Shop {
  public static void main(String[] args) { SpringApplication.run(Shop.class, args); }
}
`

const CONTROLLER = `package shop;
import org.springframework.web.bind.annotation.*;
@RestController
@RequestMapping("/users")
class Users {
  @GetMapping("/{id}") String one(@PathVariable String id) { return id; }
}
`

const sources = (folder = ''): Files => ({
  [`${folder}src/main/java/shop/Shop.java`]: APP,
  [`${folder}src/main/java/shop/Users.java`]: CONTROLLER,
})

const SETTINGS = 'src/main/resources/config/application.properties'

const WEB = `    <dependency>
      <groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-starter-web</artifactId>
    </dependency>`

const pom = ({
  boot = '3.5.9',
  managed = '',
  dependencies = WEB,
  more = '',
} = {}) => `<?xml version="1.0"?>
<project>
  <!-- ours -->
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>${boot}</version>
  </parent>
  <groupId>x</groupId>
  <artifactId>shop</artifactId>
  <version>1.0</version>
${managed}
  <dependencies>
${dependencies}
  </dependencies>
${more}</project>
`

const STARTER = `
    <dependency>
      <groupId>io.opentelemetry.instrumentation</groupId>
      <artifactId>opentelemetry-spring-boot-starter</artifactId>
    </dependency>`

const bill = (indent: string, version = '2.31.1') =>
  [
    '<dependency>',
    '  <groupId>io.opentelemetry.instrumentation</groupId>',
    '  <artifactId>opentelemetry-instrumentation-bom</artifactId>',
    `  <version>${version}</version>`,
    '  <type>pom</type>',
    '  <scope>import</scope>',
    '</dependency>',
  ]
    .map(line => `\n${indent}${line}`)
    .join('')

const managed = (first: string) => `  <dependencyManagement>
    <dependencies>${first}
      <dependency>
        <groupId>y</groupId>
        <artifactId>other</artifactId>
        <version>1</version>
      </dependency>
    </dependencies>
  </dependencyManagement>`

test('a POM gets the starter behind its dependencies, and the bill of materials in a block of its own', async t => {
  const { after, changes } = await plan(t, { ...sources(), 'pom.xml': pom() })
  assert.equal(
    after('pom.xml'),
    pom({
      managed: `
  <dependencyManagement>
    <dependencies>${bill('      ')}
    </dependencies>
  </dependencyManagement>
`,
      dependencies: WEB + STARTER,
    }),
  )
  assert.deepEqual(changes.map(({ path }) => path).sort(), ['pom.xml', SETTINGS])
})

test('what is managed already is joined, in front', async t => {
  const { after } = await plan(t, { ...sources(), 'pom.xml': pom({ managed: managed('') }) })
  const wanted = pom({ managed: managed(bill('      ')), dependencies: WEB + STARTER })
  assert.equal(after('pom.xml'), wanted)
})

test('a POM keeps its line ends, its tabs and its byte order mark', async t => {
  const rewritten = (text: string) =>
    `\ufeff${text.replaceAll('  ', '\t').replaceAll('\n', '\r\n')}`
  const before = rewritten(pom({ managed: managed('') }))
  const { after } = await plan(t, { ...sources(), 'pom.xml': before })
  const wanted = rewritten(pom({ managed: managed(bill('      ')), dependencies: WEB + STARTER }))
  assert.equal(Buffer.from(after('pom.xml'), 'latin1').toString(), wanted)
})

test('a POM on one line stays on it', async t => {
  const { after } = await plan(t, { ...sources(), 'pom.xml': pom().replace(/\n */g, '') })
  assert.doesNotMatch(after('pom.xml'), /\n/)
  const read = readPom(after('pom.xml'))
  assert.ok(typeof read !== 'string')
  assert.equal(read.dependencies.at(-1)?.artifactId, 'opentelemetry-spring-boot-starter')
  assert.equal(read.managed[0]?.version, '2.31.1')
})

test('the settings are off until a collector is named, and take the name of the artifact', async t => {
  const { after } = await plan(t, { ...sources(), 'pom.xml': pom() })
  const lines = after(SETTINGS).split('\n')
  assert.equal(lines[0], '# shipworthy:instrumentation')
  assert.ok(lines.includes('otel.service.name=shop'))
  assert.ok(lines.includes('tracing.off-at.nowhere=true'))
})

test('a name the application gives itself is left to it', async t => {
  for (const [path, text] of [
    ['src/main/resources/application.yml', 'spring:\n  application:\n    name: @project.name@\n'],
    ['src/main/resources/application.properties', 'spring.application.name = shop\n'],
  ] as const) {
    const { after } = await plan(t, { ...sources(), 'pom.xml': pom(), [path]: text })
    assert.doesNotMatch(after(SETTINGS), /service\.name/, path)
  }
})

test('settings of the project by that name keep their lines', async t => {
  const own = 'server.port=1\r\n# caf\u00e9'
  const before = Buffer.from(own, 'latin1')
  const { after } = await plan(t, { ...sources(), 'pom.xml': pom(), [SETTINGS]: before })
  assert.ok(after(SETTINGS).startsWith(`${own}\r\n# shipworthy:instrumentation\r\n`))
})

const versions: Readonly<Record<string, string | null>> = {
  '2.0.3.RELEASE': null,
  '2.5.15': null,
  '2.6.3': '2.17.1',
  '2.7.18': '2.17.1',
  '3.0.13': null,
  '3.1.0': '2.31.1',
  '4.0.3': '2.31.1',
}

for (const [boot, version] of Object.entries(versions))
  test(`Spring Boot ${boot} gets ${version ?? 'advice on the agent'}`, async t => {
    const { after, judged } = await plan(t, { ...sources(), 'pom.xml': pom({ boot }) })
    if (version !== null)
      return assert.match(after('pom.xml'), new RegExp(`<version>${version}</version>`))
    assert.match(
      judged.findings[0]?.message ?? '',
      /pom\.xml:6: the OpenTelemetry starter does not take/,
    )
    assert.ok(judged.proposals?.some(({ paste }) => paste?.template.endsWith('agent')))
  })

const gradle = (
  dependencies: string,
  plugins = "id 'io.spring.dependency-management' version '1.1.7'",
) => `plugins {
    id 'java'
    id 'org.springframework.boot' version '3.5.9'
    ${plugins}
}

${dependencies}
`

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

test('tracing in the scope of tests is nobody else', async t => {
  const dependencies = `${WEB}<dependency><groupId>io.opentelemetry</groupId><artifactId>opentelemetry-sdk-testing</artifactId><scope>test</scope></dependency>`
  const { evidence } = await plan(t, { ...sources(), 'pom.xml': pom({ dependencies }) })
  assert.equal(evidence.services[0]?.foreign, null)
})

test('routes of the modules an application holds are its own, below its base path', async t => {
  const module = (name: string, uses: string) => `<project>
  <parent><groupId>x</groupId><artifactId>shop</artifactId><version>1.0</version></parent>
  <artifactId>${name}</artifactId>
  <dependencies>
    <dependency><groupId>x</groupId><artifactId>${uses}</artifactId></dependency>
  </dependencies>
</project>
`
  const { evidence, after, changes } = await plan(t, {
    'pom.xml': pom({ more: '<modules><module>app</module><module>api</module></modules>' }),
    'app/pom.xml': module('app', 'api'),
    'app/src/main/java/shop/Shop.java': APP,
    'app/src/main/resources/application.yml': 'server:\n  servlet:\n    context-path: /shop/\n',
    'api/pom.xml': module('api', 'z'),
    'api/src/main/java/shop/Users.java': CONTROLLER,
  })
  const [service] = evidence.services
  assert.deepEqual(
    service?.endpoints.map(({ method, path, file }) => ({ method, path, file })),
    [{ method: 'GET', path: '/shop/users/{id}', file: 'api/src/main/java/shop/Users.java' }],
  )
  assert.match(service?.start?.command ?? '', /cd \.\/\.\.\/ && mvn .* -pl app -am package/)
  assert.deepEqual(changes.map(({ path }) => path).sort(), ['app/pom.xml', `app/${SETTINGS}`])
  assert.match(after('app/pom.xml'), /<artifactId>opentelemetry-spring-boot-starter</)
})

test('databases it calls are named, and those that stay dark', async t => {
  const dependencies = ['data-jpa', 'data-redis']
    .map(
      name =>
        `<dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-${name}</artifactId></dependency>`,
    )
    .join('')
  const { judged } = await plan(t, {
    ...sources(),
    'pom.xml': pom({ dependencies: WEB + dependencies }),
  })
  const said = (judged.proposals ?? []).map(({ why }) => why)
  assert.ok(said.includes('Trace the 1 endpoints of shop, and calls of JDBC'), said.join('\n'))
  assert.ok(said.some(why => why.startsWith('calls of Redis get no spans')))
})

test('a library and a program that answers nothing are no services', async () => {
  const pomOf = pom({
    dependencies: WEB.replace('starter-web', 'starter-batch'),
  })
  const library = await evidenceOf({
    'pom.xml': pom(),
    'src/main/java/shop/Users.java': CONTROLLER,
  })
  const batch = await evidenceOf({ 'pom.xml': pomOf, 'src/main/java/shop/Shop.java': APP })
  assert.ok(library instanceof NoEvidence)
  assert.ok(batch instanceof NoEvidence)
})

test('a second time there is nothing to do, and undo brings every byte back', async t => {
  const files: Record<string, string> = {
    ...(sources() as Record<string, string>),
    'pom.xml': pom().replaceAll('\n', '\r\n'),
    'build.gradle': gradle(
      "dependencies {\n  implementation 'org.springframework.boot:spring-boot-starter-web'\n}",
    ),
  }
  const { root, changes } = await plan(t, files)
  const step = await apply(root, changes, { by: 'test', isOnTrial: false })
  const now = Object.fromEntries(
    [...Object.keys(files), SETTINGS].map(path => [path, readFileSync(join(root, path))]),
  )
  const again = await plan(t, now)
  assert.deepEqual(again.changes, [])
  assert.equal(again.evidence.services[0]?.applications[0]?.status, 'traced')
  assert.equal(again.judged.findings.length, 0)
  await undo(root, step === null ? [] : [step])
  for (const [path, text] of Object.entries(files))
    assert.equal(readFileSync(join(root, path), 'utf8'), text, path)
  assert.equal(existsSync(join(root, SETTINGS)), false)
})

test('however a POM is laid out, the edit is read as one dependency more', async t => {
  const space = fc.constantFrom(
    '',
    ' ',
    '\n',
    '\n\t',
    '\r\n    ',
    '\n\n  ',
    '<!-- a > b -->',
    '\n  <!-- x\n -->',
  )
  const gaps = fc.array(space, { minLength: 40, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(gaps, fc.boolean(), async (chosen, isManaged) => {
      const parts = pom({ managed: isManaged ? managed('') : '' })
        .replace(/>\s+</g, '>\0<')
        .split('\0')
      const text = parts.map((part, index) => part + (chosen[index % 40] ?? '')).join('')
      const { after } = await plan(t, { ...sources(), 'pom.xml': text })
      const [was, is] = [readPom(text), readPom(after('pom.xml'))]
      assert.ok(typeof was !== 'string' && typeof is !== 'string')
      assert.deepEqual(is.dependencies.slice(0, -1), was.dependencies)
      assert.equal(is.dependencies.at(-1)?.artifactId, 'opentelemetry-spring-boot-starter')
      assert.deepEqual(is.managed.slice(1), was.managed)
      assert.equal(is.managed[0]?.artifactId, 'opentelemetry-instrumentation-bom')
    }),
    { numRuns: 40 },
  )
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
