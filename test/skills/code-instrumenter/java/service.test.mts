import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { NoEvidence } from '../../../../scripts/core/skill.mts'
import { apply, undo } from '../../../../scripts/edge/edits/apply.mts'
import { evidenceOf, plan } from '../plan.mts'
import { APP, CONTROLLER, gradle, pom, SETTINGS, sources, WEB } from './sources.mts'

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

test('routes that a generated interface declares are not known, and not counted as none', async t => {
  const generated = CONTROLLER.replace(/class (\w+)/, 'class $1 implements UsersApi')
  const { judged } = await plan(t, {
    ...sources(),
    'pom.xml': pom(),
    'src/main/java/shop/Users.java': generated,
  })
  assert.deepEqual(
    judged.measures.map(({ name }) => name),
    ['applications'],
  )
  assert.match(
    judged.missing?.[0]?.why ?? '',
    /the sources do not say which routes \S*Users\.java:\d+ brings along/,
  )
  const ours = generated.replace('UsersApi', 'ErrorController')
  const error = await plan(t, {
    ...sources(),
    'pom.xml': pom(),
    'src/main/java/shop/Users.java': ours,
  })
  assert.equal(error.evidence.services[0]?.openEnds, undefined)
})

test('routes of router functions are counted like those of controllers', async t => {
  const { evidence, judged } = await plan(t, {
    ...sources(),
    'pom.xml': pom(),
    'src/main/kotlin/shop/Carts.kt':
      'import org.springframework.web.servlet.function.router\n\nfun carts(it: Carts) = router {\n  "/carts".nest { GET("/{id}", it::one) }\n}\n',
  })
  const endpoints = evidence.services[0]?.endpoints ?? []
  assert.ok(
    endpoints.some(({ method, path, line }) => `${method} ${path}:${line}` === 'GET /carts/{id}:4'),
  )
  assert.equal(judged.measures.find(({ name }) => name === 'endpoints')?.value, endpoints.length)
})

test('routes of controllers in Kotlin are counted like those in Java', async t => {
  const { evidence } = await plan(t, {
    ...sources(),
    'pom.xml': pom(),
    'src/main/kotlin/shop/Carts.kt':
      'import org.springframework.web.bind.annotation.*\n\n@RestController\nclass Carts {\n  @GetMapping("/carts/{id}")\n  fun one(id: Long) = id\n}\n',
  })
  assert.deepEqual(
    evidence.services[0]?.endpoints.map(({ path, line }) => ({ path, line })),
    [
      { path: '/users/{id}', line: 6 },
      { path: '/carts/{id}', line: 6 },
    ],
  )
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
  assert.ok(said.includes('Trace the 1 endpoint of shop, and calls of JDBC'), said.join('\n'))
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
