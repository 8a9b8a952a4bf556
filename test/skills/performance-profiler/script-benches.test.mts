/** Are scripts that run tinybench or mitata found, and does the hook leave results that can be read? The harnesses are stand-ins of the same shape. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { readBenchmarks } from '../../../scripts/formats/benchmarks/index.mts'
import {
  benchScript,
  mayHoldBench,
  scriptBenches,
} from '../../../scripts/skills/performance-profiler/script-benches.mts'

const found = (files: Record<string, string>) =>
  scriptBenches(Object.keys(files), path => files[path] ?? null)

const manifest = (scripts: Record<string, string>) => JSON.stringify({ scripts })
const TINY = "const { Bench } = require('tinybench')"

test('a script that runs a file with a harness, of any package', () => {
  const files = {
    'package.json': manifest({ bench: 'node ./bench/a.js', build: 'node bench/a.js' }),
    'bench/a.js': TINY,
    'packages/b/package.json': manifest({
      'bench:node': 'node --expose-gc test/bench/index.ts && node test/bench/none.ts',
      'bench:deno': 'deno run -A test/bench/index.ts',
      benchmark: 'npm run bench:node',
    }),
    'packages/b/test/bench/index.ts': 'import { bench, run } from "mitata"',
    'packages/b/test/bench/none.ts': 'export {}',
    'packages/c/package.json': '{ not json',
  }
  assert.deepEqual(
    found(files).map(({ folder, script, entries }) => [folder, script, ...entries]),
    [
      ['', 'bench', 'bench/a.js'],
      ['packages/b/', 'bench:node', 'packages/b/test/bench/index.ts'],
    ],
  )
  assert.deepEqual(found({ 'package.json': manifest({ bench: 'node bench/a.js' }) }), [])
  assert.ok(['bench.mjs', 'benchmark/x/y.cjs', 'src/parse.bench.ts'].every(mayHoldBench))
  assert.ok(!['bench/README.md', 'src/a.ts'].some(mayHoldBench))
})

const RESULT =
  '{ state: "completed", latency: { p50: 0.5, mean: 0.6 }, runtime: "node", runtimeVersion: "v24" }'

const STAND_INS: Readonly<Record<string, string>> = {
  'node_modules/tinybench/package.json': '{"type":"module","exports":"./index.js"}',
  'node_modules/tinybench/index.js': `class X { async run() { return [{ name: 'sum', result: ${RESULT} }] } runSync() { return [] } }\nexport { X as Bench }`,
  'node_modules/mitata/package.json': '{"type":"module","exports":"./main.mjs"}',
  'node_modules/mitata/main.mjs': `export async function run() { return { context: { runtime: 'node', version: 'v24', cpu: { name: 'A' } }, benchmarks: [
    { runs: [{ name: 'join', stats: { samples: Array.from({ length: 5000 }, (_, at) => at + 1), debug: 'long' } }, { name: 'bad', error: new Error('no') }] }] } }`,
  'bench/a.cjs': `${TINY}; new Bench().run()`,
  'bench/b.mjs': "import { run } from 'mitata'; await run()",
}

test('each process leaves what it measured, asked for by import or require, in a folder with a space', () => {
  const root = mkdtempSync(join(tmpdir(), 'shipworthy bench-'))
  try {
    for (const [path, text] of Object.entries(STAND_INS)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    const bench = { folder: '', script: 'bench', entries: [] }
    const { file, args } = benchScript(
      { ...bench, text: 'node bench/a.cjs && node bench/b.mjs' },
      'out',
    )
    const PATH = `${dirname(process.execPath)}:${process.env.PATH}`
    const said = spawnSync(file, args, { cwd: root, env: { PATH }, encoding: 'utf8' })
    assert.equal(`${said.status} ${said.stderr}`, '0 ')
    const rows = readdirSync(join(root, 'out'))
      .filter(name => name.endsWith('.json'))
      .flatMap(name => {
        const report = readBenchmarks({ path: name }, readFileSync(join(root, 'out', name), 'utf8'))
        assert.ok('benchmarks' in report)
        return report.benchmarks
      })
    assert.deepEqual(
      rows.map(({ name, samples, statistic }) => [name, samples.length, statistic]).sort(),
      [
        ['join', 1000, null],
        ['sum', 1, 'median'],
      ],
    )
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
