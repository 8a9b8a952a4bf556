/** Does the npm package work where it is installed? Packed, unpacked beside its production dependencies only, and run. */

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { testRepo } from './support/repo.mts'

const root = join(import.meta.dirname, '..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

let base: string
let installed: string
let tarball: string

before(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'shipworthy-test-')))
  const source = join(base, 'source')
  const parts = ['package.json', 'README.md', 'LICENSE', ...manifest.files]
  for (const path of parts.filter(path => path !== 'dist' && !path.startsWith('!')))
    cpSync(join(root, path), join(source, path), { recursive: true })
  execFileSync(process.execPath, ['scripts/pack.mts', join(source, 'dist')], {
    cwd: root,
    stdio: 'pipe',
  })
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', base]
  execFileSync('npm', pack, { cwd: source, stdio: 'pipe' })
  tarball = join(base, `shipworthy-${manifest.version}.tgz`)
  installed = join(base, 'app/node_modules/shipworthy')
  mkdirSync(installed, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'])
  linkProductionDependencies(dirname(installed))
})

after(() => rmSync(base, { recursive: true, force: true }))

/** What only development needs is not there: an import of it must fail here, as it would at the user's. */
function linkProductionDependencies(modules: string): void {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  for (const [path, { dev }] of Object.entries<{ dev?: boolean }>(packages)) {
    const isOurs = /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && dev !== true
    if (!isOurs || !existsSync(join(root, path))) continue
    const link = join(modules, path.replace('node_modules/', ''))
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, path), link)
  }
}

function shipworthy(...args: string[]) {
  const env = {
    ...process.env,
    XDG_DATA_HOME: join(base, 'data'),
    SHIPWORTHY_CACHE: join(base, 'cache'),
    CI: '',
  }
  const bin = join(installed, manifest.bin.shipworthy)
  const done = spawnSync(process.execPath, [bin, ...args], { cwd: base, env, encoding: 'utf8' })
  return { code: done.status, stdout: done.stdout, stderr: done.stderr }
}

test('the package holds what it needs and nothing of the workshop', () => {
  const files = globSync('**/*', { cwd: installed }).filter(path =>
    statSync(join(installed, path)).isFile(),
  )
  const needed = [
    ...['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'shipworthy.schema.json'],
    ...['data/README.md', 'data/views.sql', 'reports-site/build.mjs', manifest.bin.shipworthy],
    'dist/scripts/edge/facts-worker.mjs',
    'templates/ci/github/change.mustache',
    'templates/instrumentation/python/module.mustache',
    'templates/setup/policy.mustache',
    'dist/scripts/languages/tree-sitter-kotlin.LICENSE',
  ]
  assert.deepEqual(
    needed.filter(path => !files.includes(path)),
    [],
  )
  const foreign =
    /^(test|scripts|templates\/(?!(ci|instrumentation|setup)\/)|node_modules|\.)|^dist\/(?!scripts\/.*(\.mjs|\/tree-sitter-kotlin\.\w+)$)/
  const workshop =
    /scripts\/(new-skill|doors\/scaffold|pack|schema|test-setup)\.mjs$|\.(test\.|parquet|tgz)/
  assert.deepEqual(
    files.filter(path => foreign.test(path) || workshop.test(path)),
    [],
  )
  assert.ok(statSync(tarball).size < 1_200_000, `${statSync(tarball).size} bytes`)
})

test('every door and skill of the checkout is in the package', () => {
  const doors = (folder: string, extension: string) =>
    globSync(`scripts/{*,skills/*}${extension}`, { cwd: folder })
      .filter(path => readFileSync(join(folder, path), 'utf8').startsWith('#!'))
      .map(path => path.slice(0, -extension.length))
      .filter(path => path !== 'scripts/new-skill')
      .sort()
  assert.deepEqual(doors(join(installed, 'dist'), '.mjs'), doors(root, '.mts'))
})

test('it is a command, not a library, and says what it is', () => {
  assert.deepEqual(
    [manifest.exports, manifest.main, manifest.license, manifest.private],
    [undefined, undefined, 'MIT', undefined],
  )
  const bin = readFileSync(join(installed, manifest.bin.shipworthy), 'utf8')
  assert.match(bin, /^#!\/usr\/bin\/env node\n/)
  assert.deepEqual(shipworthy('--version'), {
    code: 0,
    stdout: `${manifest.version}\n`,
    stderr: '',
  })
  const help = shipworthy('--help')
  assert.equal(help.code, 0)
  assert.match(help.stdout, /^Usage: shipworthy <command>[\s\S]*assess[\s\S]*refactor-assistant/)
})

test('an unknown command is exit 2, whatever it looks like', () => {
  for (const word of ['asess', '../assess', '', 'toString']) {
    const { code, stdout, stderr } = shipworthy(word)
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, /^There is no command /)
  }
})

test('assess, query, explain, a skill and report work', t => {
  const project = testRepo(t)
  project.commit({
    'src/ship.ts': '/** Sails. */\nexport function sail(): number {\n  return 1\n}\n',
    'src/port.py': 'def moor(rope):\n    if rope:\n        return 1\n    return 0\n',
    'src/Rig.kt': 'fun hoist() = 1\n',
  })
  const assessed = shipworthy('assess', project.dir, '--offline', '--json')
  assert.deepEqual([assessed.code, assessed.stderr], [0, ''])
  const { run, outcomes } = JSON.parse(assessed.stdout)
  assert.equal(run.toolVersion, manifest.version)
  assert.deepEqual(
    outcomes.filter(({ status }: { status: string }) => status === 'failed'),
    [],
  )
  const asked = shipworthy('query', 'SELECT "commit" FROM trend', '--format', 'csv')
  assert.deepEqual(asked, { code: 0, stdout: `commit\n${run.commit}\n`, stderr: '' })
  const explained = shipworthy('explain')
  assert.deepEqual([explained.code, explained.stderr], [0, ''])
  const alone = shipworthy('refactor-assistant', project.dir, '--evidence')
  assert.deepEqual([alone.code, alone.stderr], [0, ''])
  assert.deepEqual(
    JSON.parse(alone.stdout)
      .functions.map(({ name }: { name: string }) => name)
      .sort(),
    ['hoist', 'moor', 'sail'],
  )
  const site = join(base, 'site')
  const built = shipworthy('report', '--out', site)
  assert.deepEqual([built.code, built.stderr], [0, ''])
  assert.match(readFileSync(join(site, 'index.html'), 'utf8'), /<h1/)
  assert.equal(project.git('status', '--porcelain'), '')
})
