import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readPom } from '../../../../scripts/formats/lockfiles/pom.mts'
import { plan } from '../plan.mts'
import { managed, pom, SETTINGS, sources, WEB } from './sources.mts'

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
