import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Executed, Lens } from '../../scripts/core/lens.mts'
import { type Metrics, readJsonPath } from '../../scripts/core/metrics.mts'
import { judge } from '../../scripts/core/skill.mts'
import { customMetrics } from '../../scripts/skills/custom-metrics.mts'
import { fakeLens } from './fake-lens.mts'

const levelsOf = (metrics: Metrics) =>
  Object.fromEntries(
    Object.entries(customMetrics(metrics).rules).map(([name, { level }]) => [name, level]),
  )

async function outcomeOf(metrics: Metrics, lens: Partial<Lens>) {
  const skill = customMetrics(metrics)
  const settings = { levels: levelsOf(metrics), waivers: [] }
  return judge(skill, await skill.collect(fakeLens(lens), settings), settings, {}, 0)
}

/** Value, or why there is none. */
async function told(metrics: Metrics, lens: Partial<Lens>) {
  const { measures, missing } = await outcomeOf(metrics, lens)
  return Object.fromEntries([
    ...measures.map(({ name, value }) => [name, value] as const),
    ...missing.map(({ measure, why }) => [measure, why] as const),
  ])
}

const said = (stdout: string, more: Partial<Executed> = {}): Executed => ({
  ...{ exitCode: 0, isTimedOut: false, stdout, stderr: '', seconds: 1 },
  ...more,
})

/** A work tree of these tracked files, and untracked ones that a build wrote at this time. */
const onDisk = (
  tracked: Readonly<Record<string, string>>,
  built: Readonly<Record<string, string>> = {},
  builtAt = '2026-01-02T00:00:00Z',
): Partial<Lens> => ({
  files: async () =>
    Object.keys(tracked).map(path => ({ path, oid: 'a', language: null, role: 'source' })),
  text: async path =>
    tracked[path] === undefined
      ? { ok: false, why: 'binary content' }
      : { ok: true, value: tracked[path] },
  find: async globs => {
    const { default: picomatch } = await import('picomatch')
    const row = (isTracked: boolean, modifiedAt: string) => (path: string) => ({
      ...{ path, bytes: 1, modifiedAt, isTracked },
    })
    return [
      ...Object.keys(tracked).map(row(true, '2026-01-01T00:00:00Z')),
      ...Object.keys(built).map(row(false, builtAt)),
    ].filter(({ path }) => picomatch.isMatch(path, [...globs], { dot: true }))
  },
  report: async path => ({ ok: true, value: built[path] ?? '' }),
})

test('a command is run only where the project may execute, and the number is in what it prints', async () => {
  const metrics: Metrics = { size: { command: ['size', 'dist'] } }
  const commands: unknown[] = []
  const lens = (more: Partial<Lens>) => ({
    execute: async (command: unknown) => {
      commands.push(command)
      return said(' 1234.5\n')
    },
    ...more,
  })
  assert.deepEqual(await told(metrics, lens({})), { size: 'commands run only with --run-tests' })
  assert.deepEqual(await told(metrics, lens({ mayExecute: true, isWorkTree: false })), {
    size: 'a command runs only on what is checked out',
  })
  assert.deepEqual(commands, [])
  assert.deepEqual(await told(metrics, lens({ mayExecute: true })), { size: 1234.5 })
  assert.deepEqual(commands, [{ file: 'size', args: ['dist'] }])
})

for (const [name, executed, why] of [
  ['fails', said('7', { exitCode: 2, stderr: 'x\nno such file\n' }), /exit code 2: no such file$/],
  [
    'cannot start',
    said('', { exitCode: null, stderr: 'spawn x ENOENT' }),
    /could not be run: spawn/,
  ],
  [
    'does not end',
    said('7', { exitCode: null, isTimedOut: true, seconds: 9.6 }),
    /not end within 10 s/,
  ],
  ['talks too much', said('7'.repeat(65_536)), /more than 64 KiB/],
  ['prints no number', said('about 7'), /^all of the text is no number$/],
  ['prints nothing', said(''), /no number/],
  ['prints infinity', said('1e999'), /no number/],
] as const)
  test(`a command that ${name} leaves its measure missing, never 0`, async () => {
    const lens = { mayExecute: true, execute: async () => executed }
    assert.match(String((await told({ a: { command: ['x'] } }, lens)).a), why)
  })

test('a number is taken from text, by regex, or by a path of JSON', async () => {
  const json = '{"total":{"all files":[{"n":"93.4 %"}],"on":true,"__proto__":5}}'
  const lens = onDisk({ 'a.txt': '12 %', 'b.txt': 'size: 3\nSize: -4.5e1 kB\n', 'c.json': json })
  const of = (file: string, more: object) => ({ file, ...more })
  assert.deepEqual(
    await told(
      {
        whole: of('a.txt', {}),
        grouped: of('b.txt', { regex: '^Size: (\\S+)' }),
        first: of('b.txt', { regex: '\\d' }),
        nowhere: of('b.txt', { regex: 'mass' }),
        word: of('b.txt', { regex: 'kB' }),
        path: of('c.json', { json: "$.total['all files'][-1].n" }),
        absent: of('c.json', { json: '$.total.lines' }),
        inherited: of('c.json', { json: '$.total.toString' }),
        truth: of('c.json', { json: '$.total.on' }),
        text: of('a.txt', { json: '$.n' }),
        gone: of('d.txt', {}),
        several: of('*.txt', {}),
      },
      lens,
    ),
    {
      ...{ whole: 12, grouped: -45, first: 3, path: 93.4 },
      nowhere: 'its regex matches nothing',
      word: 'what its regex finds is no number',
      absent: 'it holds nothing at $.total.lines',
      inherited: 'it holds nothing at $.total.toString',
      truth: 'what it holds at $.total.on is no number',
      text: 'it is no JSON',
      gone: 'there is no file d.txt',
      several: '2 files match *.txt: name one of them',
    },
  )
})

test('a built file counts only when it is not older than the sources', async () => {
  const metrics: Metrics = {
    size: { file: 'dist/*.txt' },
    odd: { file: 'dist/[a].json', json: '$.n' },
  }
  const built = { 'dist/size.txt': '7', 'dist/[a].json': '{"n":8}', 'dist/a.json': '{"n":9}' }
  assert.deepEqual(await told(metrics, onDisk({ 'a.js': '' }, built)), { size: 7, odd: 8 })
  assert.deepEqual(await told(metrics, onDisk({ 'a.js': '' }, built, '2025-12-31T00:00:00Z')), {
    size: 'dist/size.txt is older than a.js',
    odd: 'dist/[a].json is older than a.js',
  })
})

test('lines that match are counted once each; globs that match nothing are no zero', async () => {
  const files = { 'src/a.js': 'any any\nx\r\nany', 'src/b.js': 'none', 'docs/c.md': 'any' }
  const count = { regex: '\\bany\\b' }
  const metrics = {
    some: { ...count, files: ['src/**', 'docs/*.md'] },
    none: { files: ['src/b.js'], regex: '^any' },
    typo: { ...count, files: ['scr/**'] },
  }
  assert.deepEqual(await told(metrics, onDisk(files)), {
    ...{ some: 3, none: 0 },
    typo: 'no file of the project matches scr/**',
  })
})

test('files that cannot be read lower the extent, binaries do not', async () => {
  const lens: Partial<Lens> = {
    files: async () =>
      ['a', 'b', 'c', 'd'].map(path => ({ path, oid: path, language: null, role: 'other' })),
    text: async path =>
      path === 'a' || path === 'b'
        ? { ok: true, value: 'x' }
        : { ok: false, why: path === 'c' ? 'binary content' : 'over 5 MB' },
  }
  const { measures } = await outcomeOf({ x: { files: ['**'], regex: 'x' } }, lens)
  assert.deepEqual(measures, [{ name: 'x', subject: '', value: 2, extent: 2 / 3 }])
})

test('no expression takes more time than its text is long', async () => {
  const metrics = { a: { files: ['**'], regex: '(a+)+$|(a|a)*b|(.*)*c' } }
  assert.deepEqual(await told(metrics, onDisk({ x: `${'a'.repeat(200_000)}!` })), { a: 0 })
})

test('an expression RE2 does not know is the fault of the policy, in one sentence', async () => {
  for (const [regex, why] of [
    ['(?=x)', /^UserFault: shipworthy\.yml: metrics\.a\.regex: .*\(\?=/],
    ['(a|ab|b){1,900}', /it repeats too much$/],
  ] as const)
    await assert.rejects(outcomeOf({ a: { files: ['**'], regex } }, onDisk({})), why)
})

test('a missed budget is a finding of its own rule, and a kept one is none', async () => {
  const lens = { mayExecute: true, execute: async () => said('10') }
  const metric = (more: object) => ({ command: ['x'], ...more })
  const metrics: Metrics = {
    kept: metric({ better: 'lower', budget: 10 }),
    high: metric({ better: 'lower', budget: 9.5, unit: 'kB' }),
    low: metric({ better: 'higher', budget: 11, level: 'error' }),
    quiet: metric({ better: 'lower', budget: 1, level: 'off' }),
    plain: metric({}),
  }
  const { findings } = await outcomeOf(metrics, lens)
  assert.deepEqual(
    findings.map(({ rule, level, message }) => [rule, level, message]),
    [
      ['budget-of-high', 'warn', 'high is 10 kB, above its budget of 9.5 kB'],
      ['budget-of-low', 'error', 'low is 10, below its budget of 11'],
    ],
  )
})

test('paths of JSON are names and positions, and nothing that could lead to several places', () => {
  for (const [path, steps] of [
    ['$', []],
    ['$.a.b-c[0]', ['a', 'b-c', 0]],
    [`$['it\\'s']["x.y"][-1]`, ["it's", 'x.y', -1]],
    ['$.ünits', ['ünits']],
  ] as const)
    assert.deepEqual(readJsonPath(path), steps)
  for (const path of [
    '',
    'a',
    '$a',
    '$.',
    '$..a',
    '$.*',
    '$[*]',
    '$[0:1]',
    '$[?@.a]',
    '$.a b',
    '$[',
  ]) {
    assert.equal(readJsonPath(path), null, path)
  }
})
