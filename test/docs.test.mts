/** Does what the documents say hold? Commands are run, links followed, the policy example obeyed. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { policySchema } from '../scripts/core/config/schema.mts'
import { resolvePolicy } from '../scripts/core/config.mts'
import { skills } from '../scripts/doors/skills.mts'
import { defaultPolicy } from '../scripts/policy.mts'
import { checkout } from './support/checkout.mts'
import { testRepo } from './support/repo.mts'

const root = join(import.meta.dirname, '..')

const pages = globSync(['*.md', 'data/README.md', 'docs/**/*.md'], { cwd: root }).sort()

const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Commands a test cannot run, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'npm ci': 'installs from the network; every clean clone does it',
  'npm run check': 'is what precedes this test',
  'npm test': 'is what runs this test',
  'npm run fix': 'rewrites the checkout',
  'docker compose up --detach --wait':
    'needs a container engine; test/compose.test.mts checks the file',
  'docker compose --profile store up --detach --wait':
    'needs a container engine; test/compose.test.mts checks the file',
  'PGPASSWORD=… ./scripts/store.mts --to postgres://shipworthy@127.0.0.1:5432/shipworthy':
    'needs a PostgreSQL server; test/edge/store/share.test.mts has one',
  'PGPASSWORD=… ./scripts/store.mts PROJECT --branch quality --to postgres://shipworthy@127.0.0.1:5432/shipworthy':
    'needs a PostgreSQL server; test/edge/store/share.test.mts has one',
  'SHIPWORTHY_CACHE_REDIS=redis://:PASSWORD@127.0.0.1:6379 ./scripts/assess.mts PROJECT':
    'needs a Redis server; test/edge/shared-cache.test.mts has one',
  'cd data && duckdb -init views.sql':
    'needs the DuckDB shell; test/edge/store.test.mts runs the file',
}

/** The text between fences of one language, block by block. */
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, body = '']) => body,
  )

const commands = pages.flatMap(page =>
  blocks(read(page), 'sh')
    .flatMap(block => block.split('\n'))
    .map(line => line.replace(/\s+#.*$/, '').trim())
    .filter(command => command !== '')
    .map(command => ({ page, command })),
)

test('every command of the documents works, in the order they are written', t => {
  const dir = checkout(t)
  const project = testRepo(t, join(dir, '..', 'my project'))
  project.commit({ 'ship.ts': '/** Sails. */\nexport function sail() {\n  return 1\n}\n' })
  const env = {
    ...{ ...process.env, PROJECT: project.dir, CI: '' },
    ...{ SHIPWORTHY_CACHE: join(dir, 'cache'), NODE_COMPILE_CACHE: join(dir, 'cache/node') },
  }
  // A test run inside a test run would report to the outer one.
  Reflect.deleteProperty(env, 'NODE_TEST_CONTEXT')
  for (const { page, command } of commands) {
    if (NOT_RUN[command] !== undefined) continue
    const line = command.replace(/\bPROJECT\b/, '"$PROJECT"')
    const { status, stderr, stdout } = spawnSync('sh', ['-c', line], {
      cwd: dir,
      env,
      encoding: 'utf8',
    })
    assert.equal(status, 0, `${page}: ${command}\n${stderr}${stdout}`)
  }
  assert.equal(project.git('status', '--porcelain'), '')
})

test('what is not run is still in the documents', () => {
  const known = new Set(commands.map(({ command }) => command))
  assert.deepEqual(
    Object.keys(NOT_RUN).filter(command => !known.has(command)),
    [],
  )
})

test('every script the documents name exists', () => {
  const named = pages.flatMap(page =>
    [...read(page).matchAll(/\b(scripts\/[\w/-]+\.mts)/g)].map(([, script = '']) => script),
  )
  assert.ok(named.length > 10)
  assert.deepEqual(
    named.filter(script => !script.includes('licence-checker') && !existsSync(join(root, script))),
    [],
  )
})

test('every relative link leads to a file, every anchor to a heading', () => {
  const broken = pages.flatMap(page => {
    const prose = read(page)
      .replace(/^```.*?^```$/gms, '')
      .replace(/`[^`\n]*`/g, '')
    return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter(target => !/^[a-z]+:/.test(target) && !leads(page, target))
      .map(target => `${page}: ${target}`)
  })
  assert.deepEqual(broken, [])
})

function leads(page: string, target: string): boolean {
  // What GitHub itself shows of a workflow, wherever the repository is.
  const [, workflow] = /^\.\.\/\.\.\/(actions\/.*?)(\/badge\.svg)?$/.exec(target) ?? []
  if (workflow !== undefined)
    return existsSync(join(root, workflow.replace('actions/', '.github/')))
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? page : join(dirname(page), path)
  if (!existsSync(join(root, file))) return false
  return anchor === undefined || anchors(read(file)).includes(anchor)
}

/** As forges make them: small letters, spaces to hyphens, other signs dropped. */
const anchors = (text: string) =>
  [...text.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

test('the example of docs/configuration.md is obeyed and names every key there is', () => {
  const [example = ''] = blocks(read('docs/configuration.md'), 'yaml')
  const policy = resolvePolicy(defaultPolicy, example, skills)
  assert.equal(policy.project, 'my-app')
  assert.equal(policy.waivers[0]?.rule, 'vulnerable-package')
  const { properties } = policySchema(defaultPolicy, skills) as { properties: object }
  assert.deepEqual(Object.keys(parse(example)).sort(), Object.keys(properties).sort())
})

test('the examples of numbers of your own are understood', () => {
  const [example = ''] = blocks(read('docs/custom-metrics.md'), 'yaml')
  const { metrics, dimensions } = resolvePolicy(defaultPolicy, example, skills)
  assert.equal(Object.keys(metrics ?? {}).length, 4)
  assert.deepEqual(Object.keys(dimensions.custom.parts), ['bundle-size', 'type-coverage'])
})

test('the environment variables of the documents are those the code reads', () => {
  const ours = (text: string) => [...text.matchAll(/\bSHIPWORTHY_[A-Z_]+/g)].map(([name]) => name)
  const used = globSync('scripts/**/*.mts', { cwd: root }).flatMap(path => ours(read(path)))
  assert.deepEqual(
    [...new Set(ours(read('docs/configuration.md')))].sort(),
    [...new Set(used)].sort(),
  )
})
