import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { NoEvidence } from '../../../scripts/core/skill.mts'
import { apply, undo } from '../../../scripts/edge/edits/apply.mts'
import { evidenceOf, type Files, plan } from './plan.mts'

const manifest = (more: object = {}) =>
  `${JSON.stringify(
    {
      name: 'shop',
      dependencies: { express: '^5.0.0' },
      scripts: { start: 'node app.js' },
      ...more,
    },
    null,
    2,
  )}\n`

const APP =
  "const express = require('express')\nconst app = express()\napp.get('/users/:id', (q, s) => s.end())\napp.listen(3000)\n"

const LOAD = "require('./otel-instrumentation.cjs')\n"

const placed: Readonly<Record<string, { readonly before: string; readonly after: string }>> = {
  'in front of everything': { before: APP, after: LOAD + APP },
  'below what the interpreter reads, and a licence': {
    before: `#!/usr/bin/env node\n// Ours.\n'use strict'\n${APP}`,
    after: `#!/usr/bin/env node\n// Ours.\n'use strict'\n${LOAD}${APP}`,
  },
  'after the variables are loaded': {
    before: `require("dotenv").config();\n${APP}`,
    after: `require("dotenv").config();\nrequire("./otel-instrumentation.cjs");\n${APP}`,
  },
  'in front of variables that are loaded too late': {
    before: `${APP}require('dotenv').config()\n`,
    after: `${LOAD}${APP}require('dotenv').config()\n`,
  },
  'ended where the next line would go on': {
    before: `(function () {})()\n${APP}`,
    after: `require('./otel-instrumentation.cjs');\n(function () {})()\n${APP}`,
  },
  'with the line breaks of the file': {
    before: APP.replaceAll('\n', '\r\n'),
    after: (LOAD + APP).replaceAll('\n', '\r\n'),
  },
}

for (const [name, { before, after }] of Object.entries(placed))
  test(`the tracing module is loaded ${name}`, async t => {
    const planned = await plan(t, { 'app.js': before, 'package.json': manifest() })
    assert.equal(planned.after('app.js'), after)
    assert.match(planned.after('otel-instrumentation.cjs'), /^\/\/ shipworthy:instrumentation/)
  })

const starts: Readonly<Record<string, readonly [string, string]>> = {
  node: [
    'node --env-file=.env src/app.js',
    'node --env-file=.env --import=./otel-instrumentation.cjs src/app.js',
  ],
  'what is built': [
    'tsc && node dist/app.js',
    'tsc && node --import=./otel-instrumentation.cjs dist/app.js',
  ],
  tsx: ['tsx watch src/app.js', 'tsx watch --import=./otel-instrumentation.cjs src/app.js'],
  nodemon: ['nodemon -L src/app.js', 'nodemon -L --import=./otel-instrumentation.cjs src/app.js'],
  'a command in quotes': [
    "nodemon --exec 'tsx src/app.js'",
    "nodemon --exec 'tsx --import=./otel-instrumentation.cjs src/app.js'",
  ],
  'its variables before it': [
    'A=1 node src/app',
    'A=1 node --import=./otel-instrumentation.cjs src/app',
  ],
}

const MODULE_APP =
  "import express from 'express'\nconst app = express()\napp.get('/', (q, s) => s.end())\napp.listen(3000)\n"

for (const [name, [before, after]] of Object.entries(starts))
  test(`modules are traced by a flag of Node.js: ${name}`, async t => {
    const planned = await plan(t, {
      'src/app.js': MODULE_APP,
      'package.json': manifest({ type: 'module', scripts: { start: before } }),
    })
    assert.equal(JSON.parse(planned.after('package.json')).scripts.start, after)
    assert.equal(planned.after('src/app.js'), MODULE_APP)
    assert.match(planned.after('otel-instrumentation.cjs'), /hook\.mjs/)
  })

test('a command that hands no flag on is refused by its line, with what to paste', async t => {
  const { judged } = await plan(t, {
    'src/app.ts': MODULE_APP,
    'package.json': manifest({ type: 'module', scripts: { start: 'ts-node --esm src/app.ts' } }),
  })
  assert.match(
    judged.findings[0]?.message ?? '',
    /package\.json:7: ts-node would not hand a flag on/,
  )
  assert.equal(
    judged.proposals?.some(({ paste }) => paste !== undefined),
    true,
  )
})

test('a list of words in a Dockerfile, and a Procfile, take the flag too', async t => {
  const { after } = await plan(t, {
    'app.js': MODULE_APP,
    'package.json': manifest({ type: 'module', scripts: {} }),
    Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["node", "app.js"]\n',
    Procfile: 'web: node app.js\n',
  })
  assert.match(
    after('Dockerfile'),
    /^CMD \["node", "--import=\.\/otel-instrumentation\.cjs", "app\.js"\]$/m,
  )
  assert.equal(after('Procfile'), 'web: node --import=./otel-instrumentation.cjs app.js\n')
})

test('an image that would not hold the tracing module stops the edit', async t => {
  const { judged, changes } = await plan(t, {
    'app.js': MODULE_APP,
    'package.json': manifest({ type: 'module' }),
    Dockerfile:
      'FROM node:22 AS build\nCOPY . .\nFROM node:22\nCOPY --from=build /app/dist ./dist\nCMD npm start\n',
  })
  assert.match(judged.findings[0]?.message ?? '', /Dockerfile:4: the image would not hold/)
  assert.deepEqual(changes, [])
})

const TS = 'import express from "express";\nconst app = express();\napp.listen(1);\n'

const typed: Readonly<Record<string, readonly [Files, string, string]>> = {
  'compiled to CommonJS': [
    { 'src/index.ts': TS, 'tsconfig.json': '{ "compilerOptions": { "module": "commonjs" } }' },
    'src/index.ts',
    'import "./otel-instrumentation";\n',
  ],
  'with the endings of the file': [
    {
      'src/index.ts': `${TS}import "./a.js";\n`,
      'src/a.ts': 'export {}\n',
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext" } }',
    },
    'src/index.ts',
    'import "./otel-instrumentation.js";\n',
  ],
}

for (const [name, [files, path, expected]] of Object.entries(typed))
  test(`TypeScript is traced by an import: ${name}`, async t => {
    const { after } = await plan(t, {
      ...files,
      'package.json': manifest({
        scripts: { start: 'node dist/index.js', build: 'tsc' },
        devDependencies: { typescript: '^5.0.0' },
      }),
    })
    assert.ok(after(path).startsWith(expected), after(path))
    assert.match(after('src/otel-instrumentation.ts'), /@ts-nocheck[\s\S]*\nexport \{\}\n$/)
  })

test('NestJS is traced in the file its own program starts', async t => {
  const { after, evidence } = await plan(t, {
    'src/main.ts':
      "import { NestFactory } from '@nestjs/core';\nasync function main() {\n  const app = await NestFactory.create({});\n  await app.listen(1);\n}\nmain();\n",
    'src/seed.ts':
      "import { NestFactory } from '@nestjs/core';\nNestFactory.create({}).then(app => app.close());\n",
    'package.json': manifest({
      dependencies: { '@nestjs/core': '^11.0.0' },
      scripts: { start: 'nest start', seed: 'ts-node src/seed.ts' },
    }),
  })
  assert.match(after('src/main.ts'), /^import '\.\/otel-instrumentation';\n/)
  assert.equal(evidence.services[0]?.applications.length, 1)
  assert.match(after('src/otel-instrumentation.ts'), /instrumentation-express/)
})

test('what fastify-cli starts is traced by its own flag', async t => {
  const { after } = await plan(t, {
    'app.js': "module.exports = async app => {\n  app.get('/', async () => 1)\n}\n",
    'package.json': manifest({
      dependencies: { fastify: '^5.0.0', 'fastify-cli': '^7.0.0' },
      scripts: { start: 'fastify start -l info app.js' },
    }),
  })
  assert.match(
    after('package.json'),
    /start -l info --require=\.\/otel-instrumentation\.cjs app\.js/,
  )
  assert.match(after('package.json'), /"@fastify\/otel"/)
})

test('Koa is traced where it is made with new', async t => {
  const { after } = await plan(t, {
    'app.js': "const Koa = require('koa')\nnew Koa().listen(1)\n",
    'package.json': manifest({ dependencies: { koa: '^3.0.0' } }),
  })
  assert.match(after('package.json'), /instrumentation-koa/)
  assert.ok(after('app.js').startsWith(LOAD))
})

const next = (version: string, more: object = {}) =>
  manifest({
    dependencies: { next: version, react: '19' },
    scripts: { start: 'next start' },
    ...more,
  })

test('Next.js gets the file it loads by itself, beside its pages', async t => {
  const { after, evidence } = await plan(t, {
    'next.config.ts': 'export default {}\n',
    'src/app/page.tsx': 'export default () => null\n',
    'src/app/api/users/[id]/route.ts': 'export async function GET() {}\n',
    'package.json': next('15.4.0-canary.47'),
    'tsconfig.json': '{}',
  })
  assert.match(after('src/instrumentation.ts'), /export async function register/)
  assert.match(after('package.json'), /"@vercel\/otel"/)
  assert.deepEqual(
    evidence.services[0]?.endpoints.map(({ path }) => path),
    ['/api/users/{id}', '/'],
  )
})

const below = (config: string): Files => ({
  'next.config.mjs': config,
  'pages/index.js': 'export default () => null\n',
  'package.json': next('^16.0.0').replace(
    '"next"',
    '"pg": "^8.0.0", "ioredis": "^5.0.0", "postgres": "^3.0.0", "@prisma/client": "^6.1.0", "@neondatabase/serverless": "1", "next"',
  ),
})

test('drivers that Next.js leaves outside get spans; others are named before and after', async t => {
  const files = below('export default {}\n')
  const first = await plan(t, files)
  const written = first.after('instrumentation.js')
  assert.match(written, /import\('@opentelemetry\/instrumentation-pg'\)/)
  assert.match(written, /instrumentations: \['auto', new PgInstrumentation\(\{\}\)\]/)
  assert.doesNotMatch(written, /ioredis/)
  assert.match(first.after('package.json'), /"@opentelemetry\/instrumentation-pg"/)
  const made = first.changes.map(({ path, after }) => [path, after])
  for (const { judged } of [first, await plan(t, { ...files, ...Object.fromEntries(made) })])
    assert.deepEqual(
      judged.proposals?.flatMap(({ why }) => (why.startsWith('calls of') ? [why] : [])),
      [
        'calls of ioredis get no spans: Next.js puts it into the program, where no hook sees it. List it in next.config.mjs under serverExternalPackages, then --undo and --apply',
        'calls of Postgres.js get no spans: it has no instrumentor',
        'calls of Prisma get no spans: below Next.js Prisma itself says how its instrumentation is added',
      ],
    )
})

test('a driver that the settings of Next.js leave outside gets spans', async t => {
  const { after, judged } = await plan(
    t,
    below("export default { serverExternalPackages: [\n  'ioredis',\n] }\n"),
  )
  assert.match(after('instrumentation.js'), /new PgInstrumentation.*new IORedisInstrumentation/)
  assert.equal(
    judged.proposals?.some(({ why }) => why.startsWith('calls of ioredis')),
    false,
  )
})

const refusals: Readonly<Record<string, readonly [RegExp, Files]>> = {
  'Express before 4': [
    /package\.json:4: Express \^3\.0\.0/,
    { 'package.json': manifest({ dependencies: { express: '^3.0.0' } }) },
  ],
  'an engine that is too old': [
    /package\.json:10: Node\.js 14\.x/,
    { 'package.json': manifest({ engines: { node: '14.x' } }) },
  ],
  'a version file that is too old': [/\.nvmrc:1: Node\.js 16\.x/, { '.nvmrc': 'v16\n' }],
  'an image that is too old': [
    /Dockerfile:1: Node\.js 12\.x/,
    { Dockerfile: 'FROM node:12-alpine\n' },
  ],
  'packages that are bundled': [
    /package\.json:8: esbuild puts the packages into the program/,
    {
      'package.json': manifest({
        scripts: {
          start: 'node dist/app.js',
          build: 'esbuild app.js --bundle --outfile=dist/app.js',
        },
      }),
    },
  ],
  "an api these packages don't take": [
    /package\.json:5: @opentelemetry\/api \^1\.9\.0 lets in 1\.10/,
    {
      'package.json': manifest({
        dependencies: { express: '^5.0.0', '@opentelemetry/api': '^1.9.0' },
      }),
    },
  ],
  'a module of that name': [
    /otel-instrumentation\.cjs was not written by Shipworthy/,
    { 'otel-instrumentation.cjs': '// mine\n' },
  ],
  'statements on one line': [
    /line 1: several statements share this line/,
    { 'app.js': `'use strict'; ${APP}` },
  ],
  'an application nobody starts': [
    /line 2: no script, Procfile/,
    {
      'app.js': "const express = require('express')\nmodule.exports = express()\n",
      'package.json': manifest({ scripts: {} }),
    },
  ],
  'Next.js before 13.2': [
    /package\.json:4: Next\.js \^12\.0\.0 is older/,
    { 'pages/index.js': 'export default () => null\n', 'package.json': next('^12.0.0') },
  ],
  'Next.js that was not told to look': [
    /next\.config\.js:1: Next\.js before 15 loads instrumentation only with/,
    {
      'pages/index.js': 'export default () => null\n',
      'next.config.js': 'module.exports = {}\n',
      'package.json': next('^14.0.0'),
    },
  ],
}

for (const [name, [why, files]] of Object.entries(refusals))
  test(`${name} is refused by its line`, async t => {
    const { judged, changes } = await plan(t, {
      'app.js': APP,
      'package.json': manifest(),
      ...files,
    })
    assert.match(judged.findings[0]?.message ?? '', why)
    assert.ok(changes.every(({ path }) => path !== 'app.js'))
  })

const others: Readonly<Record<string, Files>> = {
  OpenTelemetry: { 'trace.js': "require('@opentelemetry/sdk-node')\n" },
  Datadog: { 'app.js': `require('dd-trace').init()\n${APP}` },
  Sentry: { 'log.js': "const Sentry = require('@sentry/node')\n" },
  'New Relic': { 'app.js': `require('newrelic')\n${APP}` },
  'dd-trace': { 'package.json': manifest({ scripts: { start: 'node -r dd-trace/init app.js' } }) },
}

for (const [name, files] of Object.entries(others))
  test(`what ${name} traces is left alone, with advice`, async t => {
    const { judged, changes } = await plan(t, {
      'app.js': APP,
      'package.json': manifest(),
      ...files,
    })
    assert.deepEqual(changes, [])
    assert.deepEqual(judged.findings, [])
    assert.match(judged.proposals?.[0]?.why ?? '', new RegExp(`left alone: ${name} is set up at`))
  })

const clients: Readonly<
  Record<string, readonly [object, string, readonly string[], readonly string[]]>
> = {
  'drivers by their instrumentors': [
    { pg: '8', ioredis: '5', 'better-sqlite3': '12' },
    '',
    ['ioredis', 'pg'],
    ['better-sqlite3'],
  ],
  'Knex, not the driver below it': [{ knex: '3', pg: '8' }, '', ['knex'], []],
  'Knex, and a driver that is called directly': [
    { knex: '3', pg: '8' },
    "require('pg')\n",
    ['knex', 'pg'],
    [],
  ],
  'the driver below Sequelize': [{ sequelize: '6', mysql2: '3' }, '', ['mysql2'], []],
  'Sequelize where its driver has none': [{ sequelize: '6', sqlite3: '5' }, '', ['sequelize'], []],
  'MongoDB below Mongoose': [{ mongoose: '8' }, '', ['mongodb'], []],
  'nothing of a Prisma that needs a preview': [{ '@prisma/client': '^4.0.0' }, '', [], ['Prisma']],
}

for (const [name, [dependencies, code, expected, dark]] of Object.entries(clients))
  test(`calls are traced: ${name}`, async t => {
    const { after, evidence } = await plan(t, {
      'app.js': APP + code,
      'package.json': manifest({ dependencies: { ...dependencies, express: '5' } }),
    })
    const added = [...after('package.json').matchAll(/instrumentation-([\w-]+)/g)].map(
      each => each[1],
    )
    assert.deepEqual(
      added.filter(each => !/^(express|http|undici)$/.test(each ?? '')).sort(),
      expected,
    )
    const rows = evidence.services[0]?.clients.filter(({ isSupported }) => !isSupported)
    assert.deepEqual(
      rows?.map(each => each.name),
      dark,
    )
  })

test('dependencies go where npm would sort them, and nothing else moves', async t => {
  const text =
    '{\n\t"dependencies": {\n\t\t"@aws/x": "1",\n\t\t"express": "^5.0.0"\n\t}, "scripts": {"start": "node app"}}'
  const { after } = await plan(t, { 'app.js': APP, 'package.json': text })
  const added = after('package.json')
  const names = Object.keys(JSON.parse(added).dependencies)
  assert.deepEqual(names, names.toSorted())
  assert.match(added, /\n\t\t"@opentelemetry\/api": "~1\.9\.1",\n\t\t"@opentelemetry/)
  assert.equal(
    added
      .split('\n')
      .filter(line => !/opentelemetry/.test(line))
      .join('\n'),
    text,
  )
})

test('behind the last one where they have no order, and on one line where they had one', async t => {
  const text = '{"scripts":{"start":"node app"},"dependencies":{"z":"1","express":"^5.0.0"}}'
  const { after } = await plan(t, { 'app.js': APP, 'package.json': text })
  assert.match(after('package.json'), /"express":"\^5\.0\.0", "@opentelemetry\/api": "~1\.9\.1", "/)
})

test('a second run has nothing to do', async t => {
  for (const files of [
    { 'app.js': APP, 'package.json': manifest() },
    { 'app.js': MODULE_APP, 'package.json': manifest({ type: 'module' }) },
    {
      'next.config.js': 'module.exports = {}\n',
      'pages/index.js': 'export default () => null\n',
      'package.json': next('^16.0.0'),
    },
  ]) {
    const first = await plan(t, files)
    assert.ok(first.changes.length > 1)
    const again = await plan(t, {
      ...files,
      ...Object.fromEntries(first.changes.map(({ path, after }) => [path, after])),
    })
    assert.deepEqual(again.changes, [])
    assert.deepEqual(again.judged.findings, [])
    assert.equal(again.judged.measures.find(({ name }) => name === 'traced-endpoints')?.value, 100)
  }
})

test('several packages of one project are several programs', async t => {
  const { evidence } = await plan(t, {
    'package.json': '{ "private": true, "workspaces": ["apps/*"] }',
    'apps/a/package.json': manifest({ name: '@org/a' }),
    'apps/a/app.js': APP,
    'apps/b/package.json': manifest({ name: 'b', scripts: { start: 'node app' } }),
    'apps/b/app.js': APP,
  })
  assert.deepEqual(
    evidence.services.map(({ name, folder, endpoints }) => [name, folder, endpoints.length]),
    [
      ['org-a', 'apps/a/', 1],
      ['b', 'apps/b/', 1],
    ],
  )
})

test('a library that only tests with Express is not asked', async () => {
  const text =
    '{ "name": "lib", "devDependencies": { "express": "5" }, "dependencies": { "a": "1" } }'
  const evidence = await evidenceOf({ 'examples/app.js': APP, 'package.json': text })
  assert.ok(evidence instanceof NoEvidence)
})

test('a manifest that is no JSON, and a program that does not parse, change nothing', async t => {
  assert.ok(
    (await evidenceOf({ 'app.js': APP, 'package.json': '{ "dependencies": {' })) instanceof
      NoEvidence,
  )
  const { evidence, changes } = await plan(t, {
    'app.js': APP,
    'broken.js': "const express = require('express'\n",
    'package.json': manifest(),
  })
  assert.deepEqual(
    evidence.faults.map(({ path }) => path),
    ['broken.js'],
  )
  assert.ok(changes.every(({ path }) => path !== 'broken.js'))
})

/** One way a real project may be written. */
const shapes = fc.record({
  eol: fc.constantFrom('\n', '\r\n'),
  indent: fc.constantFrom(2, 4, '\t', 0),
  mark: fc.constantFrom('', '\ufeff'),
  hasEnd: fc.boolean(),
  isModule: fc.boolean(),
  head: fc.array(
    fc.constantFrom(
      '// \u00e9t\u00e9',
      '/* express() */',
      '',
      "'use strict'",
      "const path = require('path')",
      `const long = '${'z'.repeat(20000)}'`,
      'const text = `\nexpress()\n`',
      'if (1) {\n\t;[1].map(x => x)\n}',
    ),
    { maxLength: 6 },
  ),
  script: fc.constantFrom(
    'node app.js',
    'nodemon   app.js',
    'PORT=1 node ./app.js && echo \\"done\\"',
  ),
})

test('however a project is written, edits parse, the rest stays, and undo gives every byte back', async t => {
  await fc.assert(
    fc.asyncProperty(shapes, async ({ eol, indent, mark, hasEnd, isModule, head, script }) => {
      const app = isModule ? MODULE_APP : APP
      const lines = isModule ? head.filter(each => !each.includes('require')) : head
      const code = [...lines, app.trimEnd()].join('\n') + (hasEnd ? '\n' : '')
      const json = JSON.stringify(
        {
          name: 'é',
          ...(isModule && { type: 'module' }),
          scripts: { start: '@' },
          dependencies: { express: '^4.0.0', zod: '*' },
        },
        null,
        indent,
      ).replace('"@"', `"${script}"`)
      const bytes = (text: string) => Buffer.from(mark + text.replaceAll('\n', eol))
      const files = { 'app.js': bytes(code), 'package.json': bytes(json) }
      const { root, changes } = await plan(t, files)
      const modified = changes.filter(({ before }) => before !== null)
      assert.ok(modified.some(({ path }) => path === 'package.json'))
      for (const { path, before, after } of modified) {
        const was = before ?? Buffer.alloc(0)
        assert.ok(was.equals(files[path as keyof typeof files]))
        assert.ok(isInsertedInto(was.toString('latin1'), after.toString('latin1')), path)
      }
      const step = await apply(root, changes, { by: 'test', isOnTrial: false })
      await undo(root, step === null ? [] : [step])
      for (const [path, content] of Object.entries(files))
        assert.ok(readFileSync(`${root}/${path}`).equals(content))
      assert.ok(
        !existsSync(`${root}/.shipworthy`) && !existsSync(`${root}/otel-instrumentation.cjs`),
      )
    }),
    { numRuns: 60 },
  )
})

/** Whether every byte of the first text is in the second, in the same order. */
function isInsertedInto(before: string, after: string): boolean {
  let at = 0
  for (const letter of after) if (letter === before[at]) at++
  return at === before.length && after.length > before.length
}
