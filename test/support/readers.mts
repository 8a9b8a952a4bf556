/** Who reads what others wrote? Every reader of languages/ and formats/ with real texts of its kind, from which hostile ones are made. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../../scripts/core/facts.mts'
import { baseScore } from '../../scripts/formats/advisories/cvss.mts'
import { affects, reported, rowsOf } from '../../scripts/formats/advisories/match.mts'
import { readAdvisory } from '../../scripts/formats/advisories/osv.mts'
import { readBenchmarks } from '../../scripts/formats/benchmarks/index.mts'
import { readClaims } from '../../scripts/formats/claims.mts'
import { readCoverage } from '../../scripts/formats/coverage/index.mts'
import { indexPaths, placeReport } from '../../scripts/formats/coverage/place.mts'
import { mergeReports, totalsOf } from '../../scripts/formats/coverage/report.mts'
import { readGoTest } from '../../scripts/formats/go-test.mts'
import { installedFiles } from '../../scripts/formats/installed.mts'
import { readJestResults } from '../../scripts/formats/jest-results.mts'
import { readJUnit } from '../../scripts/formats/junit.mts'
import {
  cargoLicence,
  npmManifestLicence,
  pythonLicence,
} from '../../scripts/formats/licences/metadata.mts'
import { pomLicence } from '../../scripts/formats/licences/pom.mts'
import { isAllowed, spdxOf } from '../../scripts/formats/licences/spdx.mts'
import { isDecidedElsewhere } from '../../scripts/formats/lockfiles/elsewhere.mts'
import { formatOf } from '../../scripts/formats/lockfiles/index.mts'
import { isArchive, isPublic } from '../../scripts/formats/lockfiles/reading.mts'
import { blocksOf } from '../../scripts/formats/markdown/blocks.mts'
import { readMarkdown } from '../../scripts/formats/markdown/page.mts'
import { isOpenApi, readOpenApi, readPathItem } from '../../scripts/formats/openapi.mts'
import { readProfile } from '../../scripts/formats/profiles/index.mts'
import { functionsOf } from '../../scripts/formats/profiles/profile.mts'
import { isBuiltToRun } from '../../scripts/formats/programs.mts'
import { referenceFormatOf } from '../../scripts/formats/references/index.mts'
import {
  cratesVersions,
  goTime,
  goVersions,
  mavenVersions,
  newest,
  npmVersions,
  pypiVersions,
} from '../../scripts/formats/registries/publications.mts'
import {
  ID_WORDS,
  idsInCode,
  leadingId,
  mayHoldIds,
} from '../../scripts/formats/requirements/ids.mts'
import { readRequirements } from '../../scripts/formats/requirements/read.mts'
import { findSecrets, isEnvironment } from '../../scripts/formats/secrets/find.mts'
import { mergeResults } from '../../scripts/formats/test-results.mts'
import { readUnittest } from '../../scripts/formats/unittest.mts'
import { versionOrder } from '../../scripts/formats/versions/order.mts'
import { workspaceFolders } from '../../scripts/formats/workspaces.mts'
import { attributesOf } from '../../scripts/languages/attributes.mts'
import { exclusionReason, languageOf, roleOf } from '../../scripts/languages/classify.mts'
import { readFacts } from '../../scripts/languages/index.mts'
import { servicesIn } from '../../scripts/skills/cicd-generator/services.mts'
import { gradleBuild } from '../../scripts/skills/code-instrumenter/java/gradle.mts'
import { withStarter } from '../../scripts/skills/code-instrumenter/java/pom-edit.mts'
import { settingsIn } from '../../scripts/skills/code-instrumenter/java/settings.mts'
import {
  commandsIn,
  startsIn,
} from '../../scripts/skills/code-instrumenter/javascript/commands.mts'
import { leavesOut } from '../../scripts/skills/code-instrumenter/javascript/docker.mts'
import {
  readManifest,
  withDependencies,
} from '../../scripts/skills/code-instrumenter/javascript/manifest.mts'
import { skill as testOrchestrator } from '../../scripts/skills/test-orchestrator.mts'
import { advisory } from '../assess/samples.mts'

export interface Reader {
  readonly name: string
  readonly samples: readonly string[]
  /** Reads a text; gives the sentence it is refused with, or null. */
  read(text: string): Promise<string | null> | string | null
  /** Whether it runs where a limit of time holds (edge/facts-pool): its grammar may be slow on a line without end. */
  readonly isTimed?: true
  /** A well-formed text of this many entries, where the format has entries without end. */
  readonly rows?: (count: number) => string
}

const home = join(import.meta.dirname, '../..')
const fixtures = (path: string) => join(home, 'test/formats', path, 'fixtures')
const file = (path: string) => readFileSync(join(home, path), 'utf8')
const times = (count: number, entry: (n: number) => string, joint = '') =>
  Array.from({ length: count }, (_, n) => entry(n)).join(joint)

/** Examples of docs/metrics.md, by the tag of their fence. */
const examples = Map.groupBy(
  [...file('docs/metrics.md').matchAll(/^```(\w+)\n(.*?)^```$/gms)],
  ([, tag = '']) => tag,
)

const REAL: Readonly<Record<string, readonly string[]>> = {
  js: [file('node_modules/commander/lib/option.js')],
  ts: [file('scripts/core/score.mts')],
  tsx: [],
}

const languages: readonly Reader[] = [...examples].map(([tag, found]) => {
  const path = `example.${tag}`
  const language = languageOf(path) as Language
  return {
    name: tag,
    samples: [...found.map(([, , code = '']) => code), ...(REAL[tag] ?? [])],
    read: async text => (await readFacts(path, text, language)).source.fault,
    isTimed: true,
  }
})

const why = (said: object): string | null => ('why' in said ? String(said.why) : null)

const lcovRows = (count: number) =>
  `SF:a.js\n${times(count, n => `DA:${n + 1},1\n`)}end_of_record\n`

const coverage: readonly Reader[] = readdirSync(fixtures('coverage'))
  .filter(tool => tool !== 'junit')
  .flatMap(tool => readdirSync(join(fixtures('coverage'), tool)).map(name => join(tool, name)))
  .filter(name => !/totals\.json|\.func$|\.csv$/.test(name))
  .map(name => ({
    name,
    samples: [readFileSync(join(fixtures('coverage'), name), 'utf8')],
    read: text => {
      const said = readCoverage(name, text)
      if ('why' in said) return said.why
      totalsOf(mergeReports([placeReport(said, indexPaths(['src/a.js', 'a.py'])).files]))
      return null
    },
    ...(name.endsWith('lcov.info') ? { rows: lcovRows } : {}),
  }))

const results = (
  name: string,
  read: (name: string, text: string) => ReturnType<typeof readJUnit>,
  rows?: (count: number) => string,
): Reader => ({
  name,
  samples: [readFileSync(join(fixtures('coverage'), 'junit', name), 'utf8')],
  read: text => {
    const said = read(name, text)
    if (!('why' in said)) mergeResults([said])
    return why(said)
  },
  ...(rows === undefined ? {} : { rows }),
})

const testResults: readonly Reader[] = [
  ...['jest.xml', 'node.xml', 'pytest.xml', 'surefire.xml', 'vitest.xml'].map(name =>
    results(
      name,
      readJUnit,
      count => `<testsuite>${times(count, n => `<testcase name="${n}"/>`)}</testsuite>`,
    ),
  ),
  results('go-test.json', readGoTest, count =>
    times(count, n => `{"Action":"pass","Package":"p","Test":"T${n}","Elapsed":0}\n`),
  ),
  results(
    'unittest.txt',
    readUnittest,
    count =>
      `${times(count, n => `test_${n} (shop.tests.Prices) ... ok\n`)}Ran ${count} tests in 1.0s\n\nOK\n`,
  ),
  results('jest-results.json', (name, text) => {
    try {
      return readJestResults(name, JSON.parse(text))
    } catch {
      return { why: `${name} is not JSON` }
    }
  }),
]

const benchmarks: readonly Reader[] = readdirSync(fixtures('benchmarks')).map(name => ({
  name,
  samples: [readFileSync(join(fixtures('benchmarks'), name), 'utf8')],
  read: text => why(readBenchmarks({ path: name }, text)),
}))

const profiles: Reader = {
  name: 'profiles',
  samples: [
    'main;work (app.py:12) 3\nmain;work (app.py:14);deep 2\nmain 1\n',
    '   37 function calls in 0.255 seconds\n\n   ncalls  tottime  percall  cumtime  percall filename:lineno(function)\n        8    0.254    0.032    0.254    0.032 w.py:1(slow)\n',
    '{"nodes":[{"id":1,"callFrame":{"functionName":"a","url":"a.js","lineNumber":1},"children":[]}],"samples":[1],"timeDeltas":[5]}',
    '\n\u0004\b\u0001\u0010\u0002\u0012\b\n\u0001\u0001\u0012\u0003\u0001',
  ],
  read: text => {
    const said = readProfile('a', Buffer.from(text))
    if ('stacks' in said) functionsOf(said)
    return why(said)
  },
}

const cProfile: Reader = {
  name: 'cProfile files',
  samples: ['2.7', '3.11'].map(version =>
    readFileSync(join(fixtures('profiles'), `python-${version}.prof`), 'latin1'),
  ),
  rows: count =>
    `{${times(count, n => `)\x03z\x01ai${String.fromCharCode(n & 255, (n >> 8) & 255, (n >> 16) & 255)}\0z\x01f)\x05i\x01\0\0\0i\x01\0\0\0g${'\0'.repeat(8)}g${'\0'.repeat(8)}{0`)}0`,
  read: text => why(readProfile('a', Buffer.from(text, 'latin1'))),
}

/** What a program is started by. */
const starts: readonly Reader[] = [
  {
    name: 'package.json',
    samples: [
      file('package.json'),
      '{"dependencies":{"express":"^5.0.0"},"scripts":{"start":"node --env-file=.env dist/app.js"}}',
    ],
    read: text => {
      const manifest = readManifest('package.json', '', text)
      if (manifest === null) return 'package.json is no JSON object'
      for (const script of manifest.scripts) startsIn(script, name => name)
      withDependencies(manifest, { a: '1' })
      return null
    },
    rows: count => `{"scripts":{${times(count, n => `"s${n}":"node a${n}.js && tsx b"`, ',')}}}`,
  },
  {
    name: 'Dockerfile',
    samples: ['FROM node:22 AS build\nCOPY . .\nFROM build\nCMD ["node", \\\n  "app.js"]\n'],
    read: text => {
      for (const command of commandsIn('Dockerfile', text)) startsIn(command, name => name)
      leavesOut(text, 'src/x.cjs')
      return null
    },
    rows: count => times(count, n => `CMD node a${n}.js\n`),
  },
  {
    name: 'build.gradle',
    samples: [
      "plugins { id 'org.springframework.boot' version '3.5.9' }\n/* { */\ndependencies {\n  implementation 'a:b:1'\n}\n",
    ],
    read: text => {
      isBuiltToRun('build.gradle', text)
      const build = gradleBuild('build.gradle', new Map([['build.gradle', text]]))
      const starter = build?.withStarter('1') ?? []
      return 'why' in starter ? starter.why : null
    },
    rows: count =>
      `plugins { id 'org.springframework.boot' version '3.5.9' }\ndependencies {\n${times(count, n => `  implementation 'a:b${n}:1'\n`)}}\n`,
  },
  {
    name: 'pom.xml, to be edited',
    samples: [
      '<project><dependencyManagement><dependencies><dependency/></dependencies></dependencyManagement><dependencies><dependency><groupId>a</groupId></dependency></dependencies></project>',
    ],
    read: text => {
      isBuiltToRun('pom.xml', text)
      const starter = withStarter(text, '1')
      return 'why' in starter ? starter.why : null
    },
    rows: count =>
      `<project><dependencies>${times(count, n => `<dependency><groupId>a${n}</groupId></dependency>`)}</dependencies></project>`,
  },
  {
    name: 'application.yml',
    samples: ['spring:\n  application:\n    name: @a@\n---\nserver.servlet.context-path: /a\n'],
    read: text => {
      settingsIn([['src/main/resources/application.yml', text]])
      settingsIn([['src/main/resources/application.properties', text]])
      return null
    },
    rows: count => times(count, n => `a${n}:\n  b: c\n`),
  },
]

const LOCK_ROWS: Readonly<Record<string, (count: number) => string>> = {
  'package-lock.json': count =>
    `{"lockfileVersion":3,"packages":{${times(count, n => `"node_modules/a${n}":{"version":"1.0.${n}"}`, ',')}}}`,
  'yarn.lock': count => times(count, n => `a${n}@^1.0.0:\n  version "1.0.${n}"\n\n`),
  'requirements.txt': count => times(count, n => `a${n}==1.0.${n}\n`),
  'go.mod': count => `module m\nrequire (\n${times(count, n => `\tx.y/a${n} v1.0.${n}\n`)})\n`,
  'Cargo.lock': count =>
    `version = 4\n${times(count, n => `[[package]]\nname = "a${n}"\nversion = "1.0.${n}"\n`)}`,
  'gradle.lockfile': count => times(count, n => `g:a${n}:1.0.${n}=runtimeClasspath\n`),
}

/** Each kind of lock and manifest of each fixture, among its neighbours. */
const locks: readonly Reader[] = readdirSync(fixtures('lockfiles')).flatMap(folder => {
  const root = join(fixtures('lockfiles'), folder)
  const texts = new Map(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => [path.slice(root.length + 1), readFileSync(path, 'utf8')]),
  )
  return [...texts].flatMap(([path, sample]): Reader[] => {
    const found = formatOf(path)
    if (found === null) return []
    const paths = [...texts.keys()]
    const rows = LOCK_ROWS[path]
    return [
      {
        name: `${folder}/${path}`,
        samples: [sample],
        read: text => {
          const neighbour = (other: string) => (other === path ? text : (texts.get(other) ?? null))
          const source = { path, text, paths }
          found.format.wants(source)
          isDecidedElsewhere(path, paths, neighbour)
          const said = found.format.read({ ...source, neighbour })
          if (typeof said === 'string') return said
          for (const { version } of said.packages) isPublic({ version }) && isArchive(version)
          return said.notes[0] ?? null
        },
        ...(rows === undefined ? {} : { rows }),
      },
    ]
  })
})

const WORKFLOW = `on: push
jobs:
  a:
    container: node:20
    services: { db: { image: postgres } }
    steps:
      - uses: actions/checkout@v4 # why
      - uses: docker://alpine:3.20
      - run: echo
`

const references: readonly Reader[] = (
  [
    ['.github/workflows/a.yml', WORKFLOW],
    ['compose.yml', `services:\n  db:\n    image: "postgres:\${TAG:-17}"\n    build: .\n`],
    ['Dockerfile', `ARG V=20\nFROM node:\${V} AS a\nCOPY --from=a /x \\\n  /y\nFROM scratch\n`],
  ] as const
).map(([path, sample]) => ({
  name: path,
  samples: [sample],
  read: text => {
    referenceFormatOf(path)?.read(text)
    return null
  },
}))

const AT = '2026-01-01T00:00:00Z'
const PACKAGES = (['npm', 'PyPI', 'Go', 'crates.io', 'Maven'] as const).map(ecosystem => ({
  ...{ ecosystem, name: 'x', version: '1.2.0', direct: true, dev: false, manifest: 'lock' },
}))

const advisories: Reader = {
  name: 'OSV',
  samples: [
    advisory('x'),
    JSON.stringify({
      ...{ id: 'GHSA-x', modified: AT, aliases: ['CVE-2026-1'] },
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
      affected: PACKAGES.map(({ ecosystem }) => ({
        package: { ecosystem, name: 'x' },
        versions: ['1.2.0'],
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.10.0-rc.1' }] }],
      })),
    }),
  ],
  read: text => {
    const said = readAdvisory(text)
    if (typeof said === 'string') return said
    for (const pkg of PACKAGES) {
      const hits = [affects(said, pkg), reported(said, pkg)].filter(hit => hit !== null)
      rowsOf(pkg, hits)
    }
    return null
  },
}

const silently =
  (...readers: readonly ((text: string) => unknown)[]) =>
  (text: string) => {
    for (const read of readers) read(text)
    return null
  }

const versions = { '1.0.0': {}, '2.0.0': { deprecated: 'old' } }
const others: readonly Reader[] = [
  {
    name: 'workspaces',
    samples: [
      '{"workspaces":["packages/*","!packages/old"]}',
      'packages:\n  - packages/*\n  - "!**/old"\n',
      '[workspace]\nmembers = ["crates/*"]\nexclude = ["old"]\n',
      '<project><artifactId>a</artifactId><modules><module>b</module></modules></project>',
      "include 'b', ':packages:a'\ninclude(\n  'c',\n)\nproject(':c').projectDir = file('b')\n",
    ],
    read: silently(text =>
      [
        ...['package.json', 'pnpm-workspace.yaml', 'Cargo.toml', 'pyproject.toml', 'pom.xml'],
        'settings.gradle',
      ].map(path =>
        workspaceFolders(new Set([path, 'packages/a/package.json', 'b/pom.xml']), () => text),
      ),
    ),
  },
  {
    name: 'installed files',
    samples: [
      '[project]\nname = "a"\n[tool.setuptools.packages.find]\nwhere = ["src"]\n',
      'setup(name="a", packages=["a", "a.b"], package_dir={"": "src"}, py_modules=["c"])',
      '[metadata]\nname = a\n[options]\npackage_dir =\n  = src\npy_modules =\n  c\n  d\n',
    ],
    read: silently(text =>
      ['pyproject.toml', 'setup.py', 'setup.cfg'].map(path =>
        installedFiles(new Set([path, 'src/a/__init__.py', 'c.py']), () => text)('c.py'),
      ),
    ),
  },
  advisories,
  {
    name: 'CVSS',
    samples: ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 'AV:N/AC:L/Au:N'],
    read: silently(baseScore),
  },
  {
    name: 'versions',
    samples: [
      '1.2.3-rc.1+build',
      '1!2.0.post1.dev3',
      'v1.2.3-0.20260101000000-abcdef',
      '1.0-SNAPSHOT',
    ],
    read: silently(text => {
      for (const { ecosystem } of PACKAGES) {
        versionOrder(ecosystem)(text, '1.2')
        newest({ ecosystem, version: text }, [{ version: text, at: AT }], AT)
      }
    }),
  },
  {
    name: 'registries',
    samples: [
      JSON.stringify({ time: { '1.0.0': AT, '2.0.0': AT }, versions }),
      JSON.stringify({ releases: { '1.0': [{ upload_time_iso_8601: AT, yanked: false }] } }),
      JSON.stringify({ versions: [{ num: '1.0.0', created_at: AT, yanked: false }] }),
      '<metadata><versions><version>1.0</version></versions></metadata>',
      `v1.0.0\nv1.1.0\n`,
      JSON.stringify({ Version: 'v1.0.0', Time: AT }),
    ],
    read: silently(npmVersions, pypiVersions, cratesVersions, goVersions, goTime, mavenVersions),
  },
  {
    name: 'licences',
    samples: [
      '{"license":"MIT OR Apache-2.0"}',
      '{"licenses":[{"type":"MIT"},{"type":"ISC"}]}',
      'Metadata-Version: 2.4\nLicense-Expression: MIT\nClassifier: License :: OSI Approved :: MIT License\n\nText',
      '[package]\nlicense = "MIT/Apache-2.0"\n',
      '<project><licenses><license><name>The MIT License</name></license></licenses></project>',
      '(MIT AND (LGPL-2.1-or-later WITH Classpath-exception-2.0))',
    ],
    read: silently(npmManifestLicence, pythonLicence, cargoLicence, pomLicence, text => {
      const expression = spdxOf(text)
      if (expression !== null) isAllowed(expression, { allow: ['MIT'], deny: ['GPL-3.0-only'] })
    }),
  },
  {
    name: 'secrets',
    samples: [
      `const password = "a8Fk20sLq9Zx7Rt1Vw3"\n`,
      `export API_TOKEN=glpat-${'aZ3kQ9xW7mB1pR5tYv8L'}\nDATABASE=postgres://ada:lovelace99@db/x\n`,
      `const key = 'npm_${'aZ3kQ9xW7mB1pR5tYv8L'.repeat(2).slice(0, 36)}'\n`,
      `-----BEGIN ${'PRIVATE'} KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(20)}\n-----END\n`,
      `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${'dozjgNryP4J3jVmNHl0w5N'}\n`,
    ],
    read: silently(
      text => findSecrets('src/a.js', text),
      text => isEnvironment('.env') && findSecrets('.env', text),
    ),
  },
  {
    name: 'Markdown',
    samples: [
      '# A [link](b.md#c)\n\n| a | b |\n| --- | --- |\n| REQ-1 | must |\n\n- [ ] REQ-2: It must hold.\n\n```js\nx\n```\n',
    ],
    read: silently(
      readMarkdown,
      blocksOf,
      text => readRequirements(text, ID_WORDS),
      text => {
        const lines = text.split('\n').slice(0, 1_000)
        for (const line of lines) [idsInCode(ID_WORDS), leadingId(ID_WORDS)].map(read => read(line))
        return mayHoldIds(ID_WORDS)(text)
      },
    ),
  },
  {
    name: 'OpenAPI',
    samples: [
      'openapi: 3.1.0\nservers: [{ url: /v1 }]\npaths:\n  /a/{id}:\n    get: { operationId: a }\n',
      '{"openapi":"3.0.0","paths":{"/b":{"post":{}}}}',
    ],
    read: text => {
      isOpenApi(text)
      readPathItem(text)
      const said = readOpenApi(text)
      return typeof said === 'string' ? said : null
    },
  },
  {
    name: 'claims',
    samples: [
      '{"schema":"1.0","run":{"commit":"c0ffee"},"outcomes":[{"skill":"test-orchestrator","status":"judged","measures":[{"name":"line-coverage","subject":"","value":90}],"findings":[],"missing":[]}],"comparison":{"patchCoverage":{"covered":1,"total":2,"changedLines":3}}}',
    ],
    read: text => {
      const said = readClaims(text, 'c0ffee', [testOrchestrator])
      return 'why' in said ? said.why : null
    },
  },
  {
    name: 'services',
    samples: [
      'services:\n  db:\n    image: postgres:16\n    environment: { POSTGRES_USER: app }\n',
    ],
    read: silently(text => servicesIn([text])),
  },
  {
    name: '.gitattributes',
    samples: [
      '*.pb.go linguist-generated\nvendor/** linguist-vendored=true\n!a -linguist-documentation\n',
    ],
    read: silently(text => attributesOf([{ path: '.gitattributes', text }])('vendor/a.js')),
  },
  {
    name: 'paths',
    samples: ['src/a.test.ts', 'vendor/github.com/x/y.go', 'dist/main.min.js', '../C:\\a\\b.py'],
    read: silently(
      languageOf,
      text => exclusionReason(roleOf(text)),
      // The system opens no longer path.
      text => indexPaths([text.slice(0, 4_096)]),
    ),
  },
]

export const readers: readonly Reader[] = [
  ...languages,
  ...coverage,
  ...testResults,
  ...benchmarks,
  profiles,
  cProfile,
  ...locks,
  ...references,
  ...others,
  ...starts,
]
