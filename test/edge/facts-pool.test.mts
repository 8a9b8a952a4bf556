import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import type { Language } from '../../scripts/core/facts.mts'
import { unpack } from '../../scripts/edge/facts-packet.mts'
import { type Parsed, type ParseJob, parseAll } from '../../scripts/edge/facts-pool.mts'

const job = (path: string, language: Language, text: string | null): ParseJob => ({
  path,
  language,
  text: async () =>
    text === null ? { ok: false, why: 'binary content' } : { ok: true, value: text },
})
/** All answers, in the order of the jobs. */
async function parsedAll(jobs: readonly ParseJob[], workers?: number): Promise<Parsed[]> {
  const all: Parsed[] = []
  await parseAll(jobs, some => void all.push(...some), workers)
  return all.toSorted((a, b) => a.index - b.index)
}

const many = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    job(`f${i}.ts`, 'typescript', `export function f${i}() {}`),
  )

test('every file is answered, in order, by one worker or by several', async () => {
  for (const workers of [1, 2]) {
    const packets = await parsedAll(many(100), workers)
    const names = packets.map(
      ({ packet: { source } }) => unpack('source', source).functions[0]?.name,
    )
    assert.deepEqual(
      names,
      Array.from({ length: 100 }, (_, i) => `f${i}`),
    )
  }
})

test('facts are the same bytes whatever the number of workers', async () => {
  const bytes = async (workers: number) =>
    (await parsedAll(many(90), workers)).map(({ packet: { source, tokens } }) => [
      Buffer.from(source).toString(),
      Buffer.from(tokens).toString('hex'),
    ])
  assert.deepEqual(await bytes(1), await bytes(2))
})

test('four languages in one run', async () => {
  const packets = await parsedAll([
    job('a.py', 'python', 'def f(x):\n    return x if x else 0\n'),
    job('a.go', 'go', 'package a\nfunc F() {}\n'),
    job('A.java', 'java', 'class A { void f() {} }\n'),
    job('a.js', 'javascript', 'const f = () => 1\n'),
  ])
  const seen = packets.map(({ packet: { source } }) => unpack('source', source))
  assert.deepEqual(
    seen.map(({ fault }) => fault),
    [null, null, null, null],
  )
  assert.deepEqual(
    seen.map(({ functions }) => functions.length),
    [1, 1, 1, 1],
  )
})

test('what is not text is left out with its reason; nothing to do is nothing done', async () => {
  const [parsed] = await parsedAll([job('video.ts', 'typescript', null)])
  assert.equal(
    parsed === undefined ? null : unpack('source', parsed.packet.source).generated,
    'binary content',
  )
  assert.deepEqual(await parsedAll([]), [])
})

test('a text that stops its thread takes none of its companions along, and is not kept', async () => {
  const broken = job('b.cob', 'cobol' as Language, 'STOP RUN.')
  const [before, stopped, after] = await parsedAll([...many(1), broken, ...many(1)], 1)
  const faultOf = (parsed: Parsed | undefined) =>
    parsed && unpack('source', parsed.packet.source).fault
  assert.deepEqual([faultOf(before), faultOf(after)], [null, null])
  assert.match(faultOf(stopped) ?? '', /the parser stopped/)
  assert.deepEqual([before?.isLasting, stopped?.isLasting, after?.isLasting], [true, false, true])
})

test('a thread that got ready or has parsed keeps no program from ending', () => {
  const pool = new URL('../../scripts/edge/facts-pool.mts', import.meta.url)
  const text = `async () => ({ ok: true, value: 'f = lambda: 1' })`
  const program = `import { getReady, parseAll } from ${JSON.stringify(pool)}
    getReady()
    await parseAll([{ path: 'a.py', language: 'python', text: ${text} }], () => {})
    console.log('parsed')`
  const { status, stdout, signal } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { encoding: 'utf8', timeout: 60_000 },
  )
  assert.deepEqual({ status, stdout, signal }, { status: 0, stdout: 'parsed\n', signal: null })
})
