import assert from 'node:assert/strict'
import { test } from 'node:test'
import { surfaceOf } from '../../../scripts/core/modules/surface.mts'
import { graphOf, json } from './project.mts'

const FILES = {
  'src/index.ts':
    "export { open as start } from './door'\nexport * from './lock'\nexport * as keys from './keys'\nexport { default as Handle } from './handle'",
  'src/door.ts': 'export function open() {}\nexport function hidden() {}',
  'src/lock.ts': 'export class Lock { turn() {} }\nexport default 1',
  'src/keys.ts': 'export const key = 1',
  'src/handle.ts': 'export default class Grip {}',
  'src/inner.ts': 'export const inner = 1',
}

test('what entry points export, followed to where it is declared and under the name it has there', async () => {
  const surface = surfaceOf(
    await graphOf({ ...FILES, 'package.json': json({ name: 'x', main: 'dist/index.js' }) }),
  )
  const has = ([path, name]: readonly [string, string]) => surface?.has(`src/${path}.ts`, name)
  const inside = [
    ['door', 'open'],
    ['lock', 'Lock'],
    ['lock', 'Lock.turn'],
    ['keys', 'key'],
    ['handle', 'Grip'],
  ] as const
  const outside = [
    ['door', 'hidden'],
    ['lock', 'default'],
    ['inner', 'inner'],
  ] as const
  assert.deepEqual(inside.map(has), [true, true, true, true, true])
  assert.deepEqual(outside.map(has), [false, false, false])
  assert.equal(surface?.entries, 1)
})

test('private packages, examples and packages without a name offer nothing', async () => {
  for (const [path, more] of [
    ['package.json', { name: 'x', private: true }],
    ['package.json', {}],
    ['playground/a/package.json', { name: 'x' }],
  ] as const) {
    const folder = path.slice(0, -'package.json'.length)
    const texts = Object.entries(FILES).map(([each, text]) => [folder + each, text])
    const manifest = { [path]: json({ ...more, main: 'src/index.ts' }) }
    assert.equal(surfaceOf(await graphOf({ ...Object.fromEntries(texts), ...manifest })), null)
  }
})

test('a package whose entry cannot be told offers whatever it has', async () => {
  const manifest = json({ name: 'x', exports: { '.': './src/index.ts', './y': './dist/y.js' } })
  const surface = surfaceOf(await graphOf({ ...FILES, 'package.json': manifest }))
  assert.equal(surface?.has('src/inner.ts', 'inner'), true)
})

test('declarations speak for the JavaScript they describe', async () => {
  const surface = surfaceOf(
    await graphOf({
      'package.json': json({ name: 'x', main: 'lib.js', types: 'lib.d.ts' }),
      'lib.js': 'exports.open = () => {}\nexports._old = 1',
      'lib.d.ts': 'export function open(): void',
    }),
  )
  assert.deepEqual(
    [surface?.has('lib.d.ts', 'open'), surface?.has('lib.js', 'open')],
    [true, false],
  )
})
