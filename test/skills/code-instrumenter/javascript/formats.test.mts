import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Files, plan } from '../plan.mts'
import { APP, LOAD, manifest } from './sources.mts'

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
  'as the code writes imports, not a comment': {
    before: `/* Do not require("./app"), ever. */\n${APP.replace("')\n", "');\n")}`,
    after: `/* Do not require("./app"), ever. */\nrequire('./otel-instrumentation.cjs');\n${APP.replace("')\n", "');\n")}`,
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
