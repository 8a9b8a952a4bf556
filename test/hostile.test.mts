/** Does every reader bear texts that want harm? Each of languages/ and formats/ is tried on damaged real texts and on extremes. */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { fuzz } from './support/fuzz.mts'

const scripts = join(import.meta.dirname, '../scripts')

/** The names of all functions a module exports, by the module's address. */
const exported = ['languages', 'formats'].flatMap(room =>
  readdirSync(join(scripts, room), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.mts'))
    .map(path => join(scripts, room, path))
    .map(path => ({
      url: pathToFileURL(path).href,
      names: [
        ...readFileSync(path, 'utf8').matchAll(
          /^export (?:async )?(?:function\*? (\w+)|const (\w+) = (?:\([^)]*\)|\w+)(?:: [^=\n]+)? =>)/gm,
        ),
      ].map(([, declared, assigned]) => declared ?? assigned ?? ''),
    })),
)

test('every exported function of both rooms is called by a reader of the table', async () => {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  const { readers } = await import('./support/readers.mts')
  for (const { read, samples } of readers)
    for (const text of samples) for (const each of [text, `${text}\n((\n`]) await read(each)
  const { result } = await session.post('Profiler.takePreciseCoverage')
  session.disconnect()
  const called = new Map(
    result.map(({ url, functions }) => [
      url,
      new Set(functions.flatMap(each => (each.ranges[0]?.count ? [each.functionName] : []))),
    ]),
  )
  const missing = exported.flatMap(({ url, names }) =>
    names
      .filter(name => !called.get(url)?.has(name))
      .map(name => `${url.slice(url.indexOf('/scripts/') + 1)} ${name}`),
  )
  assert.deepEqual(missing, [])
})

test('no reader throws, hangs or answers with what may not be shown', async () => {
  const { readers } = await import('./support/readers.mts')
  const names = readers.map(({ name }) => name)
  // The fixtures of one format differ in what tools wrote, not in how far they can be driven.
  const formats = [...new Map(names.map(name => [name.replace(/^.*\//, ''), name])).values()]
  const sizes = { levels: 5_000, line: 20_000, rows: 2_000 }
  const faults: string[] = []
  const tried = new Set<string>()
  for (const order of [
    { names, seed: 20_261_123, damaged: 10, sizes: null },
    { names: formats, seed: 1, damaged: 0, sizes },
  ])
    await fuzz(order, { milliseconds: 60_000, heap: 1_000 }, ({ reader, what, fault }) => {
      tried.add(reader)
      if (fault !== null) faults.push(`${reader}, ${what}: ${fault}`)
    })
  assert.deepEqual(faults, [])
  assert.equal(tried.size, new Set(names).size)
})
